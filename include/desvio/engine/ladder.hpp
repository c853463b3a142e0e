#pragma once

#include "desvio/engine/sweep.hpp"

#include <optional>

namespace desvio {

/// The sweep that shows one answer's duty at other levels: the first rate, or addition to a rate, that the scenario
/// writes, at eleven levels from 0 to 1, or to what is written where that is more, and at what is written. None for a
/// scenario without such a number. \tests unit/ladder_test.cpp
std::optional<SweepPlan> ladder_plan(Scenario const& scenario, Base const& given);

}  // namespace desvio
