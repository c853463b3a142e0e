#include "desvio/engine/counterfactuals.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/sweep_plan.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace desvio::test {
namespace {

/// \param relative_error  standard error over elasticity
SweepPlan drawn_plan(std::vector<std::string> const& axes, int draws, double relative_error = 0.3) {
    SweepPlan plan = sweep_plan(axes, duty_on_brics + "focus = [\"BRA\", \"CHN\"]\nseed = 7\n");
    for (ElasticitySet& set : plan.given.elasticities) set.standard_error = relative_error * set.theta;
    plan.draws = draws;
    plan.refine = false;
    return plan;
}

/// A point at one draw, solved by itself from the base; nothing when that fails.
std::optional<Counterfactual> solve_alone(SweepPlan const& plan, std::vector<double> const& levels, int draw) {
    Scenario scenario = plan.scenario;
    Base base = plan.given;
    for (std::size_t a = 0; a < levels.size(); ++a) {
        if (plan.axes[a].number.block == VariedBlock::theta)
            scale_elasticities(base, levels[a]);
        else
            set_level(scenario, plan.axes[a].number, levels[a]);
    }
    Vector const theta =
        draw_elasticities(base.elasticity_set(scenario.model.elasticities), scenario.report.seed, draw);
    Counterfactuals const model(base, scenario.model, scenario.solver);
    FixedPointOptions solver = model.solver();
    solver.tolerance = 1e-8;
    Counterfactual answer =
        model.solve(model.shock_of(resolve_scenario(scenario, base).shock), {.theta = &theta, .solver = solver});
    if (!answer.summary.is_converged()) return std::nullopt;
    return answer;
}

/// Of five values: 0.05, 0.5 and 0.95 of the way from the first to the last.
Spread of_five(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return {values[0] + 0.2 * (values[1] - values[0]), values[2], values[3] + 0.8 * (values[4] - values[3])};
}

SweepTable const& band(SweepResult const& sweep, std::string const& path) {
    auto const& tables = sweep.bands.tables;
    auto const at = std::find_if(tables.begin(), tables.end(), [&](SweepTable const& one) { return one.path == path; });
    if (at == tables.end()) throw std::logic_error("no band " + path);
    return *at;
}

void expect_same_bands(SweepResult const& a, SweepResult const& b) {
    ASSERT_TRUE(a.bands.is_drawn);
    ASSERT_TRUE(b.bands.is_drawn);
    ASSERT_EQ(a.bands.tables.size(), b.bands.tables.size());
    for (SweepTable const& table : a.bands.tables) {
        RowMatrix const &x = table.values, &y = band(b, table.path).values;
        ASSERT_EQ(x.size(), y.size());
        for (Index k = 0; k < x.size(); ++k)
            EXPECT_TRUE(x.data()[k] == y.data()[k] || (std::isnan(x.data()[k]) && std::isnan(y.data()[k])))
                << table.path << " " << k;
    }
    ASSERT_EQ(a.bands.levels.size(), b.bands.levels.size());
    for (std::size_t k = 0; k < a.bands.levels.size(); ++k) {
        EXPECT_EQ(a.bands.levels[k].level.lower, b.bands.levels[k].level.lower);
        EXPECT_EQ(a.bands.levels[k].level.upper, b.bands.levels[k].level.upper);
    }
}

TEST(SweepDraws, bands_are_percentiles_of_solves_by_themselves) {
    SweepPlan plan = drawn_plan({"theta=0.7,1", "tariff[0].rate=0.1,0.4,0.8"}, 5);
    plan.outcomes = {"exports[BRA, CHN]"};
    SweepResult const sweep = run_sweep(plan);
    ASSERT_TRUE(sweep.bands.is_drawn);
    EXPECT_EQ(sweep.bands.failed, 0);
    Accounts const accounts = derive_accounts(plan.given, "default");
    for (Index point = 0; point < sweep.grid.size(); ++point) {
        std::vector<double> welfare, wage, duties, exports, loss, rate, focus, sold;
        for (int draw = 0; draw < 5; ++draw) {
            Counterfactual const found = solve_alone(plan, sweep.levels(point), draw).value();
            Equilibrium const& after = found.equilibrium;
            welfare.push_back(found.welfare.welfare_pct(bra));
            wage.push_back(100.0 * (found.welfare.real_wage_hat(chn) - 1.0));
            duties.push_back(after.tariff_revenue(usa));
            double abroad = 0.0, lost = 0.0, gained = 0.0, to_china = 0.0;
            for (Index const j : {agr, fin}) {
                abroad += after.trade(j, usa, bra) + after.trade(j, chn, bra);
                lost += accounts.trade(j, usa, bra) - after.trade(j, usa, bra);
                gained += after.trade(j, chn, bra) - accounts.trade(j, chn, bra);
                to_china += after.trade(j, chn, bra);
            }
            exports.push_back(abroad);
            loss.push_back(lost);
            rate.push_back(gained / lost);
            sold.push_back(to_china);
            Vector const& gain = found.welfare.equivalent_variation;
            focus.push_back(100.0 * (gain(bra) + gain(chn)) / (accounts.income(bra) + accounts.income(chn)));
        }
        auto const expect_band = [&](std::string const& path, Index cell, std::vector<double> const& values) {
            Spread const spread = of_five(values);
            // Two solves of one problem agree to what the solver leaves, a hundred times its tolerance.
            double const near = 1e-6 * (1.0 + std::abs(spread.median));
            EXPECT_NEAR(band(sweep, path + "_p05").values(point, cell), spread.lower, near) << path << point;
            EXPECT_NEAR(band(sweep, path + "_p50").values(point, cell), spread.median, near) << path << point;
            EXPECT_NEAR(band(sweep, path + "_p95").values(point, cell), spread.upper, near) << path << point;
            EXPECT_GT(spread.upper - spread.lower, 10.0 * near) << path;
        };
        expect_band("/region/welfare_pct", bra, welfare);
        expect_band("/region/real_wage_pct", chn, wage);
        expect_band("/region/tariff_revenue_counterfactual", usa, duties);
        expect_band("/region/exports_counterfactual", bra, exports);
        expect_band("/region/redirection_loss", bra, loss);
        if (loss.front() > 0.0) expect_band("/region/redirection_rate", bra, rate);
        expect_band("/focus/welfare_pct", 0, focus);
        expect_band("/outcome/exports[BRA, CHN]", 0, sold);
    }
}

TEST(SweepDraws, numbers_do_not_depend_on_the_number_of_threads) {
    SweepPlan plan = drawn_plan({"tariff[0].rate=0:1:0.2", "tariff[0].exempt_share=0,0.3"}, 7);
    plan.refine = true;
    SweepOptions one, three;
    one.jobs = 1;
    three.jobs = 3;
    expect_same_bands(run_sweep(plan, one), run_sweep(plan, three));
}

TEST(SweepDraws, the_best_level_of_a_draw_is_that_of_a_sweep_with_its_elasticities) {
    SweepPlan plan = drawn_plan({"tariff[0].rate=0:2:0.25"}, 3, 0.1);
    plan.refine = true;
    SweepResult const sweep = run_sweep(plan);
    ASSERT_EQ(sweep.bands.levels.size(), 2U);
    for (LevelBand const& levels : sweep.bands.levels) {
        std::vector<double> found;
        for (int draw = 0; draw < 3; ++draw) {
            SweepPlan alone = plan;
            alone.draws = 0;
            ElasticitySet& set = alone.given.elasticities.front();
            set.theta = draw_elasticities(set, plan.scenario.report.seed, draw);
            for (Optimum const& optimum : run_sweep(alone).optima)
                if (optimum.objective == levels.objective) found.push_back(optimum.level);
        }
        ASSERT_EQ(found.size(), 3U);
        std::sort(found.begin(), found.end());
        // A maximum is found to a ten-thousandth of two levels' distance, and flat: a hundred times that.
        double const near = 0.25 * 1e-2;
        EXPECT_NEAR(levels.level.lower, found[0] + 0.1 * (found[1] - found[0]), near);
        EXPECT_NEAR(levels.level.median, found[1], near);
        EXPECT_NEAR(levels.level.upper, found[1] + 0.9 * (found[2] - found[1]), near);
        EXPECT_GT(levels.level.upper, levels.level.lower) << to_string(levels.objective);
    }
}

TEST(SweepDraws, a_draw_that_fails_is_left_out_and_counted) {
    // Elasticities so uncertain, and iterations so few, that some draws are not solved.
    SweepPlan plan = drawn_plan({"tariff[0].rate=0.5"}, 12, 1.5);
    plan.scenario.solver.method = "damped";
    std::vector<double> solved;
    for (int n = 2; n < 2000; n += 1 + n / 20) {
        plan.scenario.solver.max_iterations = n;
        solved.clear();
        for (int draw = 0; draw < plan.draws; ++draw)
            if (auto const found = solve_alone(plan, {0.5}, draw)) solved.push_back(found->welfare.welfare_pct(bra));
        SweepPlan centre = plan;
        centre.draws = 0;
        bool const is_some = !solved.empty() && solved.size() < 12;
        if (is_some && run_sweep(centre).count(PointState::solved) == 1) break;
    }
    ASSERT_GT(solved.size(), 0U);
    ASSERT_LT(solved.size(), 12U);
    SweepResult const sweep = run_sweep(plan);
    ASSERT_EQ(sweep.count(PointState::solved), 1);
    EXPECT_EQ(sweep.bands.failed, 12 - static_cast<int>(solved.size()));
    EXPECT_EQ(band(sweep, "/diagnostics/draws_failed").values(0, 0), sweep.bands.failed);
    std::sort(solved.begin(), solved.end());
    double const median = (solved[(solved.size() - 1) / 2] + solved[solved.size() / 2]) / 2.0;
    EXPECT_NEAR(band(sweep, "/region/welfare_pct_p50").values(0, bra), median, 1e-9);
}

TEST(SweepDraws, stopped_among_the_draws_it_goes_on_from_its_file) {
    SweepPlan plan = drawn_plan({"tariff[0].rate=0:1:0.25"}, 6);
    plan.refine = true;
    SweepOptions stopping;
    stopping.jobs = 1;
    stopping.monitor = [](SweepProgress const& at) { return std::string(at.what) != "elasticity draws"; };
    SweepResult const begun = run_sweep(plan, stopping);
    EXPECT_TRUE(begun.was_stopped);
    EXPECT_FALSE(begun.bands.is_drawn);
    EXPECT_TRUE(begun.bands.tables.empty());
    SweepResult const kept = recorded_sweep(to_tables(begun, ""));
    EXPECT_EQ(kept.plan.draws, 6);
    SweepResult const resumed = run_sweep(kept.plan, {}, &kept), whole = run_sweep(plan);
    EXPECT_EQ(resumed.solves, 0);
    expect_same_bands(resumed, whole);
    // And a whole one is read as it was written.
    SweepResult const read = recorded_sweep(to_tables(whole, ""));
    expect_same_bands(read, whole);
    EXPECT_EQ(read.tables.size(), whole.tables.size());
    EXPECT_EQ(difference_of(read.plan, whole.plan), "");
    SweepPlan fewer = plan;
    fewer.draws = 5;
    EXPECT_EQ(difference_of(fewer, plan), "--draws");
}

TEST(SweepDraws, without_standard_errors_there_is_nothing_to_draw) {
    SweepPlan const plan = drawn_plan({"tariff[0].rate=0,1"}, 3, 0.0);
    expect_says(fault_of([&] { static_cast<void>(run_sweep(plan)); }),
                {"there is nothing to draw (no elasticity of the set 'default'"});
}

}  // namespace
}  // namespace desvio::test
