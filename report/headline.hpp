#pragma once

#include "desvio/report/summary.hpp"
#include "report/outcome.hpp"

/// The sentences around the tables of a summary. Private to report.
namespace desvio::text {

/// The answer in a few sentences: title, sales lost in the market and where they went, real income.
std::string format_headline(Answer const& answer, TextStyle const& style);

/// What the figures rest on: numeraire, units, closures, elasticities and horizon, base, residuals, iterations,
/// seconds.
std::string format_footer(RunResult const& result, TextStyle const& style);

}  // namespace desvio::text
