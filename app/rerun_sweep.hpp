#pragma once

#include "desvio/engine/sweep.hpp"

#include <string>

namespace desvio::app {

/// Repeats the sweep of a file; what the exit code is of is told on standard error.
/// \param code  ok, or why there is nothing to compare
LabelledFile repeat_sweep(LabelledFile const& recorded, std::string const& path, int jobs, bool is_quiet, int& code);

/// Tells what went wrong in a sweep. \return an ExitCode
int judge_sweep(std::string const& name, SweepResult const& result);

}  // namespace desvio::app
