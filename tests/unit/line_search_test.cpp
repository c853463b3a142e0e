#include "engine/line_search.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

WarmStart state_with(double value) {
    return {Matrix::Constant(2, 3, value), Matrix::Constant(2, 3, 2.0 * value), Vector::Constant(3, -value)};
}

TEST(WarmPath, has_no_start_before_the_first_solution) { EXPECT_FALSE(WarmPath().start(0.5).has_value()); }

TEST(WarmPath, continues_a_parabola_exactly) {
    auto const parabola = [](double x) { return 1.0 + 2.0 * x - 3.0 * x * x; };
    WarmPath path;
    for (double const level : {0.0, 0.1, 0.2}) path.keep(level, state_with(parabola(level)));
    WarmStart const start = *path.start(0.3);
    // 1 + 0.6 - 0.27 = 1.33
    EXPECT_NEAR(start.log_unit_cost_hat(1, 2), 1.33, 1e-14);
    EXPECT_NEAR(start.log_expenditure(0, 0), 2.66, 1e-14);
    EXPECT_NEAR(start.log_wage_hat(2), -1.33, 1e-14);
}

TEST(WarmPath, takes_the_nearest_and_none_that_crowd_together) {
    WarmPath path;
    path.keep(0.0, state_with(0.0));
    path.keep(1.0, state_with(1.0));
    path.keep(1.0 + 1e-9, state_with(1.1));  // noise, seen from a distance: a slope of 1e8
    // The nearer of the two close ones and the far one make a line: 1.1 at 1, 0 at 0.
    EXPECT_NEAR(path.start(2.0)->log_wage_hat(0), -2.2, 1e-8);
}

TEST(LineSearch, finds_a_root_to_the_precision_asked_for) {
    auto const f = [](double x) { return x * x - 2.0; };
    EXPECT_NEAR(find_root(f, {0.0, -2.0}, {2.0, 2.0}), std::sqrt(2.0), 2e-4);
    EXPECT_NEAR(find_root(f, {0.0, -2.0}, {2.0, 2.0}, 1e-10), std::sqrt(2.0), 1e-10);
    EXPECT_EQ(find_root(f, {1.0, 0.0}, {2.0, 2.0}), 1.0);  // an end that is the root already
}

TEST(LineSearch, finds_a_maximum_inside) {
    auto const f = [](double x) { return 5.0 - (x - 0.3) * (x - 0.3); };
    Extremum const found = find_maximum(f, 0.2, 0.6, 0.4, f(0.4));
    EXPECT_NEAR(found.level, 0.3, 0.4e-4);
    EXPECT_NEAR(found.value, 5.0, 1e-8);
}

TEST(LineSearch, a_maximum_at_an_end_is_exactly_there) {
    auto const rising = [](double x) { return x; };
    EXPECT_EQ(find_maximum(rising, 0.2, 0.6, 0.6, 0.6).level, 0.6);
    auto const falling = [](double x) { return -x; };
    EXPECT_EQ(find_maximum(falling, 0.2, 0.6, 0.2, -0.2).level, 0.2);
}

TEST(LineSearch, an_end_that_is_only_the_best_of_the_levels_is_left) {
    auto const f = [](double x) { return -(x - 0.25) * (x - 0.25); };  // best of 0.2 and 0.6: 0.2
    EXPECT_NEAR(find_maximum(f, 0.2, 0.6, 0.2, f(0.2)).level, 0.25, 0.4e-4);
}

}  // namespace
}  // namespace desvio::test
