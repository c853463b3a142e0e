#pragma once

#include "desvio/engine/live.hpp"

#include <string>

namespace desvio {

struct FullRunBounds {
    int most_draws = 0;
    double longest = 0.0;  ///< s; a run that takes longer is stopped
};

/// The question as `desvio run` would answer it, intervals included, for a file that repeats it: the scenario has the
/// levels written in. \throws InputError for faults of the scenario or the
/// levels, and for more draws than are made here \tests service/service_test.py
RunResult full_run(LiveQuestion const& question, Base const& given, FullRunBounds const& bounds);

/// A scenario's name as a file's: letters, digits, '-' and '_', at most 60; "scenario" where nothing is left.
/// \tests unit/question_test.cpp
std::string usable_file_name(std::string const& name);

}  // namespace desvio
