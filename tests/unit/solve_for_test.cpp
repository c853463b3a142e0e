#include "desvio/engine/solve_for.hpp"

#include "desvio/engine/run.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

constexpr char const* duty_toml =
    "[scenario]\nname = \"duty\"\n[[tariff]]\nimporter = \"USA\"\nexporter = \"@brics\"\nsector = \"@goods\"\n"
    "rate = 0.5\n";

SolveForPlan plan_for(std::string const& target, std::string const& range = "tariff[0].rate=0:3") {
    SolveForPlan plan;
    plan.scenario = parse_scenario(duty_toml, "duty.toml");
    plan.given = three_region_base();
    plan.range = read_range(range, plan.scenario);
    plan.target = parse_target(target);
    return plan;
}

RunResult run_found(SolveForPlan const& plan, double level) {
    SetScenario const set = at_level(plan, level);
    RunOptions options;
    options.draws = 0;
    return run_scenario(set.scenario, set.base, options);
}

TEST(Target, is_read_as_written) {
    Target const equals = parse_target("tariff_revenue[USA] = 500000");
    EXPECT_EQ(equals.outcome, "tariff_revenue[USA]");
    EXPECT_EQ(equals.relation, Relation::equals);
    EXPECT_EQ(equals.value, 500000.0);
    EXPECT_FALSE(equals.change.has_value());
    Target const less = parse_target("imports[USA] -20%");
    EXPECT_EQ(less.outcome, "imports[USA]");
    EXPECT_DOUBLE_EQ(*less.change, -0.2);
    EXPECT_DOUBLE_EQ(*parse_target("imports[USA, [CHN, BRA]] <= -12.5%").change, -0.125);
    Target const bound = parse_target("exports[BRA, CHN]>=80000");
    EXPECT_EQ(bound.relation, Relation::at_least);
    EXPECT_EQ(bound.outcome, "exports[BRA, CHN]");
    EXPECT_EQ(parse_target("welfare_pct[BRA] = -0.25").value, -0.25);
    EXPECT_EQ(parse_target("max tariff_revenue[USA]").relation, Relation::maximum);
    EXPECT_EQ(parse_target("min welfare_pct[BRA]").outcome, "welfare_pct[BRA]");
}

TEST(Target, that_says_nothing_is_refused) {
    for (auto const& [text, says] :
         std::vector<std::pair<char const*, char const*>>{{"imports[USA]", "says no value"},
                                                          {"imports[USA] = many", "'many' is no number"},
                                                          {"imports[USA] > 5", "write '>='"},
                                                          {"imports[USA] -20", "a change without '%'"}})
        expect_says(fault_of([&target = text] { static_cast<void>(parse_target(target)); }), {text, says});
}

TEST(SolveFor, finds_both_sides_of_the_laffer_curve) {
    SolveForResult const peak = solve_for(plan_for("max tariff_revenue[USA]"));
    ASSERT_EQ(peak.solutions.size(), 1U);
    SolveForPlan plan = plan_for("tariff_revenue[USA] = 1");
    plan.target.value = 0.9 * peak.highest.value;
    SolveForResult const found = solve_for(plan);
    ASSERT_EQ(found.solutions.size(), 2U);
    EXPECT_LT(found.solutions[0].level, peak.highest.level);
    EXPECT_GT(found.solutions[1].level, peak.highest.level);
    for (Probe const& solution : found.solutions)
        EXPECT_NEAR(run_found(plan, solution.level).equilibrium.tariff_revenue(0), plan.target.value,
                    1e-8 * plan.target.value);
    EXPECT_EQ(found.chosen->level, found.solutions[0].level);
}

TEST(SolveFor, finds_two_levels_between_two_cuts) {
    // The peak of duties lies between two of three levels; both crossings are on its sides, within one cut or two.
    SolveForPlan plan = plan_for("max tariff_revenue[USA]");
    double const peak = solve_for(plan).highest.level, most = solve_for(plan).highest.value;
    plan = plan_for("tariff_revenue[USA] = 1", fmt::format("tariff[0].rate={}:{}", peak - 0.02, peak + 0.06));
    plan.probes = 2;
    plan.target.value = most * (1.0 - 1e-5);
    SolveForResult const found = solve_for(plan);
    EXPECT_EQ(found.solutions.size(), 2U);
}

TEST(SolveFor, the_maximum_is_that_of_the_sweep) {
    SolveForResult const found = solve_for(plan_for("max welfare_pct[USA]"));
    SweepPlan sweep;
    sweep.scenario = parse_scenario(duty_toml, "duty.toml");
    sweep.given = three_region_base();
    sweep.axes = read_axes({"tariff[0].rate=0:3:0.25"}, sweep.scenario);
    SweepResult const all = run_sweep(sweep);
    EXPECT_NEAR(found.chosen->level, all.optima.front().level, 2e-4);
    EXPECT_NEAR(found.chosen->value, all.optima.front().value, 1e-6);
    EXPECT_EQ(found.highest.level, found.chosen->level);
}

TEST(SolveFor, a_change_is_of_the_base) {
    SolveForPlan const plan = plan_for("imports[USA] -5%");
    SolveForResult const found = solve_for(plan);
    ASSERT_TRUE(found.chosen.has_value());
    // Imports of the United States in the base: 40 + 200 + 5 + 7
    EXPECT_DOUBLE_EQ(found.base_value, 252.0);
    EXPECT_NEAR(run_found(plan, found.chosen->level).equilibrium.trade.slice(0).row(0).tail(2).sum() +
                    run_found(plan, found.chosen->level).equilibrium.trade.slice(1).row(0).tail(2).sum(),
                0.95 * 252.0, 1e-6);
}

TEST(SolveFor, what_cannot_be_reached_is_told_with_what_can) {
    SolveForResult const found = solve_for(plan_for("tariff_revenue[USA] = 1e6"));
    EXPECT_TRUE(found.solutions.empty());
    EXPECT_FALSE(found.chosen.has_value());
    EXPECT_LT(found.highest.value, 1e6);
    EXPECT_EQ(found.lowest.level, 0.0);
    EXPECT_TRUE(found.failure.empty());
}

TEST(SolveFor, a_bound_holds_from_level_to_level) {
    SolveForPlan plan = plan_for("tariff_revenue[USA] >= 1");
    plan.target.value = 0.9 * solve_for(plan_for("max tariff_revenue[USA]")).highest.value;
    SolveForResult const found = solve_for(plan);
    ASSERT_EQ(found.holds.size(), 1U);
    EXPECT_EQ(found.holds[0].first, found.solutions[0].level);
    EXPECT_EQ(found.holds[0].second, found.solutions[1].level);
    // As written the duty is 0.5: within, so nothing need change; outside, the nearer end.
    EXPECT_EQ(found.chosen->level, std::clamp(0.5, found.holds[0].first, found.holds[0].second));
    plan.target.relation = Relation::at_most;
    EXPECT_EQ(solve_for(plan).holds.size(), 2U);
}

TEST(SolveFor, the_run_at_the_level_repeats_from_its_file) {
    SolveForPlan const plan = plan_for("welfare_pct[BRA] = -0.2");
    SolveForResult const found = solve_for(plan);
    ASSERT_TRUE(found.chosen.has_value());
    RunResult const run = run_found(plan, found.chosen->level);
    RecordedRun const record = recorded_run(to_tables(run, ""));
    EXPECT_EQ(std::get<TariffRule>(record.scenario.rules[0]).value, found.chosen->level);
    EXPECT_EQ(record.scenario.varied->first, "tariff[0].rate");
    RunOptions options;
    options.draws = 0;
    EXPECT_EQ(run_scenario(record.scenario, record.base, options).welfare.welfare_pct, run.welfare.welfare_pct);
}

TEST(SolveFor, theta_scales_the_elasticities_of_the_run) {
    SolveForPlan const plan = plan_for("max welfare_pct[USA]", "theta=0.2:3");
    SolveForResult const found = solve_for(plan);
    ASSERT_TRUE(found.chosen.has_value());
    RunResult const run = run_found(plan, found.chosen->level);
    EXPECT_EQ(run.given.elasticities.front().theta(0), 4.0);
    EXPECT_DOUBLE_EQ(run.base.elasticities.front().theta(0), 4.0 * found.chosen->level);
    RecordedRun const record = recorded_run(to_tables(run, ""));
    EXPECT_EQ(record.scenario.varied->first, "theta");
    RunOptions options;
    options.draws = 0;
    EXPECT_EQ(run_scenario(record.scenario, record.base, options).welfare.welfare_pct, run.welfare.welfare_pct);
}

TEST(SolveFor, stops_when_told_to) {
    int asked = 0;
    EXPECT_TRUE(
        solve_for(plan_for("max welfare_pct[USA]"), [&](SearchProgress const&) { return ++asked < 20; }).was_stopped);
}

TEST(SolveFor, says_how_far_it_is) {
    std::vector<SearchProgress> seen;
    SolveForResult const found = solve_for(plan_for("max welfare_pct[USA]"), [&](SearchProgress const& at) {
        seen.push_back(at);
        return true;
    });
    ASSERT_GT(seen.size(), 20U);
    EXPECT_EQ(seen.front().solves, 0);
    EXPECT_EQ(seen.back().solves, found.solves - 1);
    for (std::size_t k = 1; k < seen.size(); ++k) {
        EXPECT_GE(seen[k].solves, seen[k - 1].solves);
        EXPECT_GE(seen[k].seconds, seen[k - 1].seconds);
        EXPECT_LT(seen[k].solves, seen[k].expected);
    }
}

TEST(SolveFor, an_unknown_figure_names_the_nearest) {
    expect_says(fault_of([] { static_cast<void>(solve_for(plan_for("max wellfare_pct[USA]"))); }),
                {"unknown outcome 'wellfare_pct'", "Did you mean 'welfare_pct'?"});
}

}  // namespace
}  // namespace desvio::test
