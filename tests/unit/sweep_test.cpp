#include "desvio/engine/sweep.hpp"

#include "desvio/engine/run.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/sweep_report.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/sweep_plan.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

/// The scenario at levels, solved by itself from the base.
RunResult run_at(SweepPlan const& plan, std::vector<double> const& levels) {
    Scenario scenario = plan.scenario;
    Base base = plan.given;
    for (std::size_t a = 0; a < levels.size(); ++a) {
        if (plan.axes[a].number.block == VariedBlock::theta)
            scale_elasticities(base, levels[a]);
        else
            set_level(scenario, plan.axes[a].number, levels[a]);
    }
    RunOptions options;
    options.draws = 0;
    return run_scenario(scenario, base, options);
}

/// Whether all tables but times agree to the bit, NaN with NaN.
void expect_same(SweepResult const& a, SweepResult const& b) {
    ASSERT_EQ(a.tables.size(), b.tables.size());
    for (std::size_t t = 0; t < a.tables.size(); ++t) {
        if (a.tables[t].units == "s") continue;
        RowMatrix const &x = a.tables[t].values, &y = b.table(a.tables[t].path).values;
        ASSERT_EQ(x.size(), y.size());
        for (Index k = 0; k < x.size(); ++k)
            EXPECT_TRUE(x.data()[k] == y.data()[k] || (std::isnan(x.data()[k]) && std::isnan(y.data()[k])))
                << a.tables[t].path << " " << k;
    }
    ASSERT_EQ(a.optima.size(), b.optima.size());
    for (std::size_t k = 0; k < a.optima.size(); ++k) EXPECT_EQ(a.optima[k].level, b.optima[k].level);
    ASSERT_EQ(a.kinks.size(), b.kinks.size());
    for (std::size_t k = 0; k < a.kinks.size(); ++k) {
        EXPECT_EQ(a.kinks[k].level, b.kinks[k].level);
        EXPECT_EQ(a.kinks[k].line, b.kinks[k].line);
        EXPECT_EQ(a.kinks[k].region, b.kinks[k].region);
        EXPECT_EQ(a.kinks[k].kind, b.kinks[k].kind);
    }
}

TEST(Sweep, every_point_is_the_run_of_its_level) {
    SweepPlan plan = sweep_plan({"tariff[0].rate=0:1.2:0.3", "theta=0.5,1,2"});
    plan.outcomes = {"exports[BRA, CHN]"};
    plan.keep_trade = true;
    SweepResult const sweep = run_sweep(plan);
    ASSERT_EQ(sweep.count(PointState::solved), 15);
    for (Index point = 0; point < 15; ++point) {
        RunResult const alone = run_at(plan, sweep.levels(point));
        // Two solves of one problem agree to what the solver leaves, a hundred times its tolerance.
        constexpr double near = 1e-9;
        auto const row = [&](char const* path) { return Vector(sweep.table(path).values.row(point).transpose()); };
        auto const expect_near = [&](char const* path, Vector const& values) {
            EXPECT_LT((row(path) - values).cwiseAbs().maxCoeff(), near * (1.0 + values.cwiseAbs().maxCoeff()))
                << path << " at " << sweep.name(point);
        };
        expect_near("/region/welfare_pct", alone.welfare.welfare_pct);
        expect_near("/region/real_wage_hat", alone.welfare.real_wage_hat);
        expect_near("/region/tariff_revenue_counterfactual", alone.equilibrium.tariff_revenue);
        expect_near("/redirection/loss", alone.redirection.loss);
        expect_near("/redirection_volume/redirected", alone.volume_redirection.redirected);
        expect_near("/market/import_counterfactual", alone.market.import_counterfactual);
        expect_near("/trade/counterfactual", alone.equilibrium.trade.flat());
        expect_near("/tariff/counterfactual", alone.equilibrium.tariff.flat());
        Index const bra = 1, chn = 2, n = 3;
        double const sold = row("/trade/total_counterfactual")(chn * n + bra);
        EXPECT_NEAR(sold, alone.equilibrium.trade(0, chn, bra) + alone.equilibrium.trade(1, chn, bra), 1e-7);
        EXPECT_NEAR(row("/outcome/exports[BRA, CHN]")(0), sold, 1e-9 * sold);
        EXPECT_LT(row("/diagnostics/residual_max")(0), 1e-10);
    }
}

TEST(Sweep, the_grid_runs_with_its_last_axis_fastest) {
    SweepResult const sweep = run_sweep(sweep_plan({"tariff[0].rate=0,0.4", "theta=0.5,1,2"}));
    EXPECT_EQ(sweep.levels(1), (std::vector<double>{0.0, 1.0}));
    EXPECT_EQ(sweep.levels(3), (std::vector<double>{0.4, 0.5}));
    EXPECT_EQ(sweep.name(5), "rate = 0.4, theta = 2");
    EXPECT_EQ(sweep.grid.line_starts(0), (std::vector<Index>{0, 1, 2}));
    EXPECT_EQ(sweep.grid.line_starts(1), (std::vector<Index>{0, 3}));
}

TEST(Sweep, numbers_do_not_depend_on_the_number_of_threads) {
    // Longer than a stretch, so that one line is shared out too.
    SweepPlan const plan = sweep_plan({"tariff[0].rate=0:1:0.025", "tariff[0].exempt_share=0,0.3"});
    SweepOptions one, three;
    one.jobs = 1;
    three.jobs = 3;
    expect_same(run_sweep(plan, one), run_sweep(plan, three));
}

TEST(Sweep, stopped_and_taken_up_it_is_what_it_would_have_been) {
    SweepPlan const plan = sweep_plan({"tariff[0].rate=0:1:0.02"});
    SweepOptions stopping;
    stopping.jobs = 1;
    stopping.monitor = [](SweepProgress const& at) { return at.done < 30; };
    SweepResult const begun = run_sweep(plan, stopping);
    EXPECT_TRUE(begun.was_stopped);
    EXPECT_GE(begun.count(PointState::solved), 12);
    EXPECT_LT(begun.count(PointState::solved), 51);
    EXPECT_TRUE(begun.optima.empty());
    // Through its file, as the program does it.
    SweepResult const kept = recorded_sweep(to_tables(begun, ""));
    SweepResult const resumed = run_sweep(plan, {}, &kept);
    SweepResult const whole = run_sweep(plan);
    EXPECT_FALSE(resumed.was_stopped);
    EXPECT_LT(resumed.solves, whole.solves);
    expect_same(resumed, whole);
}

TEST(Sweep, a_maximum_is_no_less_than_that_of_a_fine_sweep) {
    SweepPlan const coarse = sweep_plan({"tariff[0].rate=0:2:0.25"});
    SweepPlan fine = sweep_plan({"tariff[0].rate=0:2:0.005"});
    fine.refine = false;
    SweepResult const found = run_sweep(coarse), all = run_sweep(fine);
    ASSERT_EQ(found.optima.size(), 2U);
    for (Optimum const& optimum : found.optima) {
        bool const is_welfare = optimum.objective == Objective::welfare;
        RowMatrix const& values =
            all.table(is_welfare ? "/region/welfare_pct" : "/region/tariff_revenue_counterfactual").values;
        Index best = 0;
        double const largest = values.col(0).maxCoeff(&best);
        EXPECT_FALSE(optimum.is_at_end);
        EXPECT_NEAR(optimum.level, all.levels(best).front(), 0.005) << to_string(optimum.objective);
        EXPECT_GE(optimum.value, largest - 1e-9 * std::abs(largest));
        // And it is what a run at that level has.
        RunResult const there = run_at(coarse, {optimum.level});
        double const value = is_welfare ? there.welfare.welfare_pct(0) : there.equilibrium.tariff_revenue(0);
        EXPECT_NEAR(optimum.value, value, 1e-8 * std::abs(value));
    }
}

TEST(Sweep, a_change_of_sign_is_where_real_income_is_what_it_was) {
    SweepPlan const plan = sweep_plan({"tariff[0].rate=0:1:0.25"});
    SweepResult const sweep = run_sweep(plan);
    int signs = 0;
    for (Kink const& kink : sweep.kinks) {
        if (kink.kind != KinkKind::loses && kink.kind != KinkKind::gains) continue;
        ++signs;
        double const step = 0.001;
        double const before = run_at(plan, {kink.level - step}).welfare.welfare_pct(kink.region);
        double const after = run_at(plan, {kink.level + step}).welfare.welfare_pct(kink.region);
        EXPECT_LT(before * after, 0.0) << sweep.base.regions[kink.region] << " at " << kink.level;
        EXPECT_EQ(after > 0.0, kink.kind == KinkKind::gains);
    }
    // Both of those who sell there gain from no duty and lose from a high one; the United States the other way round.
    EXPECT_GE(signs, 3);
}

TEST(Sweep, a_flow_dies_at_its_share_of_the_base) {
    SweepPlan plan = sweep_plan({"tariff[0].rate=0:1:0.5"});
    plan.dead_share = 0.3;
    SweepResult const sweep = run_sweep(plan);
    int deaths = 0;
    for (Kink const& kink : sweep.kinks) {
        if (kink.kind != KinkKind::dies) continue;
        ++deaths;
        RunResult const there = run_at(plan, {kink.level});
        double const before = there.accounts.trade(kink.sector, kink.region, kink.exporter);
        EXPECT_EQ(before, kink.base_trade);
        // To 1e-4 of half a unit of duty, by which a flow changes by some times that.
        EXPECT_NEAR(there.equilibrium.trade(kink.sector, kink.region, kink.exporter) / before, 0.3, 1e-3);
    }
    EXPECT_GE(deaths, 2);  // what the United States buys from Brazil and from China, at least
    auto const& dead = sweep.table("/diagnostics/dead_flows").values;
    EXPECT_EQ(dead(2, 0) - dead(0, 0), deaths);
}

TEST(Sweep, its_file_says_all_of_it) {
    SweepPlan plan = sweep_plan({"duty=tariff[0].rate=0:1:0.25", "theta=1,1.5"});
    plan.outcomes = {"welfare_pct[@brics]"};
    plan.dead_share = 0.3;
    SweepResult const sweep = run_sweep(plan);
    LabelledFile const file = to_tables(sweep, "desvio sweep");
    EXPECT_EQ(file.text_attribute("format"), "desvio-sweep");
    EXPECT_EQ(file.find_table("/region/welfare_pct")->dimensions,
              (std::vector<std::string>{"duty", "theta", "region"}));
    EXPECT_EQ(file.find_table("/optimum/duty/welfare_level")->dimensions, (std::vector<std::string>{"theta"}));
    EXPECT_EQ(file.texts("/axis/path"), (std::vector<std::string>{"tariff[0].rate", "theta"}));
    EXPECT_EQ(file.numbers("/axis/written"), (std::vector<double>{0.5, 1.0}));
    SweepResult const read = recorded_sweep(file);
    EXPECT_EQ(difference_of(read.plan, plan), "");
    EXPECT_TRUE(read.is_refined);
    EXPECT_GT(read.kinks.size(), 0U);
    expect_same(read, sweep);
    EXPECT_EQ(read.optima.size(), sweep.optima.size());
    for (std::size_t k = 0; k < read.optima.size(); ++k) {
        EXPECT_EQ(read.optima[k].line, sweep.optima[k].line);
        EXPECT_EQ(read.optima[k].axis, sweep.optima[k].axis);
        EXPECT_EQ(read.optima[k].value, sweep.optima[k].value);
        EXPECT_EQ(read.optima[k].is_at_end, sweep.optima[k].is_at_end);
    }
}

TEST(Sweep, another_plan_is_told_apart) {
    SweepPlan const plan = sweep_plan({"tariff[0].rate=0,1"});
    SweepPlan other = plan;
    other.axes[0].levels[1] = 0.9;
    EXPECT_EQ(difference_of(plan, other), "the axis rate");
    other = plan;
    other.dead_share = 0.1;
    EXPECT_EQ(difference_of(plan, other), "--dead");
    EXPECT_EQ(difference_of(plan, sweep_plan({"tariff[0].rate=0,1"}, duty_on_brics + "# more\n")), "the scenario");
}

TEST(Sweep, a_level_that_a_rule_refuses_is_told_with_its_point) {
    std::string const lower = "[scenario]\nname = \"lower\"\n[[tariff]]\nimporter = \"USA\"\nadd = -0.1\n";
    expect_says(fault_of([&] { static_cast<void>(run_sweep(sweep_plan({"tariff[0].add=-2,-0.1"}, lower))); }),
                {"at add = -2", "the rule leaves"});
}

TEST(Sweep, theta_and_balanced_deficits_exclude_each_other) {
    expect_says(fault_of([] {
                    static_cast<void>(run_sweep(
                        sweep_plan({"theta=1,2"}, "[scenario]\nname = \"x\"\n[model]\ndeficits = \"balanced\"\n")));
                }),
                {"theta cannot be varied where deficits are balanced"});
}

TEST(Sweep, a_point_without_a_solution_has_no_figures) {
    SweepPlan plan = sweep_plan({"tariff[0].rate=0:1:0.5"});
    plan.scenario.solver.max_iterations = 1;
    plan.scenario.solver.method = "damped";
    SweepResult const sweep = run_sweep(plan);
    EXPECT_EQ(sweep.count(PointState::not_converged), 3);
    EXPECT_FALSE(sweep.first_failure.empty());
    EXPECT_TRUE(std::isnan(sweep.table("/region/welfare_pct").values(1, 0)));
    EXPECT_FALSE(sweep.is_refined);
}

TEST(Sweep, a_maximum_between_levels_that_cannot_be_solved_is_not_known) {
    // Levels that were solved before are taken over; between them one evaluation is not enough.
    SweepPlan plan = sweep_plan({"tariff[0].rate=0:1.75:0.25"});
    plan.refine = false;
    SweepResult const levels = run_sweep(plan);
    plan.refine = true;
    plan.scenario.solver.max_iterations = 1;
    SweepResult const sweep = run_sweep(plan, {}, &levels);
    ASSERT_EQ(sweep.count(PointState::solved), sweep.grid.size());
    ASSERT_FALSE(sweep.first_failure.empty());
    EXPECT_TRUE(sweep.is_refined);
    ASSERT_EQ(sweep.optima.size(), 2U);
    EXPECT_TRUE(std::isnan(sweep.optima[0].level));
    EXPECT_TRUE(std::isnan(sweep.optima[1].value));
    std::string const page = format_sweep(sweep);
    EXPECT_NE(page.find("was not found: a solve between the levels"), std::string::npos) << page;
    EXPECT_EQ(page.find("nan"), std::string::npos) << page;
    SweepResult const read = recorded_sweep(to_tables(sweep, ""));
    for (std::size_t k = 0; k < 2; ++k) EXPECT_EQ(std::isnan(read.optima[k].level), std::isnan(sweep.optima[k].level));
}

TEST(Sweep, the_first_year_and_its_elasticity_of_demand) {
    std::string const toml = duty_on_brics + "[model]\nkind = \"input-output\"\n";
    SweepPlan const plan = sweep_plan({"model.demand_elasticity=0,1,2", "tariff[0].rate=0.1,0.5"}, toml);
    SweepResult const sweep = run_sweep(plan);
    ASSERT_EQ(sweep.count(PointState::solved), 6);
    for (Index point = 0; point < 6; ++point) {
        RunResult const alone = run_at(plan, sweep.levels(point));
        Vector const value_added = sweep.table("/region/value_added_counterfactual").values.row(point).transpose();
        EXPECT_LT((value_added - alone.equilibrium.factor_income).cwiseAbs().maxCoeff(), 1e-6);
    }
}

}  // namespace
}  // namespace desvio::test
