#include "desvio/tables/split.hpp"

#include "desvio/io/concordance_io.hpp"
#include "desvio/io/split_plan_io.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/tables/aggregate.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

constexpr double rounding = 1e-12;  // sums of tens of products

SplitPlan regions_plan(std::string const& text) { return parse_split_plan(text, "p.csv", SplitAxis::region); }
SplitPlan sectors_plan(std::string const& text) { return parse_split_plan(text, "p.csv", SplitAxis::sector); }

void expect_identities(Base const& base) {
    for (IdentityCheck const& check : check_base(base))
        EXPECT_TRUE(check.passed()) << check.identity << " " << check.error << " at " << check.worst;
}

void expect_same(Tensor3 const& a, Tensor3 const& b) {
    ASSERT_TRUE(a.same_shape(b));
    EXPECT_LE((a.flat() - b.flat()).cwiseAbs().maxCoeff(), rounding * b.flat().cwiseAbs().maxCoeff());
}

void expect_same_figures(Base const& a, Base const& b) {
    EXPECT_EQ(a.regions, b.regions);
    EXPECT_EQ(a.sectors, b.sectors);
    expect_same(a.trade, b.trade);
    expect_same(a.tariff, b.tariff);
    expect_same(a.input_share, b.input_share);
    EXPECT_LE((a.elasticities[0].theta - b.elasticities[0].theta).cwiseAbs().maxCoeff(), rounding * 10.0);
}

// A of hand_base() in a quarter and three quarters. Shares are the same in every sector, so spending is divided alike.
// GDS own sales 100: sales and purchases of the parts 25 and 75. Without frictions 2 x 25 x 75 / 100 = 37.5 cross.
// Gravity, GDS: A buys 140 at basic price, 40 of it abroad; frictionless 140 x 100 / 220 = 63.64; weight 40 / 63.64.
TEST(SplitRegion, ByHand) {
    Base const base = test::hand_base();
    Split const done = split_region(base, "A", regions_plan("code,share,name\nA1,0.25,First\nA2,0.75,Second\n"));
    Base const& made = done.base;
    EXPECT_EQ(made.regions.codes(), (std::vector<std::string>{"A1", "A2", "B"}));
    EXPECT_EQ(made.region_table[1].name, "Second");
    EXPECT_DOUBLE_EQ(made.trade(0, 2, 0), 5.0) << "a quarter of 20";
    EXPECT_DOUBLE_EQ(made.trade(0, 1, 2), 30.0) << "three quarters of 40";
    EXPECT_DOUBLE_EQ(made.tariff(0, 1, 2), 0.25);
    EXPECT_DOUBLE_EQ(made.tariff(0, 2, 0), 0.10);
    EXPECT_EQ(made.tariff(0, 0, 1), 0.0);
    double const weight = 40.0 / (140.0 * 100.0 / 220.0);
    EXPECT_NEAR(made.trade(0, 0, 1), weight * 25.0 * 75.0 / 100.0, rounding * 100.0);
    EXPECT_NEAR(made.trade(0, 0, 0) + made.trade(0, 0, 1), 25.0, rounding * 100.0);
    EXPECT_NEAR(made.trade(1, 0, 1), 0.0, rounding) << "A buys no services abroad";
    EXPECT_NEAR(done.own_sales, 250.0, rounding * 250.0);
    EXPECT_NEAR(done.internal_trade, weight * 37.5, rounding * 100.0);
    EXPECT_EQ(made.quality_names.back(), split_quality);
    EXPECT_EQ(made.trade_quality[0], 1);
    EXPECT_EQ(made.trade_quality[8], 0) << "B's own sales are as they were";
    expect_identities(made);
}

TEST(SplitRegion, AWantedFractionOfInternalTrade) {
    Base const base = test::hand_base();
    auto const plan = regions_plan("code,share\nA1,0.25\nA2,0.75\n");
    Split const some = split_region(base, "A", plan, {.internal_trade = 0.2});
    EXPECT_NEAR(some.internal_trade, 0.2 * 250.0, rounding * 250.0);
    EXPECT_TRUE(some.bounded_sectors.empty());
    Split const none = split_region(base, "A", plan, {.internal_trade = 0.0});
    EXPECT_NEAR(none.internal_trade, 0.0, rounding * 250.0);
    Split const most = split_region(base, "A", plan, {.internal_trade = 0.9});
    EXPECT_NEAR(most.internal_trade, 0.375 * 250.0, rounding * 250.0) << "without frictions 2 x 0.25 x 0.75 cross";
    EXPECT_EQ(most.bounded_sectors, (std::vector<std::string>{"GDS", "SRV"}));
    for (Split const* split : {&some, &none, &most}) expect_identities(split->base);
}

TEST(SplitRegion, IdentitiesHoldAndAggregatingGivesItBack) {
    std::string const plan =
        "code,share,sector,groups,exports,imports\nR1,0.5,,north,,\nX,0.3,,,,\nY,0.2,,,,\n"
        "R1,0,S0,,,\nX,0.9,S0,,,\nY,0.1,S0,,,\nR1,0.6,S2,,,\nX,0.4,S2,,,\nY,0,S2,,,\n";
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Base const base = test::make_random_base(
            {.regions = 5, .sectors = 4, .seed = seed, .zero_flow_share = 0.3, .has_duties_on_services = true});
        Split const done = split_region(base, "R1", regions_plan(plan));
        ASSERT_EQ(done.base.n_regions(), 7);
        expect_identities(done.base);
        EXPECT_EQ(done.base.trade(0, 1, 1), 0.0) << "a part without output sells nothing";
        EXPECT_EQ(done.base.region_table[1].groups.back(), "north");
        auto const back = merge_axis(parse_concordance("from,to\nR1,R1\nX,R1\nY,R1\n", "b.csv"), region_axis(done.base),
                                     Unmapped::kept);
        expect_same_figures(aggregate_base(done.base, back, keep_axis(sector_axis(done.base))).base, base);
    }
}

TEST(SplitRegion, TotalsOfExportsAndImportsAreMet) {
    Base const base = test::make_random_base({.regions = 5, .sectors = 4, .seed = 4});
    Split const done =
        split_region(base, "R2", regions_plan("code,share,exports,imports\nX,0.6,0.7,0.55\nY,0.4,0.3,0.45\n"));
    expect_identities(done.base);
    double sold = 0.0, sold_first = 0.0, paid = 0.0, paid_first = 0.0;
    for (Index j = 0; j < 4; ++j)
        for (Index other : {0, 1, 4, 5}) {
            for (Index part : {2, 3}) {
                sold += done.base.trade(j, other, part);
                paid += done.base.trade(j, part, other) * (1.0 + done.base.tariff(j, part, other));
            }
            sold_first += done.base.trade(j, other, 2);
            paid_first += done.base.trade(j, 2, other) * (1.0 + done.base.tariff(j, 2, other));
        }
    EXPECT_NEAR(sold_first / sold, 0.7, 1e-9);
    EXPECT_NEAR(paid_first / paid, 0.55, 1e-9);
    auto const back =
        merge_axis(parse_concordance("from,to\nX,R2\nY,R2\n", "b.csv"), region_axis(done.base), Unmapped::kept);
    expect_same_figures(aggregate_base(done.base, back, keep_axis(sector_axis(done.base))).base, base);
}

TEST(SplitRegion, PeculiarBases) {
    for (int which = 0; which < 4; ++which) {
        Base const base = test::make_random_base({.regions = 5,
                                                  .sectors = 4,
                                                  .seed = 33,
                                                  .has_autarkic_region = which == 0,
                                                  .has_untraded_sector = which == 1,
                                                  .has_absent_sector = which == 2,
                                                  .has_import_only_sector = which == 3});
        for (char const* const parent : {"R0", "R1", "R4"}) {
            Split const done = split_region(base, parent, regions_plan("code,share\nX,0.3\nY,0.7\n"));
            expect_identities(done.base);
        }
    }
}

// GDS of hand_base() in GA (half in A, 0.2 in B) and GB. A spends 100 + 50 on GDS: on GA 50 + 0.2 50 = 60, so 0.4 of
// it.
TEST(SplitSector, ByHand) {
    Base const base = test::hand_base();
    auto const plan = sectors_plan("code,share,region\nGA,0.5,\nGB,0.5,\nGA,0.2,B\nGB,0.8,B\n");
    Base const made = split_sector(base, "GDS", plan).base;
    EXPECT_EQ(made.sectors.codes(), (std::vector<std::string>{"GA", "GB", "SRV"}));
    EXPECT_DOUBLE_EQ(made.trade(0, 0, 1), 8.0) << "0.2 of 40";
    EXPECT_DOUBLE_EQ(made.tariff(1, 0, 1), 0.25);
    EXPECT_DOUBLE_EQ(made.input_share(0, 0, 0), 0.4 * 0.25);
    EXPECT_DOUBLE_EQ(made.input_share(0, 1, 2), 0.6 * 0.125);
    EXPECT_DOUBLE_EQ(made.input_share(0, 2, 1), 0.25) << "services used by GB as by GDS";
    EXPECT_EQ(made.elasticities[0].theta(1), 4.0);
    EXPECT_EQ(made.elasticities[0].theta(2), 6.0);
    expect_identities(made);
}

TEST(SplitSector, IdentitiesHoldAndAggregatingGivesItBack) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Base base = test::make_random_base({.regions = 5, .sectors = 4, .seed = seed, .zero_flow_share = 0.3});
        base.value_added_share = derive_accounts(base).value_added_share;
        Split const done =
            split_sector(base, "S1", sectors_plan("code,share,region\nP,0.3,\nQ,0.7,\nP,1,R3\nQ,0,R3\n"));
        expect_identities(done.base);
        auto const back =
            merge_axis(parse_concordance("from,to\nP,S1\nQ,S1\n", "b.csv"), sector_axis(done.base), Unmapped::kept);
        Base const again = aggregate_base(done.base, keep_axis(region_axis(done.base)), back).base;
        expect_same_figures(again, base);
        EXPECT_LE((*again.value_added_share - *base.value_added_share).cwiseAbs().maxCoeff(), rounding);
    }
}

TEST(Split, RefusesWhatCannotBe) {
    Base const base = test::hand_base();
    expect_says(fault_of([&] { split_region(base, "AA", regions_plan("code,share\nX,0.5\nY,0.5\n")); }),
                {"unknown region 'AA'", "Did you mean 'A'?"});
    expect_says(fault_of([&] { split_region(base, "A", regions_plan("code,share\nB,0.5\nY,0.5\n")); }),
                {"p.csv:2:1: the code B is taken by another region"});
    expect_says(fault_of([&] {
                    split_region(base, "A", regions_plan("code,share,sector\nX,0.5,\nY,0.5,\nX,1,GDX\nY,0,GDX\n"));
                }),
                {"p.csv:4:1: unknown sector 'GDX'", "Did you mean 'GDS'?"});
    // X makes 0.01 of A's GDS, 1.2, and is to sell nearly all of A's exports of 20 + 10.
    expect_says(
        fault_of([&] { split_region(base, "A", regions_plan("code,share,exports\nX,0.01,0.9\nY,0.99,0.1\n")); }),
        {"X exports more than it makes in sector GDS"});
}

TEST(Split, FormIsChecked) {
    auto const parse = [](std::string const& text) { return fault_of([&] { regions_plan(text); }); };
    expect_says(parse("code,share\nX,0.5\nY,0.4\n"), {"the shares of the parts sum to 0.9"});
    expect_says(parse("code,share\nX,1\n"), {"there are 1 parts"});
    expect_says(parse("code,share\nX,50\nY,0.5\n"), {"p.csv:2:3: the share 50 is not between 0 and 1"});
    expect_says(parse("code,share\nX,0.5\nX,0.5\n"), {"p.csv:3:1: part X is given twice"});
    expect_says(parse("code,share,sector\nX,0.5,\nY,0.5,\nX,1,GDS\n"), {"p.csv:4:1: 1 of 2 parts have a share in GDS"});
    expect_says(parse("code,share,sector\nX,0.5,\nY,0.5,\nX,0.5,GDS\nY,0.4,GDS\n"), {"the shares in GDS sum to 0.9"});
    expect_says(parse("code,share,sector\nX,0.5,\nY,0.5,\nZ,1,GDS\n"), {"p.csv:4:1: 'Z' is no part"});
    expect_says(parse("code,share,exports\nX,0.5,0.5\nY,0.5,\n"), {"some parts have a share of exports"});
    expect_says(parse("code,share,region\nX,0.5,\nY,0.5,\n"), {"unknown column 'region'"});
    expect_says(parse("code,share\nX y,0.5\nY,0.5\n"), {"'X y' is not a code"});
}

}  // namespace
}  // namespace desvio
