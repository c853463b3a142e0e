#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <string>
#include <vector>

namespace desvio {

/// By how much a rule changes the trade cost of each sector, as a fraction; 0 for sectors that are not among `sectors`.
///   change = (1 + per_day[j])^days - 1 where the rule names a value of time, else the rule's own change
/// Faults: a sector that the value of time does not have, a change that is not finite or not above -1.
Vector cost_changes(TradeCostRule const& rule, std::vector<Index> const& sectors, Scenario const& scenario,
                    Base const& base, FaultList& faults);

/// "change = -0.0766 (days = -10, per_day = 0.008)",
/// "days = -10, per_day = hummels-schaur (central): change = -0.126 to -0.058"
std::string describe_cost(TradeCostRule const& rule, Vector const& change, std::vector<Index> const& sectors);

}  // namespace desvio
