#pragma once

#include "desvio/report/summary.hpp"
#include "desvio/tables/aggregate.hpp"
#include "desvio/tables/diff.hpp"

#include <string>

/// Reports of the commands that change bases or compare them.
namespace desvio {

/// Sizes and totals before and after, and where duties between merged regions went.
std::string format_aggregated(Aggregated const& result, Base const& given, TextStyle const& style = {});
std::string format_aggregated_json(Aggregated const& result, Base const& given);

/// Texts that differ, then the largest cells of each kind of figure.
std::string format_base_diff(BaseDiff const& diff, TextStyle const& style = {});
std::string format_base_diff_json(BaseDiff const& diff);

}  // namespace desvio
