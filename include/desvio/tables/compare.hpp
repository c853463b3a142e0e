#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/concordance.hpp"
#include "desvio/params/flow_table.hpp"

#include <string>
#include <vector>

namespace desvio {

FlowTable flows_of(Base const& base);
/// Flows and duties paid summed; a duty between regions that become one vanishes (here only flows are looked at).
FlowTable merge_flows(FlowTable const& flows, Merging const& regions, Merging const& sectors);

/// Two numbers for one thing.
struct Pair {
    std::string where;
    double first = 0.0, second = 0.0;
};

/// How well two sets of cells agree.
struct Agreement {
    std::string what;  ///< "cells across borders", "pairs across borders", "own sales", "duties" (where both trade)
    Index cells = 0;   ///< compared
    double first = 0.0, second = 0.0;  ///< totals; for duties means weighted by the first's trade
    double correlation = 0.0;          ///< of levels, over all cells; NaN for fewer than two or without variance
    double log_correlation = 0.0;      ///< over cells that are positive in both
    Index both = 0, first_only = 0, second_only = 0;         ///< cells above 0
    double first_only_share = 0.0, second_only_share = 0.0;  ///< of the totals, in cells that are 0 in the other
    /// sum |a - b| / 2 over shares of the totals: the part that would have to move for the same pattern
    double dissimilarity = 0.0;
    double within_tenth = 0.0, within_factor_two = 0.0;  ///< shares of the first's total in cells that close
};

struct FlowComparison {
    std::vector<Agreement> agreements;
    /// Trade across borders by exporter, importer, sector, pair, and every cell; largest gaps first.
    std::vector<Pair> by_exporter, by_importer, by_sector, by_pair, by_cell;
    /// Codes that only one side has, and the share of that side's trade across borders that touches them.
    std::vector<std::string> only_first, only_second;
    double share_only_first = 0.0, share_only_second = 0.0;
};

/// Compares flows over the regions and sectors that both have.
/// \throws InputError when they share fewer than two regions or no sector
/// \cost O(J N^2 log) \tests unit/base_compare_test.cpp
FlowComparison compare_flows(FlowTable const& first, FlowTable const& second);

}  // namespace desvio
