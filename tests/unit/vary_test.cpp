#include "desvio/params/vary.hpp"

#include "desvio/io/scenario_io.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace desvio::test {
namespace {

constexpr char const* every_block = R"(
[scenario]
name = "all"
[[tariff]]
importer = "USA"
exporter = "@brics"
sector = "@goods"
rate = 0.5
[[tariff]]
importer = "BRA"
add = 0.1
exempt_share = 0.25
[[trade_cost]]
exporter = "CHN"
change = -0.05
[[trade_cost]]
exporter = "BRA"
importer = "CHN"
both_ways = true
days = -22
per_day = 0.008
[[productivity]]
region = "CHN"
change = 0.02
[[retaliation]]
by = "CHN"
against = "USA"
mirror = true
[[retaliation]]
by = "BRA"
against = "USA"
rate = 0.3
)";

Scenario all_blocks() { return parse_scenario(every_block, "all.toml"); }

std::vector<std::string> paths_of(Scenario const& scenario) {
    std::vector<std::string> paths;
    for (VariedNumber const& number : varied_numbers(scenario)) paths.push_back(number.path);
    return paths;
}

VariedNumber number_at(Scenario const& scenario, std::string const& path) {
    FaultList faults;
    auto const number = find_varied_number(path, scenario, {path}, faults);
    EXPECT_TRUE(number.has_value()) << path;
    return number.value_or(VariedNumber{});
}

TEST(Vary, every_number_of_a_scenario_has_a_path) {
    EXPECT_EQ(
        paths_of(all_blocks()),
        (std::vector<std::string>{"tariff[0].rate", "tariff[0].exempt_share", "tariff[1].add", "tariff[1].exempt_share",
                                  "trade_cost[0].change", "trade_cost[1].days", "trade_cost[1].per_day",
                                  "productivity[0].change", "retaliation[1].rate", "theta"}));
    VariedNumber const days = number_at(all_blocks(), "trade_cost[1].days");
    EXPECT_EQ(days.written, -22.0);
    EXPECT_EQ(days.units, "days");
    EXPECT_EQ(days.long_name, "days of trade_cost[1]: CHN <-> BRA, every sector");
    EXPECT_EQ(number_at(all_blocks(), "tariff[1].exempt_share").written, 0.25);
}

TEST(Vary, the_first_year_has_an_elasticity_of_demand) {
    auto const scenario = parse_scenario("[scenario]\nname = \"x\"\n[model]\nkind = \"input-output\"\n", "x.toml");
    EXPECT_EQ(paths_of(scenario), (std::vector<std::string>{"model.demand_elasticity", "theta"}));
}

TEST(Vary, a_level_goes_where_its_path_says_and_nowhere_else) {
    Scenario scenario = all_blocks();
    set_level(scenario, number_at(scenario, "tariff[1].add"), 0.7);
    set_level(scenario, number_at(scenario, "tariff[0].exempt_share"), 0.9);
    set_level(scenario, number_at(scenario, "retaliation[1].rate"), 0.4);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[0]).value, 0.5);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[0]).exempt_share, 0.9);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[1]).value, 0.7);
    EXPECT_EQ(std::get<TariffRule>(scenario.rules[1]).exempt_share, 0.25);
    EXPECT_EQ(std::get<RetaliationRule>(scenario.rules[6]).rate, 0.4);
    EXPECT_EQ(std::get<RetaliationRule>(scenario.rules[5]).rate, 0.0);
    EXPECT_EQ(std::get<ProductivityRule>(scenario.rules[4]).change, 0.02);
}

TEST(Vary, days_make_the_change_anew) {
    Scenario scenario = all_blocks();
    set_level(scenario, number_at(scenario, "trade_cost[1].days"), 2.0);
    // 1.008^2 - 1 = 0.016064
    EXPECT_NEAR(std::get<TradeCostRule>(scenario.rules[3]).change, 0.016064, 1e-15);
    set_level(scenario, number_at(scenario, "trade_cost[1].per_day"), 0.5);
    // 1.5^2 - 1 = 1.25
    EXPECT_NEAR(std::get<TradeCostRule>(scenario.rules[3]).change, 1.25, 1e-15);
    EXPECT_EQ(std::get<TradeCostRule>(scenario.rules[2]).change, -0.05);
}

TEST(Vary, theta_scales_every_set_with_its_errors) {
    Base base = three_region_base();
    base.elasticities.front().standard_error = Vector::Constant(2, 0.5);
    scale_elasticities(base, 1.5);
    EXPECT_EQ(base.elasticities.front().theta(1), 6.0);
    EXPECT_EQ(base.elasticities.front().standard_error(0), 0.75);
}

/// A scenario with one block in which `key` has that value, and the axis with the same level: the reader of scenarios
/// and the sweep take and refuse the same.
struct Bound {
    char const *block, *rest, *key;
    double level;
    bool is_taken;
};

class SameBounds : public ::testing::TestWithParam<Bound> {};

TEST_P(SameBounds, as_the_reader_of_scenarios) {
    Bound const& bound = GetParam();
    auto const toml = [&](double level) {
        return fmt::format("[scenario]\nname = \"x\"\n[[{}]]\n{}\n{} = {}\n", bound.block, bound.rest, bound.key,
                           level);
    };
    bool const reader_takes =
        fault_of([&] { static_cast<void>(parse_scenario(toml(bound.level), "x.toml")); }) == "no fault";
    Scenario const usual = parse_scenario(toml(0.5), "x.toml");
    bool const axis_takes =
        fault_of([&] {
            static_cast<void>(read_axes({fmt::format("{}[0].{}={}", bound.block, bound.key, bound.level)}, usual));
        }) == "no fault";
    EXPECT_EQ(reader_takes, bound.is_taken);
    EXPECT_EQ(axis_takes, bound.is_taken);
}

INSTANTIATE_TEST_SUITE_P(
    bounds, SameBounds,
    ::testing::Values(Bound{"tariff", "", "rate", -0.999, true}, Bound{"tariff", "", "rate", -1.0, false},
                      Bound{"tariff", "", "rate", 20.0, true}, Bound{"tariff", "", "rate", 20.01, false},
                      Bound{"tariff", "", "add", -20.0, true}, Bound{"tariff", "", "add", -20.01, false},
                      Bound{"tariff", "", "factor", 0.0, true}, Bound{"tariff", "", "factor", -0.01, false},
                      Bound{"tariff", "", "floor", -1.0, false}, Bound{"tariff", "", "cap", 21.0, false},
                      Bound{"tariff", "rate = 0.1", "exempt_share", 1.0, true},
                      Bound{"tariff", "rate = 0.1", "exempt_share", 1.01, false},
                      Bound{"tariff", "rate = 0.1", "exempt_share", -0.01, false},
                      Bound{"trade_cost", "", "change", -1.0, false}, Bound{"trade_cost", "", "change", -0.99, true},
                      Bound{"trade_cost", "days = 3", "per_day", 1.0, true},
                      Bound{"trade_cost", "days = 3", "per_day", 1.01, false},
                      Bound{"productivity", "", "change", -1.0, false},
                      Bound{"retaliation", "by = \"A\"\nagainst = \"B\"", "rate", -1.0, false},
                      Bound{"retaliation", "by = \"A\"\nagainst = \"B\"", "rate", 20.0, true}));

TEST(VaryAxes, steps_end_at_the_end_and_have_short_decimals) {
    auto const axes = read_axes({"tariff[0].rate=0:1:0.1"}, all_blocks());
    ASSERT_EQ(axes.size(), 1U);
    EXPECT_EQ(axes[0].label, "rate");
    EXPECT_EQ(axes[0].levels, (std::vector<double>{0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0}));
}

TEST(VaryAxes, an_end_between_steps_is_left_out) {
    EXPECT_EQ(read_axes({"tariff[0].rate=0:1:0.4"}, all_blocks())[0].levels, (std::vector<double>{0.0, 0.4, 0.8}));
}

TEST(VaryAxes, lists_and_falling_steps_are_put_in_order) {
    auto const axes = read_axes({"theta=2, 0.5,1", "tariff[0].rate=0.2:0:-0.1"}, all_blocks());
    EXPECT_EQ(axes[0].levels, (std::vector<double>{0.5, 1.0, 2.0}));
    EXPECT_EQ(axes[1].levels, (std::vector<double>{0.0, 0.1, 0.2}));
}

TEST(VaryAxes, labels_are_given_or_made_of_the_path) {
    auto const axes =
        read_axes({"tariff[0].rate=0,1", "retaliation[1].rate=0,1", "duty=tariff[1].add=0,1", "trade_cost[0].change=0"},
                  all_blocks());
    EXPECT_EQ(axes[0].label, "tariff_0_rate");
    EXPECT_EQ(axes[1].label, "retaliation_1_rate");
    EXPECT_EQ(axes[2].label, "duty");
    EXPECT_EQ(axes[3].label, "change");
}

struct Refused {
    std::vector<std::string> texts;
    std::vector<std::string> says;
};

class RefusedAxes : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedAxes, say_why) {
    expect_says(fault_of([] { static_cast<void>(read_axes(GetParam().texts, all_blocks())); }), GetParam().says);
}

INSTANTIATE_TEST_SUITE_P(
    faults, RefusedAxes,
    ::testing::Values(
        Refused{{}, {"nothing is varied"}},
        Refused{{"tariff[0].rat=0,1"},
                {"tariff[0].rat=0,1: there is no number 'tariff[0].rat'", "Did you mean 'tariff[0].rate'?"}},
        Refused{{"tariff[2].rate=0,1"}, {"the scenario has 2 [[tariff]] blocks, counted from 0"}},
        Refused{{"tariff[0].add=0,1"}, {"the block has tariff[0].rate and tariff[0].exempt_share"}},
        Refused{{"retaliation[0].rate=0,1"}, {"retaliation[0] is a mirror"}},
        Refused{{"trade_cost[1].change=0"}, {"the block has trade_cost[1].days and trade_cost[1].per_day"}},
        Refused{{"model.demand_elasticity=1"}, {"it belongs to the input-output model"}},
        Refused{{"tariff[0].rate="}, {"the axis has no levels"}}, Refused{{"tariff[0].rate"}, {"is no axis"}},
        Refused{{"tariff[0].rate=0:1"}, {"has no step"}},
        Refused{{"tariff[0].rate=0:1:-0.1"}, {"a step of -0.1 does not lead from 0 to 1"}},
        Refused{{"tariff[0].rate=0:1:0"}, {"a step of 0 does not lead from 0 to 1"}},
        Refused{{"tariff[0].rate=0:1:1e-9"}, {"levels", "Give a larger step"}},
        Refused{{"tariff[0].rate=0,x"}, {"'x' is no number"}},
        Refused{{"tariff[0].rate=0,25"}, {"tariff[0].rate cannot be 25: it must be at most 20", "0.25 is 25%"}},
        Refused{{"theta=0"}, {"theta cannot be 0: it must be above 0"}},
        Refused{{"tariff[0].rate=0,0.1,0.1"}, {"the level 0.1 comes twice"}},
        Refused{{"region=tariff[0].rate=0,1"}, {"results have an axis of that name"}},
        Refused{{"my rate=tariff[0].rate=0,1"}, {"is no name for an axis"}},
        Refused{{"tariff[0].rate=0,1", "again=tariff[0].rate=0,1"}, {"is varied twice"}},
        // Every fault of every axis at once.
        Refused{{"tariff[0].rat=0,y", "theta=-1"}, {"tariff[0].rat", "'y' is no number", "theta cannot be -1"}}));

TEST(VaryRange, has_two_ends) {
    LevelRange const range = read_range("tariff[0].rate=0:2", all_blocks());
    EXPECT_EQ(range.low, 0.0);
    EXPECT_EQ(range.high, 2.0);
    EXPECT_EQ(range.number.path, "tariff[0].rate");
    for (char const* text : {"tariff[0].rate=2:0", "tariff[0].rate=1", "tariff[0].rate=0:1:0.1"})
        expect_says(fault_of([&] { static_cast<void>(read_range(text, all_blocks())); }), {"is no range"});
    expect_says(fault_of([] { static_cast<void>(read_range("tariff[0].rate=0:30", all_blocks())); }), {"cannot be 30"});
}

}  // namespace
}  // namespace desvio::test
