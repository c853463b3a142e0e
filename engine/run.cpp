#include "desvio/engine/run.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/model/revenue.hpp"
#include "desvio/model/variants.hpp"
#include "engine/rebase.hpp"

#include <chrono>

namespace desvio {
namespace {

// Enough for a 90 % interval read to one digit, few enough to stay within the time of a command.
constexpr int default_draws = 40;

Method method_named(std::string const& name) {
    if (name == "anderson") return Method::anderson;
    if (name == "damped") return Method::damped;
    if (name == "newton-krylov") return Method::newton_krylov;
    return Method::automatic;
}

FixedPointOptions solver_options(SolverChoice const& choice) {
    FixedPointOptions options;
    options.tolerance = choice.tolerance;
    options.max_iterations = choice.max_iterations;
    options.method = method_named(choice.method);
    options.validate();
    return options;
}

/// The base without deficits that `balanced` reports against; false when it could not be solved.
bool balance_base(RunResult& result, FixedPointOptions const& options) {
    Settled settled = settle_base(result.base, Deficits::balanced, options);
    result.summary = std::move(settled.summary);
    if (!result.summary.is_converged()) {
        result.summary.message = "the base could not be balanced first: " + result.summary.message;
        return false;
    }
    // Duties are the base's own; those of the scenario stay as they were resolved.
    result.base = std::move(settled.base);
    return true;
}

void report_outcomes(RunResult& result, WarmStart const& centre, RunOptions const& options) {
    Index const market = result.resolved.market;
    Equilibrium const& equilibrium = result.equilibrium;
    result.welfare = compute_welfare(result.accounts, equilibrium);
    result.redirection = compute_redirection(result.accounts.trade, equilibrium.trade, market);
    result.volume_redirection = compute_redirection(
        result.accounts.trade, volume_at_base_prices(equilibrium.trade, equilibrium.unit_cost_hat), market);
    result.market = compute_market_shift(result.accounts.trade, equilibrium.trade, result.accounts.tariff,
                                         equilibrium.tariff, market);
    ReportOptions const& report = result.scenario.report;
    int const draws = options.draws.value_or(report.draws >= 0 ? report.draws : default_draws);
    ElasticitySet const& elasticities = result.base.elasticity_set(result.scenario.model.elasticities);
    bool const has_errors = (elasticities.standard_error.array() > 0.0).any();
    if (draws > 0 && has_errors)
        result.uncertainty =
            draw_uncertainty({result.accounts, elasticities, result.resolved.shock, result.closures, centre, market},
                             draws, report.seed, options.threads, options.monitor);
}

}  // namespace

RunResult run_scenario(Scenario const& scenario, Base const& given, RunOptions const& options) {
    auto const start = std::chrono::steady_clock::now();
    require_identities(given);
    FixedPointOptions const solver = solver_options(scenario.solver);
    ModelOptions const& model = scenario.model;

    RunResult result;
    result.scenario = scenario;
    result.given = given;
    result.base_sha256 = base_sha256(given);
    result.resolved = resolve_scenario(scenario, given);
    result.base = make_variant(given, model.variant, model.elasticities);
    result.resolved.shock = make_variant(result.resolved.shock, given, model.variant);
    result.closures = {model.deficits};
    if (model.deficits == Deficits::balanced && !balance_base(result, solver)) return result;
    result.accounts = derive_accounts(result.base, model.elasticities);
    if (model.revenue == Revenue::waste)
        result.resolved.shock = waste_revenue(std::move(result.resolved.shock), result.accounts);

    Solution solution =
        CaliendoParro(result.accounts).solve(result.resolved.shock, result.closures, solver, options.monitor);
    result.summary = std::move(solution.summary);
    result.equilibrium = std::move(solution.equilibrium);
    if (result.summary.is_converged()) {
        result.audit = audit_equilibrium(result.accounts, result.resolved.shock, result.closures, result.equilibrium,
                                         options.audit_tolerance);
        report_outcomes(result, solution.state, options);
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace desvio
