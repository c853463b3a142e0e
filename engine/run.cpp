#include "desvio/engine/run.hpp"

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/io/base_io.hpp"
#include "engine/unchanged_shock.hpp"

#include <chrono>
#include <utility>

namespace desvio {
namespace {

// Enough for a 90 % interval read to one digit, few enough to stay within the time of a command.
constexpr int default_draws = 40;

/// jobs' = jobs V' / (V w_hat); none are gained or lost where there is no value added
Employment employ(Matrix const& jobs_per_output, Accounts const& base, Equilibrium const& after) {
    Employment jobs;
    jobs.base = jobs_per_output.cwiseProduct(base.gross_output);
    Eigen::ArrayXXd const value_added = base.value_added_share.cwiseProduct(base.gross_output);
    Matrix const hat = (value_added > 0.0).select(after.value_added.array() / value_added, 1.0);
    jobs.counterfactual = jobs.base.cwiseProduct(hat) * after.wage_hat.cwiseInverse().asDiagonal();
    return jobs;
}

void report_outcomes(RunResult& result) {
    Index const market = result.resolved.market;
    Equilibrium const& equilibrium = result.equilibrium;
    result.welfare = compute_welfare(result.accounts, equilibrium);
    if (result.base.jobs_per_output)
        result.employment = employ(*result.base.jobs_per_output, result.accounts, equilibrium);
    result.redirection = compute_redirection(result.accounts.trade, equilibrium.trade, market);
    result.volume_redirection = compute_redirection(
        result.accounts.trade, volume_at_base_prices(equilibrium.trade, equilibrium.unit_cost_hat), market);
    result.market = compute_market_shift(result.accounts.trade, equilibrium.trade, result.accounts.tariff,
                                         equilibrium.tariff, market);
}

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
    RunResult result;
    // Before the model is made: an option that it cannot take is told with its place in the scenario.
    result.resolved = resolve_scenario(scenario, given);
    Counterfactuals const counterfactuals(given, scenario.model, scenario.solver);
    result.scenario = scenario;
    result.given = given;
    result.base_sha256 = base_sha256(given);
    result.base = counterfactuals.base();
    result.closures = counterfactuals.closures();
    result.summary = counterfactuals.preparation();
    if (!result.summary.is_converged()) return result;
    result.accounts = counterfactuals.accounts();
    result.resolved.shock = counterfactuals.shock_of(result.resolved.shock);

    result.is_unchanged = counterfactuals.buyers() == nullptr && changes_nothing(result.resolved.shock, result.base);
    Counterfactual answer = result.is_unchanged
                                ? unchanged(result.accounts)
                                : counterfactuals.solve(result.resolved.shock, {.monitor = options.monitor});
    result.summary = answer.summary;
    if (result.summary.is_converged()) {
        result.audit = counterfactuals.audit(result.resolved.shock, answer, options.audit_tolerance);
        result.equilibrium = std::move(answer.equilibrium);
        if (answer.short_run) result.short_run = {*counterfactuals.buyers(), std::move(*answer.short_run)};
        report_outcomes(result);
        draw_intervals(result, counterfactuals, answer.state, options);
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace desvio
