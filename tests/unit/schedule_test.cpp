#include "desvio/params/schedule.hpp"

#include "desvio/engine/schedule_view.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/params/measures.hpp"
#include "desvio/params/shock.hpp"
#include "tests/support/base_builder.hpp"
#include "tests/support/schedule_texts.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace desvio {
namespace {

using test::schedule_of;
using test::schedule_texts;

Index constexpr a = 0, b = 1, c = 2, x = 0, y = 1;
/// A few roundings of duties below one.
double constexpr rounding = 4 * std::numeric_limits<double>::epsilon();

/// A charges 0.02 on b's x and 0.30 on its y, nothing on c; it buys 30 of x and 10 of y from b, 5 of each from c.
Base small_base() {
    RowMatrix x_trade(3, 3), y_trade(3, 3), x_duty(3, 3), y_duty(3, 3);
    x_trade << 100, 30, 5, 10, 100, 10, 10, 10, 100;
    y_trade << 100, 10, 5, 10, 100, 10, 10, 10, 100;
    x_duty.setZero();
    y_duty.setZero();
    x_duty(a, b) = 0.02;
    y_duty(a, b) = 0.30;
    return test::make_base({{"A", "B", "C"}, {"X", "Y"}, {x_trade, y_trade}, {x_duty, y_duty}, {}, {4.0, 4.0}, {}});
}

DutiesOnDate duties_of(std::map<std::string, std::string> const& texts, char const* day = "2025-06-15",
                       Base const& base = small_base()) {
    Schedule const schedule = schedule_of(texts);
    FaultList faults;
    TiedSchedule const tied(schedule, base, faults);
    faults.throw_if_any();
    return tied.on(*parse_date(day));
}

std::string const head = "id,authority,partner,sector,rate,stack,exempt,in_lieu_of,start,end\n";

TEST(Schedule, AddsTheShareThatIsNotExempt) {
    // 0.02 + (1 - 0.4) 0.25 = 0.17; y and c are not named.
    auto const duty = duties_of(schedule_texts(head + "m,first,B,X,0.25,add,0.4,,,\n")).duty;
    EXPECT_NEAR(duty(x, b), 0.17, rounding);
    EXPECT_EQ(duty(y, b), 0.30);
    EXPECT_EQ(duty(x, c), 0.0);
    EXPECT_EQ(duty(x, a), 0.0);
}

TEST(Schedule, AddsOfOneAuthorityAndOfTwoStack) {
    // 0.02 + 0.10 + 0.5 * 0.40 + 0.05 = 0.37
    auto const duty =
        duties_of(
            schedule_texts(head + "p,first,B,X,0.10,,,,,\nq,first,B,X,0.40,add,0.5,,,\nr,second,*,*,0.05,add,,,,\n"))
            .duty;
    EXPECT_NEAR(duty(x, b), 0.37, rounding);
    EXPECT_NEAR(duty(y, c), 0.05, rounding);
}

TEST(Schedule, ReplacingPutsAsideWhatItsAuthorityLaidBefore) {
    // first: (0.10) -> 0.8 * 0.25 = 0.20, then 0.03 on top; second's 0.05 stays. 0.02 + 0.20 + 0.03 + 0.05 = 0.30
    auto const duties = duties_of(schedule_texts(head + "s,second,B,X,0.05,add,,,,\np,first,B,X,0.10,add,,,,\nq,first,"
                                                        "B,X,0.25,replace,0.2,,,\nr,first,B,X,0.03,add,,,,\n"));
    EXPECT_NEAR(duties.duty(x, b), 0.30, rounding);
    // By authority first, then as written.
    ASSERT_EQ(duties.steps.size(), 4u);
    EXPECT_EQ(*duties.steps[0].measure, 1u);
    EXPECT_EQ(*duties.steps[3].measure, 0u);
    EXPECT_NEAR(duties.steps[1].before(x, b), 0.12, rounding);
    EXPECT_NEAR(duties.steps[1].after(x, b), 0.22, rounding);
}

TEST(Schedule, MaxIsHigherOfTheTwoOnTheShareItReaches) {
    // X: D = 0.10; max with 0.25 on half: 0.5 * 0.10 + 0.5 * 0.25 = 0.175. Y: 0.40 stays above 0.25.
    auto const duty =
        duties_of(
            schedule_texts(head + "p,first,B,X,0.10,add,,,,\nq,first,B,Y,0.40,add,,,,\nr,first,B,*,0.25,max,0.5,,,\n"))
            .duty;
    EXPECT_NEAR(duty(x, b), 0.02 + 0.175, rounding);
    EXPECT_NEAR(duty(y, b), 0.30 + 0.40, rounding);
}

TEST(Schedule, FloorCountsTheOrdinaryDuty) {
    // X: 0.15 in all, on 0.9 of the trade: 0.02 + 0.9 * 0.13 = 0.137. Y bears 0.30 already: nothing. It replaces p's
    // 0.10.
    auto const duty =
        duties_of(schedule_texts(head + "p,first,B,*,0.10,add,,,,\nq,first,B,*,0.15,floor,0.1,,,\n")).duty;
    EXPECT_NEAR(duty(x, b), 0.137, rounding);
    EXPECT_NEAR(duty(y, b), 0.30, rounding);
}

TEST(Schedule, WhatStandsInLieuTakesItsGoodsOutOfTheOther) {
    // second reaches 0.7 at 0.50; first's 0.10 then reaches (1 - 0.2) (1 - 0.7) = 0.24. 0.02 + 0.35 + 0.024 = 0.394
    auto const duties =
        duties_of(schedule_texts(head + "p,first,B,X,0.10,add,0.2,,,\nq,second,B,X,0.50,add,0.3,first,,\n"));
    EXPECT_NEAR(duties.duty(x, b), 0.394, rounding);
    EXPECT_NEAR(duties.steps[0].share(x, b), 0.24, rounding);
    EXPECT_NEAR(duties.steps[1].share(x, b), 0.70, rounding);
}

TEST(Schedule, MeasuresHoldFromTheirFirstDayToTheirLast) {
    auto const texts =
        schedule_texts(head + "p,first,B,X,0.10,add,,,2025-04-05,2025-08-06\nq,first,B,X,0.15,add,,,2025-08-07,\n");
    for (auto const& [day, wanted] : {std::pair{"2025-04-04", 0.02},
                                      {"2025-04-05", 0.12},
                                      {"2025-08-06", 0.12},
                                      {"2025-08-07", 0.17},
                                      {"2030-01-01", 0.17}})
        EXPECT_NEAR(duties_of(texts, day).duty(x, b), wanted, rounding) << day;
    Schedule const schedule = schedule_of(texts);
    std::vector<std::string> days;
    for (Date const day : change_days(schedule)) days.push_back(to_string(day));
    EXPECT_EQ(days, (std::vector<std::string>{"2025-04-05", "2025-08-07"}));
}

TEST(Schedule, WhatTheBaseHoldsAlreadyIsNotCountedTwice) {
    // On the reference day p adds 0.25 on 0.04 of x: 0.01 of the base's 0.02. Later q adds 0.50 on half: 0.02 - 0.01 +
    // 0.25.
    auto const texts = schedule_texts(head +
                                          "p,first,B,X,0.25,replace,0.96,,2018-01-01,2025-03-11\n"
                                          "q,first,B,X,0.50,replace,0.5,,2025-03-12,2025-12-31\n"
                                          "f,second,B,X,0.15,floor,,,2027-01-01,\n",
                                      "", "reference = 2024-12-31\n");
    EXPECT_EQ(duties_of(texts, "2024-12-31").duty(x, b), 0.02);
    EXPECT_NEAR(duties_of(texts, "2025-06-15").duty(x, b), 0.26, rounding);
    // Nothing of its authority is in force: the base's part goes too, and the dry run says so.
    auto const ended = duties_of(texts, "2026-01-01");
    EXPECT_NEAR(ended.duty(x, b), 0.01, rounding);
    ASSERT_EQ(ended.steps.size(), 1u);
    EXPECT_FALSE(ended.steps[0].measure.has_value());
    // The ordinary duty under a floor is 0.01, too: 0.01 + (0.15 - 0.01).
    EXPECT_NEAR(duties_of(texts, "2027-01-01").duty(x, b), 0.15, rounding);
}

TEST(Schedule, CellsGiveRatesAndShares) {
    std::string const measures =
        "id,authority,rate,rates,exempt,covered\np,first,0.20,,e,\nq,second,,r,,\nz,second,0.10,,,s\n";
    std::string const cells = "partner,sector,e,r,s\nB,X,0.25,0.07,\n*,X,0.5,0.01,1\n*,Y,,,0.5\n";
    auto const duty = duties_of(schedule_texts(measures, cells)).duty;
    // B, X has its own row: 0.02 + 0.75 * 0.20 + 0.07 + 0 (an empty share is 0)
    EXPECT_NEAR(duty(x, b), 0.02 + 0.15 + 0.07, rounding);
    // C takes the common row: 0.5 * 0.20 + 0.01 + 0.10
    EXPECT_NEAR(duty(x, c), 0.10 + 0.01 + 0.10, rounding);
    // An empty exempt share is 0: 0.20 + 0 + 0.5 * 0.10
    EXPECT_NEAR(duty(y, c), 0.25, rounding);
}

TEST(Schedule, OwnSectorsAreSpreadByTheirTrade) {
    auto texts =
        schedule_texts("id,authority,sector,rate\np,first,wht,0.10\nq,first,@Y,0.40\n",
                       "partner,sector,weight\nB,wht,3\nB,ric,1\n*,wht,1\n*,ric,1\n*,car,1\n", "sectors = \"k\"\n");
    texts["concordance k"] = "from,to\nwht,X\nric,X\ncar,Y\n";
    auto const duty = duties_of(texts).duty;
    EXPECT_NEAR(duty(x, b), 0.02 + 0.75 * 0.10, rounding);
    EXPECT_NEAR(duty(x, c), 0.5 * 0.10, rounding);
    EXPECT_NEAR(duty(y, b), 0.70, rounding);
}

TEST(Schedule, PartOfTheAuthoritiesCanBeTaken) {
    Schedule const schedule =
        schedule_of(schedule_texts(head + "p,first,B,X,0.10,add,,,,\nq,second,B,X,0.50,add,0.3,first,,\n"));
    Base const base = small_base();
    FaultList faults;
    TiedSchedule const tied(schedule, base, faults);
    Date const day = *parse_date("2025-01-01");
    // Without `second`, what it took out of `first` comes back.
    EXPECT_NEAR(tied.on(day, {true, false}).duty(x, b), 0.12, rounding);
    EXPECT_NEAR(tied.on(day, {false, true}).duty(x, b), 0.37, rounding);
}

TEST(Schedule, MeansAreWeightedByTrade) {
    Base const base = small_base();
    auto const duties = duties_of(schedule_texts(head + "p,first,*,*,0.10,add,,,,\n"));
    // (30 * 0.12 + 10 * 0.40) / 40
    EXPECT_NEAR(mean_duty(duties.duty, base, a, {b}, {x, y}), 0.19, rounding);
    // (30 * 0.12 + 5 * 0.10) / 35, and A's own sales count for nothing
    EXPECT_NEAR(mean_duty(duties.duty, base, a, {a, b, c}, {x}), 4.1 / 35.0, rounding);
}

TEST(Schedule, TimelineHasTheDaysOnWhichTheScopeChanges) {
    Schedule const schedule = schedule_of(
        schedule_texts(head + "p,first,B,X,0.10,add,,,2025-02-01,2025-02-28\nq,first,C,X,0.10,add,,,2025-05-01,\n", "",
                       "reference = 2024-12-31\n"));
    Base const base = small_base();
    FaultList faults;
    TiedSchedule const tied(schedule, base, faults);
    auto const traced = trace_schedule(tied, {{a, b}, {x, y}}, std::nullopt, std::nullopt);
    std::vector<std::string> days;
    for (Date const day : traced.days) days.push_back(to_string(day));
    EXPECT_EQ(days, (std::vector<std::string>{"2024-12-31", "2025-02-01", "2025-03-01"}));
    EXPECT_EQ(traced.scope.partners, std::vector<Index>{b});
    EXPECT_NE(to_csv(traced, base).find("2025-02-01,B,40,0.165"), std::string::npos) << to_csv(traced, base);
}

TEST(ScheduleInAScenario, IsLaidBeforeTheTariffBlocks) {
    std::map<std::string, std::string> kept;
    for (auto const& [part, text] :
         schedule_texts(head + "p,first,B,X,0.10,add,,,2025-02-01,\nq,second,C,X,0.30,add,,,,\n"))
        kept["dir/" + part] = text;
    std::string const toml =
        "[scenario]\nname = \"n\"\ndate = 2025-06-15\n[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\n"
        "sector = \"X\"\nfactor = 2\n[[schedule]]\nfile = \"dir\"\nwithout = [\"second\"]\n"
        "[report]\nfocus = \"*\"\n";
    Base const base = small_base();
    Scenario scenario = parse_scenario(toml, "n.toml", kept);
    auto const resolved = resolve_scenario(scenario, base);
    EXPECT_NEAR(resolved.shock.tariff(x, a, b), (0.02 + 0.10) * 2.0, rounding);
    EXPECT_EQ(resolved.shock.tariff(x, a, c), 0.0);
    ASSERT_EQ(resolved.effects.size(), 2u);
    EXPECT_EQ(resolved.effects[0].kind, "schedule");
    EXPECT_EQ(resolved.effects[0].summary, "p, first");
    EXPECT_NEAR(resolved.effects[0].average_after, 0.12, rounding);
    // Every part is kept, so that the text alone gives the same scenario again.
    EXPECT_TRUE(scenario.tables.contains("dir/schedule.toml"));
    EXPECT_TRUE(scenario.tables.contains("dir/m.csv"));
    // Another day, given from outside, puts the block's own aside.
    std::get<ScheduleRule>(scenario.rules.back()).date = *parse_date("2025-06-15");
    set_date(scenario, *parse_date("2025-01-15"));
    EXPECT_NEAR(resolve_scenario(scenario, base).shock.tariff(x, a, b), 0.04, rounding);
}

TEST(ScheduleInAScenario, SplitsIntoItsAuthorities) {
    std::map<std::string, std::string> kept;
    // On the day first adds 0.10, and second 0.30 on 70 % in lieu of it.
    for (auto const& [part, text] :
         schedule_texts(head + "p,first,B,X,0.10,add,,,,\nq,second,B,X,0.30,add,0.3,first,,\n"))
        kept["dir/" + part] = text;
    std::string const text =
        "[scenario]\nname = \"n\"\ndate = 2025-06-15\n[report]\nfocus = \"*\"\n[[schedule]]\nfile = \"dir\"\n";
    Base const base = small_base();
    Scenario const whole = parse_scenario(text, "n.toml", kept);
    MeasureSplit const split =
        split_measures(parse_scenario("[scenario]\nname = 'b'\n", "b.toml"), split_schedules(whole, base));
    ASSERT_EQ(split.measures.size(), 2u);
    EXPECT_EQ(split.measures[0].name, "first");
    EXPECT_EQ(split.measures[1].name, "second");
    auto const duty = [&](bool with_first, bool with_second) {
        return resolve_scenario(split.mix({with_first, with_second}), base).shock.tariff(x, a, b);
    };
    // 0.02; alone each as if the other had never been; together what second takes out of first is missing
    EXPECT_NEAR(duty(false, false), 0.02, rounding);
    EXPECT_NEAR(duty(true, false), 0.12, rounding);
    EXPECT_NEAR(duty(false, true), 0.02 + 0.7 * 0.30, rounding);
    EXPECT_NEAR(duty(true, true), 0.02 + 0.3 * 0.10 + 0.7 * 0.30, rounding);
    EXPECT_EQ(duty(true, true), resolve_scenario(whole, base).shock.tariff(x, a, b));
    // A block that is named a measure stays one.
    Scenario const named = parse_scenario(text + "measure = \"all of it\"\n", "n.toml", kept);
    EXPECT_EQ(split_schedules(named, base).rules.size(), 1u);
}

}  // namespace
}  // namespace desvio
