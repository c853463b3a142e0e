#include "desvio/io/scenario_io.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

std::string const head = "[scenario]\nname = 'x'\n";

Scenario parse(std::string const& rest, std::optional<ReadingLevel> reading = {}) {
    return parse_scenario(head + rest, "s.toml", {}, reading);
}

std::string fault_of(std::string const& rest, std::optional<ReadingLevel> reading = {}) {
    return test::fault_of([&] { parse(rest, reading); });
}

std::string const steel = "[[tariff]]\nrate = { low = 0.1, central = 0.25, high = 0.5 }\nexempt_share = 0.5\n";

double rate_of(Scenario const& scenario) { return std::get<TariffRule>(scenario.rules.at(0)).value; }

TEST(Readings, TheCentralOneHoldsUnlessAnotherIsAskedFor) {
    EXPECT_EQ(rate_of(parse(steel)), 0.25);
    EXPECT_EQ(rate_of(parse("reading = 'low'\n" + steel)), 0.1);
    EXPECT_EQ(rate_of(parse(steel, ReadingLevel::high)), 0.5);
    EXPECT_EQ(rate_of(parse("reading = 'low'\n" + steel, ReadingLevel::high)), 0.5);
    EXPECT_EQ(parse(steel, ReadingLevel::high).reading, ReadingLevel::high);
    EXPECT_EQ(std::get<TariffRule>(parse(steel).rules.at(0)).exempt_share, 0.5);
}

TEST(Readings, AreKeptWithTheirPlace) {
    Scenario const scenario = parse(steel + "[[productivity]]\nchange = { low = 0, central = 0.1, high = 0.2 }\n");
    ASSERT_EQ(scenario.readings.size(), 2u);
    EXPECT_EQ(scenario.readings[0].what, "rate of [[tariff]]");
    EXPECT_EQ(scenario.readings[0].values, (std::array<double, 3>{0.1, 0.25, 0.5}));
    EXPECT_EQ(scenario.readings[0].where.text(), "s.toml:4:8");
    EXPECT_EQ(scenario.readings[1].what, "change of [[productivity]]");
    EXPECT_TRUE(parse("[[tariff]]\nrate = 1\n").readings.empty());
}

TEST(Readings, AnyNumberOfARuleHasThem) {
    std::string const three = " = { low = 0.1, central = 0.2, high = 0.3 }\n";
    for (char const* const rule : {"[[tariff]]\nadd", "[[tariff]]\nfactor", "[[tariff]]\nfloor", "[[tariff]]\ncap",
                                   "[[tariff]]\nrate = 1\nexempt_share", "[[trade_cost]]\nchange",
                                   "[[trade_cost]]\nper_day = 0.01\ndays", "[[trade_cost]]\ndays = -3\nper_day",
                                   "[[productivity]]\nchange", "[[retaliation]]\nby = 'A'\nagainst = 'B'\nrate"})
        EXPECT_EQ(parse(rule + three, ReadingLevel::high).readings.size(), 1u) << rule;
    // Days of the reading that holds: (1 + 0.01)^-22 - 1 = -0.19660
    auto const cost =
        parse("[[trade_cost]]\ndays = { low = -10, central = -16, high = -22 }\nper_day = 0.01\n", ReadingLevel::high);
    EXPECT_NEAR(std::get<TradeCostRule>(cost.rules.at(0)).change, -0.19660, 5e-6);
}

TEST(Readings, NumbersOfOptionsHaveNone) {
    EXPECT_EQ(fault_of("[solver]\ntolerance = { low = 0.1, central = 0.2, high = 0.3 }\n"),
              "s.toml:4:13: 'tolerance' in [solver] is a table (it must be a number) Write a number.");
}

TEST(Readings, AMissingOneIsRefused) {
    EXPECT_EQ(fault_of("[[tariff]]\nrate = { low = 0.1, high = 0.5 }\n"),
              "s.toml:4:8: 'rate' in [[tariff]] has no central reading (each of the three is a run that may be asked "
              "for) Write rate = { low = ..., central = ..., high = ... }, or one number.");
    test::expect_says(fault_of("[[tariff]]\nrate = { high = 0.5 }\n"), {"has no low and no central reading"});
    EXPECT_EQ(
        fault_of("[[tariff]]\nrate = { low = 0.1, centre = 0.2, central = 0.25, high = 0.5 }\n"),
        "s.toml:4:21: unknown key 'centre' in rate of [[tariff]] (it would be passed over in silence) Did you mean "
        "'central'?");
}

TEST(Readings, AllThreeAreChecked) {
    // Rates are fractions; the reading that is not used is as wrong.
    test::expect_says(fault_of("[[tariff]]\nrate = { low = '0.1', central = 0.2, high = 25 }\n"),
                      {"s.toml:4:16: 'low' in rate of [[tariff]] is a text",
                       "s.toml:4:45: 'high' in rate of [[tariff]] is 25 but must be at most 20"});
}

TEST(Readings, AnotherThanTheCentralOneNeedsThem) {
    std::string const plain = "[[tariff]]\nrate = 1\n";
    EXPECT_EQ(
        fault_of("reading = 'high'\n" + plain),
        "s.toml:3:11: there is no high reading (every number of the rules is one figure) Leave the reading out, or "
        "write numbers as { low = ..., central = ..., high = ... }.");
    test::expect_says(fault_of(plain, ReadingLevel::low), {"s.toml: there is no low reading"});
    EXPECT_EQ(parse("reading = 'central'\n" + plain, ReadingLevel::central).reading, ReadingLevel::central);
    EXPECT_EQ(fault_of("reading = 'hihg'\n" + steel),
              "s.toml:3:11: unknown reading 'hihg' (it is not one [scenario] offers) Did you mean 'high'?");
}

}  // namespace
}  // namespace desvio
