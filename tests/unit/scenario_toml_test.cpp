#include "desvio/core/error.hpp"
#include "desvio/io/scenario_io.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace desvio {
namespace {

std::string data(char const* name) { return std::string(DESVIO_SOURCE_DIR) + "/tests/data/scenarios/" + name; }

Scenario parse(std::string const& rest) { return parse_scenario("[scenario]\nname = 'x'\n" + rest, "s.toml"); }

/// The faults of `[scenario] name = 'x'` on lines 1 and 2, and `rest` from line 3.
std::vector<std::string> faults_of(std::string const& rest) {
    std::vector<std::string> texts;
    try {
        parse(rest);
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

template <typename RuleType>
RuleType rule_of(std::string const& rest) {
    return std::get<RuleType>(parse(rest).rules.at(0));
}

TEST(ScenarioToml, ReadsEveryKey) {
    Scenario const scenario = parse_scenario(R"(
[scenario]
name = "n"
title = "t"
note = "why"
source = "who"
base = "my-base"
[model]
kind = "caliendo-parro"
variant = "one-sector-no-io"
deficits = "gdp-share"
factors = "mobile"
revenue = "waste"
elasticities = "cp2015"
[solver]
tolerance = 1e-9
max_iterations = 77
method = "newton-krylov"
[report]
focus = ["@mercosur", "!PRY"]
market = "USA"
draws = 12
seed = 4294967295
)",
                                             "s.toml");
    EXPECT_EQ(scenario.name, "n");
    EXPECT_EQ(scenario.title, "t");
    EXPECT_EQ(scenario.note, "why");
    EXPECT_EQ(scenario.source, "who");
    EXPECT_EQ(scenario.base, "my-base");
    EXPECT_EQ(scenario.file, "s.toml");
    EXPECT_EQ(scenario.model.variant, Variant::one_sector_no_io);
    EXPECT_EQ(scenario.model.deficits, Deficits::gdp_share);
    EXPECT_EQ(scenario.model.revenue, Revenue::waste);
    EXPECT_EQ(scenario.model.elasticities, "cp2015");
    EXPECT_EQ(scenario.model.elasticities_where.text(), "s.toml:14:16");
    EXPECT_EQ(scenario.solver.tolerance, 1e-9);
    EXPECT_EQ(scenario.solver.max_iterations, 77);
    EXPECT_EQ(scenario.solver.method, "newton-krylov");
    EXPECT_EQ(to_string(scenario.report.focus), "[@mercosur, !PRY]");
    EXPECT_EQ(scenario.report.focus.terms[1].where.text(), "s.toml:20:23");
    EXPECT_EQ(scenario.report.market, "USA");
    EXPECT_EQ(scenario.report.market_where.text(), "s.toml:21:10");
    EXPECT_EQ(scenario.report.draws, 12);
    EXPECT_EQ(scenario.report.seed, 4294967295u);
}

TEST(ScenarioToml, ReadsTariffRulesInOrder) {
    Scenario const scenario = parse(R"([[tariff]]
importer = "USA"
exporter = ["@brics", "!SAU"]
sector = "@goods"
rate = 1
note = "n"
[[trade_cost]]
change = 0.5
[[tariff]]
add = -0.5
exempt_share = 0.432
[[tariff]]
factor = 0
[[tariff]]
floor = 0.25
[[tariff]]
cap = 0.5
)");
    ASSERT_EQ(scenario.rules.size(), 6u);
    auto const& first = std::get<TariffRule>(scenario.rules[0]);
    EXPECT_EQ(to_string(first.importer), "USA");
    EXPECT_EQ(to_string(first.exporter), "[@brics, !SAU]");
    EXPECT_EQ(to_string(first.sector), "@goods");
    EXPECT_EQ(first.action, TariffAction::rate);
    EXPECT_EQ(first.value, 1.0);
    EXPECT_EQ(first.exempt_share, 0.0);
    EXPECT_EQ(first.note, "n");
    EXPECT_EQ(first.where.text(), "s.toml:3:1");
    auto const& second = std::get<TariffRule>(scenario.rules[1]);
    EXPECT_TRUE(second.importer.terms.empty());
    EXPECT_EQ(second.action, TariffAction::add);
    EXPECT_EQ(second.value, -0.5);
    EXPECT_EQ(second.exempt_share, 0.432);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[2]).action, TariffAction::factor);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[3]).action, TariffAction::floor);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[4]).action, TariffAction::cap);
    EXPECT_EQ(std::get<TradeCostRule>(scenario.rules[5]).change, 0.5);  // after all tariffs
}

TEST(ScenarioToml, ReadsTradeCosts) {
    auto const by_change = rule_of<TradeCostRule>("[[trade_cost]]\nboth_ways = true\nchange = -0.08\n");
    EXPECT_EQ(by_change.change, -0.08);
    EXPECT_EQ(by_change.days, 0.0);
    EXPECT_TRUE(by_change.both_ways);
    auto const by_days = rule_of<TradeCostRule>("[[trade_cost]]\ndays = -22\nper_day = 0.008\n");
    // (1 + 0.008)^-22 - 1
    EXPECT_NEAR(by_days.change, -0.1608, 5e-5);
    EXPECT_NEAR(std::log(1.0 + by_days.change), -22.0 * std::log(1.008), 1e-14);
    EXPECT_EQ(by_days.days, -22.0);
    EXPECT_EQ(by_days.per_day, 0.008);
    EXPECT_FALSE(by_days.both_ways);
}

TEST(ScenarioToml, ReadsProductivityAndRetaliation) {
    auto const productivity =
        rule_of<ProductivityRule>("[[productivity]]\nregion = 'BRA'\nsector = 'AGR'\nchange = 0.1\n");
    EXPECT_EQ(to_string(productivity.region), "BRA");
    EXPECT_EQ(productivity.change, 0.1);
    auto const mirror = rule_of<RetaliationRule>("[[retaliation]]\nby = 'CHN'\nagainst = 'USA'\nmirror = true\n");
    EXPECT_TRUE(mirror.mirror);
    auto const flat =
        rule_of<RetaliationRule>("[[retaliation]]\nby = 'CHN'\nagainst = 'USA'\nmirror = false\nrate = 0.25\n");
    EXPECT_FALSE(flat.mirror);
    EXPECT_EQ(flat.rate, 0.25);
}

TEST(ScenarioToml, DefaultScenarioIsTheDefaults) {
    Scenario const written = parse_scenario(default_scenario_toml(), "default");
    Scenario const fresh;
    EXPECT_TRUE(written.rules.empty());
    EXPECT_EQ(written.base, fresh.base);
    EXPECT_EQ(written.model.kind, fresh.model.kind);
    EXPECT_EQ(written.model.variant, fresh.model.variant);
    EXPECT_EQ(written.model.deficits, fresh.model.deficits);
    EXPECT_EQ(written.model.factors, fresh.model.factors);
    EXPECT_EQ(written.model.revenue, fresh.model.revenue);
    EXPECT_EQ(written.model.elasticities, fresh.model.elasticities);
    EXPECT_EQ(written.solver.tolerance, fresh.solver.tolerance);
    EXPECT_EQ(written.solver.max_iterations, fresh.solver.max_iterations);
    EXPECT_EQ(written.solver.method, fresh.solver.method);
    EXPECT_TRUE(written.report.focus.terms.empty());
    EXPECT_EQ(written.report.draws, fresh.report.draws);
    EXPECT_EQ(written.report.seed, fresh.report.seed);
}

TEST(ScenarioToml, DefaultScenarioParsesWithItsCommentedKeysToo) {
    std::istringstream lines(default_scenario_toml());
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        // "# key = value" and "# [[block]]" are examples; other comments are prose.
        bool const is_example = line.starts_with("# ") && (line.find(" = ") != std::string::npos || line[2] == '[');
        text += (is_example ? line.substr(2) : line) + '\n';
    }
    Scenario const scenario = parse_scenario(text, "s.toml", {{"my_rates.csv", "sector,exporter,importer,rate\n"}});
    EXPECT_EQ(scenario.rules.size(), 5u);
    EXPECT_EQ(scenario.report.market, "USA");
}

TEST(ScenarioTomlFaults, NameIsNeeded) {
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

TEST(ScenarioTomlFaults, UnknownKeysNameTheNearest) {
    EXPECT_EQ(fault_of("[[tariff]]\nimproter = 'USA'\nrate = 1.0\n"),
              "s.toml:4:1: unknown key 'improter' in [[tariff]] (it would be passed over in silence) Did you mean "
              "'importer'?");
    EXPECT_EQ(fault_of("[sovler]\n"),
              "s.toml:3:2: unknown block or key 'sovler' (it would be passed over in silence) Did you mean 'solver'?");
    EXPECT_EQ(problem_of("[[threat]]\nprobability = 0.2\n"), "s.toml:3:3: unknown block or key 'threat'");
    EXPECT_EQ(problem_of("titel = 't'\n"), "s.toml:3:1: unknown key 'titel' in [scenario]");
    for (char const* block :
         {"[model]", "[solver]", "[report]", "[[trade_cost]]\nchange = 0", "[[productivity]]\nchange = 0",
          "[[retaliation]]\nby = 'A'\nagainst = 'B'\nmirror = true"}) {
        std::string const text = fault_of(std::string(block) + "\nnoet = 'x'\n");
        EXPECT_NE(text.find("unknown key 'noet'"), std::string::npos) << text;
    }
}

TEST(ScenarioTomlFaults, UnknownValuesNameTheNearest) {
    EXPECT_EQ(fault_of("[model]\nkind = 'caliendo-paro'\n"),
              "s.toml:4:8: unknown kind 'caliendo-paro' (it is not one [model] offers) Did you mean 'caliendo-parro'?");
    EXPECT_EQ(fault_of("[model]\nvariant = 'no_io'\n"),
              "s.toml:4:11: unknown variant 'no_io' (it is not one [model] offers) Did you mean 'no-io'?");
    EXPECT_EQ(problem_of("[model]\ndeficits = 'gdp'\n"), "s.toml:4:12: unknown deficits 'gdp'");
    EXPECT_EQ(fault_of("[model]\nfactors = 'specific'\n"),
              "s.toml:4:11: unknown factors 'specific' (it is not one [model] offers) Known: mobile.");
    EXPECT_EQ(problem_of("[model]\nrevenue = 'rebated'\n"), "s.toml:4:11: unknown revenue 'rebated'");
    EXPECT_EQ(problem_of("[solver]\nmethod = 'newton'\n"), "s.toml:4:10: unknown method 'newton'");
}

TEST(ScenarioTomlFaults, WrongTypes) {
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

TEST(ScenarioTomlFaults, NumbersOutOfRange) {
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

TEST(ScenarioTomlFaults, SelectorsThatNameNothing) {
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

TEST(ScenarioTomlFaults, EachTariffHasExactlyOneAction) {
    EXPECT_EQ(
        fault_of("[[tariff]]\nimporter = 'USA'\n"),
        "s.toml:3:1: [[tariff]] has no action (it would change nothing) Give exactly one of rate, add, factor, floor, "
        "cap or table; use one block for each.");
    EXPECT_EQ(problem_of("[[tariff]]\nrate = 1.0\nadd = 0.1\n"), "s.toml:3:1: [[tariff]] has rate and add");
}

TEST(ScenarioTomlFaults, TradeCostsAreGivenOneWay) {
    EXPECT_EQ(problem_of("[[trade_cost]]\nexporter = 'PER'\n"), "s.toml:3:1: [[trade_cost]] says no change");
    EXPECT_EQ(problem_of("[[trade_cost]]\nchange = 0.1\ndays = 3\nper_day = 0.01\n"),
              "s.toml:3:1: [[trade_cost]] has change and days");
    EXPECT_EQ(problem_of("[[trade_cost]]\ndays = 3\n"), "s.toml:3:1: [[trade_cost]] has days alone");
    EXPECT_EQ(problem_of("[[trade_cost]]\nper_day = 0.01\n"), "s.toml:3:1: [[trade_cost]] has per_day alone");
}

TEST(ScenarioTomlFaults, RetaliationNeedsItsParties) {
    EXPECT_EQ(faults_of("[[retaliation]]\nmirror = true\n").size(), 2u);
    EXPECT_EQ(problem_of("[[retaliation]]\nby = 'A'\nagainst = 'B'\n"), "s.toml:3:1: [[retaliation]] says no duty");
    EXPECT_EQ(problem_of("[[retaliation]]\nby = 'A'\nagainst = 'B'\nmirror = true\nrate = 0.1\n"),
              "s.toml:3:1: [[retaliation]] has mirror and rate");
    EXPECT_EQ(problem_of("[[productivity]]\nregion = 'A'\n"), "s.toml:3:1: 'change' is missing");
}

TEST(ScenarioTomlFaults, SchedulesAreRefusedWithWhatToDo) {
    EXPECT_EQ(
        fault_of("[[schedule]]\ndate = '2025-08-07'\n"),
        "s.toml:3:1: dated schedules ([[schedule]]) are not supported by this version (the duties of that day would be "
        "left out) Write them as [[tariff]] blocks, or as rows of a CSV file named by [[tariff]] table = \"...\".");
}

TEST(ScenarioTomlFaults, SyntaxErrorsHaveTheirPlace) {
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

TEST(ScenarioTomlFaults, AllOfAFileAtOnceInItsOrder) {
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

TEST(ReadScenario, FindsTablesBesideTheScenario) {
    Scenario const scenario = read_scenario(data("table.toml"));
    ASSERT_EQ(scenario.tables.count("tables/rates.csv"), 1u);
    RateTable const& table = scenario.tables.at("tables/rates.csv");
    EXPECT_EQ(table.text, "sector,exporter,importer,rate\nAGR,BRA,USA,0.25\nFOD,CHL,USA,0.10\n");
    EXPECT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[1].where.text(), data("tables/rates.csv") + ":3:1");
    // The same from the texts alone.
    Scenario const again = parse_scenario(scenario.toml, "again", {{"tables/rates.csv", table.text}});
    EXPECT_EQ(again.tables.at("tables/rates.csv").rows.size(), 2u);
    EXPECT_THROW(parse_scenario(scenario.toml, "again"), InputError);
}

TEST(ReadScenario, ReportsFaultsOfTheScenarioAndItsTables) {
    try {
        read_scenario(data("broken_table.toml"));
        FAIL() << "a broken table was read";
    } catch (InputError const& error) {
        ASSERT_EQ(error.faults().size(), 3u) << error.what();
        EXPECT_EQ(error.faults()[0].where.text(), data("broken_table.toml") + ":6:1");
        EXPECT_EQ(error.faults()[1].text(),
                  data("broken_table.toml") + ":9:9: the table '" + data("tables/absent.csv") +
                      "' cannot be read (a table's path is relative to the scenario file) Check "
                      "its name and place.");
        EXPECT_EQ(error.faults()[2].where.text(), data("tables/broken.csv") + ":3:13");
    }
}

TEST(ReadScenario, SaysWhenThereIsNone) {
    EXPECT_THROW(read_scenario(data("absent.toml")), FileError);
    EXPECT_THROW(read_scenario(data("")), FileError);
    try {
        read_scenario("brics-1000");
        FAIL() << "an unknown scenario was read";
    } catch (InputError const& error) {
        EXPECT_STREQ(error.what(),
                     "unknown scenario 'brics-1000' (there is no built-in one of that name) Did you mean 'brics-100'?");
    }
    EXPECT_THROW(read_scenario("built-in nothing-like-it"), InputError);
}

TEST(ReadScenario, FindsABaseBesideTheScenario) {
    namespace fs = std::filesystem;
    fs::path const folder = fs::temp_directory_path() / "desvio_scenario_toml_test";
    fs::create_directories(folder / "my-base");
    auto const base_in = [&](char const* base) {
        fs::path const path = folder / "s.toml";
        std::ofstream(path) << "[scenario]\nname = 'x'\nbase = '" << base << "'\n";
        return read_scenario(path.string()).base;
    };
    EXPECT_EQ(base_in("my-base"), (folder / "my-base").string());
    EXPECT_EQ(base_in("elsewhere"), "elsewhere");
    EXPECT_EQ(base_in("world-2023"), "world-2023");
    fs::remove_all(folder);
}

TEST(OptionNames, GoBothWays) {
    for (std::string const& name : option_names<Variant>()) EXPECT_EQ(to_string(*parse_option<Variant>(name)), name);
    for (std::string const& name : option_names<Deficits>()) EXPECT_EQ(to_string(*parse_option<Deficits>(name)), name);
    for (std::string const& name : option_names<TariffAction>()) {
        EXPECT_EQ(to_string(*parse_option<TariffAction>(name)), name);
    }
    EXPECT_EQ(option_names<Variant>(), (std::vector<std::string>{"full", "no-io", "one-sector", "one-sector-no-io"}));
    EXPECT_FALSE(parse_option<Revenue>("Rebate").has_value());
}

}  // namespace
}  // namespace desvio
