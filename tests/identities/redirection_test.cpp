#include "desvio/model/redirection.hpp"

#include "tests/support/cases.hpp"

#include <gtest/gtest.h>
#include <cmath>

/// The redirection ledger of THEORY §5: adds up to the change in output over every case, and three regions by hand.
namespace desvio::test {

namespace {

class Ledger : public testing::TestWithParam<Case> {
  protected:
    SolvedCase const& solved_ = solve_case(GetParam());
    Accounts const& a_ = solved_.accounts;
    Equilibrium const& e_ = solved_.equilibrium();
    Index N_ = a_.n_regions(), J_ = a_.n_sectors();
    Index market_ = 0;
    Redirection ledger_ = compute_redirection(a_.trade, e_.trade, market_);
    MarketShift shift_ = compute_market_shift(a_.trade, e_.trade, a_.tariff, e_.tariff, market_);
};

TEST_P(Ledger, loss_equals_redirected_absorbed_and_cut) {
    for (Index i = 0; i < N_; ++i) {
        double const size = 1e-9 * a_.gross_output.col(i).sum();
        EXPECT_NEAR(ledger_.loss[i], ledger_.redirected[i] + ledger_.absorbed[i] + ledger_.output_cut[i], size);
        for (Index j = 0; j < J_; ++j) {
            double const sum = ledger_.redirected_by_sector(j, i) + ledger_.absorbed_by_sector(j, i) +
                               ledger_.output_cut_by_sector(j, i);
            EXPECT_NEAR(ledger_.loss_by_sector(j, i), sum, 1e-9 * a_.gross_output(j, i)) << a_.sectors[j];
        }
    }
}

TEST_P(Ledger, output_cut_equals_change_of_output) {
    for (Index i = 0; i < N_; ++i) {
        for (Index j = 0; j < J_; ++j) {
            double const cut = a_.gross_output(j, i) - e_.gross_output(j, i);
            EXPECT_NEAR(ledger_.output_cut_by_sector(j, i), cut, 1e-9 * a_.gross_output(j, i)) << a_.sectors[j];
        }
    }
}

TEST_P(Ledger, sectors_sum_to_regions) {
    for (Index i = 0; i < N_; ++i) {
        double const size = 1e-12 * a_.gross_output.col(i).sum();
        EXPECT_NEAR(ledger_.loss_by_sector.col(i).sum(), ledger_.loss[i], size);
        EXPECT_NEAR(ledger_.redirected_by_sector.col(i).sum(), ledger_.redirected[i], size);
        EXPECT_NEAR(ledger_.absorbed_by_sector.col(i).sum(), ledger_.absorbed[i], size);
        EXPECT_NEAR(ledger_.by_destination.row(i).sum(), ledger_.redirected[i], size);
        EXPECT_EQ(ledger_.by_destination(i, market_), 0);
        EXPECT_EQ(ledger_.by_destination(i, i), 0);
    }
}

TEST_P(Ledger, destination_shares_sum_to_one) {
    for (Index i = 0; i < N_; ++i) {
        double exports = 0;
        for (Index j = 0; j < J_; ++j) exports += a_.trade.slice(j).col(i).sum() - a_.trade(j, i, i);
        if (!(exports > 0)) {
            EXPECT_TRUE(std::isnan(ledger_.herfindahl_base[i])) << a_.regions[i];
            continue;
        }
        EXPECT_NEAR(ledger_.destination_share_base.row(i).sum(), 1, 1e-12);
        EXPECT_NEAR(ledger_.destination_share_counterfactual.row(i).sum(), 1, 1e-12);
        EXPECT_NEAR(ledger_.herfindahl_counterfactual[i], ledger_.destination_share_counterfactual.row(i).squaredNorm(),
                    1e-12);
        EXPECT_LE(ledger_.herfindahl_base[i], 1 + 1e-12);
        EXPECT_GE(ledger_.herfindahl_base[i], 1 / static_cast<double>(N_));
    }
}

TEST_P(Ledger, market_shares_sum_to_one) {
    EXPECT_NEAR(shift_.share_base.sum(), 1, 1e-12);
    EXPECT_NEAR(shift_.share_counterfactual.sum(), 1, 1e-12);
    EXPECT_EQ(shift_.share_base[market_], 0);
    EXPECT_EQ(shift_.share_counterfactual[market_], 0);
}

TEST_P(Ledger, destruction_equals_exporters_losses) {
    EXPECT_NEAR(shift_.destruction, ledger_.loss.sum(), 1e-9 * shift_.import_base.sum());
    EXPECT_GE(shift_.diversion, 0);
}

INSTANTIATE_TEST_SUITE_P(over, Ledger, testing::ValuesIn(all_cases()),
                         [](auto const& which) { return which.param.name(); });

// One good, market U (0), exporters X (1) and B (2). Importer <- exporter, before and after U taxes X:
//   U <- X 60 -> 20   U <- B 30 -> 45   U <- U 200 -> 215      loss of X 40; of B -15
//   B <- X 30 -> 42   B <- B 100 -> 98  B <- U 25 -> 24        X redirected 12
//   X <- X 90 -> 99   X <- B 20 -> 18   X <- U 15 -> 14        X absorbed 9; B redirected -2
// X made 180, now 161: cut 19 = 40 - 12 - 9. B made 150, now 161: cut -11 = -15 - (-2) - (-2).
class ByHand : public testing::Test {
  protected:
    ByHand() {
        before_.slice(0) << 200, 60, 30, 15, 90, 20, 25, 30, 100;
        after_.slice(0) << 215, 20, 45, 14, 99, 18, 24, 42, 98;
        duty_after_(0, 0, 1) = 1.0;
    }
    Tensor3 before_{1, 3, 3}, after_{1, 3, 3}, duty_before_{1, 3, 3}, duty_after_{1, 3, 3};
};

TEST_F(ByHand, ledger) {
    Redirection const ledger = compute_redirection(before_, after_, 0);
    EXPECT_EQ(ledger.loss, (Vector{{0, 40, -15}}));
    EXPECT_EQ(ledger.redirected, (Vector{{-2, 12, -2}}));  // U sells 1 less to each of the others
    EXPECT_EQ(ledger.absorbed, (Vector{{15, 9, -2}}));
    EXPECT_EQ(ledger.output_cut, (Vector{{-13, 19, -11}}));
    EXPECT_DOUBLE_EQ(ledger.rate[1], 0.3);
    EXPECT_TRUE(std::isnan(ledger.rate[0]));
    EXPECT_TRUE(std::isnan(ledger.rate[2]));
    EXPECT_EQ(ledger.by_destination(1, 2), 12);
    EXPECT_EQ(ledger.by_destination(2, 1), -2);
}

TEST_F(ByHand, concentration) {
    Redirection const ledger = compute_redirection(before_, after_, 0);
    // X's exports: 60 and 30 of 90, then 20 and 42 of 62
    EXPECT_NEAR(ledger.herfindahl_base[1], (60.0 * 60 + 30 * 30) / (90.0 * 90), 1e-15);
    EXPECT_NEAR(ledger.herfindahl_counterfactual[1], (20.0 * 20 + 42 * 42) / (62.0 * 62), 1e-15);
    EXPECT_NEAR(ledger.destination_share_base(1, 0), 60.0 / 90, 1e-15);
    EXPECT_NEAR(ledger.destination_share_counterfactual(1, 2), 42.0 / 62, 1e-15);
}

TEST_F(ByHand, diversion_and_destruction) {
    MarketShift const shift = compute_market_shift(before_, after_, duty_before_, duty_after_, 0);
    EXPECT_EQ(shift.import_base, (Vector{{0, 60, 30}}));
    EXPECT_EQ(shift.import_counterfactual, (Vector{{0, 20, 45}}));
    EXPECT_DOUBLE_EQ(shift.share_base[1], 60.0 / 90);
    EXPECT_DOUBLE_EQ(shift.share_counterfactual[2], 45.0 / 65);
    EXPECT_DOUBLE_EQ(shift.diversion, 15);  // B is not taxed and gains 15
    EXPECT_DOUBLE_EQ(shift.destruction, 25);
}

TEST_F(ByHand, the_taxed_divert_nothing) {
    duty_after_(0, 0, 2) = 0.1;
    EXPECT_EQ(compute_market_shift(before_, after_, duty_before_, duty_after_, 0).diversion, 0);
}

}  // namespace

}  // namespace desvio::test
