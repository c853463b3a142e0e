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
theta_factor = 0.5
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
    EXPECT_EQ(scenario.model.factors, Factors::mobile);
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
    EXPECT_EQ(scenario.model.theta_factor, 0.5);
    EXPECT_EQ(scenario.model.elasticities_where.text(), "s.toml:14:16");
    EXPECT_EQ(scenario.solver.tolerance, 1e-9);
    EXPECT_EQ(scenario.solver.max_iterations, 77);
    EXPECT_EQ(scenario.solver.method, "newton-krylov");
    EXPECT_EQ(to_string(scenario.report.focus), "[@mercosur, !PRY]");
    EXPECT_EQ(scenario.report.focus.terms[1].where.text(), "s.toml:21:23");
    EXPECT_EQ(scenario.report.market, "USA");
    EXPECT_EQ(scenario.report.market_where.text(), "s.toml:22:10");
    EXPECT_EQ(scenario.report.draws, 12);
    EXPECT_EQ(scenario.report.seed, 4294967295u);
}

TEST(ScenarioToml, ReadsItsDay) {
    for (char const* day : {"2025-08-07", "'2025-08-07'"}) {
        Scenario const scenario = parse_scenario(std::string("[scenario]\nname = 'n'\ndate = ") + day + "\n", "s.toml");
        ASSERT_TRUE(scenario.date);
        EXPECT_EQ(to_string(*scenario.date), "2025-08-07");
        EXPECT_EQ(scenario.date_where.text(), "s.toml:3:8");
    }
    EXPECT_FALSE(parse_scenario("[scenario]\nname = 'n'\n", "s.toml").date);
}

TEST(ScenarioToml, the_first_year_has_rigid_factors_without_being_told) {
    Scenario const first = parse_scenario("[scenario]\nname = 'n'\n[model]\nkind = 'input-output'\n", "s.toml");
    EXPECT_EQ(first.model.factors, Factors::rigid);
    EXPECT_EQ(first.model.demand_elasticity, 1.0);
    Scenario const told = parse_scenario(
        "[scenario]\nname = 'n'\n[model]\nkind = 'input-output'\nfactors = 'rigid'\ndemand_elasticity = 0\n", "s.toml");
    EXPECT_EQ(told.model.factors, Factors::rigid);
    EXPECT_EQ(told.model.demand_elasticity, 0.0);
    EXPECT_EQ(describe_closures(told.model),
              "variant = full, deficits = outcome, final spending = fixed, factors = rigid, revenue = rebate, "
              "demand_elasticity = 0");
    EXPECT_EQ(parse_scenario("[scenario]\nname = 'n'\n[model]\nfactors = 'rigid'\n", "s.toml").model.factors,
              Factors::rigid);
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
    Scenario const scenario = parse_scenario(
        text, "s.toml", {{"my_rates.csv", "sector,exporter,importer,rate\n"}, {"groups.csv", "group,region\n"}});
    EXPECT_EQ(scenario.rules.size(), 6u);
    EXPECT_EQ(scenario.report.market, "USA");
    EXPECT_EQ(scenario.groups.size(), 1u);
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
