#include "desvio/engine/risk.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

/// A few roundings of numbers of size ten.
constexpr double rounding = 1e-13;

Threat threat(std::string const& label, double probability, bool independent, std::string const& given = "") {
    Threat one;
    one.label = label;
    one.probability = probability;
    one.independent = independent;
    one.given = given;
    return one;
}

/// Values of the worlds from what comes in them.
template <typename Value>
Matrix values_of(std::vector<Threat> const& threats, Value const& value) {
    auto const worlds = enumerate_prospects(threats).worlds;
    Matrix values(static_cast<Index>(worlds.size()), 1);
    for (std::size_t w = 0; w < worlds.size(); ++w) values(static_cast<Index>(w), 0) = value(worlds[w].comes);
    return values;
}

TEST(Risk, one_threat_by_hand) {
    std::vector<Threat> const threats{threat("a", 0.2, false)};
    Matrix const values = values_of(threats, [](auto const& comes) { return comes[0] ? -3.0 : 0.5; });
    Risk const risk = assess_risk(threats, values);
    // m = 0.2 * -3 + 0.8 * 0.5; Var = p (1 - p) 3.5^2
    EXPECT_NEAR(risk.expected(0), -0.2, rounding);
    EXPECT_NEAR(risk.variance(0), 0.16 * 12.25, rounding);
    EXPECT_NEAR(risk.standard_deviation()(0), 1.4, rounding);
    EXPECT_EQ(values(risk.worst[0], 0), -3.0);
    EXPECT_EQ(values(risk.best[0], 0), 0.5);
    EXPECT_NEAR(risk.world_variance.sum(), risk.variance(0), rounding);
    EXPECT_NEAR(risk.world_variance(risk.worst[0], 0), 0.2 * 2.8 * 2.8, rounding);
    EXPECT_EQ(risk.variance_without(0, 0), 0.0);
    EXPECT_EQ(risk.expected_without(0, 0), 0.5);
    EXPECT_NEAR(risk.by_lottery.shapley(0, 0), risk.variance(0), rounding);
}

TEST(Risk, what_cannot_happen_is_neither_worst_nor_best) {
    std::vector<Threat> const threats{threat("a", 0.4, false), threat("b", 0.6, false)};
    // Nothing would be best, but one of the two is certain.
    Matrix const values = values_of(threats, [](auto const& comes) { return comes[0] ? 1.0 : comes[1] ? 2.0 : 9.0; });
    Risk const risk = assess_risk(threats, values);
    EXPECT_EQ(values(risk.best[0], 0), 2.0);
    // Without b its 0.6 goes to nothing: 0.4 * 1 + 0.6 * 9
    EXPECT_NEAR(risk.expected_without(1, 0), 5.8, rounding);
    EXPECT_NEAR(risk.variance_without(1, 0), 0.24 * 64.0, rounding);
}

TEST(Risk, independent_threats_that_only_add_share_by_their_own_variances) {
    std::vector<Threat> const threats{threat("a", 0.5, true), threat("b", 0.2, true)};
    Matrix const values =
        values_of(threats, [](auto const& comes) { return (comes[0] ? 2.0 : 0.0) + (comes[1] ? 5.0 : 0.0); });
    Risk const risk = assess_risk(threats, values);
    EXPECT_NEAR(risk.variance(0), 0.25 * 4.0 + 0.16 * 25.0, rounding);
    for (Matrix const* split : {&risk.by_lottery.alone, &risk.by_lottery.shapley, &risk.by_lottery.last}) {
        EXPECT_NEAR((*split)(0, 0), 1.0, rounding);
        EXPECT_NEAR((*split)(1, 0), 4.0, rounding);
    }
}

TEST(Risk, what_two_threats_do_together_is_shared_between_them) {
    // x = ab with p = 1/2 each: Var = 3/16, Var E[x|a] = 1/16, so 1/16 is common: Shapley 3/32 each, total 2/16.
    std::vector<Threat> const threats{threat("a", 0.5, true), threat("b", 0.5, true)};
    Risk const risk =
        assess_risk(threats, values_of(threats, [](auto const& comes) { return comes[0] && comes[1] ? 1.0 : 0.0; }));
    EXPECT_NEAR(risk.variance(0), 3.0 / 16.0, rounding);
    for (Index k = 0; k < 2; ++k) {
        EXPECT_NEAR(risk.by_lottery.alone(k, 0), 1.0 / 16.0, rounding);
        EXPECT_NEAR(risk.by_lottery.shapley(k, 0), 3.0 / 32.0, rounding);
        EXPECT_NEAR(risk.by_lottery.last(k, 0), 2.0 / 16.0, rounding);
        EXPECT_EQ(risk.variance_without(k, 0), 0.0);
    }
}

TEST(Risk, a_threat_that_waits_has_a_part_of_its_own) {
    // a comes with 1/2, then b with 1/2; x = 4 if b comes: the same numbers as the product above, times 16.
    std::vector<Threat> const threats{threat("a", 0.5, true), threat("b", 0.5, true, "a")};
    Risk const risk = assess_risk(threats, values_of(threats, [](auto const& comes) { return comes[1] ? 4.0 : 0.0; }));
    EXPECT_EQ(risk.probability.size(), 3);
    EXPECT_NEAR(risk.expected(0), 1.0, rounding);
    EXPECT_NEAR(risk.variance(0), 3.0, rounding);
    EXPECT_NEAR(risk.by_lottery.shapley(0, 0), 1.5, rounding);
    EXPECT_NEAR(risk.by_lottery.whole(0), risk.variance(0), rounding);
}

TEST(Risk, another_probability_weighs_the_same_worlds) {
    std::vector<Threat> const threats{threat("a", 0.2, false), threat("b", 0.3, false)};
    Vector const at_half = world_probabilities(threats, 0, 0.5);
    ASSERT_EQ(at_half.size(), 3);
    EXPECT_NEAR(at_half.sum(), 1.0, rounding);
    EXPECT_NEAR(at_half(0), 0.2, rounding);  // nothing
    EXPECT_EQ(at_half(1), 0.5);
}

TEST(CertaintyCost, closed_forms) {
    Vector probability(2), change(2);
    probability << 0.5, 0.5;
    change << -10.0, 10.0;
    EXPECT_EQ(certainty_cost_pct(probability, change, 0.0), 0.0);
    // rho = 1: 1 - sqrt(0.9 * 1.1); rho = 2: 1 - 2 / (1/0.9 + 1/1.1)
    EXPECT_NEAR(certainty_cost_pct(probability, change, 1.0), 100.0 * (1.0 - std::sqrt(0.99)), rounding);
    EXPECT_NEAR(certainty_cost_pct(probability, change, 2.0), 1.0, rounding);
    // rho Var / 2 for small changes: 2 * 0.01^2 / 2
    EXPECT_NEAR(certainty_cost_pct(probability, change / 10.0, 2.0), 0.01, 1e-5);
    change << -100.0, 0.0;
    EXPECT_TRUE(std::isnan(certainty_cost_pct(probability, change, 2.0)));
    probability << 0.0, 1.0;
    EXPECT_EQ(certainty_cost_pct(probability, change, 2.0), 0.0);
}

TEST(SourcesOfVariance, the_two_parts_are_the_variance_of_all) {
    Vector probability(2);
    probability << 0.75, 0.25;
    std::vector<Matrix> draws{(Matrix(2, 1) << 0.0, -4.0).finished(), (Matrix(2, 1) << 0.0, -8.0).finished()};
    SourcesOfVariance const split = split_variance(probability, draws);
    // Within: 3/16 of 16 and of 64, mean 7.5; means -1 and -2: variance 1/4.
    EXPECT_NEAR(split.from_threats(0), 7.5, rounding);
    EXPECT_NEAR(split.from_elasticities(0), 0.25, rounding);
    // Of all four: E x^2 - m^2 = (0.25 * 16 + 0.25 * 64) / 2 - 1.5^2
    EXPECT_NEAR(split.from_threats(0) + split.from_elasticities(0), 10.0 - 2.25, rounding);
    EXPECT_NEAR(split.expected_lower(0), -1.95, rounding);
    EXPECT_NEAR(split.expected_upper(0), -1.05, rounding);
    draws[1](0, 0) = std::nan("");
    EXPECT_TRUE(std::isnan(split_variance(probability, draws).expected_lower(0)));
}

}  // namespace
}  // namespace desvio
