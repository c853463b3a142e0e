#include "desvio/tables/overlay.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/concordance_io.hpp"
#include "desvio/io/duty_table_io.hpp"
#include "desvio/params/accounts.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

DutyTable duties(std::string const& rows, DutyTableLayout const& layout = {}) {
    std::string const header =
        layout.value.empty() ? "sector,exporter,importer,rate\n" : "sector,exporter,importer,rate,value\n";
    return parse_duty_table(header + rows, "d.csv", layout);
}

DutyTableLayout with_value() {
    DutyTableLayout layout;
    layout.value = "value";
    return layout;
}

void expect_identities(Base const& base) {
    for (IdentityCheck const& check : check_base(base))
        EXPECT_TRUE(check.passed()) << check.identity << " " << check.error << " at " << check.worst;
}

// hand_base(): A takes 40 GDS from B at 25 %. At 50 % it pays 20, not 10: X[GDS,A] = 160, final demand 160 - 50 = 110.
TEST(BaseSet, DutiesByHandBorneByFinalDemand) {
    Base const base = test::hand_base();
    Overlaid const done = overlay_duties(base, duties("GDS,B,A,0.5\n"));
    EXPECT_EQ(done.base.tariff(0, 0, 1), 0.5);
    EXPECT_EQ(done.base.tariff(0, 1, 0), 0.1) << "no row reaches it";
    EXPECT_EQ(done.base.trade.flat(), base.trade.flat());
    EXPECT_EQ(done.base.input_share.flat(), base.input_share.flat());
    Accounts const accounts = derive_accounts(done.base);
    EXPECT_DOUBLE_EQ(accounts.final_share(0, 0) * accounts.income(0), 110.0);
    EXPECT_DOUBLE_EQ(accounts.income(0), 190.0);
    EXPECT_EQ(done.revenue_before(0), 10.0);
    EXPECT_EQ(done.revenue_after(0), 20.0);
    EXPECT_EQ(done.flows_set, 1);
    EXPECT_EQ(done.trade_set, 40.0);
    EXPECT_EQ(done.trade_untouched, 0.0);
    expect_identities(done.base);
}

// Borne by all users: GDS costs A 160 / 150 as much, so its users' shares rise by that and final demand is 100 160 /
// 150.
TEST(BaseSet, DutiesByHandBorneByUsers) {
    Overlaid const done = overlay_duties(test::hand_base(), duties("GDS,B,A,0.5\n"), {{}, {}, DutyBearer::users});
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 0), 0.25 * 160.0 / 150.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 1), 0.125 * 160.0 / 150.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 1, 0), 0.25);
    Accounts const accounts = derive_accounts(done.base);
    EXPECT_NEAR(accounts.final_share(0, 0) * accounts.income(0), 100.0 * 160.0 / 150.0, 1e-12);
    expect_identities(done.base);
}

TEST(BaseSet, IdentitiesHoldForRandomBases) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Base base = test::make_random_base({.regions = 5, .sectors = 4, .seed = seed, .has_duties_on_services = true});
        Accounts const before = derive_accounts(base);
        base.final_demand = before.final_share;
        for (Index n = 0; n < 5; ++n) base.final_demand->col(n) *= before.income(n);
        base.value_added_share = before.value_added_share;
        auto const table = duties("S0,R1,R0,0.6\nS1,R1,R0,0\nS0,R2,R0,0.05\nS2,R0,R3,0.2\n");
        for (DutyBearer const bearer : {DutyBearer::final_demand, DutyBearer::users}) {
            Overlaid const done = overlay_duties(base, table, {{}, {}, bearer});
            expect_identities(done.base);
            Accounts const after = derive_accounts(done.base);
            EXPECT_EQ(after.gross_output, before.gross_output);
            EXPECT_NEAR((after.tariff_revenue - before.tariff_revenue).sum(),
                        (done.revenue_after - done.revenue_before).sum(), 1e-9);
            EXPECT_TRUE(std::isnan((*done.base.final_demand)(0, 0)));
            EXPECT_FALSE(std::isnan((*done.base.final_demand)(0, 1))) << "R1 charges what it did";
            EXPECT_EQ(std::isnan((*done.base.value_added_share)(0, 0)), bearer == DutyBearer::users);
        }
    }
}

TEST(BaseSet, SeveralRowsOnOneFlowAreAveraged) {
    Base const base = test::hand_base();
    auto const concordance = parse_concordance("from,to,weight\nx,GDS,1\ny,GDS,3\n", "c.csv");
    OverlayOptions options;
    options.sectors = concordance;
    auto const rate = [&](DutyTable const& table) { return overlay_duties(base, table, options).base.tariff(0, 0, 1); };
    EXPECT_DOUBLE_EQ(rate(duties("x,B,A,0.1\ny,B,A,0.5\n")), (0.1 + 3 * 0.5) / 4.0);
    EXPECT_DOUBLE_EQ(rate(duties("x,B,A,0.1,10\ny,B,A,0.5,20\n", with_value())), (10 * 0.1 + 60 * 0.5) / 70.0);
    EXPECT_DOUBLE_EQ(rate(duties("x,B,A,0.1,0\ny,B,A,0.5,\n", with_value())), 0.3) << "without weight, a plain mean";
    Overlaid const done = overlay_duties(base, duties("x,B,A,0.1\ny,B,A,0.5\n"), options);
    EXPECT_EQ(done.flows_set, 1);
    EXPECT_EQ(done.flows_averaged, 1);
}

TEST(BaseSet, TellsWhatDidNotMatch) {
    Base const base = test::hand_base();
    Overlaid const done = overlay_duties(base, duties("GDS,B,A,0.3\nGDS,Z,A,0.3\nQ,B,A,0.3\nQ,A,W,0.3\nGDS,A,A,0\n"));
    EXPECT_EQ(done.unmatched_exporters, (std::map<std::string, Index>{{"Z", 1}}));
    EXPECT_EQ(done.unmatched_sectors, (std::map<std::string, Index>{{"Q", 2}}));
    EXPECT_EQ(done.unmatched_importers, (std::map<std::string, Index>{{"W", 1}}));
    EXPECT_EQ(done.flows_set, 1);

    Base wide = test::make_random_base({.regions = 3, .sectors = 3, .seed = 1});
    Overlaid const some = overlay_duties(wide, duties("S0,R1,R0,0.3\n"));
    EXPECT_DOUBLE_EQ(some.trade_untouched, wide.trade(0, 0, 2) + wide.trade(1, 0, 1) + wide.trade(1, 0, 2))
        << "goods of R0 without a row; S2 is services";
    EXPECT_EQ(some.untouched.size(), 3U);
}

// B of hand_base() with GDS bought only as inputs: lower duties leave less spent than inputs cost.
TEST(BaseSet, RefusesNegativeFinalDemand) {
    Base base = test::hand_base();
    base.input_share(1, 0, 0) = 0.62;  // 0.62 100 + 0.2 90 = 80 of the 82 that B spends, 2 of it duty
    std::string const message = fault_of([&] { overlay_duties(base, duties("GDS,A,B,0\n")); });
    EXPECT_EQ(message, "no fault") << "80 of 80: nothing is left, and nothing is lacking";
    base.input_share(1, 0, 0) = 0.63;
    expect_says(fault_of([&] { overlay_duties(base, duties("GDS,A,B,0\n")); }),
                {"final demand for GDS in B would be -1 million: 80 are spent, 81 bought as inputs", "--borne-by users",
                 "desvio base settle"});
    expect_identities(overlay_duties(base, duties("GDS,A,B,0\n"), {{}, {}, DutyBearer::users}).base);
    // 0.63 and 0.3 of output are inputs; GDS at 16 times what it was leaves GDS no value added.
    expect_says(fault_of([&] {
                    overlay_duties(base, duties("GDS,A,B,15\n"), {{}, {}, DutyBearer::users});
                }),
                {"GDS in B would have no value added", "--borne-by final-demand"});
}

TEST(BaseSet, ReadsTablesOfOthers) {
    DutyTableLayout layout;
    layout.rename("sector=gtap,exporter=iso3,rate=total_pct,value=imports");
    layout.choose("date=2025-01-01");
    layout.one_importer = "USA";
    layout.is_percent = true;
    DutyTable const table = parse_duty_table(
        "date,iso3,gtap,imports,total_pct,src\n2025-01-01,CHN,ele,5,12.5,X\n2025-02-01,CHN,ele,5,22.5,X\n2025-01-01,"
        "CHN,ctl,0,,X\n",
        "d.csv", layout);
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.n_without_rate, 1);
    EXPECT_EQ(table.rows[0].rate, 0.125);
    EXPECT_EQ(table.rows[0].importer, "USA");
    EXPECT_EQ(table.rows[0].exporter, "CHN");
    EXPECT_EQ(table.rows[0].value, 5.0);
    EXPECT_EQ(table.rows[0].where.line, 2);
}

TEST(BaseSet, EveryFaultHasItsPlace) {
    auto const parse = [](std::string const& rows) { return fault_of([&] { duties(rows); }); };
    expect_says(parse("GDS,B,A,-0.1\n"), {"d.csv:2:9: negative duty -0.1"});
    expect_says(parse("GDS,B,A,25\n"), {"d.csv:2:9: rate 25 is above 20", "--percent"});
    expect_says(parse("GDS,B,A,0.1\nGDS,B,A,0.2\n"), {"d.csv:3:1: the rate of 'GDS' from B to A"});
    expect_says(parse(""), {"there are no rows"});
    expect_says(fault_of([] { duties("GDS,B,A,1,-1\n", with_value()); }), {"negative trade"});
    expect_says(fault_of([] { parse_duty_table("sectr,exporter,importer,rate\n", "d.csv", {}); }),
                {"column 'sector' is missing", "Did you mean 'sectr'?"});
    DutyTableLayout layout;
    expect_says(fault_of([&] { layout.rename("sectr=x"); }), {"--columns cannot name 'sectr'", "'sector'"});
    expect_says(fault_of([&] { layout.rename("sector"); }), {"'sector' is not NAME=TEXT"});
    expect_says(fault_of([&] { layout.choose("date"); }), {"--only 'date' is not NAME=TEXT"});
    layout.choose("rate=0.7");
    expect_says(fault_of([&] { duties("GDS,B,A,0.5\n", layout); }), {"no row has rate = 0.7"});
}

TEST(BaseSet, Elasticities) {
    Base const base = test::hand_base();
    ElasticitySet const set =
        parse_elasticity_table("sector,theta,se,source\nSRV,3,0.5,mine\nGDS,7,,\n", "e.csv", base);
    Base const done = overlay_elasticities(base, set);
    EXPECT_EQ(done.elasticity_set("default").theta(0), 7.0);
    EXPECT_EQ(done.elasticity_set("default").standard_error(1), 0.5);
    EXPECT_EQ(done.elasticity_set("former-default").theta(0), 4.0);
    EXPECT_EQ(done.elasticities.front().name, "default");
    auto const parse = [&](std::string const& text) {
        return fault_of([&] { parse_elasticity_table("sector,theta\n" + text, "e.csv", base); });
    };
    expect_says(parse("GDS,4\n"), {"no elasticity for SRV"});
    expect_says(parse("GDS,-4\nSRV,1\n"), {"e.csv:2:5: theta is -4"});
    expect_says(parse("GDS,4\nGDS,5\nSRV,1\n"), {"e.csv:3:1: sector GDS"});
    expect_says(parse("GDX,4\nSRV,1\n"), {"e.csv:2:1:", "'GDS'"});
}

TEST(BaseSet, DutiesOf2025OnTheBuiltInBase) {
    auto const folder = test::shared_data("tariffs");
    DESVIO_NEED_SHARED_DATA(folder);
    Base const world = read_base("world-2023");
    DutyTableLayout layout;
    layout.rename("sector=gtap,exporter=iso3,rate=total_pct,value=imports2024_usd");
    layout.choose("date=2025-08-07");
    layout.one_importer = "USA";
    layout.is_percent = true;
    OverlayOptions options;
    options.sectors = read_concordance("gtap-to-world-2023");
    Overlaid const done =
        overlay_duties(world, read_duty_table(folder / "us_tariff_partner_gtap_by_date.csv.gz", layout), options);
    expect_identities(done.base);
    Index const usa = *world.regions.find("USA");
    EXPECT_GT(done.revenue_after(usa), 3.0 * done.revenue_before(usa)) << "duties of August 2025 against those of 2024";
    for (Index n = 0; n < world.n_regions(); ++n)
        if (n != usa) {
            EXPECT_EQ(done.revenue_after(n), done.revenue_before(n)) << world.regions[n];
        }
    EXPECT_TRUE(done.unmatched_importers.empty());
    EXPECT_TRUE(done.unmatched_exporters.contains("EUU")) << "the base calls it EU27";
    options.regions = parse_concordance("from,to\nEUU,EU27\n", "r.csv");
    Overlaid const wider =
        overlay_duties(world, read_duty_table(folder / "us_tariff_partner_gtap_by_date.csv.gz", layout), options);
    EXPECT_FALSE(wider.unmatched_exporters.contains("EUU"));
    EXPECT_FALSE(wider.unmatched_exporters.contains("CHN")) << "codes without a row stand for themselves";
    EXPECT_LT(wider.trade_untouched, done.trade_untouched - 400000.0) << "what the EU sells to the USA";
}

}  // namespace
}  // namespace desvio
