#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/shock.hpp"

#include <filesystem>

namespace desvio::test {

/// The 1993 base of Caliendo and Parro (2015) without aggregate deficits (31 countries x 40 sectors, 1e10 US$), from
/// the replication data. Final demand is declared as published (alpha I, some cells clipped to 0 there), so the base
/// is a little off equilibrium and wants settling.
Base read_cp1993(std::filesystem::path const& folder);

/// The duties of 2005 among Canada, Mexico and the United States, all others as in 1993.
Shock nafta_shock(std::filesystem::path const& folder, Base const& base);

/// A comma-separated matrix of numbers without header.
Matrix read_matrix(std::filesystem::path const& file, Index rows, Index cols);

}  // namespace desvio::test
