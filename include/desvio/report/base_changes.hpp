#pragma once

#include "desvio/report/summary.hpp"
#include "desvio/tables/aggregate.hpp"
#include "desvio/tables/compare.hpp"
#include "desvio/tables/diff.hpp"
#include "desvio/tables/overlay.hpp"
#include "desvio/tables/split.hpp"

#include <string>

/// Reports of the commands that change bases or compare them.
namespace desvio {

/// Sizes and totals before and after, and where duties between merged regions went.
std::string format_aggregated(Aggregated const& result, Base const& given, TextStyle const& style = {});
std::string format_aggregated_json(Aggregated const& result, Base const& given);

/// Texts that differ, then the largest cells of each kind of figure.
std::string format_base_diff(BaseDiff const& diff, TextStyle const& style = {});
std::string format_base_diff_json(BaseDiff const& diff);

/// The parts with their totals, and how much of the parent's own sales they trade.
std::string format_split(Split const& split, TextStyle const& style = {});
std::string format_split_json(Split const& split);

/// What the table changed, what of it found no place, and which trade it left as it was.
std::string format_overlaid(Overlaid const& overlaid, TextStyle const& style = {});
/// \param overlaid  none when only elasticities were set
std::string format_overlaid_json(Overlaid const* overlaid, Base const& made);

/// How well flows agree, and the largest gaps. \param top  gaps of each kind
std::string format_flow_comparison(FlowComparison const& comparison, std::size_t top, TextStyle const& style = {});
std::string format_flow_comparison_json(FlowComparison const& comparison, std::size_t top);

}  // namespace desvio
