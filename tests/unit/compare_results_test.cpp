#include "desvio/engine/compare_results.hpp"

#include "desvio/io/concordance_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/tables/aggregate.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace desvio::test {
namespace {

/// A sum of a few thousand flows in another order, relative.
constexpr double summing = 1e-12;

Base const& world() { return named_base("world2023"); }

LabelledFile answer_to(Scenario const& scenario, Base const& base = world()) {
    RunOptions options;
    options.draws = 0;
    return to_tables(run_scenario(scenario, base, options), "test");
}

/// Answers are made once for all tests.
ComparedResult answer(std::string const& name) {
    static std::map<std::string, LabelledFile> made;
    if (!made.contains(name)) made[name] = answer_to(read_scenario(name));
    return compared_result(made.at(name), name);
}

CompareOptions asking(std::vector<std::string> what, std::vector<std::string> regions = {}) {
    CompareOptions options;
    options.what = std::move(what);
    options.regions = std::move(regions);
    return options;
}

double cell(LabelledFile const& file, std::string const& path, Index region) {
    return file.numbers(path)[static_cast<std::size_t>(region)];
}

TEST(CompareResults, figures_are_those_of_the_files) {
    LabelledFile const file = answer_to(read_scenario("brics-100"));
    ResultComparison const found =
        compare_results({compared_result(file, "a"), answer("brics-10")},
                        asking({"welfare_pct", "real_wage_pct", "tariff_revenue", "redirection_rate"}, {"BRA", "MEX"}));
    ASSERT_EQ(found.tables.size(), 4U);
    Index const bra = *world().regions.find("BRA");
    ASSERT_EQ(found.tables[0].rows.size(), 2U);
    EXPECT_NEAR(found.tables[0].rows[0].value(0), cell(file, "/region/welfare_pct", bra), 1e-10);
    EXPECT_NEAR(found.tables[1].rows[0].value(0), 100.0 * (cell(file, "/region/real_wage_hat", bra) - 1.0), 1e-10);
    double const revenue = cell(file, "/region/tariff_revenue_counterfactual", bra);
    EXPECT_NEAR(found.tables[2].rows[0].value(0), revenue, summing * revenue);
    EXPECT_NEAR(found.tables[3].rows[0].value(0), cell(file, "/redirection/rate", bra), 1e-9);
    ComparedRow const& row = found.tables[0].rows[0];
    EXPECT_EQ(row.difference(0), 0.0);
    EXPECT_EQ(row.difference(1), row.value(1) - row.value(0));
}

TEST(CompareResults, ranks_and_the_reference) {
    CompareOptions options = asking({"welfare_pct"}, {"@mercosur", "BRA", "MEX", "CHL"});
    options.against = "brics-10";
    ResultComparison const found = compare_results({answer("brics-100"), answer("brics-10")}, options);
    auto const& rows = found.tables.at(0).rows;
    EXPECT_EQ(found.against, 1U);
    EXPECT_EQ(rows[1].difference(1), 0.0);
    EXPECT_TRUE(rows[0].is_group);
    EXPECT_TRUE(std::isnan(rows[0].rank(0)));
    // Mexico gains, Brazil loses most.
    EXPECT_EQ(rows[1].rank(0), 3.0);
    EXPECT_EQ(rows[2].rank(0), 1.0);
    EXPECT_EQ(rows[3].rank(0), 2.0);
}

TEST(CompareResults, trade_with_partners_and_by_sector) {
    CompareOptions options = asking({"exports"}, {"BRA"});
    options.partners = {"CHN", "USA"};
    ResultComparison const found = compare_results({answer("brics-100"), answer("brics-10")}, options);
    ASSERT_EQ(found.tables.size(), 2U);
    EXPECT_EQ(found.tables[1].partner, "USA");
    options.by_sector = true;
    ResultComparison const parts = compare_results({answer("brics-100"), answer("brics-10")}, options);
    ASSERT_EQ(parts.tables.size(), 2U);
    ASSERT_EQ(static_cast<Index>(parts.tables[0].rows.size()), world().n_sectors());
    double sum = 0.0;
    for (ComparedRow const& row : parts.tables[0].rows) sum += row.value(0);
    double const together = found.tables[0].rows[0].value(0);
    EXPECT_NEAR(sum, together, summing * together);
    EXPECT_EQ(parts.tables[0].rows[0].sector, world().sectors[0]);
    EXPECT_GE(parts.tables[0].rows[0].rank(0), 1.0);
    // One whole outcome, and the ledger.
    EXPECT_EQ(compare_results({answer("brics-100"), answer("brics-10")}, asking({"exports[BRA, CHN]"}))
                  .tables[0]
                  .rows[0]
                  .value(0),
              together);
    EXPECT_EQ(compare_results({answer("brics-100"), answer("brics-10")}, asking({"ledger"}, {"BRA"})).tables.size(),
              5U);
}

TEST(CompareResults, the_focus_is_shown_when_nothing_is_asked) {
    ResultComparison const found = compare_results({answer("brics-100"), answer("brics-10")});
    EXPECT_EQ(found.tables.front().what, "welfare_pct");
    EXPECT_EQ(found.tables.front().rows.front().region, "@latin_america");
    EXPECT_EQ(found.tables.front().rows.size(), world().region_members("latin_america").size() + 1);
}

TEST(CompareResults, refuses_all_that_differs_at_once_unless_told) {
    auto const compare = [&](CompareOptions const& options) {
        return compare_results({answer("brics-100"), answer("brics-100-first-year")}, options);
    };
    std::string const message = fault_of([&] { compare(asking({"exports"})); });
    expect_says(message, {"brics-100-first-year: model input-output, but caliendo-parro in brics-100 (differences "
                          "would be between models)",
                          "--allow model", "--allow closures", "--allow numeraire"});
    CompareOptions told = asking({"exports"}, {"BRA"});
    told.allowed = {"model", "closures"};
    ResultComparison const found = compare(told);
    EXPECT_EQ(found.notes.size(), 3U);
    EXPECT_EQ(found.tables[0].units, "numeraire million US$");
}

TEST(CompareResults, ledgers_of_different_markets_are_not_mixed) {
    auto const compare = [&](CompareOptions const& options) {
        return compare_results({answer("brics-100"), answer("china-peru-fta")}, options);
    };
    expect_says(fault_of([&] { compare(asking({"volume_loss"})); }), {"different markets", "--market REGION"});
    CompareOptions named = asking({"volume_loss"}, {"BRA"});
    named.market = "USA";
    EXPECT_GT(compare(named).tables[0].rows[0].value(0), 0.0);
    ResultComparison const usual = compare({});
    ASSERT_EQ(usual.notes.size(), 1U);
    EXPECT_NE(usual.notes[0].find("different markets"), std::string::npos);
    named.market = "XYZ";
    expect_says(fault_of([&] { compare(named); }), {"unknown region 'XYZ'"});
}

TEST(CompareResults, refuses_what_an_outcome_does_not_have) {
    auto const fault = [&](CompareOptions const& options) {
        return fault_of([&] { compare_results({answer("brics-100"), answer("brics-10")}, options); });
    };
    expect_says(fault(asking({"welfare_pc"})), {"unknown outcome 'welfare_pc'", "Did you mean 'welfare_pct'?"});
    expect_says(fault(asking({"welfare_pct"}, {"BRX"})), {"unknown region 'BRX'"});
    CompareOptions options = asking({"welfare_pct"});
    options.partners = {"CHN"};
    expect_says(fault(options), {"welfare_pct has no partner"});
    options = asking({"tariff_revenue"});
    options.by_sector = true;
    expect_says(fault(options), {"tariff_revenue has no sector"});
    options = asking({"welfare_pct"});
    options.against = "brics-1";
    expect_says(fault(options), {"no result is called 'brics-1'", "Did you mean 'brics-10"});
}

/// The world with Mercosur's smaller members as one region.
Base merged_world() {
    Concordance regions{"map.csv", {}};
    for (char const* code : {"PRY", "URY"}) regions.rows.push_back({code, "SML", "Small", {}, {}, {}});
    return aggregate_base(world(), merge_axis(regions, region_axis(world()), Unmapped::kept),
                          keep_axis(sector_axis(world())))
        .base;
}

TEST(CompareResults, other_bases_are_mapped_through_common_codes) {
    ComparedResult const merged = compared_result(answer_to(read_scenario("brics-100"), merged_world()), "merged");
    CompareOptions options = asking({"export_volume_pct"}, {"BRA", "@mercosur"});
    expect_says(fault_of([&] { compare_results({answer("brics-100"), merged}, options); }), {"merged: base ", "--map"});
    options.is_mapped = true;
    ResultComparison const found = compare_results({answer("brics-100"), merged}, options);
    bool is_told = false;
    for (std::string const& note : found.notes)
        is_told = is_told || note == "Left out, regions that not all have: PRY, URY of brics-100.";
    EXPECT_TRUE(is_told);
    auto const& rows = found.tables.at(0).rows;
    // Merging two small regions hardly moves Brazil.
    EXPECT_NEAR(rows[0].value(1), rows[0].value(0), 0.05);
    // Mercosur without the two.
    EXPECT_NEAR(rows[1].value(0),
                value_of(parse_outcome("export_volume_pct[[@mercosur, !PRY, !URY]]", world()),
                         {found.results[0].accounts, found.results[0].market}, found.results[0].answer),
                1e-12);
    expect_says(fault_of([&] {
                    compare_results({answer("brics-100"), merged}, [] {
                        CompareOptions only = asking({"export_volume_pct"}, {"[PRY, URY]"});
                        only.is_mapped = true;
                        return only;
                    }());
                }),
                {"PRY"});
}

TEST(CompareResults, files_and_csv_have_every_line) {
    CompareOptions options = asking({"welfare_pct", "exports"}, {"BRA", "@latin_america"});
    ResultComparison const found = compare_results({answer("brics-100"), answer("brics-10")}, options);
    LabelledFile const file = to_tables(found, "test");
    EXPECT_EQ(file.text_attribute("format"), "desvio-comparison");
    EXPECT_EQ(file.numbers("/outcome/value").size(), 8U);
    EXPECT_EQ(file.numbers("/outcome/value")[1], found.tables[0].rows[0].value(1));
    std::string const csv = to_csv(found);
    EXPECT_EQ(csv.substr(0, csv.find('\n')), "what,region,partner,sector,result,value,difference,rank,units");
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 9);
    EXPECT_NE(csv.find("\nwelfare_pct,@latin_america,,,brics-10,"), std::string::npos);
}

}  // namespace
}  // namespace desvio::test
