#pragma once

#include "desvio/params/io_table.hpp"

namespace desvio::test {

/// A table that closes to rounding: random flows with home bias, two final categories HFCE and INVNT (the latter 0),
/// one tax row, one value-added row that is what is left of output.
IoTable make_random_table(Index n_regions, Index n_sectors, unsigned seed);

/// What the columns of a table cost: inputs, taxes and value added.
Vector column_costs(IoTable const& table);
Vector row_sums(IoTable const& table);

}  // namespace desvio::test
