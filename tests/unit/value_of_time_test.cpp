#include "io/value_of_time_io.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/params/shock.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

using test::agr, test::fin, test::usa, test::bra, test::chn;

std::vector<std::string> faults_of_table(std::string const& text) {
    FaultList faults;
    read_value_of_time(text, "v.csv", faults);
    std::vector<std::string> texts;
    for (Fault const& fault : faults.faults()) texts.push_back(fault.text());
    return texts;
}

/// A scenario with one [[trade_cost]] between BRA and CHN and a table `v.csv`.
Scenario scenario_of(std::string const& per_day, std::string const& table, std::optional<ReadingLevel> reading = {},
                     std::string const& days = "-10", std::string const& sector = "AGR") {
    return parse_scenario("[scenario]\nname = 'x'\n[[trade_cost]]\nexporter = 'BRA'\nimporter = 'CHN'\nsector = '" +
                              sector + "'\ndays = " + days + "\nper_day = " + per_day + "\n",
                          "s.toml", {{"v.csv", table}}, reading);
}

std::string const two_sectors = "sector,low,central,high\nAGR,0.01,0.02,0.03\nFIN,0,0.001,0.001\n";

TEST(ValueOfTime, ReadsRowsWithTheirLinesAndKeepsTheText) {
    std::string const text = "source,high,sector,low,central,basis\nhere,0.03,AGR,0.01,0.02,assumed\n,1,FIN,0,0,\n";
    FaultList faults;
    ValueOfTime const table = read_value_of_time(text, "v.csv", faults);
    EXPECT_TRUE(faults.empty());
    EXPECT_EQ(table.text, text);
    ASSERT_EQ(table.values.size(), 2u);
    EXPECT_EQ(table.values[0].sector, "AGR");
    EXPECT_EQ(table.values[0].at(ReadingLevel::low), 0.01);
    EXPECT_EQ(table.values[0].at(ReadingLevel::central), 0.02);
    EXPECT_EQ(table.values[0].at(ReadingLevel::high), 0.03);
    EXPECT_EQ(table.values[1].where.text(), "v.csv:3:1");
}

TEST(ValueOfTime, RefusesWhatIsNoCostOfADay) {
    EXPECT_EQ(faults_of_table("sector,low,central,high\nAGR,0.6,0.8,2.1\nFIN,0.02,0.01,0.03\nFIN,0,0,0\n"),
              (std::vector<std::string>{
                  "v.csv:2:13: 2.1 a day is not between 0 and 1 (it is a fraction of the value: 0.008 is 0.8% a day) "
                  "Divide percentages by 100.",
                  "v.csv:3:5: low 0.02, central 0.01, high 0.03 are not in that order (low is the least that a day is "
                  "taken to cost) Put the three in order.",
                  "v.csv:4:1: the sector FIN is given twice (first in line 3) Take one of the rows out."}));
    EXPECT_EQ(faults_of_table("sector,low,central,high\nAGR,x,0,0\n").size(), 1u);
    EXPECT_EQ(faults_of_table("sector,low,central,high\n"),
              (std::vector<std::string>{"v.csv:1:1: the table has no rows (no sector has a value of time) Write a row "
                                        "for each sector."}));
    EXPECT_EQ(faults_of_table("sector,low,high\nAGR,0,0\n").size(), 1u);
}

TEST(ValueOfTime, ChangesCostsBySector) {
    Base const base = test::three_region_base();
    ResolvedScenario const resolved = resolve_scenario(scenario_of("'v.csv'", two_sectors, {}, "-10", "*"), base);
    // (1 + 0.02)^-10 = 0.820348, (1 + 0.001)^-10 = 0.990055
    EXPECT_NEAR(resolved.shock.trade_cost_hat(agr, chn, bra), 0.820348, 5e-7);
    EXPECT_NEAR(resolved.shock.trade_cost_hat(fin, chn, bra), 0.990055, 5e-7);
    EXPECT_EQ(resolved.shock.trade_cost_hat(agr, bra, chn), 1.0);
    EXPECT_EQ(resolved.shock.trade_cost_hat(agr, usa, bra), 1.0);
    ASSERT_EQ(resolved.effects.size(), 1u);
    EXPECT_EQ(resolved.effects[0].summary,
              "days = -10, per_day = v.csv (central): change = -0.18 to -0.00995 on CHN <- BRA, *");
}

TEST(ValueOfTime, FollowsTheReadingUnlessItsOwnIsFixed) {
    Base const base = test::three_region_base();
    auto const cost = [&](Scenario const& scenario) {
        return resolve_scenario(scenario, base).shock.trade_cost_hat(agr, chn, bra);
    };
    EXPECT_NEAR(cost(scenario_of("'v.csv'", two_sectors, ReadingLevel::low)), std::pow(1.01, -10), 1e-15);
    EXPECT_NEAR(cost(scenario_of("'v.csv'", two_sectors, ReadingLevel::high)), std::pow(1.03, -10), 1e-15);
    EXPECT_NEAR(cost(scenario_of("'v.csv:low'", two_sectors)), std::pow(1.01, -10), 1e-15);
    std::string const days = "{ low = -1, central = -2, high = -4 }";
    EXPECT_NEAR(cost(scenario_of("'v.csv:low'", two_sectors, ReadingLevel::high, days)), std::pow(1.01, -4), 1e-15);
    // A fixed reading alone leaves the scenario without readings.
    EXPECT_TRUE(scenario_of("'v.csv:low'", two_sectors).readings.empty());
    EXPECT_EQ(scenario_of("'v.csv'", two_sectors).readings.size(), 1u);
}

TEST(ValueOfTime, RefusesUnknownNamesReadingsAndSectors) {
    Base const base = test::three_region_base();
    EXPECT_EQ(test::fault_of([] { scenario_of("'humels-schaur'", two_sectors); }),
              "s.toml:8:11: there is no value of time 'humels-schaur' (it is neither a built-in set nor a file beside "
              "the scenario) Did you mean 'hummels-schaur'?");
    EXPECT_EQ(test::fault_of([] { scenario_of("'v.csv:hihg'", two_sectors); }),
              "s.toml:8:11: unknown reading 'hihg' of the value of time (it has low, central and high) Did you mean "
              "'high'?");
    EXPECT_EQ(test::fault_of([] { scenario_of("':low'", two_sectors); }),
              "s.toml:8:11: ':low' names no value of time (a day would have no cost) Write per_day = \"NAME\", or a "
              "number.");
    std::string const agr_only = "sector,low,central,high\nAGR,0.01,0.02,0.03\n";
    EXPECT_EQ(test::fault_of([&] { resolve_scenario(scenario_of("'v.csv'", agr_only, {}, "-10", "*"), base); }),
              "s.toml:3:1: the value of time 'v.csv' has no figure for FIN (the rule reaches goods of these sectors) "
              "Write sector = \"@goods\", or leave them out of `sector`.");
    EXPECT_EQ(test::fault_of([&] { resolve_scenario(scenario_of("'v.csv'", agr_only, {}, "1e9"), base); }),
              "s.toml:3:1: 1000000000 days at 'v.csv' are no cost (the change is (1 + per_day)^days - 1) Give fewer "
              "days.");
    test::expect_says(test::fault_of([] { scenario_of("'v.csv'", "sector,low,central,high\nAGR,2,3,4\n"); }),
                      {"v.csv:2:5", "v.csv:2:7", "v.csv:2:9"});
}

TEST(ValueOfTime, TheBuiltInSetHasEveryGoodOfTheBuiltInBaseAndNoService) {
    auto const names = builtin_values_of_time();
    ASSERT_EQ(names, std::vector<std::string>{"hummels-schaur"});
    Scenario const scenario = scenario_of("'hummels-schaur'", two_sectors);
    Base const base = read_base("world-2023");
    auto const& values = scenario.values_of_time.at("hummels-schaur").values;
    std::vector<std::string> sectors, goods;
    for (TimeValue const& value : values) sectors.push_back(value.sector);
    for (Index const j : base.sector_members("goods")) goods.push_back(base.sectors[j]);
    EXPECT_EQ(sectors, goods);
    for (TimeValue const& value : values) {
        bool const is_bulk = value.at(ReadingLevel::high) < 0.001;
        // Hummels and Schaur (2013): 0.6% to 2.1% a day; bulk is outside what they measured.
        EXPECT_EQ(value.at(ReadingLevel::low), is_bulk ? 0.0001 : 0.006) << value.sector;
        EXPECT_EQ(value.at(ReadingLevel::high), is_bulk ? 0.0003 : 0.021) << value.sector;
    }
}

}  // namespace
}  // namespace desvio
