#include "desvio/engine/import.hpp"
#include "desvio/io/concordance_io.hpp"
#include "desvio/io/duty_table_io.hpp"
#include "desvio/io/split_plan_io.hpp"
#include "desvio/params/use_table.hpp"
#include "desvio/tables/aggregate.hpp"
#include "desvio/tables/diff.hpp"
#include "desvio/tables/expand.hpp"
#include "desvio/tables/overlay.hpp"
#include "desvio/tables/reduce.hpp"
#include "desvio/tables/split.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/hand_use.hpp"
#include "tests/support/random_base.hpp"
#include "tests/support/random_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

/// What commands that change bases make of a full table and of jobs.
namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;
using test::hand_base_with_use;

Base random_base_with_use(std::uint64_t seed) {
    return test::with_random_use(
        test::make_random_base(
            {.regions = 5, .sectors = 4, .seed = seed, .zero_flow_share = 0.2, .has_duties_on_services = true}),
        seed);
}

void expect_identities(Base const& base) {
    for (IdentityCheck const& check : check_base(base))
        EXPECT_TRUE(check.passed()) << check.identity << " " << check.error << " at " << check.worst;
}

Merging regions_of(Base const& base, std::string const& rows) {
    return merge_axis(parse_concordance("from,to\n" + rows, "r.csv"), region_axis(base), Unmapped::kept);
}

Merging sectors_of(Base const& base, std::string const& rows) {
    return merge_axis(parse_concordance("from,to\n" + rows, "s.csv"), sector_axis(base), Unmapped::kept);
}

double persons(Base const& base) {
    double sum = 0.0;
    for (Index j = 0; j < base.n_sectors(); ++j)
        for (Index n = 0; n < base.n_regions(); ++n)
            sum += (*base.jobs_per_output)(j, n) * base.trade.slice(j).col(n).sum();
    return sum;
}

TEST(RandomUse, IsNoExpandedBase) {
    Base const base = random_base_with_use(3);
    expect_identities(base);
    double const moved = (base.use_table->intermediate - expand_base(base).intermediate).cwiseAbs().sum();
    EXPECT_GT(moved, 0.1 * base.use_table->intermediate.sum());
}

// hand_base() as one region W: what crossed the border counts with its duty.
//   GDS for GDS 5 + 25 + 9 + 11 = 50, for SRV 20 + 18 = 38, house 80 + 25 + 23 + 11 = 139, stock -5 + 10 = 5
//   SRV for GDS 30 + 5 + 25 = 60, for SRV 40 + 27 = 67, house 80 + 5 + 38 = 123
//   jobs of GDS (4 120 + 10 100) / 232, of SRV not known in B
TEST(AggregateUse, TwoRegionsIntoOneByHand) {
    Base const base = hand_base_with_use();
    Base const made = aggregate_base(base, regions_of(base, "*,W\n"), keep_axis(sector_axis(base))).base;
    ASSERT_TRUE(made.use_table);
    RowMatrix inputs(2, 2), final(2, 2);
    inputs << 50, 38, 60, 67;
    final << 139, 5, 123, 0;
    EXPECT_TRUE(made.use_table->intermediate.isApprox(inputs, 1e-14));
    EXPECT_TRUE(made.use_table->final_demand.isApprox(final, 1e-14));
    EXPECT_EQ(made.use_table->region_table.front().code, "W");
    EXPECT_DOUBLE_EQ((*made.jobs_per_output)(0, 0), 1480.0 / 232.0);
    EXPECT_TRUE(std::isnan((*made.jobs_per_output)(1, 0)));
    expect_identities(made);
}

// Sectors of hand_base() as one, ALL. A sells B 20 at 10 % and 10 free: 30 at 2 / 30. GDS buys 10 and 5 of them, which
// costs 16, at the common rate 15; B sells A 40 at 25 % and nothing else.
TEST(AggregateUse, SectorsIntoOneByHand) {
    Base const base = hand_base_with_use();
    Base const made = aggregate_base(base, keep_axis(region_axis(base)), sectors_of(base, "*,ALL\n")).base;
    RowMatrix inputs(2, 2);
    inputs << 95, 15, 20, 79;
    EXPECT_TRUE(made.use_table->intermediate.isApprox(inputs, 1e-14)) << made.use_table->intermediate;
    EXPECT_DOUBLE_EQ((*made.jobs_per_output)(0, 0), (4.0 * 120.0 + 2.0 * 160.0) / 280.0);
    expect_identities(made);
}

TEST(AggregateUse, AgreesWithTheAggregatedBaseAndKeepsPersons) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Base const base = random_base_with_use(seed);
        Base const made = aggregate_base(base, regions_of(base, "R1,X\nR3,X\n"), sectors_of(base, "S0,P\nS1,P\n")).base;
        ASSERT_TRUE(made.use_table);
        expect_identities(made);
        double within = 0.0;  // output grows by duties between R1 and R3, persons do not
        for (Index j = 0; j < base.n_sectors(); ++j)
            within += base.trade(j, 1, 3) * base.tariff(j, 1, 3) + base.trade(j, 3, 1) * base.tariff(j, 3, 1);
        EXPECT_GT(within, 0.0);
        EXPECT_NEAR(persons(made), persons(base), 1e-12 * persons(base));
        // What firms pay in all, duty included, is what they paid.
        auto const paid = [](Base const& one) {
            IoTable const table = full_table(one);
            return table.intermediate.sum() + table.intermediate_taxes.sum();
        };
        EXPECT_NEAR(paid(made), paid(base), 1e-12 * paid(base));
    }
}

TEST(AggregateUse, ToTheSameCodesIsTheSameToTheBit) {
    Base const base = random_base_with_use(2);
    Base const made = aggregate_base(base, keep_axis(region_axis(base)), keep_axis(sector_axis(base))).base;
    EXPECT_TRUE(diff_bases(base, made, 3).is_same());
}

TEST(SplitUse, TheTableGoesAndJobsStay) {
    Base const base = hand_base_with_use();
    Base const regions =
        split_region(base, "A", parse_split_plan("code,share\nA1,0.25\nA2,0.75\n", "p.csv", SplitAxis::region)).base;
    Base const sectors =
        split_sector(base, "GDS", parse_split_plan("code,share\nG1,0.25\nG2,0.75\n", "p.csv", SplitAxis::sector)).base;
    for (Base const* made : {&regions, &sectors}) {
        EXPECT_FALSE(made->use_table);
        ASSERT_FALSE(made->provenance.empty());
        EXPECT_EQ(made->provenance.back().step, "full table");
        expect_identities(*made);
    }
    EXPECT_EQ((*regions.jobs_per_output)(0, 1), 4.0);
    EXPECT_EQ((*regions.jobs_per_output)(0, 2), 10.0);
    EXPECT_EQ((*sectors.jobs_per_output)(1, 1), 10.0);
    EXPECT_EQ((*sectors.jobs_per_output)(2, 0), 2.0);
}

DutyTable duties(std::string const& rows) {
    return parse_duty_table("sector,exporter,importer,rate\n" + rows, "d.csv", {});
}

// A's duty on GDS of B from 25 to 50 %: sector GDS buys 20 of them and pays 5 more, SRV buys none, the house 5 more.
TEST(OverlayUse, EachUserBearsWhatItBuys) {
    Base const base = hand_base_with_use();
    Overlaid const done =
        overlay_duties(base, duties("GDS,B,A,0.5\n"), {.sectors = {}, .regions = {}, .bearer = DutyBearer::users});
    ASSERT_TRUE(done.base.use_table);
    EXPECT_EQ(done.base.use_table, base.use_table);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 0), 35.0 / 120.0);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 0, 1), 0.125);
    EXPECT_DOUBLE_EQ(done.base.input_share(0, 1, 0), 0.25);
    Accounts const accounts = derive_accounts(done.base);
    EXPECT_NEAR(accounts.final_share(0, 0) * accounts.income(0), 105.0, 1e-12) << "80 + 1.5 20 - 5";
    expect_identities(done.base);
}

TEST(OverlayUse, BorneByFinalDemandItGoes) {
    Base const base = hand_base_with_use();
    Overlaid const done = overlay_duties(base, duties("GDS,B,A,0.5\n"));
    EXPECT_FALSE(done.base.use_table);
    ASSERT_FALSE(done.base.provenance.empty());
    EXPECT_EQ(done.base.provenance.back().step, "full table");
    EXPECT_TRUE(overlay_duties(base, duties("GDS,B,A,0.25\n")).base.use_table) << "no rate changes";
    EXPECT_TRUE(overlay_elasticities(base, base.elasticities.front()).use_table);
}

TEST(OverlayUse, IdentitiesHold) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Base const base = random_base_with_use(seed);
        Overlaid const done = overlay_duties(base, duties("S0,R1,R2,0.45\nS1,R0,R2,0\nS3,R4,R1,0.3\n"),
                                             {.sectors = {}, .regions = {}, .bearer = DutyBearer::users});
        ASSERT_TRUE(done.base.use_table);
        expect_identities(done.base);
    }
}

TEST(DiffUse, CellsCategoriesAndJobsAreCompared) {
    Base const base = hand_base_with_use();
    EXPECT_TRUE(diff_bases(base, base, 5).is_same());
    Base other = base;
    RowMatrix inputs = base.use_table->intermediate, final = base.use_table->final_demand;
    inputs(2, 1) += 1.0;
    inputs(2, 0) -= 0.5;
    final(1, 2) += 2.0;
    other.use_table = make_use_table(other, {"house", "stock"}, inputs, final);
    (*other.jobs_per_output)(1, 0) = 5.0;
    BaseDiff const diff = diff_bases(base, other, 5);
    auto const find = [&](std::string const& name) {
        return *std::find_if(diff.quantities.begin(), diff.quantities.end(),
                             [&](auto const& entry) { return entry.quantity == name; });
    };
    EXPECT_EQ(find("input of the full table").compared, 16);
    EXPECT_EQ(find("input of the full table").differing, 2);
    EXPECT_EQ(find("input of the full table").largest.front().where, "GDS from B to A for SRV");
    EXPECT_EQ(find("final use of the full table").largest.front().where, "SRV from A to B for house");
    EXPECT_EQ(find("jobs").largest.front().where, "SRV in A");
    EXPECT_EQ(find("jobs").largest.front().after, 5.0);
    other.use_table = make_use_table(other, {"house", "inventories"}, base.use_table->intermediate, final);
    EXPECT_EQ(diff_bases(base, other, 5).texts,
              (std::vector<std::string>{"final category 'stock' is only in the first base",
                                        "final category 'inventories' is only in the second base"}));
    other.use_table.reset();
    EXPECT_EQ(diff_bases(base, other, 5).texts, (std::vector<std::string>{"a full table is only in the first base"}));
}

TEST(SettleUse, GoesOnlyWhenFlowsMove) {
    Base base = random_base_with_use(1);
    Settled const still = settle_base(base);
    ASSERT_TRUE(still.summary.is_converged());
    EXPECT_TRUE(still.base.use_table) << "an equilibrium does not move";
    base.trade(1, 2, 2) *= 1.3;
    Settled const moved = settle_base(base);
    ASSERT_TRUE(moved.summary.is_converged());
    EXPECT_FALSE(moved.base.use_table);
    ASSERT_FALSE(moved.base.provenance.empty());
    EXPECT_EQ(moved.base.provenance.back().step, "full table");
    EXPECT_TRUE(moved.base.jobs_per_output);
}

ImportOptions keeping(Inventories inventories) {
    ImportOptions options;
    options.keep_use = true;
    options.mend.inventories = inventories;
    return options;
}

TEST(ImportUse, TheMendedTableIsKept) {
    IoTable table = test::make_random_table(3, 4, 1);
    table.region_table[1].code = "BRA";
    table.final_demand(5, 1) = -0.2;
    table.intermediate(0, 7) = -0.3;
    Imported const imported = import_table(table, keeping(Inventories::leontief));
    EXPECT_TRUE(imported.passed());
    Base const& base = imported.base;
    ASSERT_TRUE(base.use_table);
    EXPECT_EQ(base.use_table->final_categories, std::vector<std::string>{"HFCE"}) << "inventories were dropped";
    EXPECT_EQ(base.use_table->region_table[1].name, "Brazil");
    EXPECT_GE(base.use_table->intermediate.minCoeff(), 0.0);
    EXPECT_EQ(base.provenance.back().step, "full table");
    Base const again = reduce_table(*base.use_table);
    EXPECT_EQ(again.trade.flat(), base.trade.flat());
    EXPECT_EQ(again.input_share.flat(), base.input_share.flat());
    // Its users do not all buy in the same proportions.
    EXPECT_GT((base.use_table->intermediate - expand_base(base).intermediate).cwiseAbs().maxCoeff(), 1e-3);
    ImportOptions compact = keeping(Inventories::leontief);
    compact.keep_use = false;
    EXPECT_FALSE(import_table(table, compact).base.use_table);
}

TEST(ImportUse, InventoriesMayBeKept) {
    IoTable table = test::make_random_table(3, 4, 1);
    table.final_demand(5, 1) = -0.2;
    Imported const imported = import_table(table, keeping(Inventories::keep));
    EXPECT_TRUE(imported.passed());
    EXPECT_EQ(imported.base.use_table->final_demand(5, 1), -0.2);
    expect_says(imported.base.provenance.back().detail, {"1 final cells are below 0"});
    // A final demand that is negative in all cannot stand in a base.
    table.final_demand.row(5).segment(0, 2) << 0.0, -1e6;
    EXPECT_FALSE(import_table(table, keeping(Inventories::keep)).passed());
}

TEST(ImportUse, ACompactBaseHasNone) {
    Base const base = test::make_random_base({.seed = 2});
    expect_says(fault_of([&] { import_base(base, "test", keeping(Inventories::leontief)); }),
                {"there is no full table to keep", "Leave --keep-use out."});
    EXPECT_TRUE(import_base(hand_base_with_use(), "desvio").base.use_table);
}

}  // namespace
}  // namespace desvio
