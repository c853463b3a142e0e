#pragma once

#include "benches/support/raw_case.hpp"

#include <vector>

namespace desvio::bench {

/// Regions x sectors of the standard cases, from the size of the 1993 replication data to many small regions.
struct WorldSize {
    Index regions, sectors;
    [[nodiscard]] std::string name() const { return std::to_string(regions) + "x" + std::to_string(sectors); }
};
std::vector<WorldSize> standard_sizes();
/// Sizes that take no time, to see that a program runs at all.
std::vector<WorldSize> tiny_sizes();

/// Percentage points that duties rise by in the standard cases.
std::vector<int> standard_points();

/// The synthetic world of that size in a tariff war of so many points; the world is drawn once and kept.
Case synthetic_case(WorldSize size, int points);

/// The built-in base under the built-in scenario "brics-100".
Case world_case();

}  // namespace desvio::bench
