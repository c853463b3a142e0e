#include "desvio/model/variants.hpp"

#include "tests/support/cases.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

namespace desvio::test {
namespace {

Base sample() {
    RandomBaseOptions options;
    options.regions = 4;
    options.sectors = 3;
    return make_random_base(options);
}

class EveryVariant : public ::testing::TestWithParam<Variant> {};

TEST_P(EveryVariant, meets_every_identity_of_a_base) {
    Base const variant = make_variant(sample(), GetParam(), "default");
    for (IdentityCheck const& check : check_base(variant))
        EXPECT_TRUE(check.passed()) << check.identity << " " << check.worst << " " << check.error;
}

TEST_P(EveryVariant, keeps_trade_duties_paid_and_deficits_of_each_region) {
    Base const base = sample();
    Accounts const before = derive_accounts(base);
    Accounts const after = derive_accounts(make_variant(base, GetParam(), "default"));
    double const rounding = 1e-12 * base.trade.flat().sum();
    EXPECT_NEAR(after.trade.flat().sum(), before.trade.flat().sum(), rounding);
    EXPECT_LT((after.tariff_revenue - before.tariff_revenue).lpNorm<Eigen::Infinity>(), rounding);
    EXPECT_LT((after.deficit - before.deficit).lpNorm<Eigen::Infinity>(), rounding);
}

INSTANTIATE_TEST_SUITE_P(variants, EveryVariant,
                         ::testing::Values(Variant::full, Variant::no_io, Variant::one_sector,
                                           Variant::one_sector_no_io));

TEST(Variants, without_links_all_output_is_value_added) {
    Accounts const accounts = derive_accounts(make_variant(sample(), Variant::no_io, "default"));
    EXPECT_EQ(accounts.input_share.flat().norm(), 0.0);
    EXPECT_TRUE(accounts.value_added.isApprox(accounts.gross_output.colwise().sum().transpose(), 1e-14));
}

TEST(Variants, one_sector_keeps_value_added_and_the_cost_share_of_all_inputs) {
    Base const base = sample();
    Accounts const before = derive_accounts(base);
    Accounts const after = derive_accounts(make_variant(base, Variant::one_sector, "default"));
    EXPECT_TRUE(after.value_added.isApprox(before.value_added, 1e-12));
}

TEST(Variants, theta_of_one_sector_is_weighted_by_cross_border_flows) {
    Base base = sample();
    base.trade.flat().setZero();
    base.trade(0, 0, 1) = 30.0;                                         // sector 0 crosses borders with 30,
    base.trade(1, 2, 0) = 10.0;                                         // sector 1 with 10,
    base.trade(2, 3, 3) = 500.0;                                        // sector 2 only at home
    base.elasticities.front().theta = Vector::LinSpaced(3, 4.0, 12.0);  // 4, 8, 12
    Base const one = make_variant(base, Variant::one_sector, "default");
    EXPECT_DOUBLE_EQ(one.elasticities.front().theta(0), (30.0 * 4.0 + 10.0 * 8.0) / 40.0);
}

TEST(Variants, the_one_sectors_shock_is_weighted_by_base_flows_and_outputs) {
    Base base = sample();
    base.trade.flat().setZero();
    base.trade(0, 1, 0) = 30.0;
    base.trade(1, 1, 0) = 10.0;
    Shock shock = make_shock(base, ShockKind::none);
    shock.tariff = Tensor3(3, 4, 4);
    shock.tariff(0, 1, 0) = 0.2;
    shock.tariff(1, 1, 0) = 1.0;
    shock.trade_cost_hat = Tensor3(3, 4, 4, 1.0);
    shock.trade_cost_hat(1, 1, 0) = 0.8;
    shock.productivity_hat = Matrix::Ones(3, 4);
    shock.productivity_hat(0, 0) = 1.1;
    Shock const one = make_variant(shock, base, Variant::one_sector);
    EXPECT_DOUBLE_EQ(one.tariff(0, 1, 0), (30.0 * 0.2 + 10.0 * 1.0) / 40.0);
    EXPECT_DOUBLE_EQ(one.trade_cost_hat(0, 1, 0), (30.0 * 1.0 + 10.0 * 0.8) / 40.0);
    EXPECT_DOUBLE_EQ(one.productivity_hat(0, 0), (30.0 * 1.1 + 10.0 * 1.0) / 40.0);
    EXPECT_DOUBLE_EQ(one.trade_cost_hat(0, 2, 3), 1.0);  // nothing traded: no change
    EXPECT_DOUBLE_EQ(one.productivity_hat(0, 3), 1.0);
}

}  // namespace
}  // namespace desvio::test
