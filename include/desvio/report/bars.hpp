#pragma once

#include "desvio/report/summary.hpp"

#include <string>

namespace desvio {

/// The answer in two small charts of bars for the end of a summary on a terminal: where the sales go that the focus
/// group's losers lose in the market, and the change of real income (value added where wages stay) by country. The
/// figures are those of the tables above. Empty where nothing changes.
/// \tests unit/bars_test.cpp, cli/terminal_test.py
std::string format_bars(RunResult const& result, TextStyle const& style = {});

}  // namespace desvio
