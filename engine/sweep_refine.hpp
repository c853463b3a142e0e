#pragma once

#include "desvio/engine/sweep.hpp"
#include "engine/varied_model.hpp"

#include <functional>
#include <string>
#include <vector>

/// What lies between the levels of one line: where an objective is largest, where signs change and flows die. Private
/// to engine.
namespace desvio {

struct RefinedLine {
    std::vector<Optimum> optima;
    std::vector<Kink> kinks;
    int solves = 0, evaluations = 0;
    std::string failure;  ///< why a solve between the levels did not converge; empty when all did
    bool was_stopped = false;
};

/// \param result   all points solved
/// \param axis, line  as Optimum
/// \param go_on    asked between evaluations; false stops
/// \pre the axis has two levels at least
RefinedLine refine_line(SweepResult const& result, VariedModel& model, std::size_t axis, Index line,
                        std::function<bool()> const& go_on);

}  // namespace desvio
