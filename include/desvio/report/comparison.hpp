#pragma once

#include "desvio/engine/compare_results.hpp"
#include "desvio/report/summary.hpp"

#include <string>

namespace desvio {

/// Results by letter, what differs between them, and a table an outcome: values, differences to the reference, ranks.
std::string format_comparison(ResultComparison const& comparison, TextStyle const& style = {});

/// Results, notes and every line, keys as in docs/formats/comparison.md.
std::string format_comparison_json(ResultComparison const& comparison);

}  // namespace desvio
