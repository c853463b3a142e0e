#include "engine/solved_run.hpp"

#include "engine/unchanged_shock.hpp"

#include <utility>

namespace desvio {
namespace {

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

}  // namespace

SolvedRun solve_run(Scenario const& scenario, ResolvedScenario resolved, Counterfactuals const& model,
                    RunOptions const& options) {
    SolvedRun solved;
    RunResult& result = solved.result;
    result.scenario = scenario;
    result.resolved = std::move(resolved);
    result.given = model.given();
    result.base = model.base();
    result.closures = model.closures();
    result.summary = model.preparation();
    if (!result.summary.is_converged()) return solved;
    result.accounts = model.accounts();
    result.resolved.shock = model.shock_of(result.resolved.shock);

    result.is_unchanged = model.buyers() == nullptr && changes_nothing(result.resolved.shock, result.base);
    Counterfactual answer = result.is_unchanged ? unchanged(result.accounts)
                                                : model.solve(result.resolved.shock, {.monitor = options.monitor});
    result.summary = answer.summary;
    if (!result.summary.is_converged()) return solved;
    result.audit = model.audit(result.resolved.shock, answer, options.audit_tolerance);
    result.equilibrium = std::move(answer.equilibrium);
    if (answer.short_run) result.short_run = {*model.buyers(), std::move(*answer.short_run)};
    report_outcomes(result);
    solved.state = std::move(answer.state);
    return solved;
}

}  // namespace desvio
