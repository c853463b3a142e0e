#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/redirection.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

/// Nothing changes where nothing is changed: a base is an equilibrium of its own model.
namespace desvio::test {

namespace {

class ZeroShock : public testing::TestWithParam<std::string> {};

TEST_P(ZeroShock, leaves_everything_as_it_was) {
    Base const& base = named_base(GetParam());
    Accounts const a = derive_accounts(base);
    Solution const solution = CaliendoParro(a).solve(make_shock(base, ShockKind::none), {});
    ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;
    Equilibrium const& e = solution.equilibrium;
    // The base is the starting point, so its residual is rounding and one look suffices.
    EXPECT_EQ(solution.summary.evaluations, 1);
    EXPECT_LE((e.wage_hat.array() - 1).abs().maxCoeff(), 1e-12);
    EXPECT_LE((e.price_hat.array() - 1).abs().maxCoeff(), 1e-12);
    EXPECT_LE((e.unit_cost_hat.array() - 1).abs().maxCoeff(), 1e-12);
    EXPECT_LE((e.trade_share.flat() - a.trade_share.flat()).cwiseAbs().maxCoeff(), 1e-11);
    Vector const flow_error = (e.trade.flat() - a.trade.flat()).cwiseAbs();
    EXPECT_TRUE((flow_error.array() <= 1e-11 * a.trade.flat().array()).all());
    EXPECT_LE(((e.income - a.income).cwiseQuotient(a.income)).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_LE(compute_welfare(a, e).welfare_pct.cwiseAbs().maxCoeff(), 1e-9);
    EXPECT_LE(compute_redirection(a.trade, e.trade, 0).loss.cwiseAbs().maxCoeff(), 1e-11 * a.trade.flat().sum());
}

INSTANTIATE_TEST_SUITE_P(over, ZeroShock, testing::ValuesIn(base_names()),
                         [](auto const& which) { return which.param; });

}  // namespace

}  // namespace desvio::test
