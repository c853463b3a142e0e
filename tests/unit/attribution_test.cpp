#include "desvio/engine/attribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace desvio {
namespace {

/// Sums of a few dozen numbers of size one.
constexpr double rounding = 1e-14;

Attribution play(AttributionPlan const& plan, std::function<double(Coalition)> const& value) {
    Matrix values(static_cast<Index>(plan.coalitions.size()), 1);
    for (std::size_t k = 0; k < plan.coalitions.size(); ++k)
        values(static_cast<Index>(k), 0) = value(plan.coalitions[k]);
    return attribute_changes(plan, values);
}

void expect_column(Matrix const& found, std::vector<double> const& wanted, double tolerance = rounding) {
    ASSERT_EQ(found.rows(), static_cast<Index>(wanted.size()));
    for (std::size_t k = 0; k < wanted.size(); ++k)
        EXPECT_NEAR(found(static_cast<Index>(k), 0), wanted[k], tolerance) << "player " << k;
}

bool has(Coalition coalition, int player) { return ((coalition >> static_cast<unsigned>(player)) & 1U) != 0; }

/// One left glove (player 0), two right ones: a pair is worth 1. Shapley's values are 2/3, 1/6, 1/6.
double gloves(Coalition coalition) { return has(coalition, 0) && (has(coalition, 1) || has(coalition, 2)) ? 1.0 : 0.0; }

TEST(Attribution, the_glove_game) {
    Attribution const found = play(plan_exact(3), gloves);
    EXPECT_DOUBLE_EQ(found.whole(0), 1.0);
    expect_column(found.alone, {0.0, 0.0, 0.0});
    expect_column(found.in_order, {0.0, 1.0, 0.0});
    expect_column(found.last, {1.0, 0.0, 0.0});
    expect_column(found.shapley, {2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0});
    expect_column(found.standard_error, {0.0, 0.0, 0.0});
    EXPECT_DOUBLE_EQ(found.interaction(0), 1.0);
    // Pair (0,1): weights 1/2 on S = {} (gain 1) and on S = {2} (gain 0); (1,2): 0 and -1.
    EXPECT_NEAR(found.pairs[0](0, 1), 0.5, rounding);
    EXPECT_NEAR(found.pairs[0](1, 0), 0.5, rounding);
    EXPECT_NEAR(found.pairs[0](1, 2), -0.5, rounding);
    EXPECT_EQ(found.pairs[0](1, 1), 0.0);
}

/// v = 10 + 1 a + 2 b + 4 c + 6 ab - 3 abc: a pair's gain is shared by two, that of three by three.
double product(Coalition s) {
    double const a = has(s, 0) ? 1.0 : 0.0, b = has(s, 1) ? 1.0 : 0.0, c = has(s, 2) ? 1.0 : 0.0;
    return 10.0 + a + 2.0 * b + 4.0 * c + 6.0 * a * b - 3.0 * a * b * c;
}

TEST(Attribution, products_are_shared_by_those_in_them) {
    Attribution const found = play(plan_exact(3), product);
    EXPECT_DOUBLE_EQ(found.start(0), 10.0);
    EXPECT_DOUBLE_EQ(found.whole(0), 10.0);
    expect_column(found.alone, {1.0, 2.0, 4.0});
    expect_column(found.in_order, {1.0, 8.0, 1.0});
    expect_column(found.last, {4.0, 5.0, 1.0});
    expect_column(found.shapley, {1.0 + 3.0 - 1.0, 2.0 + 3.0 - 1.0, 4.0 - 1.0});
    EXPECT_DOUBLE_EQ(found.interaction(0), 3.0);
    // (a,b): 1/2 * 6 without c + 1/2 * (6 - 3) with c
    EXPECT_NEAR(found.pairs[0](0, 1), 4.5, rounding);
    EXPECT_NEAR(found.pairs[0](0, 2), -1.5, rounding);
    EXPECT_LT(found.largest_gap, rounding);
}

TEST(Attribution, several_values_are_split_at_once) {
    AttributionPlan const plan = plan_exact(3);
    Matrix values(8, 2);
    for (Index k = 0; k < 8; ++k) {
        Coalition const coalition = plan.coalitions[static_cast<std::size_t>(k)];
        values(k, 0) = gloves(coalition);
        values(k, 1) = product(coalition);
    }
    Attribution const found = attribute_changes(plan, values);
    EXPECT_NEAR(found.shapley(0, 0), 2.0 / 3.0, rounding);
    EXPECT_NEAR(found.shapley(1, 1), 4.0, rounding);
    EXPECT_NEAR(found.pairs[1](0, 1), 4.5, rounding);
}

TEST(Attribution, one_player_has_everything_and_none_nothing) {
    expect_column(play(plan_exact(1), [](Coalition s) { return s == 0 ? 2.0 : 5.0; }).shapley, {3.0});
    Attribution const none = play(plan_exact(0), [](Coalition) { return 7.0; });
    EXPECT_EQ(none.shapley.rows(), 0);
    EXPECT_EQ(none.start(0), 7.0);
    EXPECT_EQ(none.whole(0), 0.0);
}

TEST(Attribution, coalitions_stand_by_size_and_start_from_one_player_less) {
    for (AttributionPlan const& plan : {plan_exact(5), plan_sampled(20, 7, 3)}) {
        EXPECT_EQ(plan.coalitions.front(), 0U);
        EXPECT_EQ(std::popcount(plan.coalitions.back()), plan.n_players);
        EXPECT_EQ(plan.parent_of(0), -1);
        for (std::size_t k = 1; k < plan.coalitions.size(); ++k) {
            Index const parent = plan.parent_of(k);
            ASSERT_GE(parent, 0);
            ASSERT_LT(parent, static_cast<Index>(k));
            Coalition const start = plan.coalitions[static_cast<std::size_t>(parent)];
            EXPECT_EQ(start & plan.coalitions[k], start);
            EXPECT_LT(std::popcount(start), std::popcount(plan.coalitions[k]));
            if (!plan.is_exact) continue;
            EXPECT_EQ(std::popcount(start) + 1, std::popcount(plan.coalitions[k]));
        }
    }
    EXPECT_EQ(plan_exact(5).coalitions.size(), 32U);
}

TEST(Attribution, sampled_orders_are_exact_for_sums_and_add_up_always) {
    auto const sum = [](Coalition s) {
        double total = 0.0;
        for (int k = 0; k < 20; ++k) total += has(s, k) ? k : 0.0;
        return total;
    };
    Attribution const found = play(plan_sampled(20, 5, 1), sum);
    for (int k = 0; k < 20; ++k) EXPECT_NEAR(found.shapley(k, 0), k, 1e-12);
    EXPECT_LT(found.standard_error.maxCoeff(), 1e-6);  // the root of a rounding
    EXPECT_TRUE(found.pairs.empty());
    Attribution const curved = play(plan_sampled(20, 5, 1), [&](Coalition s) { return std::sqrt(sum(s)); });
    EXPECT_NEAR(curved.shapley.sum(), curved.whole(0), 1e-12);
    EXPECT_LT(curved.largest_gap, 1e-12);
    EXPECT_GT(curved.standard_error.maxCoeff(), 0.0);
}

TEST(Attribution, sampled_orders_come_near_the_exact_values_as_their_error_says) {
    Attribution const exact = play(plan_exact(3), gloves), sampled = play(plan_sampled(3, 400, 11), gloves);
    for (int k = 0; k < 3; ++k) {
        EXPECT_GT(sampled.standard_error(k, 0), 0.0);
        // The glove game's gains are 0 or 1: the error of a mean of 400 pairs is at most 0.5 / 20.
        EXPECT_LT(sampled.standard_error(k, 0), 0.025);
        // Four standard errors: one seed, fixed.
        EXPECT_NEAR(sampled.shapley(k, 0), exact.shapley(k, 0), 4.0 * sampled.standard_error(k, 0));
    }
    expect_column(sampled.last, {1.0, 0.0, 0.0});
    EXPECT_TRUE(std::isnan(play(plan_sampled(3, 1, 11), gloves).standard_error(0, 0)));
}

TEST(Attribution, a_seed_gives_the_same_orders_again) {
    EXPECT_EQ(plan_sampled(9, 4, 5).orders, plan_sampled(9, 4, 5).orders);
    EXPECT_NE(plan_sampled(9, 4, 5).orders, plan_sampled(9, 4, 6).orders);
    for (auto order : plan_sampled(9, 4, 5).orders) {
        std::sort(order.begin(), order.end());
        for (int k = 0; k < 9; ++k) EXPECT_EQ(order[static_cast<std::size_t>(k)], k);
    }
}

}  // namespace
}  // namespace desvio
