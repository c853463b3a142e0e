#include "desvio/core/error.hpp"
#include "desvio/io/scenario_io.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace desvio {
namespace {

std::string data(char const* name) { return std::string(DESVIO_SOURCE_DIR) + "/tests/data/scenarios/" + name; }

/// The faults of `[scenario] name = 'x'` on lines 1 and 2, and `rest` from line 3.
std::vector<std::string> faults_of(std::string const& rest) {
    std::vector<std::string> texts;
    try {
        parse_scenario("[scenario]\nname = 'x'\n" + rest, "s.toml");
    } catch (InputError const& error) {
        for (Fault const& fault : error.faults()) texts.push_back(fault.text());
    }
    return texts;
}

std::string fault_of(std::string const& rest) {
    auto const faults = faults_of(rest);
    if (faults.size() == 1) return faults.front();
    return std::to_string(faults.size()) + " faults" + (faults.empty() ? "" : ", first " + faults.front());
}

/// What comes before the reason: "s.toml:4:1: unknown key ...".
std::string problem_of(std::string const& rest) {
    std::string const text = fault_of(rest);
    return text.substr(0, text.find(" ("));
}

TEST(ScenarioFaults, NameIsNeeded) {
    try {
        parse_scenario("", "s.toml");
        FAIL() << "an empty scenario was read";
    } catch (InputError const& error) {
        EXPECT_STREQ(
            error.what(),
            "s.toml:1:1: the block [scenario] is missing (a result is known by its name) Begin with [scenario] "
            "and name = \"...\".");
    }
    EXPECT_THROW(parse_scenario("[scenario]\ntitle = 't'\n", "s.toml"), InputError);
    EXPECT_THROW(parse_scenario("[scenario]\nname = ''\n", "s.toml"), InputError);
}

TEST(ScenarioFaults, UnknownKeysNameTheNearest) {
    EXPECT_EQ(fault_of("[[tariff]]\nimproter = 'USA'\nrate = 1.0\n"),
              "s.toml:4:1: unknown key 'improter' in [[tariff]] (it would be passed over in silence) Did you mean "
              "'importer'?");
    EXPECT_EQ(fault_of("[sovler]\n"),
              "s.toml:3:2: unknown block or key 'sovler' (it would be passed over in silence) Did you mean 'solver'?");
    EXPECT_EQ(problem_of("[[treaty]]\nprobability = 0.2\n"), "s.toml:3:3: unknown block or key 'treaty'");
    EXPECT_EQ(problem_of("[[threat]]\nprobability = 0.2\n"), "s.toml:3:1: 'scenario' is missing");
    EXPECT_EQ(fault_of("date = '2025-02-30'\n"),
              "s.toml:3:8: 'date' in [scenario] is '2025-02-30', which is no day (days are year-month-day) Write it "
              "like 2025-08-07.");
    EXPECT_EQ(problem_of("date = 2025\n"), "s.toml:3:8: 'date' in [scenario] is a whole number");
    EXPECT_EQ(problem_of("titel = 't'\n"), "s.toml:3:1: unknown key 'titel' in [scenario]");
    for (char const* block :
         {"[model]", "[solver]", "[report]", "[[trade_cost]]\nchange = 0", "[[productivity]]\nchange = 0",
          "[[retaliation]]\nby = 'A'\nagainst = 'B'\nmirror = true"}) {
        std::string const text = fault_of(std::string(block) + "\nnoet = 'x'\n");
        EXPECT_NE(text.find("unknown key 'noet'"), std::string::npos) << text;
    }
}

TEST(ScenarioFaults, UnknownValuesNameTheNearest) {
    EXPECT_EQ(fault_of("[model]\nkind = 'caliendo-paro'\n"),
              "s.toml:4:8: unknown kind 'caliendo-paro' (it is not one [model] offers) Did you mean 'caliendo-parro'?");
    EXPECT_EQ(fault_of("[model]\nvariant = 'no_io'\n"),
              "s.toml:4:11: unknown variant 'no_io' (it is not one [model] offers) Did you mean 'no-io'?");
    EXPECT_EQ(problem_of("[model]\ndeficits = 'gdp'\n"), "s.toml:4:12: unknown deficits 'gdp'");
    EXPECT_EQ(fault_of("[model]\nfactors = 'specific'\n"),
              "s.toml:4:11: unknown factors 'specific' (it is not one [model] offers) Known: mobile, rigid.");
    EXPECT_EQ(problem_of("[model]\nrevenue = 'rebated'\n"), "s.toml:4:11: unknown revenue 'rebated'");
    EXPECT_EQ(problem_of("[solver]\nmethod = 'newton'\n"), "s.toml:4:10: unknown method 'newton'");
}

TEST(ScenarioFaults, ClosuresThatTheFirstYearLeavesNoRoomFor) {
    EXPECT_EQ(fault_of("[model]\nkind = 'input-output'\nfactors = 'mobile'\n"),
              "s.toml:5:11: the input-output model has rigid factors only (no wage adjusts within the year) Leave the "
              "line out, or use kind = \"caliendo-parro\".");
    EXPECT_EQ(fault_of("[model]\nkind = 'input-output'\ndeficits = 'fixed'\n"),
              "s.toml:5:12: deficits cannot be chosen with rigid factors (final spending is held, so a deficit is what "
              "trade makes it) Take the line out.");
    EXPECT_EQ(problem_of("[model]\nfactors = 'rigid'\ndeficits = 'balanced'\n"),
              "s.toml:5:12: deficits cannot be chosen with rigid factors");
    for (char const* const factor : {"0", "-1", "inf", "nan"})
        EXPECT_NE(problem_of(fmt::format("[model]\ntheta_factor = {}\n", factor))
                      .find("s.toml:4:16: 'theta_factor' in [model]"),
                  std::string::npos)
            << factor;
    EXPECT_EQ(fault_of("[model]\ndemand_elasticity = 0.5\n"),
              "s.toml:4:21: demand_elasticity belongs to the input-output model (caliendo-parro has Cobb-Douglas "
              "demand, which is 1) Take the line out, or use kind = \"input-output\".");
    EXPECT_EQ(problem_of("[model]\nkind = 'input-output'\ndemand_elasticity = -1\n"),
              "s.toml:5:21: 'demand_elasticity' in [model] is -1 but must be at least 0");
}

TEST(ScenarioFaults, WrongTypes) {
    EXPECT_EQ(
        fault_of("[[tariff]]\nrate = '10%'\n"),
        "s.toml:4:8: 'rate' in [[tariff]] is a text (it must be a number) Write it without quotes, as a fraction: 0.25 "
        "for 25%.");
    EXPECT_EQ(problem_of("[[tariff]]\nrate = true\n"), "s.toml:4:8: 'rate' in [[tariff]] is true or false");
    EXPECT_EQ(problem_of("[[tariff]]\nimporter = 7\nrate = 1\n"),
              "s.toml:4:12: 'importer' in [[tariff]] is a whole number");
    EXPECT_EQ(problem_of("[[tariff]]\nimporter = ['USA', ['BRA']]\nrate = 1\n"),
              "s.toml:4:20: 'importer' in [[tariff]] is a list");
    EXPECT_EQ(problem_of("[[tariff]]\ntable = 5\n"), "s.toml:4:9: 'table' in [[tariff]] is a whole number");
    EXPECT_EQ(problem_of("title = 2025-08-07\n"), "s.toml:3:9: 'title' in [scenario] is a date or time");
    EXPECT_EQ(problem_of("[solver]\nmax_iterations = 10.0\n"), "s.toml:4:18: 'max_iterations' in [solver] is a number");
    EXPECT_EQ(fault_of("[tariff]\nrate = 1\n"),
              "s.toml:3:1: 'tariff' is a table (it must be a list of tables) Write [[tariff]], in double brackets.");
    EXPECT_EQ(problem_of("[[model]]\n"), "s.toml:3:1: 'model' is a list of tables");
    EXPECT_EQ(problem_of("[[trade_cost]]\nchange = 0.1\nboth_ways = 'yes'\n"),
              "s.toml:5:13: 'both_ways' in [[trade_cost]] is a text");
    EXPECT_EQ(problem_of("[[retaliation]]\nby = 'A'\nagainst = 'B'\nmirror = 1\n"),
              "s.toml:6:10: 'mirror' in [[retaliation]] is a whole number");
}

TEST(ScenarioFaults, NumbersOutOfRange) {
    EXPECT_EQ(
        fault_of("[[tariff]]\nadd = 0.4\nexempt_share = 43.2\n"),
        "s.toml:5:16: 'exempt_share' in [[tariff]] is 43.2 but must be at most 1 (it is the share of the trade that "
        "keeps its old duty) Write it as a fraction: 0.432 is 43.2%.");
    EXPECT_EQ(problem_of("[[tariff]]\nadd = 0.4\nexempt_share = -0.1\n"),
              "s.toml:5:16: 'exempt_share' in [[tariff]] is -0.1 but must be at least 0");
    EXPECT_EQ(fault_of("[[tariff]]\nrate = 25\n"),
              "s.toml:4:8: 'rate' in [[tariff]] is 25 but must be at most 20 (rates are fractions: 0.25 is 25%) Divide "
              "percentages by 100.");
    EXPECT_EQ(problem_of("[[tariff]]\nrate = -1\n"), "s.toml:4:8: 'rate' in [[tariff]] is -1 but must be above -1");
    EXPECT_EQ(problem_of("[[tariff]]\nadd = -50\n"), "s.toml:4:7: 'add' in [[tariff]] is -50 but must be at least -20");
    EXPECT_EQ(problem_of("[[tariff]]\nfactor = -1\n"),
              "s.toml:4:10: 'factor' in [[tariff]] is -1 but must be at least 0");
    EXPECT_EQ(problem_of("[[tariff]]\nfloor = nan\n"), "s.toml:4:9: 'floor' in [[tariff]] is nan");
    EXPECT_EQ(problem_of("[[tariff]]\ncap = inf\n"), "s.toml:4:7: 'cap' in [[tariff]] is inf");
    EXPECT_EQ(problem_of("[[trade_cost]]\nchange = -1.0\n"),
              "s.toml:4:10: 'change' in [[trade_cost]] is -1 but must be above -1");
    EXPECT_EQ(problem_of("[[trade_cost]]\ndays = 5\nper_day = 1.2\n"),
              "s.toml:5:11: 'per_day' in [[trade_cost]] is 1.2 but must be at most 1");
    EXPECT_EQ(problem_of("[[trade_cost]]\ndays = 1e9\nper_day = 0.5\n"),
              "s.toml:4:8: 1000000000 days at 0.5 a day are no cost");
    EXPECT_EQ(problem_of("[[productivity]]\nchange = -1.5\n"),
              "s.toml:4:10: 'change' in [[productivity]] is -1.5 but must be above -1");
    EXPECT_EQ(problem_of("[solver]\ntolerance = 0\n"), "s.toml:4:13: 'tolerance' in [solver] is 0 but must be above 0");
    EXPECT_EQ(problem_of("[solver]\nmax_iterations = 0\n"),
              "s.toml:4:18: 'max_iterations' in [solver] is 0 but must be from 1 to 2147483647");
    EXPECT_EQ(problem_of("[report]\ndraws = -1\n"),
              "s.toml:4:9: 'draws' in [report] is -1 but must be from 0 to 2147483647");
    EXPECT_EQ(problem_of("[report]\nseed = 4294967296\n"),
              "s.toml:4:8: 'seed' in [report] is 4294967296 but must be from 0 to 4294967295");
}

TEST(ScenarioFaults, SelectorsThatNameNothing) {
    EXPECT_EQ(
        fault_of("[[tariff]]\nexporter = []\nrate = 1\n"),
        "s.toml:4:12: 'exporter' in [[tariff]] is an empty list (it names nothing) Leave the key out, or write \"*\", "
        "for everything.");
    for (char const* term : {"", "!", "@", "!@"}) {
        std::string const text = fault_of(std::string("[[tariff]]\nexporter = ['BRA', '") + term + "']\nrate = 1\n");
        EXPECT_TRUE(text.starts_with("s.toml:4:20: 'exporter' in [[tariff]] holds ")) << text;
    }
    EXPECT_EQ(problem_of("[report]\nmarket = ''\n"), "s.toml:4:10: 'market' in [report] is empty");
}

TEST(ScenarioFaults, EachTariffHasExactlyOneAction) {
    EXPECT_EQ(
        fault_of("[[tariff]]\nimporter = 'USA'\n"),
        "s.toml:3:1: [[tariff]] has no action (it would change nothing) Give exactly one of rate, add, factor, floor, "
        "cap or table; use one block for each.");
    EXPECT_EQ(problem_of("[[tariff]]\nrate = 1.0\nadd = 0.1\n"), "s.toml:3:1: [[tariff]] has rate and add");
}

TEST(ScenarioFaults, TradeCostsAreGivenOneWay) {
    EXPECT_EQ(problem_of("[[trade_cost]]\nexporter = 'PER'\n"), "s.toml:3:1: [[trade_cost]] says no change");
    EXPECT_EQ(problem_of("[[trade_cost]]\nchange = 0.1\ndays = 3\nper_day = 0.01\n"),
              "s.toml:3:1: [[trade_cost]] has change and days");
    EXPECT_EQ(problem_of("[[trade_cost]]\ndays = 3\n"), "s.toml:3:1: [[trade_cost]] has days alone");
    EXPECT_EQ(problem_of("[[trade_cost]]\nper_day = 0.01\n"), "s.toml:3:1: [[trade_cost]] has per_day alone");
}

TEST(ScenarioFaults, RetaliationNeedsItsParties) {
    EXPECT_EQ(faults_of("[[retaliation]]\nmirror = true\n").size(), 2u);
    EXPECT_EQ(problem_of("[[retaliation]]\nby = 'A'\nagainst = 'B'\n"), "s.toml:3:1: [[retaliation]] says no duty");
    EXPECT_EQ(problem_of("[[retaliation]]\nby = 'A'\nagainst = 'B'\nmirror = true\nrate = 0.1\n"),
              "s.toml:3:1: [[retaliation]] has mirror and rate");
    EXPECT_EQ(problem_of("[[productivity]]\nregion = 'A'\n"), "s.toml:3:1: 'change' is missing");
}

TEST(ScenarioFaults, SchedulesNeedAFile) {
    EXPECT_EQ(problem_of("[[schedule]]\ndate = '2025-08-07'\n"), "s.toml:3:1: 'file' is missing");
    EXPECT_EQ(problem_of("[[schedule]]\nfile = 'us-2025-2026'\nday = 2025-08-07\n"),
              "s.toml:5:1: unknown key 'day' in [[schedule]]");
}

TEST(ScenarioFaults, SyntaxErrorsHaveTheirPlace) {
    try {
        read_scenario(data("syntax.toml"));
        FAIL() << "broken TOML was read";
    } catch (InputError const& error) {
        ASSERT_EQ(error.faults().size(), 1u);
        EXPECT_EQ(error.faults()[0].where.file, data("syntax.toml"));
        EXPECT_EQ(error.faults()[0].where.line, 5);
        EXPECT_EQ(error.faults()[0].where.column, 9);
    }
    EXPECT_THROW(parse_scenario("[scenario]\nname = 'a\xFF'\n", "s.toml"), InputError);
    EXPECT_THROW(parse_scenario("[scenario]\nname = 'a'\nname = 'b'\n", "s.toml"), InputError);
}

TEST(ScenarioFaults, AllOfAFileAtOnceInItsOrder) {
    try {
        read_scenario(data("many_faults.toml"));
        FAIL() << "a scenario full of faults was read";
    } catch (InputError const& error) {
        std::vector<std::pair<int, int>> places;
        for (Fault const& fault : error.faults()) places.emplace_back(fault.where.line, fault.where.column);
        EXPECT_EQ(places, (std::vector<std::pair<int, int>>{{1, 1},
                                                            {5, 8},
                                                            {6, 12},
                                                            {7, 11},
                                                            {10, 13},
                                                            {11, 18},
                                                            {14, 1},
                                                            {19, 20},
                                                            {20, 8},
                                                            {22, 1},
                                                            {23, 12},
                                                            {28, 16},
                                                            {29, 7},
                                                            {32, 10},
                                                            {34, 1},
                                                            {39, 10},
                                                            {41, 1},
                                                            {41, 1},
                                                            {44, 2}}))
            << error.what();
    }
}

}  // namespace
}  // namespace desvio
