#include "desvio/params/accounts.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/reference/plain_accounts.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

/// THEORY §1 on every base; each violation planted by hand is found, with the labels of its cell.
namespace desvio::test {

namespace {

// Sums of at most a few thousand cells of one sign: rounding stays far below.
constexpr double tolerance = 1e-12;

class Identity : public testing::TestWithParam<std::string> {
  protected:
    static void expect_equal(double a, double b, double size, std::string const& where) {
        EXPECT_LE(std::abs(a - b), tolerance * size) << where;
    }
    Base const& base_ = named_base(GetParam());
    Accounts const a_ = derive_accounts(base_);
    Index N_ = base_.n_regions(), J_ = base_.n_sectors();
};

TEST_P(Identity, check_finds_no_fault) {
    for (IdentityCheck const& check : check_base(base_)) {
        EXPECT_TRUE(check.passed()) << check.identity << ": " << check.error << " at " << check.worst;
    }
    EXPECT_NO_THROW(require_identities(base_));
}

TEST_P(Identity, accounts_equal_their_definitions) {
    Accounts const plain = plain_accounts(base_);
    auto const expect_close = [](auto const& a, auto const& b, double size) {
        EXPECT_LE((a - b).cwiseAbs().maxCoeff(), tolerance * size);
    };
    double const world = plain.expenditure.sum();
    expect_close(a_.gross_output, plain.gross_output, world);
    expect_close(a_.expenditure, plain.expenditure, world);
    expect_close(a_.trade_share.flat(), plain.trade_share.flat(), 1);
    expect_close(a_.value_added_share, plain.value_added_share, 1);
    expect_close(a_.final_share, plain.final_share, 1e3);  // a difference of large numbers over income
    expect_close(a_.value_added, plain.value_added, world);
    expect_close(a_.tariff_revenue, plain.tariff_revenue, world);
    expect_close(a_.deficit, plain.deficit, world);
    expect_close(a_.income, plain.income, world);
    EXPECT_EQ(a_.theta, base_.elasticities.front().theta);
}

TEST_P(Identity, expenditure_equals_inputs_plus_final_demand) {
    for (Index n = 0; n < N_; ++n) {
        for (Index j = 0; j < J_; ++j) {
            double used = a_.final_share(j, n) * a_.income[n];
            for (Index k = 0; k < J_; ++k) used += a_.input_share(n, j, k) * a_.gross_output(k, n);
            expect_equal(a_.expenditure(j, n), used, a_.expenditure.col(n).sum(), a_.regions[n] + a_.sectors[j]);
        }
    }
}

TEST_P(Identity, costs_equal_inputs_plus_value_added) {
    for (Index n = 0; n < N_; ++n) {
        for (Index j = 0; j < J_; ++j) {
            double const inputs = a_.input_share.slice(n).col(j).sum();
            expect_equal(inputs + a_.value_added_share(j, n), 1, 1, a_.regions[n] + a_.sectors[j]);
            EXPECT_GT(a_.value_added_share(j, n), 0);
        }
    }
}

TEST_P(Identity, final_shares_sum_to_one) {
    for (Index n = 0; n < N_; ++n) {
        double const size = a_.expenditure.col(n).sum() / a_.income[n];
        expect_equal(a_.final_share.col(n).sum(), 1, size, a_.regions[n]);
    }
}

TEST_P(Identity, income_equals_value_added_duties_and_deficit) {
    for (Index n = 0; n < N_; ++n) {
        expect_equal(a_.income[n], a_.value_added[n] + a_.tariff_revenue[n] + a_.deficit[n], a_.income[n],
                     a_.regions[n]);
    }
}

TEST_P(Identity, deficits_sum_to_zero) { expect_equal(a_.deficit.sum(), 0, a_.trade.flat().sum(), "world"); }

TEST_P(Identity, trade_shares_sum_to_one) {
    for (Index j = 0; j < J_; ++j) {
        for (Index n = 0; n < N_; ++n) {
            double const due = a_.expenditure(j, n) > 0 ? 1 : 0;
            expect_equal(a_.trade_share.slice(j).row(n).sum(), due, 1, a_.regions[n] + a_.sectors[j]);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(over, Identity, testing::ValuesIn(base_names()),
                         [](auto const& which) { return which.param; });

TEST(HandBase, accounts_are_those_worked_by_hand) {
    Accounts const a = derive_accounts(hand_base());
    Matrix output(2, 2), expenditure(2, 2), final_demand(2, 2);
    output << 120, 100, 160, 90;
    expenditure << 150, 82, 150, 100;
    final_demand << 100, 44, 80, 43;
    EXPECT_TRUE(a.gross_output.isApprox(output, tolerance));
    EXPECT_TRUE(a.expenditure.isApprox(expenditure, tolerance));
    EXPECT_TRUE((a.final_share * a.income.asDiagonal()).isApprox(final_demand, tolerance));
    EXPECT_TRUE(a.value_added.isApprox(Vector{{160, 95}}, tolerance));
    EXPECT_TRUE(a.tariff_revenue.isApprox(Vector{{10, 2}}, tolerance));
    EXPECT_TRUE(a.deficit.isApprox(Vector{{10, -10}}, tolerance));
    EXPECT_TRUE(a.income.isApprox(Vector{{180, 87}}, tolerance));
    EXPECT_NEAR(a.trade_share(0, 0, 1), 50.0 / 150.0, tolerance);
    EXPECT_NEAR(a.trade_share(0, 1, 0), 22.0 / 82.0, tolerance);
    EXPECT_EQ(a.trade_share(1, 0, 1), 0);
}

/// The checks that fail on a base, most of all one whose identity holds `part`, with `labels` in its worst cell.
void expect_found(Base const& base, std::string const& part, std::vector<std::string> const& labels) {
    bool is_found = false;
    std::string failing;
    for (IdentityCheck const& check : check_base(base)) {
        if (check.passed()) continue;
        failing += check.identity + " at " + check.worst + "\n";
        if (check.identity.find(part) == std::string::npos) continue;
        is_found = std::all_of(labels.begin(), labels.end(), [&check](std::string const& label) {
            return check.worst.find(label) != std::string::npos;
        });
    }
    EXPECT_TRUE(is_found) << "no failing check of '" << part << "' with the right labels; failing:\n" << failing;
    try {
        require_identities(base);
        ADD_FAILURE() << "accepted";
    } catch (InputError const& error) {
        std::string const text = error.what();
        for (std::string const& label : labels) EXPECT_NE(text.find(label), std::string::npos) << text;
        EXPECT_NE(text.find(base.origin), std::string::npos) << text;
    }
}

TEST(PlantedViolation, inputs_that_cost_more_than_output_are_found) {
    Base base = hand_base();
    base.input_share(0, 1, 0) = 0.8;  // A's GDS now pays 0.25 + 0.8 for inputs
    expect_found(base, "beta[j,n]", {"GDS", "A"});
}

TEST(PlantedViolation, negative_flow_is_found) {
    Base base = hand_base();
    base.trade(0, 1, 0) = -20;
    expect_found(base, "M[j,n,i] >= 0", {"GDS", "importer B", "exporter A"});
}

TEST(PlantedViolation, negative_own_sales_are_found) {
    Base base = hand_base();
    base.trade(1, 1, 1) = -1;
    expect_found(base, "M[j,n,i] >= 0", {"SRV", "importer B", "exporter B"});
}

TEST(PlantedViolation, negative_input_share_is_found) {
    Base base = hand_base();
    base.input_share(1, 0, 1) = -0.01;
    expect_found(base, "gamma[n,k,j] >= 0", {"region B", "input GDS", "user SRV"});
}

TEST(PlantedViolation, duty_on_own_sales_is_found) {
    Base base = hand_base();
    base.tariff(0, 1, 1) = 0.05;
    expect_found(base, "t[j,n,n] = 0", {"GDS", "B"});
}

TEST(PlantedViolation, inputs_beyond_what_is_spent_are_found) {
    Base base = hand_base();
    base.input_share(0, 0, 0) = 0.49;  // A's GDS takes 0.49 120 + 0.7 160 = 170.8 of GDS, 150 are spent
    base.input_share(0, 0, 1) = 0.7;
    expect_found(base, "X[j,n]", {"GDS", "A"});
}

TEST(PlantedViolation, declared_value_added_that_disagrees_is_found) {
    Base base = hand_base();
    base.value_added_share = Matrix{{0.5, 0.5}, {0.625, 0.5}};
    EXPECT_NO_THROW(require_identities(base));
    (*base.value_added_share)(1, 0) = 0.625 + 1e-6;
    expect_found(base, "declared beta", {"SRV", "A"});
}

TEST(PlantedViolation, declared_final_demand_that_disagrees_is_found) {
    Base base = hand_base();
    base.final_demand = Matrix{{100, 44}, {80, 43}};
    EXPECT_NO_THROW(require_identities(base));
    (*base.final_demand)(1, 1) = 43.001;
    expect_found(base, "declared F[j,n]", {"SRV", "B"});
}

TEST(PlantedViolation, undeclared_cells_are_no_violation) {
    Base base = hand_base();
    base.final_demand = Matrix::Constant(2, 2, std::numeric_limits<double>::quiet_NaN());
    base.value_added_share = base.final_demand;
    EXPECT_NO_THROW(require_identities(base));
}

TEST(PlantedViolation, not_a_number_is_found) {
    Base base = hand_base();
    base.trade(1, 1, 0) = std::numeric_limits<double>::quiet_NaN();
    expect_found(base, "M[j,n,i] >= 0", {"SRV", "importer B", "exporter A"});
}

TEST(PlantedViolation, all_faults_are_named_at_once) {
    Base base = hand_base();
    base.trade(0, 1, 0) = -20;
    base.tariff(0, 1, 1) = 0.05;
    try {
        require_identities(base);
        FAIL() << "accepted";
    } catch (InputError const& error) {
        EXPECT_GE(error.faults().size(), 2U);
    }
}

}  // namespace

}  // namespace desvio::test
