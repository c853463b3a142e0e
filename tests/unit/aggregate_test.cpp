#include "desvio/tables/aggregate.hpp"

#include "desvio/io/concordance_io.hpp"
#include "desvio/params/accounts.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

Merging regions_of(Base const& base, std::string const& rows) {
    return merge_axis(parse_concordance("from,to\n" + rows, "r.csv"), region_axis(base), Unmapped::kept);
}

Merging sectors_of(Base const& base, std::string const& rows) {
    return merge_axis(parse_concordance("from,to\n" + rows, "s.csv"), sector_axis(base), Unmapped::kept);
}

void expect_identities(Base const& base) {
    for (IdentityCheck const& check : check_base(base))
        EXPECT_TRUE(check.passed()) << check.identity << " " << check.error << " at " << check.worst;
}

/// A random base with declared figures that agree with it, and marks of quality.
Base declared_base(std::uint64_t seed) {
    Base base = test::make_random_base(
        {.regions = 6, .sectors = 5, .seed = seed, .zero_flow_share = 0.3, .has_duties_on_services = true});
    Accounts const accounts = derive_accounts(base);
    base.value_added_share = accounts.value_added_share;
    base.final_demand = accounts.final_share;
    for (Index n = 0; n < base.n_regions(); ++n) base.final_demand->col(n) *= accounts.income(n);
    return base;
}

// Worked by hand from hand_base(): A and B become one, W. Sales between them, 40 at 25 % and 20 at 10 %, are own sales
// at duty-paid value: GDS 100 + 60 + 50 + 22 = 232, SRV 150 + 90 + 10 = 250.
//   inputs   GDS by GDS 0.25 120 + 0.2 100 = 50;  SRV by GDS 0.25 120 + 0.3 100 = 60
//            GDS by SRV 0.125 160 + 0.2 90 = 38;  SRV by SRV 0.25 160 + 0.3 90 = 67
//   V = 160 + 95 + 12 = 267 = final demand 180 + 87 = 267
TEST(Aggregate, TwoRegionsIntoOneByHand) {
    Base const base = test::hand_base();
    Aggregated const done = aggregate_base(base, regions_of(base, "*,W\n"), keep_axis(sector_axis(base)));
    ASSERT_EQ(done.base.n_regions(), 1);
    EXPECT_DOUBLE_EQ(done.base.trade(0, 0, 0), 232.0);
    EXPECT_DOUBLE_EQ(done.base.trade(1, 0, 0), 250.0);
    EXPECT_EQ(done.base.tariff(0, 0, 0), 0.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 0), 50.0 / 232.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 1, 0), 60.0 / 232.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 1), 38.0 / 250.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 1, 1), 67.0 / 250.0);
    EXPECT_DOUBLE_EQ(done.duty_within.sum(), 12.0);
    EXPECT_DOUBLE_EQ(done.trade_within, 70.0);
    Accounts const accounts = derive_accounts(done.base);
    EXPECT_NEAR(accounts.value_added(0), 267.0, 1e-12);
    EXPECT_NEAR(accounts.income(0), 267.0, 1e-12);
    EXPECT_EQ(accounts.tariff_revenue(0), 0.0);
    expect_identities(done.base);
}

// GDS and SRV become ALL: 40 at 25 % of A from B stays 10 of duty on 40, B from A 2 of duty on 20 + 10.
TEST(Aggregate, TwoSectorsIntoOneByHand) {
    Base const base = test::hand_base();
    Aggregated const done = aggregate_base(base, keep_axis(region_axis(base)), sectors_of(base, "*,ALL\n"));
    EXPECT_DOUBLE_EQ(done.base.trade(0, 0, 0), 250.0);
    EXPECT_DOUBLE_EQ(done.base.trade(0, 1, 0), 30.0);
    EXPECT_DOUBLE_EQ(done.base.tariff(0, 0, 1), 0.25);
    EXPECT_DOUBLE_EQ(done.base.tariff(0, 1, 0), 2.0 / 30.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 0), (60.0 + 60.0) / 280.0);
    // theta 4 and 6, weighted by trade across borders 60 and 10.
    EXPECT_DOUBLE_EQ(done.base.elasticities[0].theta(0), (4.0 * 60.0 + 6.0 * 10.0) / 70.0);
    EXPECT_EQ(done.base.elasticities[0].source[0], "mean weighted by trade across borders of GDS 4, SRV 6");
    EXPECT_EQ(done.base.sector_table[0].kind, SectorKind::services) << "SRV has the larger output, 250 against 220";
    EXPECT_EQ(done.duty_within.sum(), 0.0);
    expect_identities(done.base);
}

TEST(Aggregate, KeepingEveryCodeKeepsEveryBit) {
    Base const base = declared_base(3);
    Base const same = aggregate_base(base, keep_axis(region_axis(base)), keep_axis(sector_axis(base))).base;
    EXPECT_EQ(same.trade.flat(), base.trade.flat());
    EXPECT_EQ(same.tariff.flat(), base.tariff.flat());
    EXPECT_EQ(same.input_share.flat(), base.input_share.flat());
    EXPECT_EQ(*same.value_added_share, *base.value_added_share);
    EXPECT_EQ(*same.final_demand, *base.final_demand);
    EXPECT_EQ(same.elasticities[0].theta, base.elasticities[0].theta);
}

TEST(Aggregate, IdentitiesHoldForRandomBases) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Base const base = declared_base(seed);
        Aggregated const done = aggregate_base(base, regions_of(base, "R0,X\nR3,X\nR1,Y\nR4,Y\nR5,Y\n"),
                                               sectors_of(base, "S0,A\nS2,A\nS1,B\nS4,B\n"));
        expect_identities(done.base);
        Accounts const before = derive_accounts(base), after = derive_accounts(done.base);
        double const size = before.income.sum();
        EXPECT_NEAR(after.income.sum(), size, 1e-12 * size) << "income is kept";
        EXPECT_NEAR(after.expenditure.sum(), before.expenditure.sum(), 1e-12 * size) << "spending is kept";
        EXPECT_NEAR(after.tariff_revenue.sum() + done.duty_within.sum(), before.tariff_revenue.sum(), 1e-12 * size);
        EXPECT_NEAR(after.value_added.sum() - done.duty_within.sum(), before.value_added.sum(), 1e-12 * size);
        EXPECT_NEAR(after.deficit(0), before.deficit(0) + before.deficit(3), 1e-12 * size);
        EXPECT_GT(done.duty_within.sum(), 0.0);
    }
}

TEST(Aggregate, InTwoStepsAsInOne) {
    Base const base = declared_base(11);
    auto const keep = keep_axis(sector_axis(base));
    Base const half = aggregate_base(base, regions_of(base, "R0,X\nR1,X\n"), keep).base;
    Base const twice = aggregate_base(half, regions_of(half, "X,Z\nR2,Z\n"), keep).base;
    Base const once = aggregate_base(base, regions_of(base, "R0,Z\nR1,Z\nR2,Z\n"), keep).base;
    EXPECT_LT((twice.trade.flat() - once.trade.flat()).cwiseAbs().maxCoeff(), 1e-12 * once.trade.flat().maxCoeff());
    EXPECT_LT((twice.tariff.flat() - once.tariff.flat()).cwiseAbs().maxCoeff(), 1e-13);
    EXPECT_LT((twice.input_share.flat() - once.input_share.flat()).cwiseAbs().maxCoeff(), 1e-13);
}

TEST(Aggregate, PeculiarBases) {
    for (int which = 0; which < 4; ++which) {
        Base const base = test::make_random_base({.regions = 5,
                                                  .sectors = 4,
                                                  .seed = 21,
                                                  .has_autarkic_region = which == 0,
                                                  .has_untraded_sector = which == 1,
                                                  .has_absent_sector = which == 2,
                                                  .has_import_only_sector = which == 3});
        expect_identities(
            aggregate_base(base, regions_of(base, "R0,X\nR1,X\n"), sectors_of(base, "S1,A\nS3,A\n")).base);
        expect_identities(aggregate_base(base, regions_of(base, "*,W\n"), sectors_of(base, "*,A\n")).base);
    }
}

TEST(Aggregate, GroupsQualityAndUndeclaredCells) {
    Base base = declared_base(5);
    base.region_table[0].groups = {"rich", "big"};
    base.region_table[1].groups = {"rich"};
    base.quality_names = {"none", "observed", "estimated"};
    base.trade_quality.assign(static_cast<std::size_t>(base.trade.size()), 1);
    auto const cell = [&](Index j, Index n, Index i) {
        return static_cast<std::size_t>((j * base.n_regions() + n) * base.n_regions() + i);
    };
    base.trade(0, 2, 0) = 3.0;
    base.trade(0, 2, 1) = 7.0;
    base.trade_quality[cell(0, 2, 1)] = 2;
    (*base.value_added_share)(0, 0) = std::nan("");
    Aggregated const done = aggregate_base(base, regions_of(base, "R0,X\nR1,X\n"), keep_axis(sector_axis(base)));
    EXPECT_EQ(done.base.region_table[0].groups, (std::vector<std::string>{"rich"}));
    EXPECT_EQ(done.lost_groups, (std::vector<std::string>{"@big of X"}));
    EXPECT_EQ(done.base.trade_quality[static_cast<std::size_t>(1 * 5 + 0)], 2) << "7 of 10 are estimated";
    EXPECT_EQ(done.base.trade_quality[static_cast<std::size_t>(2 * 5 + 0)], 1);
    EXPECT_TRUE(std::isnan((*done.base.value_added_share)(0, 0)));
    EXPECT_FALSE(std::isnan((*done.base.value_added_share)(1, 0)));
}

}  // namespace
}  // namespace desvio
