#pragma once

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/engine/run.hpp"

namespace desvio {

/// A run but for its intervals, its time and the checksum of its base; and where its neighbours may start from.
struct SolvedRun {
    RunResult result;
    WarmStart state;
};

/// Solves, audits and reports a scenario on a model that is ready. Private to engine.
/// \param resolved  of the scenario on model.given()
SolvedRun solve_run(Scenario const& scenario, ResolvedScenario resolved, Counterfactuals const& model,
                    RunOptions const& options);

}  // namespace desvio
