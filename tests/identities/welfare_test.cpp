#include "desvio/model/welfare.hpp"

#include "tests/support/cases.hpp"

#include <gtest/gtest.h>
#include <cmath>

/// Welfare of THEORY §5: its definitions over every case, and the first-order split against the exact change.
namespace desvio::test {

namespace {

class WelfareIdentity : public testing::TestWithParam<Case> {
  protected:
    SolvedCase const& solved_ = solve_case(GetParam());
    Accounts const& a_ = solved_.accounts;
    Equilibrium const& e_ = solved_.equilibrium();
    Welfare welfare_ = compute_welfare(a_, e_);
    Index N_ = a_.n_regions(), J_ = a_.n_sectors();
};

TEST_P(WelfareIdentity, welfare_is_real_income) {
    for (Index n = 0; n < N_; ++n) {
        double price = 1;
        for (Index j = 0; j < J_; ++j) price *= std::pow(e_.price_hat(j, n), a_.final_share(j, n));
        double const change = e_.income[n] / a_.income[n] / price - 1;
        EXPECT_NEAR(welfare_.price_index_hat[n], price, 1e-12 * price);
        EXPECT_NEAR(welfare_.real_wage_hat[n], e_.wage_hat[n] / price, 1e-12 * e_.wage_hat[n] / price);
        EXPECT_NEAR(welfare_.welfare_pct[n], 100 * change, 1e-10 * (1 + std::abs(change)));
        EXPECT_NEAR(welfare_.equivalent_variation[n], change * a_.income[n], 1e-11 * a_.income[n]);
    }
}

TEST_P(WelfareIdentity, terms_by_partner_and_by_sector_sum_to_the_total) {
    for (Index n = 0; n < N_; ++n) {
        double const tot = welfare_.terms_of_trade_pct[n], vot = welfare_.volume_of_trade_pct[n];
        EXPECT_NEAR(welfare_.terms_of_trade_by_partner.row(n).sum(), tot, 1e-10 * (1 + std::abs(tot)));
        EXPECT_NEAR(welfare_.terms_of_trade_by_sector.col(n).sum(), tot, 1e-10 * (1 + std::abs(tot)));
        EXPECT_NEAR(welfare_.volume_of_trade_by_partner.row(n).sum(), vot, 1e-10 * (1 + std::abs(vot)));
        EXPECT_NEAR(welfare_.volume_of_trade_by_sector.col(n).sum(), vot, 1e-10 * (1 + std::abs(vot)));
        EXPECT_NEAR(welfare_.welfare_linear_pct[n], tot + vot, 1e-12 * (1 + std::abs(tot + vot)));
    }
}

TEST_P(WelfareIdentity, one_partners_gain_in_terms_of_trade_is_the_others_loss) {
    for (Index n = 0; n < N_; ++n) {
        for (Index i = 0; i < N_; ++i) {
            double const gain = welfare_.terms_of_trade_by_partner(n, i) * a_.income[n];
            double const loss = welfare_.terms_of_trade_by_partner(i, n) * a_.income[i];
            EXPECT_NEAR(gain, -loss, 1e-10 * (a_.income[n] + a_.income[i]));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(over, WelfareIdentity, testing::ValuesIn(all_cases()),
                         [](auto const& which) { return which.param.name(); });

// With deficits fixed, dW I = sum (E dlog c - M dlog c_partner) + sum t M (dlog M - dlog c): the split is the
// first-order effect of duties. What it leaves out is second order: a tenth of the shock leaves a hundredth.
TEST(FirstOrderWelfare, errs_by_the_square_of_the_shock) {
    for (std::string const name : {"hand", "random_3x3", "zeros_6x4", "world2023"}) {
        Base const& base = named_base(name);
        Accounts const accounts = derive_accounts(base);
        Shock const full = make_shock(base, ShockKind::tariffs);
        auto const error_at = [&](double size) {
            Shock shock = full;
            shock.tariff.flat() = base.tariff.flat() + size * (full.tariff.flat() - base.tariff.flat());
            Solution const solution = CaliendoParro(accounts).solve(shock, {});
            EXPECT_TRUE(solution.summary.is_converged()) << solution.summary.message;
            Welfare const welfare = compute_welfare(accounts, solution.equilibrium);
            EXPECT_GT(welfare.welfare_pct.cwiseAbs().maxCoeff(), 0.05 * size) << name;
            return Vector((welfare.welfare_pct - welfare.welfare_linear_pct).cwiseAbs());
        };
        Vector const coarse = error_at(1e-2), fine = error_at(1e-3);
        for (Index n = 0; n < base.n_regions(); ++n) {
            EXPECT_LE(fine[n], 0.015 * coarse[n] + 1e-8) << name << ", " << accounts.regions[n];
        }
    }
}

}  // namespace

}  // namespace desvio::test
