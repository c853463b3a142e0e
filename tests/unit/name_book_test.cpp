#include "desvio/params/name_book.hpp"

#include "desvio/params/shock.hpp"
#include "io/group_table.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::agr, test::fin, test::usa, test::bra, test::chn;

constexpr char const* registry_text =
    "group,region,role,status,start,end,source,note\n"
    "brics,BRA,member,read,2009-06-16,,,\n"
    "brics,CHN,member,read,2009-06-16,,,\n"
    "brics,SAU,member,disputed,2024-01-01,,,\n"
    "brics,USA,partner,memory,2025-01-01,2026-01-01,,\n"
    "club,USA,member,memory,,2025-02-06,,\n"
    "club,BRA,member,disputed,2025-02-06,,,\n"
    "far,NZL,member,read,,,,\n";

Selector selector_of(std::vector<std::string> const& terms) {
    Selector selector{{}, {"s.toml", 9, 1}};
    for (std::size_t k = 0; k < terms.size(); ++k)
        selector.terms.push_back({terms[k], {"s.toml", static_cast<int>(k) + 1, 5}});
    return selector;
}

Scenario scenario_on(std::optional<std::string> const& day) {
    Scenario scenario;
    if (day) scenario.date = parse_date(*day);
    FaultList faults;
    scenario.group_tables[registry_name] = read_group_table(registry_text, registry_name, faults);
    EXPECT_TRUE(faults.empty());
    return scenario;
}

struct Found {
    std::vector<Index> members;
    std::vector<std::string> faults, notes;
    std::vector<GroupUse> uses;
};

Found look_up(Scenario const& scenario, std::vector<std::string> const& terms, bool as_sectors = false) {
    Base const base = test::three_region_base();
    NameBook names(base, &scenario);
    FaultList faults;
    Found found;
    found.members = as_sectors ? names.sectors(selector_of(terms), faults) : names.regions(selector_of(terms), faults);
    for (Fault const& fault : faults.faults()) found.faults.push_back(fault.text());
    found.uses = names.uses();
    for (GroupUse const& use : found.uses)
        for (std::string const& note : notes_on(use)) found.notes.push_back(note);
    return found;
}

std::vector<std::string> faults_of(Scenario const& scenario) {
    FaultList faults;
    check_definitions(scenario, test::three_region_base(), faults);
    std::vector<std::string> texts;
    for (Fault const& fault : faults.faults()) texts.push_back(fault.text());
    return texts;
}

TEST(NameBook, WithoutADayTheBasesGroupsHold) {
    Found const found = look_up(scenario_on({}), {"@brics"});
    EXPECT_EQ(found.members, (std::vector<Index>{bra, chn}));
    EXPECT_TRUE(found.uses.empty());
    Found const club = look_up(scenario_on({}), {"@club"});
    ASSERT_EQ(club.faults.size(), 1u);
    EXPECT_EQ(club.faults[0],
              "s.toml:1:5: unknown region group '@club' (no member of the base carries it) The registry knows it by "
              "date: write date = \"2025-08-07\" under [scenario], or give --date.");
    EXPECT_NE(look_up(scenario_on({}), {"@brics:partner"}).faults.at(0).find("by date"), std::string::npos);
}

TEST(NameBook, OnADayTheRegistryHolds) {
    EXPECT_EQ(look_up(scenario_on("2009-06-16"), {"@brics"}).members, (std::vector<Index>{bra, chn}));
    EXPECT_EQ(look_up(scenario_on("2025-08-07"), {"@brics:partner"}).members, std::vector<Index>{usa});
    EXPECT_EQ(look_up(scenario_on("2025-08-07"), {"@brics", "@brics:partner"}).members,
              (std::vector<Index>{usa, bra, chn}));
    // The end is the first day out.
    EXPECT_EQ(look_up(scenario_on("2025-12-31"), {"@brics:partner"}).members, std::vector<Index>{usa});
    EXPECT_TRUE(look_up(scenario_on("2026-01-01"), {"@brics:partner"}).members.empty());
    EXPECT_EQ(look_up(scenario_on("2025-02-05"), {"@club"}).members, std::vector<Index>{usa});
    EXPECT_EQ(look_up(scenario_on("2025-02-06"), {"@club"}).members, std::vector<Index>{bra});
    // What the registry does not know is the base's.
    EXPECT_EQ(look_up(scenario_on("2025-08-07"), {"@latin_america"}).members, std::vector<Index>{bra});
    EXPECT_EQ(look_up(scenario_on("2025-08-07"), {"@goods"}, true).members, std::vector<Index>{agr});
}

TEST(NameBook, TellsOnceWhatIsInDoubt) {
    Found const found = look_up(scenario_on("2025-08-07"), {"@brics", "@brics", "@club"});
    EXPECT_EQ(found.notes, (std::vector<std::string>{"without SAU, which the base does not have by itself",
                                                     "BRA is disputed: \"!@club:disputed\" takes it out"}));
    EXPECT_EQ(look_up(scenario_on("2025-08-07"), {"@brics:partner"}).notes,
              std::vector<std::string>{"USA from memory, not checked against a source"});
    Base const base = test::three_region_base();
    EXPECT_EQ(describe_use(found.uses.at(0), base),
              "@brics on 2025-08-07 (built-in groups): BRA CHN; without SAU, which the base does not have by itself");
    EXPECT_EQ(look_up(scenario_on("2025-08-07"), {"@latin_america", "@brics", "!@club:disputed"}).members,
              std::vector<Index>{chn});
}

TEST(NameBook, AnEmptyGroupIsAFaultOnlyWhereNothingElseIsLeft) {
    Found const found = look_up(scenario_on("2024-06-01"), {"@brics:partner"});
    ASSERT_EQ(found.faults.size(), 1u);
    EXPECT_EQ(
        found.faults[0],
        "s.toml:9:1: '@brics:partner' names no region (nobody was in @brics:partner on 2024-06-01, the first is in "
        "it from 2025-01-01) Give another day.");
    EXPECT_NE(look_up(scenario_on("2026-06-01"), {"@brics:partner"}).faults.at(0).find("the last left on 2026-01-01"),
              std::string::npos);
    Found const both = look_up(scenario_on("2024-06-01"), {"@brics", "@brics:partner"});
    EXPECT_EQ(both.members, (std::vector<Index>{bra, chn}));
    EXPECT_TRUE(both.faults.empty());
    EXPECT_EQ(look_up(scenario_on("2024-06-01"), {"@brics & !@brics:partner"}).members, (std::vector<Index>{bra, chn}));
}

TEST(NameBook, RefusesAGroupOfWhichTheBaseHasNobody) {
    Found const found = look_up(scenario_on("2025-08-07"), {"@far", "BRA"});
    ASSERT_EQ(found.faults.size(), 1u);
    EXPECT_EQ(
        found.faults[0],
        "s.toml:1:5: no member of '@far' is a region of the base by itself (NZL are inside its aggregates, or not "
        "in it) Use a base that tells them apart, or name the aggregate.");
}

TEST(NameBook, SuggestsTiersAndGroupsOfTheRegistry) {
    EXPECT_NE(
        look_up(scenario_on("2025-08-07"), {"@brics:partners"}).faults.at(0).find("Did you mean '@brics:partner'?"),
        std::string::npos);
    EXPECT_NE(look_up(scenario_on("2025-08-07"), {"@clubs"}).faults.at(0).find("Did you mean '@club'?"),
              std::string::npos);
}

TEST(NameBook, PointsInsideAnExpression) {
    Found const found = look_up(scenario_on({}), {"BRA | CHM", "@brics & ", "BRA CHN"});
    ASSERT_EQ(found.faults.size(), 3u);
    EXPECT_EQ(found.faults[0], "s.toml:1:12: unknown region 'CHM' (the base has no such code) Did you mean 'CHN'?");
    EXPECT_EQ(found.faults[1],
              "s.toml:2:15: '@brics & ' ends where a name should stand (a selector is names with ! (not), & (both), | "
              "(either) and brackets) Write a name, or take out the last operator.");
    EXPECT_EQ(found.faults[2].substr(0, 39), "s.toml:3:5: unknown region 'BRA CHN' (t");
}

TEST(NameBook, ACodeThatHoldsOperatorsIsItself) {
    Base base = test::three_region_base();
    base.region_table[usa].code = "A&B";
    base.index_labels();
    NameBook names(base);
    FaultList faults;
    EXPECT_EQ(names.regions(selector_of({"A&B"}), faults), std::vector<Index>{usa});
    EXPECT_EQ(names.regions(selector_of({"!A&B"}), faults), (std::vector<Index>{bra, chn}));
    EXPECT_TRUE(faults.empty());
}

TEST(Definitions, MayUseOneAnotherAndEveryGroup) {
    Scenario scenario = scenario_on("2025-08-07");
    scenario.groups = {{"tier", selector_of({"@brics:partner", "@inner"})},
                       {"inner", selector_of({"@brics & @latin_america"})},
                       {"food_and_money", selector_of({"@food", "FIN"})}};
    EXPECT_TRUE(faults_of(scenario).empty());
    Found const found = look_up(scenario, {"@tier"});
    EXPECT_EQ(found.members, (std::vector<Index>{usa, bra}));
    std::vector<std::string> named;
    for (GroupUse const& use : found.uses) named.push_back(use.name + " " + use.origin);
    EXPECT_EQ(named, (std::vector<std::string>{"@brics:partner built-in groups", "@brics built-in groups",
                                               "@inner [groups]", "@tier [groups]"}));
    EXPECT_EQ(look_up(scenario, {"@food_and_money"}, true).members, (std::vector<Index>{agr, fin}));
    EXPECT_EQ(look_up(scenario, {"!@tier"}).members, std::vector<Index>{chn});
}

TEST(Definitions, StandBeforeTheRegistryAndTheBase) {
    Scenario scenario = scenario_on("2025-08-07");
    scenario.groups = {{"brics", selector_of({"USA"})}};
    EXPECT_EQ(look_up(scenario, {"@brics"}).members, std::vector<Index>{usa});
}

TEST(Definitions, OfSectorsAreNoRegions) {
    Scenario scenario = scenario_on({});
    scenario.groups = {{"food_and_money", selector_of({"@food", "FIN"})}};
    EXPECT_EQ(look_up(scenario, {"@food_and_money"}).faults,
              std::vector<std::string>{"s.toml:1:5: the group '@food_and_money' holds sectors, not regions (this is a "
                                       "selector of regions) Name regions."});
}

TEST(Definitions, ACircleIsNamedOnce) {
    Scenario scenario = scenario_on({});
    scenario.groups = {{"a", selector_of({"@b", "USA"})},
                       {"b", selector_of({"@c"})},
                       {"c", selector_of({"!@a"})},
                       {"outside", selector_of({"@b"})},
                       {"self", selector_of({"@self & BRA"})}};
    EXPECT_EQ(
        faults_of(scenario),
        (std::vector<std::string>{"s.toml:9:1: the groups @a -> @b -> @c -> @a use one another in a circle (none of "
                                  "them can be known first) Take one of them out of another.",
                                  "s.toml:9:1: the groups @self -> @self use one another in a circle (none of "
                                  "them can be known first) Take one of them out of another."}));
    // Nothing more is said where one of them is used.
    EXPECT_TRUE(look_up(scenario, {"@outside"}).faults.empty());
}

TEST(Definitions, FaultsAreToldWhereTheyWereWrittenUsedOrNot) {
    Scenario scenario = scenario_on({});
    scenario.groups = {{"tier", selector_of({"BRB", "CHN"})}, {"user", selector_of({"@tier"})}};
    EXPECT_EQ(faults_of(scenario),
              std::vector<std::string>{"s.toml:1:5: unknown region 'BRB' (the base has no such code) Did you mean "
                                       "'BRA'?"});
    EXPECT_TRUE(look_up(scenario, {"@user"}).faults.empty());
}

TEST(GroupFile, GoesByItsOwnNamesAndDays) {
    Scenario scenario = scenario_on("2025-08-07");
    FaultList faults;
    scenario.group_file = "groups.csv";
    scenario.group_tables["groups.csv"] = read_group_table(
        "group,region,role,start\ntier,USA,,\ntier,BRA,target,2030-01-01\nbrics,USA,,\n", "groups.csv", faults);
    ASSERT_TRUE(faults.empty());
    EXPECT_EQ(look_up(scenario, {"@tier"}).members, std::vector<Index>{usa});
    EXPECT_EQ(look_up(scenario, {"@brics"}).members, std::vector<Index>{usa});  // before the registry's
    scenario.date.reset();
    EXPECT_EQ(look_up(scenario, {"@tier"}).members, std::vector<Index>{usa});  // no row of members has a day
    EXPECT_NE(look_up(scenario, {"@tier:target"}).faults.at(0).find("'@tier:target' of groups.csv goes by date"),
              std::string::npos);
    scenario.date = parse_date("2031-01-01");
    EXPECT_EQ(look_up(scenario, {"@tier:target"}).members, std::vector<Index>{bra});
}

}  // namespace
}  // namespace desvio
