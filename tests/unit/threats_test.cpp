#include "desvio/params/threats.hpp"

#include "desvio/io/scenario_io.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace desvio {
namespace {

/// A few roundings of numbers of size one.
constexpr double rounding = 1e-15;

Threat threat(std::string const& label, double probability, bool independent = false, std::string const& given = "") {
    Threat one;
    one.scenario = one.label = label;
    one.probability = probability;
    one.independent = independent;
    one.given = given;
    return one;
}

/// Probability of the world of that label; -1 when there is none.
double chance_of(std::string const& label, std::vector<Threat> const& threats) {
    for (World const& world : enumerate_prospects(threats).worlds)
        if (world_label(world, threats, "calm") == label) return world.probability;
    return -1.0;
}

TEST(Prospects, one_threat_comes_or_does_not) {
    std::vector<Threat> const threats{threat("a", 0.2)};
    Prospects const prospects = enumerate_prospects(threats);
    ASSERT_EQ(prospects.worlds.size(), 2U);
    EXPECT_EQ(world_label(prospects.worlds[0], threats, "nothing"), "nothing");
    EXPECT_EQ(prospects.worlds[0].probability, 0.8);
    EXPECT_EQ(chance_of("a", threats), 0.2);
    EXPECT_EQ(prospects.lotteries.size(), 1U);
}

TEST(Prospects, excluding_threats_share_one_lottery_and_leave_the_rest_to_otherwise) {
    std::vector<Threat> const threats{threat("a", 0.5), threat("b", 0.3)};
    Prospects const prospects = enumerate_prospects(threats);
    EXPECT_EQ(prospects.worlds.size(), 3U);
    EXPECT_NEAR(chance_of("calm", threats), 0.2, rounding);
    EXPECT_EQ(chance_of("b", threats), 0.3);
    EXPECT_EQ(chance_of("a + b", threats), -1.0);
    ASSERT_EQ(prospects.lotteries.size(), 1U);
    EXPECT_EQ(prospects.lotteries[0].name, "one of a, b");
}

TEST(Prospects, independent_threats_come_in_every_combination) {
    std::vector<Threat> const threats{threat("a", 0.5, true), threat("b", 0.2, true), threat("c", 0.1)};
    EXPECT_EQ(enumerate_prospects(threats).worlds.size(), 8U);
    EXPECT_NEAR(chance_of("a + b + c", threats), 0.01, rounding);
    EXPECT_NEAR(chance_of("a + c", threats), 0.5 * 0.8 * 0.1, rounding);
    EXPECT_NEAR(chance_of("calm + b", threats), 0.5 * 0.2 * 0.9, rounding);
}

TEST(Prospects, a_threat_that_waits_for_another_never_comes_without_it) {
    std::vector<Threat> const threats{threat("duty", 0.4), threat("answer", 0.5, true, "duty"),
                                      threat("more", 0.1, true, "answer")};
    Prospects const prospects = enumerate_prospects(threats);
    EXPECT_EQ(prospects.fates.size(), 8U);
    ASSERT_EQ(prospects.worlds.size(), 4U);
    EXPECT_NEAR(chance_of("calm", threats), 0.6, rounding);
    EXPECT_NEAR(chance_of("duty", threats), 0.2, rounding);
    EXPECT_NEAR(chance_of("duty + answer", threats), 0.4 * 0.5 * 0.9, rounding);
    EXPECT_NEAR(chance_of("duty + answer + more", threats), 0.02, rounding);
    EXPECT_EQ(chance_of("duty + more", threats), -1.0);
    double total = 0.0;
    for (Fate const& fate : prospects.fates) total += fate.probability;
    EXPECT_NEAR(total, 1.0, rounding);
}

TEST(Prospects, ten_independent_threats_make_1024_worlds) {
    std::vector<Threat> threats;
    threats.reserve(10);
    for (int k = 0; k < 10; ++k) threats.push_back(threat(std::to_string(k), 0.5, true));
    Prospects const prospects = enumerate_prospects(threats);
    EXPECT_EQ(prospects.worlds.size(), 1024U);
    for (World const& world : prospects.worlds) EXPECT_EQ(world.probability, 1.0 / 1024.0);
}

Scenario parse(std::string const& rest) { return parse_scenario("[scenario]\nname = 'x'\n" + rest, "s.toml"); }

TEST(ThreatToml, reads_every_key) {
    Scenario const scenario = parse(R"([threats]
otherwise = "brics-10"
[[threat]]
scenario = "brics-100"
probability = 0.2
label = "the duty"
note = "why"
[[threat]]
scenario = "answer.toml"
probability = 0.5
independent = true
given = "the duty"
)");
    ASSERT_EQ(scenario.threats.size(), 2U);
    EXPECT_EQ(scenario.threats[0].scenario, "brics-100");
    EXPECT_EQ(scenario.threats[0].probability, 0.2);
    EXPECT_EQ(scenario.threats[0].label, "the duty");
    EXPECT_EQ(scenario.threats[0].note, "why");
    EXPECT_FALSE(scenario.threats[0].independent);
    EXPECT_EQ(scenario.threats[1].label, "answer.toml");
    EXPECT_EQ(scenario.threats[1].given, "the duty");
    EXPECT_TRUE(scenario.threats[1].independent);
    EXPECT_EQ(scenario.threats[1].where.text(), "s.toml:10:1");
    EXPECT_EQ(scenario.otherwise, "brics-10");
    EXPECT_EQ(parse("[threats]\notherwise = 'nothing'\n[[threat]]\nscenario = 'a'\nprobability = 1\n").otherwise, "");
}

TEST(ThreatToml, tells_every_fault_at_once) {
    std::string const message = test::fault_of([] {
        parse(R"([[threat]]
scenario = "a"
probability = 20
[[threat]]
scenario = "a"
probability = 0.7
[[threat]]
scenario = "b"
probability = 0.6
given = "a"
[[threat]]
scenario = "c"
probability = 0.1
independent = true
given = "bb"
[[threat]]
label = "d"
chance = 0.3
)");
    });
    test::expect_says(message, {"s.toml:5:15: 'probability' in [[threat]] is 20 but must be at most 1",
                                "s.toml:6:1: two threats are called 'a'",
                                "s.toml:12:9: 'given' belongs to a threat with independent = true",
                                "'given' names no earlier threat: 'bb'", "Did you mean 'b'?", "sum to 1.3",
                                "'scenario' is missing", "'probability' is missing", "unknown key 'chance'"});
}

TEST(ThreatToml, otherwise_needs_threats_that_exclude_one_another) {
    test::expect_says(
        test::fault_of([] {
            parse("[threats]\notherwise = 'b'\n[[threat]]\nscenario = 'a'\nprobability = 0.1\nindependent = true\n");
        }),
        {"s.toml:3:1: [threats] stands without a [[threat]] that excludes others"});
    std::string many;
    for (int k = 0; k < 11; ++k)
        many += "[[threat]]\nscenario = '" + std::to_string(k) + "'\nprobability = 0.1\nindependent = true\n";
    test::expect_says(test::fault_of([&] { parse(many); }), {"there are 11 independent threats", "10 make 1024"});
}

}  // namespace
}  // namespace desvio
