#include "desvio/io/concordance_io.hpp"
#include "desvio/io/split_plan_io.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/tables/aggregate.hpp"
#include "desvio/tables/split.hpp"
#include "tests/support/base_builder.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

/// A region split with shares by partner.
namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

constexpr double fit = 1e-9;  // a thousand times what the fit stops at

SplitPlan plan_of(std::string const& text) { return parse_split_plan(text, "p.csv", SplitAxis::region); }

void expect_identities(Base const& base) {
    for (IdentityCheck const& check : check_base(base))
        EXPECT_TRUE(check.passed()) << check.identity << " " << check.error << " at " << check.worst;
}

// P makes 100: 50 for itself, 30 for U, 20 for V. It buys 20 from U at 25 % (25 with duty), 15 from V, 10 less than it
// sells. Inputs cost nothing, so final demand is all that is spent.
Base one_good() {
    RowMatrix trade(3, 3), tariff = RowMatrix::Zero(3, 3);
    trade << 50, 20, 15,  //
        30, 70, 5,        //
        20, 10, 80;
    tariff(0, 1) = 0.25;
    return test::make_base({.regions = {"P", "U", "V"},
                            .sectors = {"GDS"},
                            .trade = {trade},
                            .tariff = {tariff},
                            .input_share = {},
                            .theta = {4.0},
                            .kinds = {}});
}

// Parts of 50 each. P1 sells 0.8 of the 30 to U, 24, and has 26 left for V and home, P2 44; from the priors 10 and 25
// of both, V's 20 and the 50 at home are divided as 26 to 44.
TEST(SplitPartners, ExportsByHand) {
    Base const made =
        split_region(one_good(), "P", plan_of("code,share,exports,partner\nP1,0.5,,\nP2,0.5,,\nP1,,0.8,U\nP2,,0.2,U\n"))
            .base;
    // (sector, importer, exporter); regions P1 P2 U V
    EXPECT_NEAR(made.trade(0, 2, 0), 24.0, fit);
    EXPECT_NEAR(made.trade(0, 2, 1), 6.0, fit);
    EXPECT_NEAR(made.trade(0, 3, 0), 20.0 * 26.0 / 70.0, fit);
    EXPECT_NEAR(made.trade(0, 3, 1), 20.0 * 44.0 / 70.0, fit);
    EXPECT_NEAR(made.trade(0, 0, 0) + made.trade(0, 1, 0), 50.0 * 26.0 / 70.0, fit);
    EXPECT_NEAR(made.trade(0, 0, 2), 10.0, fit) << "imports are divided as before";
    EXPECT_EQ(made.trade(0, 2, 3), 5.0);
    EXPECT_EQ(made.trade_quality[0], 1);
    EXPECT_EQ(made.quality_names.back(), split_quality);
    expect_identities(made);
}

// P spends 50 + 25 + 15 = 90, 45 in each part. P1 takes 0.6 of the 25 from U, 15, and has 30 left, P2 35; V's 15 and
// the 50 at home are divided as 30 to 35.
TEST(SplitPartners, ImportsByHand) {
    Base const made =
        split_region(one_good(), "P", plan_of("code,share,imports,partner\nP1,0.5,,\nP2,0.5,,\nP1,,0.6,U\nP2,,0.4,U\n"))
            .base;
    EXPECT_NEAR(made.trade(0, 0, 2), 12.0, fit) << "15 with duty";
    EXPECT_NEAR(made.trade(0, 1, 2), 8.0, fit);
    EXPECT_EQ(made.tariff(0, 0, 2), 0.25);
    EXPECT_NEAR(made.trade(0, 0, 3), 15.0 * 30.0 / 65.0, fit);
    EXPECT_NEAR(made.trade(0, 0, 0) + made.trade(0, 0, 1), 50.0 * 30.0 / 65.0, fit);
    EXPECT_NEAR(made.trade(0, 2, 0), 15.0, fit);
    expect_identities(made);
}

TEST(SplitPartners, SharesAreMetAndAggregatingGivesItBack) {
    std::string const plan =
        "code,share,sector,exports,imports,partner\nX,0.6,,0.65,,\nY,0.4,,0.35,,\nX,0.7,S1,,,\nY,0.3,S1,,,\n"
        "X,,,0.8,0.5,R0\nY,,,0.2,0.5,R0\nX,,,0.55,,R3\nY,,,0.45,,R3\nX,,,,0.7,R4\nY,,,,0.3,R4\n";
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Base const base = test::make_random_base({.regions = 6, .sectors = 4, .seed = seed, .zero_flow_share = 0.2});
        Split const done = split_region(base, "R2", plan_of(plan));
        Base const& made = done.base;
        expect_identities(made);
        auto const share = [&](std::string const& partner, bool of_exports) {
            Index const m = *made.regions.find(partner);
            double first = 0.0, both = 0.0;
            for (Index j = 0; j < 4; ++j)
                for (Index const part : {2, 3}) {
                    double const flow =
                        of_exports ? made.trade(j, m, part) : made.trade(j, part, m) * (1.0 + made.tariff(j, part, m));
                    both += flow;
                    if (part == 2) first += flow;
                }
            return first / both;
        };
        EXPECT_NEAR(share("R0", true), 0.8, fit);
        EXPECT_NEAR(share("R3", true), 0.55, fit);
        EXPECT_NEAR(share("R0", false), 0.5, fit);
        EXPECT_NEAR(share("R4", false), 0.7, fit);
        double first = 0.0, both = 0.0;
        for (Index j = 0; j < 4; ++j)
            for (Index const m : {0, 1, 4, 5, 6}) {
                first += made.trade(j, m, 2);
                both += made.trade(j, m, 2) + made.trade(j, m, 3);
            }
        EXPECT_NEAR(first / both, 0.65, fit) << "the share of all exports";
        auto const back =
            merge_axis(parse_concordance("from,to\nX,R2\nY,R2\n", "b.csv"), region_axis(made), Unmapped::kept);
        Base const again = aggregate_base(made, back, keep_axis(sector_axis(made))).base;
        EXPECT_LT((again.trade.flat() - base.trade.flat()).cwiseAbs().maxCoeff(), 1e-11 * base.trade.flat().maxCoeff());
    }
}

TEST(SplitPartners, DefaultSharesAreAFixedPoint) {
    Base const base = one_good();
    Base const plain = split_region(base, "P", plan_of("code,share\nP1,0.5\nP2,0.5\n")).base;
    Base const same =
        split_region(base, "P", plan_of("code,share,exports,partner\nP1,0.5,,\nP2,0.5,,\nP1,,0.5,V\nP2,,0.5,V\n")).base;
    EXPECT_LT((same.trade.flat() - plain.trade.flat()).cwiseAbs().maxCoeff(), fit);
}

TEST(SplitPartners, WhatCannotBeIsRefused) {
    Base const base = one_good();
    auto const refusal = [&](std::string const& rows) {
        return fault_of([&] {
            split_region(base, "P", plan_of("code,share,exports,imports,partner\nP1,0.1,,,\nP2,0.9,,,\n" + rows));
        });
    };
    expect_says(refusal("P1,,0.9,,U\nP2,,0.1,,U\n"), {"p.csv: the shares of exports by partner cannot be met"});
    expect_says(refusal("P1,,0.5,,W\nP2,,0.5,,W\n"), {"p.csv:4:1: unknown partner 'W' Did you mean 'P'?"});
    expect_says(refusal("P1,,0.5,,P\nP2,,0.5,,P\n"), {"the partner P is the region that is split", "--internal-trade"});
    expect_says(refusal("P1,,0.5,,U\n"), {"p.csv:4:1: 1 of 2 parts have a share of exports to U"});
    expect_says(refusal("P1,,,0.5,U\nP2,,,0.4,U\n"), {"the shares of imports from U sum to 0.9"});
    expect_says(refusal("P1,,0.5,,U\nP1,,0.5,,U\n"), {"p.csv:5:1: the share of P1 in exports to U is given twice"});
    expect_says(refusal("P3,,0.5,,U\n"), {"p.csv:4:1: 'P3' is no part"});
    expect_says(refusal("P1,0.5,0.5,,U\n"), {"p.csv:4:4: a row with a partner has exports and imports only"});
    expect_says(refusal("P1,,,,U\n"), {"p.csv:4:7: there is no share of exports or imports with this partner"});
    expect_says(refusal("P1,,1.5,,U\n"), {"the share 1.5 is not between 0 and 1"});
    expect_says(
        fault_of([&] { parse_split_plan("code,share,partner\nG1,0.5,\nG2,0.5,\n", "p.csv", SplitAxis::sector); }),
        {"unknown column 'partner'"});
}

}  // namespace
}  // namespace desvio
