#pragma once

#include "io/toml_fields.hpp"

#include <string>
#include <utility>
#include <vector>

namespace desvio {

/// What a change of a trade cost or of productivity may be.
NumberRange const& change_range();

/// Reads one [[trade_cost]]. A value of time that per_day names goes to `time_value_places` with its place, and to the
/// readings where no reading of it is fixed by name.
TradeCostRule read_trade_cost(TomlFields block, ReadingChoice& readings,
                              std::vector<std::pair<std::string, SourceLocation>>& time_value_places);

}  // namespace desvio
