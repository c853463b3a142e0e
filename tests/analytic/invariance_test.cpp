#include "desvio/model/caliendo_parro.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>
#include <vector>

/// What must not matter: the unit of money, the order of regions and sectors, the way there, duties on what nobody
/// sells.
namespace desvio::test {

namespace {

// Two solves, each within 1e-11 in its own measure; theta up to 8 carries price errors into flows.
constexpr double tolerance = 1e-9;

Equilibrium solve(Accounts const& accounts, Shock const& shock, Deficits deficits = Deficits::fixed) {
    Solution const solution = CaliendoParro(accounts).solve(shock, {deficits});
    EXPECT_TRUE(solution.summary.is_converged()) << solution.summary.message;
    return solution.equilibrium;
}

/// a = b cell by cell, relative.
template <class A, class B>
void expect_same(A const& a, B const& b, char const* what) {
    EXPECT_TRUE(((a - b).array().abs() <= tolerance * b.array().abs()).all()) << what;
}

Base random_base() { return make_random_base({.regions = 4, .sectors = 3, .seed = 41, .zero_flow_share = 0.2}); }

TEST(Homogeneity, the_unit_of_money_does_not_matter) {
    Base const base = random_base();
    Base large = base;
    large.trade.flat() *= 1000;
    for (Deficits deficits : {Deficits::fixed, Deficits::gdp_share, Deficits::balanced}) {
        Shock const shock = make_shock(base, ShockKind::mixed);
        Equilibrium const e = solve(derive_accounts(base), shock, deficits);
        Equilibrium const scaled = solve(derive_accounts(large), shock, deficits);
        expect_same(scaled.wage_hat, e.wage_hat, "wage");
        expect_same(scaled.price_hat, e.price_hat, "price");
        expect_same(scaled.trade_share.flat(), e.trade_share.flat(), "share");
        expect_same(scaled.trade.flat(), 1000 * e.trade.flat(), "trade");
        expect_same(scaled.income, 1000 * e.income, "income");
    }
}

TEST(Relabelling, the_order_of_regions_and_sectors_does_not_matter) {
    Base const base = random_base();
    Shock const shock = make_shock(base, ShockKind::mixed);
    std::vector<Index> const region = {2, 0, 3, 1}, sector = {1, 2, 0};
    auto const r = [&region](Index n) { return region[static_cast<std::size_t>(n)]; };
    auto const s = [&sector](Index j) { return sector[static_cast<std::size_t>(j)]; };
    Base turned = base;
    Shock turned_shock = shock;
    for (Index j = 0; j < 3; ++j) {
        turned.elasticities.front().theta[j] = base.elasticities.front().theta[s(j)];
        for (Index n = 0; n < 4; ++n) {
            turned_shock.productivity_hat(j, n) = shock.productivity_hat(s(j), r(n));
            for (Index k = 0; k < 3; ++k) turned.input_share(n, j, k) = base.input_share(r(n), s(j), s(k));
            for (Index i = 0; i < 4; ++i) {
                turned.trade(j, n, i) = base.trade(s(j), r(n), r(i));
                turned.tariff(j, n, i) = base.tariff(s(j), r(n), r(i));
                turned_shock.tariff(j, n, i) = shock.tariff(s(j), r(n), r(i));
                turned_shock.trade_cost_hat(j, n, i) = shock.trade_cost_hat(s(j), r(n), r(i));
            }
        }
    }
    Equilibrium const e = solve(derive_accounts(base), shock);
    Equilibrium const other = solve(derive_accounts(turned), turned_shock);
    for (Index n = 0; n < 4; ++n) {
        EXPECT_NEAR(other.wage_hat[n], e.wage_hat[r(n)], tolerance);
        EXPECT_NEAR(other.tariff_revenue[n], e.tariff_revenue[r(n)], tolerance * e.income[r(n)]);
        for (Index j = 0; j < 3; ++j) {
            EXPECT_NEAR(other.price_hat(j, n), e.price_hat(s(j), r(n)), tolerance);
            EXPECT_NEAR(other.gross_output(j, n), e.gross_output(s(j), r(n)), tolerance * e.gross_output(s(j), r(n)));
            for (Index i = 0; i < 4; ++i) {
                double const flow = e.trade(s(j), r(n), r(i));
                EXPECT_NEAR(other.trade(j, n, i), flow, tolerance * flow);
            }
        }
    }
}

TEST(Composition, two_steps_lead_where_one_does) {
    // The equilibrium after a first shock is a base; the second shock from there and both at once must agree.
    Base const base = random_base();
    Shock const first = make_shock(base, ShockKind::mixed, 1), both = make_shock(base, ShockKind::mixed, 2);
    Equilibrium const at_once = solve(derive_accounts(base), both);
    Equilibrium const halfway = solve(derive_accounts(base), first);

    Base middle = base;
    middle.trade = halfway.trade;
    middle.tariff = halfway.tariff;
    Shock second = both;
    second.trade_cost_hat.flat() = both.trade_cost_hat.flat().cwiseQuotient(first.trade_cost_hat.flat());
    second.productivity_hat = both.productivity_hat.cwiseQuotient(first.productivity_hat);
    Equilibrium const in_steps = solve(derive_accounts(middle), second);

    expect_same(in_steps.trade.flat(), at_once.trade.flat(), "trade");
    expect_same(in_steps.income, at_once.income, "income");
    expect_same(in_steps.wage_hat.cwiseProduct(halfway.wage_hat), at_once.wage_hat, "wage");
    expect_same(in_steps.price_hat.cwiseProduct(halfway.price_hat), at_once.price_hat, "price");
}

TEST(Composition, the_way_back_leads_home) {
    Base const base = random_base();
    Accounts const accounts = derive_accounts(base);
    Equilibrium const there = solve(accounts, make_shock(base, ShockKind::tariffs));
    Base away = base;
    away.trade = there.trade;
    away.tariff = there.tariff;
    Shock back;
    back.tariff = base.tariff;
    Equilibrium const home = solve(derive_accounts(away), back);
    expect_same(home.trade.flat(), base.trade.flat(), "trade");
    expect_same(home.income, accounts.income, "income");
}

TEST(EmptyDuties, a_duty_on_what_is_not_traded_changes_nothing) {
    Base const& base = named_base("absent_cells_4x5");
    Accounts const accounts = derive_accounts(base);
    Shock shock;
    shock.tariff = base.tariff;
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i) {
                if (base.trade(j, n, i) == 0 && i != n) shock.tariff(j, n, i) = 1;
            }
        }
    }
    Equilibrium const e = solve(accounts, shock);
    EXPECT_LE((e.wage_hat.array() - 1).abs().maxCoeff(), tolerance);
    EXPECT_LE((e.price_hat.array() - 1).abs().maxCoeff(), tolerance);
    expect_same(e.trade.flat(), base.trade.flat(), "trade");
}

TEST(DutyFreeServices, flows_of_services_bear_no_duty_when_goods_do) {
    Base const& base = named_base("random_3x3");
    Shock const shock = make_shock(base, ShockKind::tariffs);
    Equilibrium const e = solve(derive_accounts(base), shock);
    for (Index j : base.sector_members("services")) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            double const paid = e.trade.slice(j).row(n).sum();
            EXPECT_NEAR(e.expenditure(j, n), paid, tolerance * paid);
        }
    }
}

}  // namespace

}  // namespace desvio::test
