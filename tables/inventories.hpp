#pragma once

#include "desvio/params/io_table.hpp"

#include <vector>

namespace desvio {

/// Columns of final_demand that hold changes in inventories, by the names that sources give them.
std::vector<Index> inventory_columns(IoTable const& table);

}  // namespace desvio
