#include "desvio/engine/run.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/model/revenue.hpp"
#include "desvio/model/variants.hpp"
#include "desvio/tables/expand.hpp"
#include "engine/rebase.hpp"

#include <chrono>
#include <memory>
#include <utility>

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

/// Solves the scenario's model and tells how to solve it again at other elasticities, starting from that solution.
DrawSolver solve_equilibrium(RunResult& result, FixedPointOptions const& solver, Monitor const& monitor) {
    auto const model = std::make_shared<CaliendoParro const>(result.accounts);
    Solution solution = model->solve(result.resolved.shock, result.closures, solver, monitor);
    result.summary = std::move(solution.summary);
    result.equilibrium = std::move(solution.equilibrium);
    return [&result, model, centre = std::move(solution.state)](
               Vector const& theta, FixedPointOptions const& options) -> std::optional<Equilibrium> {
        Solution draw = model->solve(result.resolved.shock, result.closures, options, {}, &centre, &theta);
        if (!draw.summary.is_converged()) return std::nullopt;
        return std::move(draw.equilibrium);
    };
}

DrawSolver solve_short_run(RunResult& result, FixedPointOptions const& solver, Monitor const& monitor) {
    Buyers& buyers = result.short_run.emplace().buyers;
    buyers = result.base.use_table ? table_buyers(result.accounts, full_table(result.base))
                                   : compact_buyers(result.accounts);
    double const elasticity = result.scenario.model.demand_elasticity;
    InputOutput const model(result.accounts, buyers, elasticity);
    ShortRunSolution solution = model.solve(result.resolved.shock, solver, monitor);
    result.summary = std::move(solution.summary);
    result.equilibrium = std::move(solution.equilibrium);
    result.short_run->parts = std::move(solution.short_run);
    return [&result, model, centre = std::move(solution.log_unit_cost_hat)](
               Vector const& theta, FixedPointOptions const& options) -> std::optional<Equilibrium> {
        ShortRunSolution draw = model.solve(result.resolved.shock, options, {}, &centre, &theta);
        if (!draw.summary.is_converged()) return std::nullopt;
        return std::move(draw.equilibrium);
    };
}

AuditReport audit_result(RunResult const& result, double tolerance) {
    if (result.short_run)
        return audit_short_run(result.accounts, result.short_run->buyers, result.resolved.shock,
                               result.scenario.model.demand_elasticity, result.equilibrium, result.short_run->parts,
                               tolerance);
    return audit_equilibrium(result.accounts, result.resolved.shock, result.closures, result.equilibrium, tolerance);
}

/// jobs' = jobs V' / (V w_hat); none are gained or lost where there is no value added
Employment employ(Matrix const& jobs_per_output, Accounts const& base, Equilibrium const& after) {
    Employment jobs;
    jobs.base = jobs_per_output.cwiseProduct(base.gross_output);
    Eigen::ArrayXXd const value_added = base.value_added_share.cwiseProduct(base.gross_output);
    Matrix const hat = (value_added > 0.0).select(after.value_added.array() / value_added, 1.0);
    jobs.counterfactual = jobs.base.cwiseProduct(hat) * after.wage_hat.cwiseInverse().asDiagonal();
    return jobs;
}

void report_outcomes(RunResult& result, DrawSolver const& solve, RunOptions const& options) {
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
    ReportOptions const& report = result.scenario.report;
    int const draws = options.draws.value_or(report.draws >= 0 ? report.draws : default_draws);
    ElasticitySet const& elasticities = result.base.elasticity_set(result.scenario.model.elasticities);
    bool const has_errors = (elasticities.standard_error.array() > 0.0).any();
    if (draws > 0 && has_errors)
        result.uncertainty = draw_uncertainty({result.accounts, elasticities, solve, market}, draws, report.seed,
                                              options.threads, options.monitor);
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
    result.closures = {model.deficits, model.factors};
    if (model.deficits == Deficits::balanced && !balance_base(result, solver)) return result;
    result.accounts = derive_accounts(result.base, model.elasticities);
    if (model.revenue == Revenue::waste)
        result.resolved.shock = waste_revenue(std::move(result.resolved.shock), result.accounts);

    bool const is_short_run = model.kind == input_output_kind;
    DrawSolver const solve = is_short_run ? solve_short_run(result, solver, options.monitor)
                                          : solve_equilibrium(result, solver, options.monitor);
    if (result.summary.is_converged()) {
        result.audit = audit_result(result, options.audit_tolerance);
        report_outcomes(result, solve, options);
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace desvio
