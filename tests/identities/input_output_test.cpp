#include "desvio/model/input_output.hpp"
#include "desvio/engine/audit.hpp"
#include "desvio/model/caliendo_parro.hpp"
#include "desvio/tables/expand.hpp"
#include "tests/support/cases.hpp"

#include <Eigen/LU>

#include <gtest/gtest.h>
#include <cmath>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

/// The input-output model against caliendo-parro under rigid factors, against itself buyer by buyer, against closed
/// forms, and its audit against planted errors.
namespace desvio::test {

namespace {

// Solves stop at 1e-11 on scaled residuals; a chain of orders multiplies that by 1 / (1 - rho), up to 10 here.
constexpr double tolerance = 1e-9;

struct World {
    std::string base;
    ShockKind shock;
};
std::ostream& operator<<(std::ostream& out, World const& world) {
    return out << world.base << "_" << static_cast<int>(world.shock);
}

std::vector<World> all_worlds() {
    std::vector<World> worlds;
    for (std::string const& name : base_names())
        for (ShockKind shock : {ShockKind::tariffs, ShockKind::trade_costs, ShockKind::productivity, ShockKind::mixed})
            worlds.push_back({name, shock});
    return worlds;
}

void expect_close(Matrix const& a, Matrix const& b, std::string const& what, double size = 0.0) {
    ASSERT_EQ(a.rows(), b.rows());
    ASSERT_EQ(a.cols(), b.cols());
    for (Index c = 0; c < a.cols(); ++c)
        for (Index r = 0; r < a.rows(); ++r)
            if (!(std::abs(a(r, c) - b(r, c)) <= tolerance * std::max(std::abs(b(r, c)), size)))
                ADD_FAILURE() << what << " (" << r << ", " << c << "): " << a(r, c) << " is not " << b(r, c);
}

/// Costs where something is made: what nobody makes has no inputs in a full table.
Matrix where_made(Matrix const& cost, Equilibrium const& e) {
    return (e.gross_output.array() > 0.0).select(cost.array(), 1.0);
}

void expect_same_answer(Equilibrium const& a, Equilibrium const& b) {
    expect_close(where_made(a.unit_cost_hat, b), where_made(b.unit_cost_hat, b), "unit cost");
    expect_close(a.price_hat, b.price_hat, "price");
    double const size = b.expenditure.sum() * 1e-9;  // cells of less than a billionth of all spending
    expect_close(a.expenditure, b.expenditure, "expenditure", size);
    expect_close(a.gross_output, b.gross_output, "output", size);
    expect_close(a.value_added, b.value_added, "value added", size);
    expect_close(a.income, b.income, "income", size);
    expect_close(a.tariff_revenue, b.tariff_revenue, "duties", size);
    expect_close(a.deficit, b.deficit, "deficit", b.expenditure.sum() * 1e-3);
    for (Index j = 0; j < a.trade.outer(); ++j) expect_close(a.trade.slice(j), b.trade.slice(j), "trade", size);
}

class ShortRunWorld : public testing::TestWithParam<World> {
  protected:
    [[nodiscard]] ShortRunSolution solve(Buyers const& buyers, double eta = 1.0) const {
        ShortRunSolution solution = InputOutput(accounts_, buyers, eta).solve(shock_);
        EXPECT_TRUE(solution.summary.is_converged()) << solution.summary.message;
        return solution;
    }
    Base const& base_ = named_base(GetParam().base);
    Accounts accounts_ = derive_accounts(base_);
    Shock shock_ = make_shock(base_, GetParam().shock);
};

TEST_P(ShortRunWorld, agrees_with_caliendo_parro_under_rigid_factors) {
    Closures closures;
    closures.factors = Factors::rigid;
    Solution const general = CaliendoParro(accounts_).solve(shock_, closures);
    ASSERT_TRUE(general.summary.is_converged()) << general.summary.message;
    AuditReport const report = audit_equilibrium(accounts_, shock_, closures, general.equilibrium);
    EXPECT_LE(report.largest(), report.tolerance);
    EXPECT_EQ(general.equilibrium.wage_hat, Vector::Ones(accounts_.n_regions()));
    expect_same_answer(solve(compact_buyers(accounts_)).equilibrium, general.equilibrium);
}

TEST_P(ShortRunWorld, a_full_table_of_equal_buyers_gives_the_compact_answer) {
    Buyers const compact = compact_buyers(accounts_), users = table_buyers(accounts_, expand_base(base_));
    EXPECT_TRUE(users.is_by_user());
    for (double const eta : {1.0, 0.3}) {
        ShortRunSolution const a = solve(users, eta), b = solve(compact, eta);
        expect_same_answer(a.equilibrium, b.equilibrium);
        expect_close(where_made(a.short_run.direct_cost_hat, b.equilibrium),
                     where_made(b.short_run.direct_cost_hat, b.equilibrium), "direct cost");
        expect_close(a.short_run.direct_output_change, b.short_run.direct_output_change, "direct orders",
                     b.equilibrium.expenditure.sum() * 1e-6);
    }
}

TEST_P(ShortRunWorld, meets_every_equation_at_every_demand_elasticity) {
    Buyers const buyers = compact_buyers(accounts_);
    for (double const eta : {0.0, 0.4, 1.0, 2.5}) {
        ShortRunSolution const solution = solve(buyers, eta);
        AuditReport const report =
            audit_short_run(accounts_, buyers, shock_, eta, solution.equilibrium, solution.short_run);
        for (EquationResidual const& equation : report.equations)
            EXPECT_LE(equation.residual, report.tolerance) << equation.equation << " at " << equation.worst;
    }
}

/// Y' - Y = (I - A')^-1 d with A' built as a matrix.
TEST_P(ShortRunWorld, direct_orders_carried_up_the_chain_are_the_whole_change) {
    Buyers const buyers = compact_buyers(accounts_);
    ShortRunSolution const solution = solve(buyers);
    Index const N = accounts_.n_regions(), J = accounts_.n_sectors();
    Matrix A(J * N, J * N);
    for (Index i = 0; i < N; ++i)
        for (Index j = 0; j < J; ++j)
            for (Index n = 0; n < N; ++n)
                for (Index k = 0; k < J; ++k)
                    A(i * J + j, n * J + k) = solution.short_run.buyer_share(j, n, i) / (1.0 + shock_.tariff(j, n, i)) *
                                              accounts_.input_share(n, j, k);
    Vector const d = solution.short_run.direct_output_change.reshaped();
    Vector const change = (Matrix::Identity(J * N, J * N) - A).partialPivLu().solve(d);
    expect_close(change, (solution.equilibrium.gross_output - accounts_.gross_output).reshaped(), "change of output",
                 accounts_.gross_output.maxCoeff());
}

/// With eta = 0 a unit of output takes the inputs it took: gamma' c_hat A_hat / P_hat = gamma, final quantities stay.
TEST_P(ShortRunWorld, no_demand_elasticity_keeps_quantities) {
    Buyers const buyers = compact_buyers(accounts_);
    ShortRunSolution const solution = solve(buyers, 0.0);
    Equilibrium const& e = solution.equilibrium;
    Matrix const volume = solution.short_run.buyer_spending.cwiseQuotient(solution.short_run.buyer_price_hat);
    Matrix wanted = buyers.final_spending;
    for (Index n = 0; n < accounts_.n_regions(); ++n)
        for (Index k = 0; k < accounts_.n_sectors(); ++k) {
            double const productivity = shock_.productivity_hat.size() > 0 ? shock_.productivity_hat(k, n) : 1.0;
            double const output = e.gross_output(k, n) / (e.unit_cost_hat(k, n) * productivity);
            wanted.col(n) += accounts_.input_share.slice(n).col(k) * output;
        }
    expect_close(volume, wanted, "quantity bought", wanted.sum() * 1e-9);
}

INSTANTIATE_TEST_SUITE_P(every, ShortRunWorld, testing::ValuesIn(all_worlds()),
                         [](auto const& which) { return testing::PrintToString(which.param); });

/// Two regions that each make one good and sell it to both: with one origin a good there is nothing to re-source, so
/// prices are the Leontief dual p = (I - A')^-1 (v + duty cost) whatever theta is.
class OneOrigin : public testing::Test {
  protected:
    OneOrigin() {
        base_.region_table = {{"A", "A", {}}, {"B", "B", {}}};
        base_.sector_table = {{"X", "X", SectorKind::goods, "", {}}, {"Y", "Y", SectorKind::goods, "", {}}};
        base_.index_labels();
        base_.trade = Tensor3(2, 2, 2);
        base_.trade(0, 0, 0) = 60.0;  // A makes X
        base_.trade(0, 1, 0) = 40.0;
        base_.trade(1, 0, 1) = 30.0;  // B makes Y
        base_.trade(1, 1, 1) = 50.0;
        base_.tariff = Tensor3(2, 2, 2);
        base_.input_share = Tensor3(2, 2, 2);
        base_.input_share(0, 0, 0) = 0.1;  // X of X
        base_.input_share(0, 1, 0) = 0.2;  // Y of X
        base_.input_share(1, 0, 1) = 0.3;  // X of Y
        base_.input_share(1, 1, 1) = 0.25;
        base_.elasticities = {{"default", "", "", Vector{{5.0, 8.0}}, Vector{{0.5, 0.5}}, {"test", "test"}}};
        accounts_ = derive_accounts(base_);
        shock_.tariff = base_.tariff;
        shock_.tariff(0, 1, 0) = 0.5;  // B taxes A's X
        shock_.tariff(1, 0, 1) = 0.2;  // A taxes B's Y
    }
    Base base_;
    Accounts accounts_;
    Shock shock_;
};

TEST_F(OneOrigin, costs_without_demand_elasticity_are_leontief_prices) {
    Buyers const buyers = compact_buyers(accounts_);
    ShortRunSolution const solution = InputOutput(accounts_, buyers, 0.0).solve(shock_);
    // p_X = 0.7 + 0.1 p_X + 0.2 * 1.2 p_Y;  p_Y = 0.45 + 0.3 * 1.5 p_X + 0.25 p_Y, both 1 before the duties
    //   0.9 p_X - 0.24 p_Y = 0.7;  -0.45 p_X + 0.75 p_Y = 0.45;  determinant 0.675 - 0.108 = 0.567
    double const determinant = 0.567;
    EXPECT_NEAR(solution.equilibrium.unit_cost_hat(0, 0), (0.7 * 0.75 + 0.24 * 0.45) / determinant, 1e-12);
    EXPECT_NEAR(solution.equilibrium.unit_cost_hat(1, 1), (0.9 * 0.45 + 0.45 * 0.7) / determinant, 1e-12);
    // direct: each producer's own imports only
    EXPECT_NEAR(solution.short_run.direct_cost_hat(0, 0), 0.7 + 0.1 + 0.2 * 1.2, 1e-14);
    EXPECT_NEAR(solution.short_run.direct_cost_hat(1, 1), 0.45 + 0.3 * 1.5 + 0.25, 1e-14);
}

TEST_F(OneOrigin, orders_with_fixed_spending_lose_what_duties_take) {
    Buyers const buyers = compact_buyers(accounts_);
    ShortRunSolution const solution = InputOutput(accounts_, buyers, 1.0).solve(shock_);
    // Spending stays: X = 0.1 X + 60 - 10 + (0.3 Y + 40 - 0.3 * 80) / 1.5;  Y = (0.2 X + 30 - 20) / 1.2 + 0.25 Y + 30
    //   0.9 X - 0.2 Y = 50 + 16 / 1.5;  -X / 6 + 0.75 Y = 30 + 10 / 1.2
    double const f_x = 50.0 + 16.0 / 1.5, f_y = 30.0 + 10.0 / 1.2, determinant = 0.9 * 0.75 - 0.2 / 6.0;
    EXPECT_NEAR(solution.equilibrium.gross_output(0, 0), (0.75 * f_x + 0.2 * f_y) / determinant, 1e-9);
    EXPECT_NEAR(solution.equilibrium.gross_output(1, 1), (0.9 * f_y + f_x / 6.0) / determinant, 1e-9);
    // direct: orders for X at the base's output of Y are 40 / 1.5 instead of 40
    EXPECT_NEAR(solution.short_run.direct_output_change(0, 0), 40.0 / 1.5 - 40.0, 1e-10);
    EXPECT_NEAR(solution.short_run.direct_output_change(1, 1), 30.0 / 1.2 - 30.0, 1e-10);
}

TEST_F(OneOrigin, nothing_changes_without_a_shock) {
    shock_.tariff = base_.tariff;
    Buyers const buyers = compact_buyers(accounts_);
    ShortRunSolution const solution = InputOutput(accounts_, buyers, 1.0).solve(shock_);
    EXPECT_LT((solution.equilibrium.gross_output - accounts_.gross_output).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT(solution.short_run.direct_output_change.cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((solution.equilibrium.trade.flat() - base_.trade.flat()).cwiseAbs().maxCoeff(), 1e-10);
}

/// A final column with a negative cell keeps its quantities; the buyers beside it answer.
TEST_F(OneOrigin, inventories_keep_their_quantity) {
    IoTable table = expand_base(base_);
    table.final_categories = {"households", "inventories"};
    RowMatrix final_demand = RowMatrix::Zero(4, 4);
    final_demand.col(0) = table.final_demand.col(0);
    final_demand.col(2) = table.final_demand.col(1);
    final_demand(table.row(0, 0), 1) = -5.0;  // A's stock of X shrinks by 5, its households buy 5 more
    final_demand(table.row(0, 0), 0) += 5.0;
    final_demand(table.row(1, 1), 1) = 3.0;
    final_demand(table.row(1, 1), 0) -= 3.0;
    table.final_demand = final_demand;
    Buyers const buyers = table_buyers(accounts_, table);
    ASSERT_FALSE(buyers.held.empty());
    EXPECT_EQ(buyers.held(0, 0, 0), -5.0);
    EXPECT_EQ(buyers.held(1, 0, 1), 3.0);

    Shock unshocked;
    unshocked.tariff = base_.tariff;
    Equilibrium const same = InputOutput(accounts_, buyers, 1.0).solve(unshocked).equilibrium;
    EXPECT_LT((same.trade.flat() - base_.trade.flat()).cwiseAbs().maxCoeff(), 1e-10);

    ShortRunSolution const solution = InputOutput(accounts_, buyers, 1.0).solve(shock_);
    AuditReport const report =
        audit_short_run(accounts_, buyers, shock_, 1.0, solution.equilibrium, solution.short_run);
    EXPECT_LE(report.largest(), report.tolerance);
    // A's purchases of X: its producers' and households' spending, which stays, and the stock at X's new price.
    double const spent = 0.1 * solution.equilibrium.gross_output(0, 0) + 60.0 - 10.0 + 5.0;
    EXPECT_NEAR(solution.equilibrium.trade(0, 0, 0), spent - 5.0 * solution.equilibrium.unit_cost_hat(0, 0), 1e-9);
}

/// Where households buy from others than producers do, the price of final demand is theirs.
TEST_F(OneOrigin, final_buyers_have_prices_of_their_own) {
    base_.trade(0, 0, 1) = 20.0;  // B makes X too, and only A's households buy it
    IoTable table = expand_base(base_);
    Index const from_b = table.row(1, 0);
    table.intermediate.row(from_b).setZero();
    table.final_demand.row(from_b).setZero();
    table.final_demand(from_b, 0) = 20.0;
    accounts_ = derive_accounts(base_);
    Shock taxed;
    taxed.tariff = base_.tariff;
    taxed.tariff(0, 0, 1) = 1.0;
    Buyers const buyers = table_buyers(accounts_, table);
    Equilibrium const e = InputOutput(accounts_, buyers, 1.0).solve(taxed).equilibrium;
    EXPECT_NEAR(e.unit_cost_hat(0, 0), 1.0, 1e-12);  // no producer buys the taxed good
    double const share = 20.0 / buyers.final_spending.col(buyers.buyers_a_region - 1)(0);
    EXPECT_NEAR(e.final_price_hat(0, 0), std::pow(1.0 - share + share * std::pow(2.0, -5.0), -1.0 / 5.0), 1e-12);
    EXPECT_LT(e.price_hat(0, 0), e.final_price_hat(0, 0));
}

/// One planted error and the equation that must notice it.
struct Planted {
    std::string what, equation;
    std::function<void(Equilibrium&, ShortRun&)> plant;
    bool is_by_user = false;  ///< every user buys for itself
};
std::ostream& operator<<(std::ostream& out, Planted const& planted) { return out << planted.what; }

using E = Equilibrium;
using R = ShortRun;
constexpr double grown = 1.0 + 1e-6;

std::vector<Planted> planted_errors() {
    return {
        {"cost", "unit_cost", [](E& e, R&) { e.unit_cost_hat(0, 1) *= grown; }},
        {"cost_in_shares", "buyer_share", [](E& e, R&) { e.unit_cost_hat(0, 1) *= grown; }},
        {"price", "price_index", [](E&, R& r) { r.buyer_price_hat(1, 0) *= grown; }},
        {"price_in_costs", "unit_cost", [](E&, R& r) { r.buyer_price_hat(1, 0) *= grown; }},
        {"mean_price", "mean_price", [](E& e, R&) { e.price_hat(1, 2) *= grown; }},
        {"price_in_means", "mean_price", [](E&, R& r) { r.buyer_price_hat(1, 0) *= grown; }},
        {"mean_price_of_users", "mean_price", [](E& e, R&) { e.price_hat(0, 1) *= grown; }, true},
        {"mean_price_of_final_buyers", "mean_price", [](E& e, R&) { e.final_price_hat(2, 0) *= grown; }, true},
        {"share", "buyer_share", [](E&, R& r) { r.buyer_share(0, 1, 0) *= grown; }},
        {"share_sum", "share_sum", [](E&, R& r) { r.buyer_share(0, 1, 0) *= grown; }},
        {"spending", "spending", [](E&, R& r) { r.buyer_spending(1, 1) *= grown; }},
        {"spending_in_flows", "trade", [](E&, R& r) { r.buyer_spending(1, 1) *= grown; }},
        {"flow", "trade", [](E& e, R&) { e.trade(0, 1, 2) *= grown; }},
        {"flow_in_output", "gross_output", [](E& e, R&) { e.trade(0, 1, 2) *= grown; }},
        {"flow_in_spending", "expenditure", [](E& e, R&) { e.trade(0, 1, 2) *= grown; }},
        {"output", "spending", [](E& e, R&) { e.gross_output(1, 0) *= grown; }},
        {"output_in_value_added", "value_added", [](E& e, R&) { e.gross_output(1, 0) *= grown; }},
        {"value_added_of_a_sector", "value_added", [](E& e, R&) { e.value_added(1, 2) *= grown; }},
        {"value_added_of_a_region", "value_added", [](E& e, R&) { e.factor_income[2] *= grown; }},
        {"income", "income", [](E& e, R&) { e.income[1] *= grown; }},
        {"duties", "tariff_revenue", [](E& e, R&) { e.tariff_revenue[1] *= grown; }},
        {"deficit", "deficit", [](E& e, R&) { e.deficit[1] += 1e-6 * e.income[1]; }},
        {"deficit_sum", "deficit_sum", [](E& e, R&) { e.deficit[1] += 1e-6 * e.income[1]; }},
        {"wage", "wage", [](E& e, R&) { e.wage_hat[0] *= grown; }},
        {"direct_orders", "direct_orders", [](E& e, R& r) { r.direct_output_change(0, 0) += 1e-6 * e.income[0]; }},
        {"direct_value_added", "direct_orders",
         [](E& e, R& r) { r.direct_value_added_change(0, 0) += 1e-6 * e.income[0]; }},
        {"direct_cost", "direct_cost", [](E&, R& r) { r.direct_cost_hat(1, 1) *= grown; }},
        {"tariff", "tariff", [](E& e, R&) { e.tariff(0, 0, 1) += 1e-6; }},
    };
}

class ShortRunAuditSees : public testing::TestWithParam<Planted> {};

TEST_P(ShortRunAuditSees, the_planted_error) {
    Base const& base = named_base("random_3x3");
    Accounts const accounts = derive_accounts(base);
    Shock const shock = make_shock(base, ShockKind::mixed);
    Buyers const buyers = GetParam().is_by_user ? table_buyers(accounts, expand_base(base)) : compact_buyers(accounts);
    ShortRunSolution solution = InputOutput(accounts, buyers, 0.7).solve(shock);
    ASSERT_TRUE(audit_short_run(accounts, buyers, shock, 0.7, solution.equilibrium, solution.short_run).passed());
    GetParam().plant(solution.equilibrium, solution.short_run);
    AuditReport const report = audit_short_run(accounts, buyers, shock, 0.7, solution.equilibrium, solution.short_run);
    for (EquationResidual const& equation : report.equations)
        if (equation.equation == GetParam().equation) {
            EXPECT_GT(equation.residual, report.tolerance);
            return;
        }
    ADD_FAILURE() << "no equation named " << GetParam().equation;
}

INSTANTIATE_TEST_SUITE_P(every, ShortRunAuditSees, testing::ValuesIn(planted_errors()),
                         [](auto const& which) { return which.param.what; });

}  // namespace

}  // namespace desvio::test
