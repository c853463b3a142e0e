#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/revenue.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

/// A duty whose revenue is wasted is a trade cost: THEORY §2, closure `revenue`.
namespace desvio::test {

namespace {

TEST(WastedRevenue, a_new_duty_equals_an_iceberg_cost) {
    Base const& base = named_base("no_links_no_duties_4x3");
    Accounts const accounts = derive_accounts(base);
    Shock duty;
    duty.tariff = base.tariff;
    duty.tariff(0, 1, 2) = 0.6;
    Shock cost;
    cost.tariff = base.tariff;
    cost.trade_cost_hat = Tensor3(3, 4, 4, 1.0);
    cost.trade_cost_hat(0, 1, 2) = 1.6;
    Equilibrium const wasted = CaliendoParro(accounts).solve(waste_revenue(duty, accounts), {}).equilibrium;
    Equilibrium const iceberg = CaliendoParro(accounts).solve(cost, {}).equilibrium;
    EXPECT_LE((wasted.wage_hat - iceberg.wage_hat).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LE((wasted.trade.flat() - iceberg.trade.flat()).cwiseAbs().maxCoeff(), 1e-9 * accounts.trade.flat().sum());
    EXPECT_EQ(wasted.tariff_revenue, iceberg.tariff_revenue);
}

TEST(WastedRevenue, hurts_the_importer_more_than_revenue_given_back) {
    Base const& base = named_base("hand");
    Accounts const accounts = derive_accounts(base);
    Shock shock;
    shock.tariff = base.tariff;
    shock.tariff(0, 0, 1) = 1.0;
    Equilibrium const rebated = CaliendoParro(accounts).solve(shock, {}).equilibrium;
    Equilibrium const wasted = CaliendoParro(accounts).solve(waste_revenue(shock, accounts), {}).equilibrium;
    EXPECT_LT(compute_welfare(accounts, wasted).welfare_pct[0], compute_welfare(accounts, rebated).welfare_pct[0]);
}

TEST(WastedRevenue, duties_of_the_base_are_still_collected) {
    Base const& base = named_base("hand");
    Accounts const accounts = derive_accounts(base);
    Shock unchanged;
    unchanged.tariff = base.tariff;
    Equilibrium const e = CaliendoParro(accounts).solve(waste_revenue(unchanged, accounts), {}).equilibrium;
    EXPECT_NEAR(e.tariff_revenue[0], 10, 1e-9);
    EXPECT_NEAR(e.tariff_revenue[1], 2, 1e-9);
}

}  // namespace

}  // namespace desvio::test
