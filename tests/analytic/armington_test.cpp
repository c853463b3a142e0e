#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>
#include <cmath>

/// One good, no inputs, no duties, balanced trade: welfare follows from the own share alone,
/// C_hat[n] = lambda_hat[n,n]^(-1/theta)  (Arkolakis, Costinot and Rodríguez-Clare 2012, proposition 1).
namespace desvio::test {

namespace {

class Armington : public testing::TestWithParam<int> {};

TEST_P(Armington, welfare_follows_from_the_own_share) {
    Base const base = make_random_base({.regions = 3 + GetParam(),
                                        .sectors = 1,
                                        .seed = 100 + static_cast<std::uint64_t>(GetParam()),
                                        .has_duties = false,
                                        .has_links = false,
                                        .is_balanced = true});
    Accounts const accounts = derive_accounts(base);
    Shock const shock = make_shock(base, ShockKind::trade_costs);
    Solution const solution = CaliendoParro(accounts).solve(shock, {Deficits::balanced});
    ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;
    Equilibrium const& e = solution.equilibrium;
    Welfare const welfare = compute_welfare(accounts, e);
    for (Index n = 0; n < base.n_regions(); ++n) {
        double const own_share_hat = e.trade_share(0, n, n) / accounts.trade_share(0, n, n);
        double const gain = std::pow(own_share_hat, -1 / accounts.theta[0]);
        EXPECT_GT(std::abs(gain - 1), 1e-4) << "the shock leaves nothing to see";
        EXPECT_NEAR(welfare.welfare_pct[n], 100 * (gain - 1), 1e-8);
        EXPECT_NEAR(welfare.real_wage_hat[n], gain, 1e-10);
    }
}

INSTANTIATE_TEST_SUITE_P(bases, Armington, testing::Range(0, 4));

}  // namespace

}  // namespace desvio::test
