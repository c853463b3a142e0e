#include "desvio/engine/run.hpp"

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/io/base_io.hpp"
#include "engine/solved_run.hpp"

#include <chrono>
#include <utility>

namespace desvio {
namespace {

// Enough for a 90 % interval read to one digit, few enough to stay within the time of a command.
constexpr int default_draws = 40;

/// Intervals over elasticity draws, each solved from the answer at the central elasticities.
void draw_intervals(RunResult& result, Counterfactuals const& counterfactuals, WarmStart const& centre,
                    RunOptions const& options) {
    int const draws = count_draws(result.scenario, result.base, options);
    if (draws <= 0 || result.is_unchanged) return;
    ElasticitySet const& elasticities = result.base.elasticity_set(result.scenario.model.elasticities);
    auto const solve = [&](Vector const& theta, FixedPointOptions const& solver) -> std::optional<Equilibrium> {
        Counterfactual draw =
            counterfactuals.solve(result.resolved.shock, {.start = &centre, .theta = &theta, .solver = solver});
        if (!draw.summary.is_converged()) return std::nullopt;
        return std::move(draw.equilibrium);
    };
    result.uncertainty =
        draw_uncertainty({result.accounts, elasticities, solve, result.resolved.market, result.resolved.focus}, draws,
                         result.scenario.report.seed, options.threads, options.monitor);
}

}  // namespace

int count_draws(Scenario const& scenario, Base const& base, RunOptions const& options) {
    ElasticitySet const& elasticities = base.elasticity_set(scenario.model.elasticities);
    if (!(elasticities.standard_error.array() > 0.0).any()) return 0;
    return options.draws.value_or(scenario.report.draws >= 0 ? scenario.report.draws : default_draws);
}

RunResult run_scenario(Scenario const& scenario, Base const& given, RunOptions const& options) {
    auto const start = std::chrono::steady_clock::now();
    // Before the model is made: an option that it cannot take is told with its place in the scenario.
    ResolvedScenario resolved = resolve_scenario(scenario, given);
    Counterfactuals const counterfactuals(given, scenario.model, scenario.solver);
    auto [result, state] = solve_run(scenario, std::move(resolved), counterfactuals, options);
    result.base_sha256 = base_sha256(given);
    if (result.summary.is_converged()) draw_intervals(result, counterfactuals, state, options);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(result);
}

}  // namespace desvio
