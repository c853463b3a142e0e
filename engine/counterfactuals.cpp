#include "desvio/engine/counterfactuals.hpp"

#include "desvio/engine/run.hpp"
#include "desvio/model/revenue.hpp"
#include "desvio/model/variants.hpp"
#include "desvio/params/vary.hpp"
#include "desvio/tables/expand.hpp"

#include <utility>

namespace desvio {
namespace {

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

Base const& checked(Base const& base) {
    require_identities(base);
    return base;
}

Summary nothing_to_prepare() {
    Summary summary;
    summary.status = Status::converged;
    summary.message = "the base is an equilibrium as it is";
    return summary;
}

}  // namespace

Base base_of_model(Base const& given, ModelOptions const& model) {
    if (model.theta_factor == 1.0) return make_variant(given, model.variant, model.elasticities);
    Base scaled = given;
    scale_elasticities(scaled, model.theta_factor);
    return make_variant(scaled, model.variant, model.elasticities);
}

struct Counterfactuals::Parts {
    Parts(Base const& given_base, ModelOptions const& options, SolverChoice const& choice)
        : given(checked(given_base)), model(options), solver(solver_options(choice)) {
        base = base_of_model(given, model);
        closures = {model.deficits, model.factors};
        preparation = nothing_to_prepare();
        if (model.deficits == Deficits::balanced && !remove_deficits()) return;
        accounts = derive_accounts(base, model.elasticities);
        if (model.kind != input_output_kind) {
            long_run.emplace(accounts);
            return;
        }
        buyers = base.use_table ? table_buyers(accounts, full_table(base)) : compact_buyers(accounts);
        first_year.emplace(accounts, *buyers, model.demand_elasticity);
    }
    Parts(Parts const&) = delete;
    Parts& operator=(Parts const&) = delete;

    bool remove_deficits() {
        Settled settled = settle_base(base, Deficits::balanced, solver);
        preparation = std::move(settled.summary);
        if (preparation.is_converged())
            base = std::move(settled.base);
        else
            preparation.message = "the base could not be balanced first: " + preparation.message;
        return preparation.is_converged();
    }

    Base const& given;
    ModelOptions model;
    FixedPointOptions solver;
    Base base;
    Summary preparation;
    Accounts accounts;
    Closures closures;
    std::optional<Buyers> buyers;
    // One of the two; both refer to what stands above.
    std::optional<CaliendoParro> long_run;
    std::optional<InputOutput> first_year;
};

Counterfactual unchanged(Accounts const& accounts) {
    Index const n_regions = accounts.n_regions(), n_sectors = accounts.n_sectors();
    Counterfactual same;
    Equilibrium& e = same.equilibrium;
    e.wage_hat = Vector::Ones(n_regions);
    e.price_hat = e.unit_cost_hat = Matrix::Ones(n_sectors, n_regions);
    e.expenditure = accounts.expenditure;
    e.gross_output = accounts.gross_output;
    e.trade_share = accounts.trade_share;
    e.trade = accounts.trade;
    e.tariff = accounts.tariff;
    e.income = accounts.income;
    e.tariff_revenue = accounts.tariff_revenue;
    e.deficit = accounts.deficit;
    e.value_added = accounts.value_added_share.cwiseProduct(accounts.gross_output);
    e.factor_income = accounts.value_added;
    same.welfare = compute_exact_welfare(accounts, e);
    same.summary = nothing_to_prepare();
    return same;
}

Counterfactuals::Counterfactuals(Base const& given, ModelOptions const& model, SolverChoice const& solver)
    : parts_(std::make_unique<Parts>(given, model, solver)) {}
Counterfactuals::~Counterfactuals() = default;
Counterfactuals::Counterfactuals(Counterfactuals&&) noexcept = default;
Counterfactuals& Counterfactuals::operator=(Counterfactuals&&) noexcept = default;

Summary const& Counterfactuals::preparation() const noexcept { return parts_->preparation; }
Base const& Counterfactuals::given() const noexcept { return parts_->given; }
Base const& Counterfactuals::base() const noexcept { return parts_->base; }
Accounts const& Counterfactuals::accounts() const noexcept { return parts_->accounts; }
ModelOptions const& Counterfactuals::model() const noexcept { return parts_->model; }
Closures const& Counterfactuals::closures() const noexcept { return parts_->closures; }
FixedPointOptions const& Counterfactuals::solver() const noexcept { return parts_->solver; }
Buyers const* Counterfactuals::buyers() const noexcept { return parts_->buyers ? &*parts_->buyers : nullptr; }

Shock Counterfactuals::shock_of(Shock const& shock) const {
    Shock made = make_variant(shock, given(), model().variant);
    return model().revenue == Revenue::waste ? waste_revenue(std::move(made), accounts()) : made;
}

Counterfactual Counterfactuals::solve(Shock const& shock, SolveSetting const& setting) const {
    Counterfactual answer;
    answer.summary = preparation();
    if (!answer.summary.is_converged()) return answer;
    FixedPointOptions const& options = setting.solver ? *setting.solver : solver();
    if (parts_->first_year) {
        Matrix const* const start = setting.start != nullptr ? &setting.start->log_unit_cost_hat : nullptr;
        ShortRunSolution found = parts_->first_year->solve(shock, options, setting.monitor, start, setting.theta);
        answer.equilibrium = std::move(found.equilibrium);
        answer.short_run = std::move(found.short_run);
        answer.summary = std::move(found.summary);
        answer.state.log_unit_cost_hat = std::move(found.log_unit_cost_hat);
    } else {
        Solution found =
            parts_->long_run->solve(shock, closures(), options, setting.monitor, setting.start, setting.theta);
        answer.equilibrium = std::move(found.equilibrium);
        answer.summary = std::move(found.summary);
        answer.state = std::move(found.state);
    }
    if (answer.summary.is_converged()) answer.welfare = compute_exact_welfare(accounts(), answer.equilibrium);
    return answer;
}

AuditReport Counterfactuals::audit(Shock const& shock, Counterfactual const& answer, double tolerance) const {
    if (answer.short_run)
        return audit_short_run(accounts(), *buyers(), shock, model().demand_elasticity, answer.equilibrium,
                               *answer.short_run, tolerance);
    return audit_equilibrium(accounts(), shock, closures(), answer.equilibrium, tolerance);
}

}  // namespace desvio
