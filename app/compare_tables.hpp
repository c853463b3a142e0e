#pragma once

#include "desvio/io/store.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace desvio::app {

/// How far two sets of tables are apart.
struct Comparison {
    std::size_t tables = 0, numbers = 0;    ///< compared
    std::size_t differing = 0;              ///< numbers whose bits differ
    double largest = 0.0;                   ///< |a - b| / max(|a|, |b|); infinite when only one is a number
    std::string where;                      ///< "/region/welfare_pct [BRA]"
    double recorded = 0.0, repeated = 0.0;  ///< the two numbers there
    std::vector<std::string> missing;       ///< tables of one side that the other lacks or has in another shape
    [[nodiscard]] bool agrees(double tolerance) const noexcept { return missing.empty() && largest <= tolerance; }
};

/// Compares every numeric table, by the bits; NaN agrees with NaN. Times (unit "s") are left out: no two runs share
/// them.
Comparison compare_tables(LabelledFile const& recorded, LabelledFile const& repeated);

}  // namespace desvio::app
