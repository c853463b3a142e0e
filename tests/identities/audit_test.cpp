#include "desvio/engine/audit.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

/// The audit passes what is an equilibrium and names the equation that an error was planted in.
namespace desvio::test {

namespace {

constexpr double error = 1e-6;

/// One planted error: what is changed in the result or its inputs, and the equation that must notice.
struct Planted {
    std::string what, equation;
    std::function<void(Accounts&, Shock&, Equilibrium&)> plant;
};
std::ostream& operator<<(std::ostream& out, Planted const& planted) { return out << planted.what; }

using A = Accounts;
using S = Shock;
using E = Equilibrium;

std::vector<Planted> planted_errors() {
    double const grown = 1 + error;
    return {
        {"wage", "unit_cost", [=](A&, S&, E& e) { e.wage_hat[1] *= grown; }},
        {"wage_level", "numeraire", [=](A&, S&, E& e) { e.wage_hat *= grown; }},
        {"wage_in_income", "factor_market", [=](A&, S&, E& e) { e.wage_hat[1] *= grown; }},
        {"price", "price_index", [=](A&, S&, E& e) { e.price_hat(1, 0) *= grown; }},
        {"price_in_shares", "trade_share", [=](A&, S&, E& e) { e.price_hat(1, 0) *= grown; }},
        {"price_in_costs", "unit_cost", [=](A&, S&, E& e) { e.price_hat(1, 0) *= grown; }},
        {"unit_cost", "unit_cost", [=](A&, S&, E& e) { e.unit_cost_hat(0, 1) *= grown; }},
        {"unit_cost_in_prices", "price_index", [=](A&, S&, E& e) { e.unit_cost_hat(0, 1) *= grown; }},
        {"share", "trade_share", [=](A&, S&, E& e) { e.trade_share(0, 1, 0) *= grown; }},
        {"share_sum", "share_sum", [=](A&, S&, E& e) { e.trade_share(0, 1, 0) *= grown; }},
        {"expenditure", "expenditure", [=](A&, S&, E& e) { e.expenditure(1, 1) *= grown; }},
        {"expenditure_in_flows", "trade", [=](A&, S&, E& e) { e.expenditure(1, 1) *= grown; }},
        {"output", "gross_output", [=](A&, S&, E& e) { e.gross_output(1, 0) *= grown; }},
        {"output_in_expenditure", "expenditure", [=](A&, S&, E& e) { e.gross_output(1, 0) *= grown; }},
        {"flow", "trade", [=](A&, S&, E& e) { e.trade(0, 1, 2) *= grown; }},
        {"flow_in_output", "gross_output", [=](A&, S&, E& e) { e.trade(0, 1, 2) *= grown; }},
        {"flow_in_balance", "trade_balance", [=](A&, S&, E& e) { e.trade(0, 1, 2) *= grown; }},
        {"flow_in_revenue", "tariff_revenue", [=](A&, S&, E& e) { e.trade.slice(0).row(1) *= grown; }},
        {"income", "income", [=](A&, S&, E& e) { e.income[2] *= grown; }},
        {"income_in_expenditure", "expenditure", [=](A&, S&, E& e) { e.income[2] *= grown; }},
        {"revenue", "tariff_revenue", [=](A&, S&, E& e) { e.tariff_revenue[0] *= grown; }},
        {"deficit", "deficit", [=](A&, S&, E& e) { e.deficit[0] += error * e.trade.flat().sum(); }},
        {"deficit_sum", "deficit_sum", [=](A&, S&, E& e) { e.deficit[0] += error * e.trade.flat().sum(); }},
        {"tariff", "tariff", [=](A&, S&, E& e) { e.tariff(0, 0, 1) += error; }},
        {"other_tariff", "trade_share", [=](A&, S& s, E& e) { s.tariff(0, 0, 1) += error, e.tariff = s.tariff; }},
        {"other_trade_cost", "price_index", [=](A&, S& s, E&) { s.trade_cost_hat(0, 0, 1) *= grown; }},
        {"other_productivity", "unit_cost", [=](A&, S& s, E&) { s.productivity_hat(0, 1) *= grown; }},
        {"flow_from_nothing", "zero_flow", [=](A&, S&, E& e) { e.trade(1, 0, 2) = error * e.expenditure(1, 0); }},
        {"share_from_nothing", "zero_flow", [=](A&, S&, E& e) { e.trade_share(1, 0, 2) = error; }},
        {"base_flow", "base_gross_output", [=](A& a, S&, E&) { a.trade(0, 1, 0) *= grown; }},
        {"base_flow_in_spending", "base_expenditure", [=](A& a, S&, E&) { a.trade(0, 1, 0) *= grown; }},
        {"base_share", "base_trade_share", [=](A& a, S&, E&) { a.trade_share(0, 1, 0) *= grown; }},
        {"base_input_share", "base_cost_share", [=](A& a, S&, E&) { a.input_share(1, 0, 1) *= grown; }},
        {"base_value_added", "base_value_added", [=](A& a, S&, E&) { a.value_added[1] *= grown; }},
        {"base_revenue", "base_tariff_revenue", [=](A& a, S&, E&) { a.tariff_revenue[1] *= grown; }},
        {"base_deficit", "base_deficit", [=](A& a, S&, E&) { a.deficit[1] += error * a.gross_output.col(1).sum(); }},
        {"base_deficit_sum", "base_deficit_sum",
         [=](A& a, S&, E&) { a.deficit[1] += error * a.gross_output.col(1).sum(); }},
        {"base_income", "base_income", [=](A& a, S&, E&) { a.income[1] *= grown; }},
        {"base_final_share", "base_final_share", [=](A& a, S&, E&) { a.final_share(0, 1) += error; }},
        {"base_final_demand", "base_market", [=](A& a, S&, E&) { a.final_share(0, 1) += error; }},
    };
}

/// A solved case whose base has one zero flow: S1 from R2 to R0.
struct Audited {
    Accounts accounts;
    Shock shock;
    Closures closures;
    Equilibrium equilibrium;
};

Audited const& solved_audited() {
    static Audited const solved = [] {
        Base base = named_base("random_3x3");
        base.trade(1, 0, 2) = 0;
        Audited made;
        made.accounts = derive_accounts(base);
        made.shock = make_shock(base, ShockKind::mixed);
        Solution const solution = CaliendoParro(made.accounts).solve(made.shock, made.closures);
        made.equilibrium = solution.equilibrium;
        return made;
    }();
    return solved;
}

double residual_of(AuditReport const& report, std::string const& name) {
    for (EquationResidual const& equation : report.equations) {
        if (equation.equation == name) return equation.residual;
    }
    ADD_FAILURE() << "no equation named " << name;
    return 0;
}

TEST(Audit, passes_an_equilibrium) {
    Audited const& a = solved_audited();
    AuditReport const report = audit_equilibrium(a.accounts, a.shock, a.closures, a.equilibrium);
    EXPECT_TRUE(report.passed()) << report.largest();
    EXPECT_LE(report.walras, report.tolerance);
}

class PlantedError : public testing::TestWithParam<Planted> {};

TEST_P(PlantedError, is_named_by_its_equation) {
    Audited a = solved_audited();
    GetParam().plant(a.accounts, a.shock, a.equilibrium);
    AuditReport const report = audit_equilibrium(a.accounts, a.shock, a.closures, a.equilibrium);
    // The scales let a cell's error look smaller than it is, never by more than the cell's part in its sum.
    EXPECT_GE(residual_of(report, GetParam().equation), error / 1e3);
    EXPECT_FALSE(report.passed());
    EXPECT_GE(report.largest(), residual_of(report, GetParam().equation));
}

INSTANTIATE_TEST_SUITE_P(in, PlantedError, testing::ValuesIn(planted_errors()),
                         [](auto const& which) { return which.param.what; });

TEST(Audit, names_the_worst_cell) {
    Audited a = solved_audited();
    a.equilibrium.trade(0, 1, 2) *= 1 + error;
    a.equilibrium.price_hat(1, 0) *= 1 + error;
    a.equilibrium.income[2] *= 1 + error;
    AuditReport const report = audit_equilibrium(a.accounts, a.shock, a.closures, a.equilibrium);
    auto const worst = [&report](std::string const& name) {
        auto const at = std::find_if(report.equations.begin(), report.equations.end(),
                                     [&name](EquationResidual const& equation) { return equation.equation == name; });
        return at == report.equations.end() ? std::string("missing") : at->worst;
    };
    EXPECT_EQ(worst("trade"), "sector S0, importer R1, exporter R2");
    EXPECT_EQ(worst("price_index"), "sector S1, region R0");
    EXPECT_EQ(worst("income"), "region R2");
}

TEST(Audit, fails_what_is_not_a_number) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::function<void(E&)>> const plants = {
        [=](E& e) { e.wage_hat[0] = nan; },         [=](E& e) { e.price_hat(0, 0) = nan; },
        [=](E& e) { e.unit_cost_hat(1, 1) = nan; }, [=](E& e) { e.expenditure(2, 2) = nan; },
        [=](E& e) { e.gross_output(0, 1) = nan; },  [=](E& e) { e.trade_share(1, 1, 1) = nan; },
        [=](E& e) { e.trade(1, 2, 0) = nan; },      [=](E& e) { e.income[1] = nan; },
        [=](E& e) { e.tariff_revenue[1] = nan; },   [=](E& e) { e.deficit[1] = nan; },
        [=](E& e) { e.tariff(0, 0, 0) = nan; },     [=](E& e) { e.price_hat.setConstant(1 / 0.0); },
    };
    for (std::size_t k = 0; k < plants.size(); ++k) {
        Audited a = solved_audited();
        plants[k](a.equilibrium);
        AuditReport const report = audit_equilibrium(a.accounts, a.shock, a.closures, a.equilibrium);
        EXPECT_FALSE(report.passed()) << "plant " << k;
        EXPECT_EQ(report.largest(), std::numeric_limits<double>::infinity()) << "plant " << k;
    }
}

TEST(Audit, tells_closures_apart) {
    Audited const& a = solved_audited();
    for (Deficits other : {Deficits::gdp_share, Deficits::balanced}) {
        AuditReport const report = audit_equilibrium(a.accounts, a.shock, {other}, a.equilibrium);
        EXPECT_GT(residual_of(report, "deficit"), 1e-4) << to_string(other);
    }
}

TEST(Audit, of_the_counterfactual_alone_leaves_the_base_out) {
    // A base off its identities, as published tables are: alpha moved between two goods. What is solved from it is an
    // equilibrium all the same.
    Accounts accounts = derive_accounts(named_base("random_3x3"));
    accounts.final_share(0, 1) += 0.01;
    accounts.final_share(1, 1) -= 0.01;
    Shock shock;
    shock.tariff = accounts.tariff;
    Equilibrium const settled = CaliendoParro(accounts).solve(shock, {}).equilibrium;
    AuditReport const whole = audit_equilibrium(accounts, shock, {}, settled);
    EXPECT_FALSE(whole.passed());
    EXPECT_GT(residual_of(whole, "base_market"), 1e-4);
    AuditReport const part = audit_equilibrium(accounts, shock, {}, settled, 1e-10, AuditScope::counterfactual);
    EXPECT_TRUE(part.passed()) << part.largest();
    Equilibrium wrong = settled;
    wrong.wage_hat[1] *= 1 + error;
    EXPECT_FALSE(audit_equilibrium(accounts, shock, {}, wrong, 1e-10, AuditScope::counterfactual).passed());
}

TEST(Audit, unreported_walras_counts) {
    AuditReport report;
    EXPECT_TRUE(report.passed());
    report.walras = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(report.passed());
}

}  // namespace

}  // namespace desvio::test
