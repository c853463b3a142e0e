#pragma once

#include "desvio/params/io_table.hpp"

#include <fmt/format.h>

namespace desvio {

/// "USA_AGR to BRA_FOD"
inline std::string input_name(IoTable const& table, Index row, Index column) {
    return table.row_name(row) + " to " + table.row_name(column);
}

/// "USA_AGR to BRA HFCE"
inline std::string final_name(IoTable const& table, Index row, Index column) {
    Index const categories = table.n_categories();
    return fmt::format("{} to {} {}", table.row_name(row),
                       table.region_table[static_cast<std::size_t>(column / categories)].code,
                       table.final_categories[static_cast<std::size_t>(column % categories)]);
}

}  // namespace desvio
