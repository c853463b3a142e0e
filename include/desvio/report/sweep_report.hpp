#pragma once

#include "desvio/engine/solve_for.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/report/summary.hpp"

#include <string>

/// Sweeps and searches as text for a terminal and as JSON. Builds strings; only app prints.
namespace desvio {

/// Levels down; real income of the market and of those the sweep is about, duties and redirection across; then where
/// the maxima and the kinks are. \pre the result has tables
std::string format_sweep(SweepResult const& result, TextStyle const& style = {});

/// Every table of at most three dimensions, by the labels of its axes; see docs/formats/sweep.md.
std::string format_sweep_json(SweepResult const& result);

/// The levels that meet the target, or that there is none; the range that can be reached.
std::string format_solve_for(SolveForResult const& result, TextStyle const& style = {});
std::string format_solve_for_json(SolveForResult const& result);

}  // namespace desvio
