#include "desvio/engine/decompose.hpp"

#include "desvio/engine/run.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace desvio::test {
namespace {

/// Between two solves to 1e-11 of the same equations, in percent.
constexpr double solver_error = 1e-7;

Base const& world() { return named_base("world2023"); }

Scenario parse(std::string const& rules, std::string const& name = "x") {
    return parse_scenario("[scenario]\nname = '" + name + "'\n" + rules, name + ".toml");
}

std::string duty(std::string const& exporter, std::string const& rest) {
    return "[[tariff]]\nimporter = 'USA'\nexporter = '" + exporter + "'\nsector = '@goods'\n" + rest + "\n";
}

/// Brazil's 10 % and 40 %, and 10 % on all others.
Scenario brazil_and_all() {
    return read_scenario(std::string(DESVIO_SOURCE_DIR) + "/tests/data/scenarios/brazil-and-all.toml");
}

double welfare_of(std::string const& region, Scenario const& scenario) {
    RunOptions options;
    options.draws = 0;
    RunResult const result = run_scenario(scenario, world(), options);
    return result.welfare.welfare_pct(*world().regions.find(region));
}

DecomposeOptions asking(std::vector<std::string> outcomes, SplitBy by = SplitBy::measure) {
    DecomposeOptions options;
    options.outcomes = std::move(outcomes);
    options.by = by;
    return options;
}

TEST(Decompose, parts_are_what_runs_of_their_own_say) {
    Decomposition const found = decompose(parse(""), brazil_and_all(), world(), asking({"welfare_pct[BRA]"}));
    ASSERT_TRUE(found.summary.is_converged()) << found.summary.message;
    EXPECT_TRUE(found.audit.passed());
    ASSERT_EQ(found.parts.size(), 3U);
    EXPECT_EQ(found.parts[1].name, "the 40% on Brazil");
    EXPECT_EQ(found.values.rows(), 8);
    double const ten = welfare_of("BRA", parse(duty("BRA", "add = 0.1")));
    double const both =
        welfare_of("BRA", parse(duty("BRA", "add = 0.1") + duty("BRA", "add = 0.4\nexempt_share = 0.432")));
    double const others = welfare_of("BRA", parse(duty("!BRA", "add = 0.1")));
    double const all = welfare_of("BRA", brazil_and_all());
    EXPECT_NEAR(found.split.alone(0, 0), ten, solver_error);
    EXPECT_NEAR(found.split.alone(2, 0), others, solver_error);
    EXPECT_NEAR(found.split.in_order(1, 0), both - ten, solver_error);
    EXPECT_NEAR(found.split.last(2, 0), all - both, solver_error);
    EXPECT_NEAR(found.split.whole(0), all, solver_error);
    EXPECT_EQ(found.split.start(0), 0.0);
    // The larger duty costs more; duties on others help while Brazil bears none, and hurt when it bears its own.
    EXPECT_LT(found.split.shapley(1, 0), found.split.shapley(0, 0));
    EXPECT_LT(found.split.shapley(0, 0), 0.0);
    EXPECT_GT(found.split.alone(2, 0), 0.0);
    EXPECT_LT(found.split.last(2, 0), 0.0);
    EXPECT_LT(found.split.largest_gap, 1e-12);
}

TEST(Decompose, from_another_scenario_only_what_differs_is_split) {
    Scenario const mirror = read_scenario("brics-100-mirror"), plain = read_scenario("brics-100");
    Decomposition const found = decompose(plain, mirror, world(), asking({"welfare_pct[USA]"}));
    ASSERT_EQ(found.parts.size(), 1U);
    EXPECT_TRUE(found.parts[0].is_mirror);
    EXPECT_NEAR(found.split.start(0), welfare_of("USA", plain), solver_error);
    EXPECT_NEAR(found.split.shapley(0, 0), welfare_of("USA", mirror) - welfare_of("USA", plain), solver_error);
    Decomposition const back = decompose(mirror, plain, world(), asking({"welfare_pct[USA]"}));
    EXPECT_TRUE(back.parts[0].is_removed);
    EXPECT_NEAR(back.split.shapley(0, 0), -found.split.shapley(0, 0), 2.0 * solver_error);
}

TEST(Decompose, a_mirror_without_its_cause_is_nothing) {
    Decomposition const found =
        decompose(parse(""), read_scenario("brics-100-mirror"), world(), asking({"welfare_pct[USA]"}));
    ASSERT_EQ(found.parts.size(), 2U);
    EXPECT_NEAR(found.split.alone(1, 0), 0.0, solver_error);
    EXPECT_LT(found.split.last(1, 0), -0.01);
    // Both are needed for what the answer does, so half of it belongs to each.
    EXPECT_NEAR(found.split.shapley(1, 0), found.split.last(1, 0) / 2.0, solver_error);
}

TEST(Decompose, cells_are_split_between_those_they_belong_to) {
    Scenario const scenario = parse(duty("@mercosur", "add = 0.2"));
    Decomposition const by_exporter =
        decompose(parse(""), scenario, world(), asking({"welfare_pct[BRA]"}, SplitBy::exporter));
    std::vector<Index> const mercosur = world().region_members("mercosur");
    ASSERT_EQ(by_exporter.parts.size(), mercosur.size());
    auto const brazil = std::find_if(by_exporter.parts.begin(), by_exporter.parts.end(),
                                     [](Part const& part) { return part.name == "BRA"; });
    ASSERT_NE(brazil, by_exporter.parts.end());
    EXPECT_NEAR(by_exporter.split.alone(brazil - by_exporter.parts.begin(), 0),
                welfare_of("BRA", parse(duty("BRA", "add = 0.2"))), solver_error);
    EXPECT_NEAR(by_exporter.split.whole(0), welfare_of("BRA", scenario), solver_error);
    Decomposition const by_importer =
        decompose(parse(""), scenario, world(), asking({"welfare_pct[BRA]"}, SplitBy::importer));
    ASSERT_EQ(by_importer.parts.size(), 1U);
    EXPECT_EQ(by_importer.parts[0].name, "USA");
}

TEST(Decompose, many_parts_are_sampled_and_still_add_up) {
    Scenario const scenario = parse(duty("BRA", "add = 0.5"));
    DecomposeOptions options = asking({"welfare_pct[BRA]", "exports[BRA, USA]"}, SplitBy::sector);
    options.pairs = 3;
    options.threads = 1;
    Decomposition const one = decompose(parse(""), scenario, world(), options);
    ASSERT_TRUE(one.summary.is_converged()) << one.summary.message;
    EXPECT_FALSE(one.plan.is_exact);
    EXPECT_GT(one.parts.size(), 12U);
    EXPECT_NEAR(one.split.shapley.col(1).sum(), one.split.whole(1), 1e-9 * std::abs(one.split.whole(1)));
    EXPECT_LT(one.split.largest_gap, 1e-9);
    EXPECT_GT(one.split.standard_error.col(0).maxCoeff(), 0.0);
    options.threads = 2;
    Decomposition const two = decompose(parse(""), scenario, world(), options);
    EXPECT_EQ(one.values, two.values) << "the answer depends on the number of threads";
}

TEST(Decompose, what_is_not_defined_for_every_combination_is_not_split) {
    Decomposition const found = decompose(parse(""), brazil_and_all(), world(), asking({"redirection_rate[BRA]"}));
    // Nothing is lost where nothing changes, and rounding is no loss.
    EXPECT_TRUE(std::isnan(found.values(0, 0)));
    EXPECT_FALSE(std::isnan(found.values(7, 0)));
    EXPECT_TRUE(std::isnan(found.split.shapley(0, 0)));
    EXPECT_EQ(found.split.largest_gap, 0.0);
}

TEST(Decompose, refuses_what_has_no_meaning) {
    Scenario const scenario = brazil_and_all();
    auto const fault = [&](Scenario const& from, Scenario const& to, DecomposeOptions const& options = {}) {
        return fault_of([&] { decompose(from, to, world(), options); });
    };
    expect_says(fault(scenario, scenario), {"nothing lies between the two scenarios"});
    expect_says(fault(read_scenario("brics-100-first-year"), scenario),
                {"has another model (input-output, not caliendo-parro)"});
    expect_says(fault(parse(""), read_scenario("dollar-threat")), {"the scenario 'dollar-threat' is about threats"});
    expect_says(fault(parse(""), scenario, asking({"welfare_pct[BRX]", "welfar_pct[BRA]"})),
                {"unknown region 'BRX'", "unknown outcome 'welfar_pct'", "Did you mean 'welfare_pct'?"});
}

TEST(Decompose, the_file_has_every_figure_by_name) {
    LabelledFile const file = to_tables(
        decompose(parse(""), brazil_and_all(), world(), asking({"welfare_pct[BRA]", "tariff_revenue[USA]"})), "test");
    EXPECT_EQ(file.text_attribute("format"), "desvio-decomposition");
    EXPECT_EQ(file.numbers("/part/shapley").size(), 6U);
    EXPECT_EQ(file.texts("/outcome/units").at(1), "numeraire million US$");
    auto const& value = file.numbers("/combination/value");
    EXPECT_EQ(value.size(), 16U);
    // The last combination is the whole, the first none: revenue of the base.
    EXPECT_NEAR(value[14], value[0] + file.numbers("/outcome/change")[0], solver_error);
    EXPECT_GT(value[1], 0.0);
    auto const& pairs = file.numbers("/part/pair_interaction");
    ASSERT_EQ(pairs.size(), 18U);
    EXPECT_EQ(pairs[1], pairs[3]);
}

}  // namespace
}  // namespace desvio::test
