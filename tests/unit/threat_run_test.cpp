#include "desvio/engine/threats.hpp"

#include "desvio/engine/run.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/threat_io.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

namespace desvio::test {
namespace {

/// Between two solves to 1e-11 of the same equations, in percent.
constexpr double solver_error = 1e-7;

Base const& world() { return named_base("world2023"); }

double welfare_of(std::string const& region, std::string const& scenario) {
    RunOptions options;
    options.draws = 0;
    return run_scenario(read_scenario(scenario), world(), options).welfare.welfare_pct(*world().regions.find(region));
}

ThreatResult weigh(Scenario const& scenario, std::vector<std::string> outcomes, int draws = 0) {
    ThreatOptions options;
    options.outcomes = std::move(outcomes);
    options.draws = draws;
    return weigh_threats(scenario, read_threatened(scenario), world(), options);
}

TEST(Threats, the_dollar_threat_is_a_fifth_of_brics_100) {
    ThreatResult const result =
        weigh(read_scenario("dollar-threat"), {"welfare_pct[BRA]", "tariff_revenue_change[USA]"});
    ASSERT_TRUE(result.summary.is_converged()) << result.summary.message;
    EXPECT_TRUE(result.audit.passed());
    EXPECT_EQ(result.market, "USA");
    double const brazil = welfare_of("BRA", "brics-100");
    EXPECT_NEAR(result.risk.expected(0), 0.2 * brazil, solver_error);
    EXPECT_NEAR(std::sqrt(result.risk.variance(0)), 0.4 * std::abs(brazil), solver_error);
    EXPECT_EQ(result.world_names[static_cast<std::size_t>(result.risk.worst[0])], "brics-100");
    EXPECT_EQ(result.world_names[static_cast<std::size_t>(result.risk.best[0])], "nothing");
    // rho Var / 2 of the fraction, in percent; the third moment is some thousandth of it
    EXPECT_NEAR(result.certainty_cost(0), 100.0 * result.risk.variance(0) * 1e-4, 1e-2 * result.certainty_cost(0));
    EXPECT_TRUE(std::isnan(result.certainty_cost(1)));
}

TEST(Threats, another_probability_weighs_the_same_worlds_again) {
    Scenario scenario = read_scenario("dollar-threat");
    ThreatResult const result = weigh(scenario, {"welfare_pct[BRA]"});
    RiskOverProbability const over = vary_probability(result, 0, {0.0, 0.35, 1.0});
    EXPECT_EQ(over.expected(0, 0), 0.0);
    EXPECT_NEAR(over.expected(2, 0), welfare_of("BRA", "brics-100"), solver_error);
    set_probability(scenario, "", 0.35);
    EXPECT_NEAR(weigh(scenario, {"welfare_pct[BRA]"}).risk.expected(0), over.expected(1, 0), 1e-12);
    expect_says(fault_of([&] { set_probability(scenario, "brics-10", 0.1); }),
                {"unknown threat 'brics-10'", "Did you mean 'brics-100'?"});
    expect_says(fault_of([&] { set_probability(scenario, "brics-100", 20); }), {"must be from 0 to 1"});
}

TEST(Threats, combinations_apply_their_shocks_in_order_over_the_rules_that_hold_anyway) {
    Scenario const scenario = parse_scenario(R"([scenario]
name = "three"
[[tariff]]
importer = "USA"
exporter = "CHN"
sector = "@goods"
add = 0.1
[threats]
otherwise = "mexico-colombia"
[[threat]]
scenario = "brics-100"
probability = 0.3
[[threat]]
scenario = "china-peru-fta"
probability = 0.5
independent = true
)",
                                             "three.toml");
    ThreatResult const result = weigh(
        scenario, {"average_tariff[USA, CHN, MET]", "average_tariff[USA, MEX, MET]", "average_tariff[PER, CHN, MET]"});
    ASSERT_EQ(result.world_names,
              (std::vector<std::string>{"mexico-colombia", "brics-100", "mexico-colombia + china-peru-fta",
                                        "brics-100 + china-peru-fta"}));
    double const base =
        world().tariff(*world().sectors.find("MET"), *world().regions.find("USA"), *world().regions.find("CHN"));
    EXPECT_NEAR(result.values(0, 0), base + 0.1, 1e-12);
    EXPECT_NEAR(result.values(1, 0), 1.0, 1e-12);
    EXPECT_NEAR(result.values(2, 1) - result.values(1, 1), 0.25, 1e-12);
    EXPECT_EQ(result.values(3, 2), 0.0);
    EXPECT_GT(result.values(1, 2), 0.0);
    EXPECT_NEAR(result.risk.expected(0), 0.3 + 0.7 * (base + 0.1), 1e-12);
    ASSERT_EQ(result.prospects.lotteries.size(), 2U);
    EXPECT_NEAR(result.risk.by_lottery.shapley.col(0).sum(), result.risk.variance(0), 1e-12);
}

TEST(Threats, elasticities_and_threats_share_the_variance) {
    ThreatResult const result = weigh(read_scenario("dollar-threat"), {"welfare_pct[BRA]"}, 6);
    EXPECT_EQ(result.draws, 6);
    ASSERT_TRUE(result.sources.has_value());
    EXPECT_GT(result.sources->from_elasticities(0), 0.0);
    EXPECT_GT(result.sources->from_threats(0), 10.0 * result.sources->from_elasticities(0));
    EXPECT_LT(result.sources->expected_lower(0), result.sources->expected_upper(0));
    LabelledFile const file = to_tables(result, "test");
    EXPECT_EQ(file.text_attribute("format"), "desvio-threat");
    EXPECT_EQ(file.numbers("/over/expected").size(), 21U);
    EXPECT_EQ(file.texts("/outcome/worst_world").at(0), "brics-100");
    EXPECT_NEAR(file.numbers("/over/expected")[4], result.risk.expected(0), 1e-12);
}

TEST(Threats, scenarios_are_found_beside_the_file_and_must_be_answered_alike) {
    ScratchFolder const folder;
    auto const write = [&](std::string const& name, std::string const& text) {
        std::ofstream(folder.path() / name) << text;
        return (folder.path() / name).string();
    };
    write("duty.toml", "[scenario]\nname = 'duty'\n[[tariff]]\nimporter = 'USA'\nadd = 0.1\n");
    write("other.toml", "[scenario]\nname = 'other'\nbase = 'ours'\n[model]\ndeficits = 'gdp-share'\n");
    write("deep.toml", "[scenario]\nname = 'deep'\n[[threat]]\nscenario = 'brics-100'\nprobability = 0.1\n");
    std::string const threat = "[[threat]]\nprobability = 0.1\nscenario = ";
    EXPECT_EQ(read_threatened(read_scenario(write("good.toml", "[scenario]\nname = 'g'\n" + threat + "'duty.toml'\n")))
                  .size(),
              1U);
    // What is left at its default follows the whole.
    std::string const first_year =
        "[scenario]\nname = 'f'\n[model]\nkind = 'input-output'\n" + threat + "'brics-100'\n";
    EXPECT_EQ(read_threatened(read_scenario(write("first.toml", first_year))).at("brics-100").model.kind,
              "input-output");
    std::string const message = fault_of([&] {
        read_threatened(read_scenario(write("bad.toml", "[scenario]\nname = 'b'\n" + threat + "'other.toml'\n" +
                                                            threat + "'deep.toml'\n" + threat + "'brics-1000'\n")));
    });
    expect_says(message,
                {"bad.toml:3:1: the scenario 'other' has another closures (variant = full, deficits = gdp-share",
                 "bad.toml:6:1: the scenario 'deep' holds threats itself",
                 "bad.toml:9:1: unknown scenario 'brics-1000'", "Did you mean 'brics-100'?"});
}

TEST(Threats, one_shock_is_not_made_of_several_worlds) {
    expect_says(fault_of([] { resolve_scenario(read_scenario("dollar-threat"), world()); }),
                {"holds threats", "'desvio threat' weighs"});
    expect_says(fault_of([] { weigh_threats(read_scenario("brics-100"), {}, world()); }), {"has no [[threat]]"});
}

}  // namespace
}  // namespace desvio::test
