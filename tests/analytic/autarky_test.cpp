#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/random_base.hpp"

#include <Eigen/LU>

#include <gtest/gtest.h>
#include <cmath>

/// Trade costs beyond reach, and regions that never traded.
namespace desvio::test {

namespace {

// Losses of leaving trade, with input-output links (CRC14 equation 28): real income times
// prod_j prod_k pi[k,n,n]^(alpha[j,n] a[j,k] / theta[k]),  a = (I - gamma')^-1, for balanced trade without duties.
TEST(Autarky, losses_follow_from_base_own_shares) {
    Base const base = make_random_base({.regions = 4,
                                        .sectors = 3,
                                        .seed = 61,
                                        .has_duties = false,
                                        .has_duties_on_services = false,
                                        .is_balanced = true,
                                        .theta_low = 6.0,
                                        .theta_high = 7.0});
    Accounts const accounts = derive_accounts(base);
    Shock shock;
    shock.tariff = base.tariff;
    shock.trade_cost_hat = Tensor3(3, 4, 4, 1.0);
    constexpr double prohibitive = 1000;
    for (Index j = 0; j < 3; ++j) {
        shock.trade_cost_hat.slice(j).setConstant(prohibitive);
        shock.trade_cost_hat.slice(j).diagonal().setOnes();
    }
    Solution const solution = CaliendoParro(accounts).solve(shock, {Deficits::balanced});
    ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;
    Welfare const welfare = compute_welfare(accounts, solution.equilibrium);
    for (Index n = 0; n < 4; ++n) {
        Matrix const system = Matrix::Identity(3, 3) - Matrix(base.input_share.slice(n)).transpose();
        Vector cost(3);
        for (Index j = 0; j < 3; ++j) cost[j] = -std::log(accounts.trade_share(j, n, n)) / accounts.theta[j];
        double const kept = std::exp(-accounts.final_share.col(n).dot(system.partialPivLu().solve(cost)));
        EXPECT_LT(kept, 0.999);
        // What trade is left at costs d is a share near d^-theta, here 1e-18.
        EXPECT_NEAR(welfare.welfare_pct[n], 100 * (kept - 1), 1e-6);
    }
}

class IsolatedRegion : public testing::TestWithParam<ShockKind> {};

TEST_P(IsolatedRegion, is_unaffected_by_what_others_do) {
    Base const& base = named_base("autarkic_region_4x3");
    Accounts const accounts = derive_accounts(base);
    Index const alone = base.n_regions() - 1;
    for (Deficits deficits : {Deficits::fixed, Deficits::gdp_share, Deficits::balanced}) {
        Solution const solution = CaliendoParro(accounts).solve(make_shock(base, GetParam()), {deficits});
        ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;
        Equilibrium const& e = solution.equilibrium;
        EXPECT_NEAR(e.wage_hat[alone], 1, 1e-12);
        EXPECT_NEAR(compute_welfare(accounts, e).welfare_pct[alone], 0, 1e-8);
        for (Index j = 0; j < base.n_sectors(); ++j) {
            EXPECT_NEAR(e.price_hat(j, alone), 1, 1e-10);
            EXPECT_NEAR(e.gross_output(j, alone), accounts.gross_output(j, alone), 1e-10 * accounts.income[alone]);
            EXPECT_EQ(e.trade_share(j, alone, alone), 1);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(shocks, IsolatedRegion, testing::Values(ShockKind::tariffs, ShockKind::trade_costs),
                         [](auto const& which) {
                             return which.param == ShockKind::tariffs ? "tariffs" : "trade_costs";
                         });

// The others do not notice it either: without the isolated region they find the same equilibrium.
TEST(Isolation, the_others_solve_as_if_it_were_not_there) {
    Base const base = make_random_base({.regions = 4, .sectors = 3, .seed = 62, .has_autarkic_region = true});
    Base others = base;
    others.region_table.pop_back();
    others.index_labels();
    others.trade = others.tariff = Tensor3(3, 3, 3);
    others.input_share = Tensor3(3, 3, 3);
    Shock const shock = make_shock(base, ShockKind::tariffs);
    Shock shock_of_others;
    shock_of_others.tariff = Tensor3(3, 3, 3);
    for (Index j = 0; j < 3; ++j) {
        others.trade.slice(j) = base.trade.slice(j).topLeftCorner(3, 3);
        others.tariff.slice(j) = base.tariff.slice(j).topLeftCorner(3, 3);
        others.input_share.slice(j) = base.input_share.slice(j);
        shock_of_others.tariff.slice(j) = shock.tariff.slice(j).topLeftCorner(3, 3);
    }
    Accounts const all_accounts = derive_accounts(base), their_accounts = derive_accounts(others);
    for (Deficits deficits : {Deficits::fixed, Deficits::gdp_share, Deficits::balanced}) {
        Equilibrium const all = CaliendoParro(all_accounts).solve(shock, {deficits}).equilibrium;
        Equilibrium const they = CaliendoParro(their_accounts).solve(shock_of_others, {deficits}).equilibrium;
        EXPECT_LE((all.wage_hat.head(3) - they.wage_hat).cwiseAbs().maxCoeff(), 1e-9);
        EXPECT_LE((all.price_hat.leftCols(3) - they.price_hat).cwiseAbs().maxCoeff(), 1e-9);
        EXPECT_TRUE(all.income.head(3).isApprox(they.income, 1e-9));
    }
}

}  // namespace

}  // namespace desvio::test
