#include "desvio/engine/ladder.hpp"

#include "desvio/io/scenario_io.hpp"
#include "tests/support/hand_base.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

std::optional<SweepPlan> plan_of(std::string const& rules) {
    return ladder_plan(parse_scenario("[scenario]\nname = \"s\"\n" + rules, "s.toml"), test::hand_base());
}

std::vector<double> levels_of(std::string const& duty) {
    auto const plan = plan_of("[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\n" + duty + "\n");
    return plan ? plan->axes.at(0).levels : std::vector<double>{};
}

TEST(Ladder, HasElevenLevelsToOne) {
    auto const levels = levels_of("rate = 1.0");
    ASSERT_EQ(levels.size(), 11U);
    for (int k = 0; k <= 10; ++k) EXPECT_EQ(levels[k], k / 10.0);
}

TEST(Ladder, StandsOnWhatIsWritten) {
    auto const between = levels_of("add = 0.25");
    ASSERT_EQ(between.size(), 12U);
    EXPECT_EQ(between[3], 0.25);
    auto const above = levels_of("rate = 2.5");
    ASSERT_EQ(above.size(), 11U);
    EXPECT_EQ(above.back(), 2.5);
    EXPECT_EQ(above[1], 0.25);
    // 0.3 is not 3/10 of one to the bit: the level that is written is the one that is solved, once.
    auto const all_but_equal = levels_of("rate = 0.30000000000000004");
    ASSERT_EQ(all_but_equal.size(), 11U);
    EXPECT_EQ(all_but_equal[3], 0.30000000000000004);
}

TEST(Ladder, TakesTheFirstRateAndSkipsOtherNumbers) {
    auto const plan = plan_of(
        "[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\nfactor = 2.0\n"
        "[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\nadd = 0.1\n");
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->axes.at(0).number.path, "tariff[1].add");
}

TEST(Ladder, IsNoneWithoutADuty) {
    EXPECT_FALSE(plan_of("[[productivity]]\nregion = \"A\"\nchange = 0.1\n"));
    EXPECT_FALSE(plan_of("[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\nfactor = 2.0\n"));
}

}  // namespace
}  // namespace desvio
