#include "desvio/engine/uncertainty.hpp"

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

ElasticitySet elasticities(Vector theta, Vector error, std::vector<std::string> source) {
    return {"default", "", "", std::move(theta), std::move(error), std::move(source)};
}

TEST(DrawElasticities, mean_and_standard_error_are_the_published_ones) {
    ElasticitySet const set = elasticities(Vector::Constant(1, 5.0), Vector::Constant(1, 1.5), {"one study"});
    int const draws = 20000;
    double sum = 0.0, squares = 0.0;
    for (int d = 0; d < draws; ++d) {
        double const theta = draw_elasticities(set, 1, d)(0);
        EXPECT_GT(theta, 0.0);
        sum += theta;
        squares += theta * theta;
    }
    double const mean = sum / draws;
    double const error = std::sqrt(squares / draws - mean * mean);
    // Standard errors of the two estimates: 1.5 / sqrt(20000) = 0.011, and for the spread (skewed) about 0.015; 5 of
    // each.
    EXPECT_NEAR(mean, 5.0, 0.055);
    EXPECT_NEAR(error, 1.5, 0.075);
}

TEST(DrawElasticities, sectors_of_one_estimate_move_together_and_others_do_not) {
    Vector theta(3), error(3);
    theta << 4.0, 4.0, 4.0;
    error << 1.0, 1.0, 1.0;
    Vector const drawn = draw_elasticities(elasticities(theta, error, {"A", "A", "B"}), 1, 0);
    EXPECT_EQ(drawn(0), drawn(1));
    EXPECT_NE(drawn(0), drawn(2));
}

TEST(DrawElasticities, a_sector_without_standard_error_keeps_its_theta) {
    Vector theta(2), error(2);
    theta << 4.0, 6.0;
    error << std::nan(""), 0.0;
    EXPECT_EQ(draw_elasticities(elasticities(theta, error, {"A", "B"}), 1, 0), theta);
}

class Draws : public ::testing::Test {
  protected:
    Draws() {
        RandomBaseOptions options;
        options.regions = 4;
        options.sectors = 3;
        base_ = make_random_base(options);
        base_.elasticities.front().standard_error = 0.3 * base_.elasticities.front().theta;
        accounts_ = derive_accounts(base_);
        shock_ = make_shock(base_, ShockKind::tariffs);
        centre_ = CaliendoParro(accounts_).solve(shock_, {});
    }
    [[nodiscard]] Uncertainty draw(int draws, int threads, Monitor const& monitor = {}) const {
        CaliendoParro const model(accounts_);
        DrawSolver const solve = [&](Vector const& theta, FixedPointOptions const& options) {
            Solution solution = model.solve(shock_, closures_, options, {}, &centre_.state, &theta);
            return solution.summary.is_converged() ? std::optional(std::move(solution.equilibrium)) : std::nullopt;
        };
        return draw_uncertainty({accounts_, base_.elasticities.front(), solve, 0, focus_}, draws, 9, threads, monitor);
    }
    Base base_;
    Accounts accounts_;
    Shock shock_;
    Closures closures_;
    Solution centre_;
    std::vector<Index> focus_;
};

TEST_F(Draws, of_a_focus_of_one_region_are_those_of_the_region) {
    focus_ = {2};
    Uncertainty const drawn = draw(16, 2);
    // Welfare of a region is EV over income: the same number but for its rounding.
    EXPECT_NEAR(drawn.focus_welfare_pct.lower, drawn.welfare_pct.lower(2), 1e-12);
    EXPECT_NEAR(drawn.focus_welfare_pct.upper, drawn.welfare_pct.upper(2), 1e-12);
    EXPECT_NEAR(drawn.focus_value_added_pct.median, drawn.value_added_pct.median(2), 1e-12);
}

TEST_F(Draws, of_a_focus_are_taken_of_the_sum_in_each_draw) {
    focus_ = {0, 1, 2, 3};
    Uncertainty const drawn = draw(1, 1);
    // One draw: its figure is the quantile; 100 sum EV / sum I, EV = welfare I / 100.
    double const wanted = drawn.welfare_pct.median.dot(accounts_.income) / accounts_.income.sum();
    EXPECT_NEAR(drawn.focus_welfare_pct.median, wanted, 1e-12);
    focus_ = {};
    EXPECT_TRUE(std::isnan(draw(1, 1).focus_welfare_pct.median));
}

TEST_F(Draws, are_the_same_on_any_number_of_threads) {
    Uncertainty const one = draw(16, 1), three = draw(16, 3);
    EXPECT_EQ(one.draws, 16);
    EXPECT_EQ(one.welfare_pct.lower, three.welfare_pct.lower);
    EXPECT_EQ(one.welfare_pct.upper, three.welfare_pct.upper);
    EXPECT_EQ(one.real_wage_pct.median, three.real_wage_pct.median);
}

TEST_F(Draws, stop_when_the_monitor_says_so) {
    int calls = 0;
    Uncertainty const stopped = draw(50, 1, [&](Iteration const&) { return ++calls < 3; });
    EXPECT_EQ(calls, 3);
    EXPECT_EQ(stopped.draws, 3);
}

TEST_F(Draws, quantiles_are_ordered_and_surround_the_centre) {
    Uncertainty const drawn = draw(64, 2);
    EXPECT_EQ(drawn.failed, 0);
    ExactWelfare const centre = compute_exact_welfare(accounts_, centre_.equilibrium);
    for (Index n = 0; n < 4; ++n) {
        EXPECT_LT(drawn.welfare_pct.lower(n), drawn.welfare_pct.median(n));
        EXPECT_LT(drawn.welfare_pct.median(n), drawn.welfare_pct.upper(n));
        EXPECT_GT(centre.welfare_pct(n), drawn.welfare_pct.lower(n));
        EXPECT_LT(centre.welfare_pct(n), drawn.welfare_pct.upper(n));
    }
}

TEST_F(Draws, a_single_draw_is_the_solution_at_its_elasticities) {
    Uncertainty const drawn = draw(1, 1);
    Vector const theta = draw_elasticities(base_.elasticities.front(), 9, 0);
    Solution const direct = CaliendoParro(accounts_).solve(shock_, {}, {}, {}, nullptr, &theta);
    ExactWelfare const expected = compute_exact_welfare(accounts_, direct.equilibrium);
    // Draws are solved to 1e-5 of every residual; in percent, and with a factor 10 from residual to solution.
    EXPECT_LT((drawn.welfare_pct.median - expected.welfare_pct).lpNorm<Eigen::Infinity>(), 100.0 * 10.0 * 1e-5);
}

}  // namespace
}  // namespace desvio::test
