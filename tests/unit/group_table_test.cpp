#include "io/group_table.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/group_io.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace desvio {
namespace {

std::vector<std::string> faults_of(std::string const& text) {
    FaultList faults;
    read_group_table(text, "g.csv", faults);
    std::vector<std::string> texts;
    for (Fault const& fault : faults.faults()) texts.push_back(fault.text());
    return texts;
}

TEST(GroupTable, ReadsItsColumnsInAnyOrder) {
    FaultList faults;
    GroupTable const table = read_group_table(
        "region,group,end,start,note\nPAN,road,2025-02-06,2017-11-17,\"left, by notice\"\nPER,road,,,\n", "g.csv",
        faults);
    ASSERT_TRUE(faults.empty()) << faults.faults().front().text();
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[0].group, "road");
    EXPECT_EQ(table.rows[0].role, "member");
    EXPECT_EQ(table.rows[0].start, parse_date("2017-11-17"));
    EXPECT_EQ(table.rows[0].end, parse_date("2025-02-06"));
    EXPECT_EQ(table.rows[0].note, "left, by notice");
    EXPECT_EQ(table.rows[1].where.line, 3);
    EXPECT_FALSE(table.rows[1].start || table.rows[1].end);
}

TEST(GroupTable, HoldsFromItsFirstDayToTheDayBeforeItsEnd) {
    Membership row;
    row.start = parse_date("2017-11-17");
    row.end = parse_date("2025-02-06");
    EXPECT_FALSE(holds_on(row, *parse_date("2017-11-16")));
    EXPECT_TRUE(holds_on(row, *parse_date("2017-11-17")));
    EXPECT_TRUE(holds_on(row, *parse_date("2025-02-05")));
    EXPECT_FALSE(holds_on(row, *parse_date("2025-02-06")));
    EXPECT_TRUE(holds_on({}, *parse_date("1900-01-01")));
}

TEST(GroupTable, ListsEveryFaultWithItsPlace) {
    EXPECT_EQ(faults_of("group,region,role,start,end\n"
                        ",BRA,,,\n"
                        "a b,BRA,,,\n"
                        "a,BRA,x:y,,\n"
                        "a,BRA,,2025-02-30,\n"
                        "a,CHL,,2025-02-01,2025-02-01\n"),
              (std::vector<std::string>{
                  "g.csv:2:1: no group (no selector could name it) Use letters, digits, _ and -.",
                  "g.csv:3:1: group 'a b' (no selector could name it) Use letters, digits, _ and -.",
                  "g.csv:4:7: role 'x:y' (no selector could name it) Use letters, digits, _ and -.",
                  "g.csv:5:8: '2025-02-30' is no day (days are year-month-day) Write it like 2025-08-07.",
                  fmt::format("g.csv:6:19: the end 2025-02-01 is not after the start 2025-02-01 {}",
                              "(the end is the first day out) Give a later day.")}));
    EXPECT_NE(faults_of("group,regoin\n").at(0).find("'region'"), std::string::npos);
}

TEST(GroupTable, ARegionHasOnePlaceInARoleAtATime) {
    EXPECT_EQ(faults_of("group,region,start,end\na,BRA,,2020-01-01\na,BRA,2020-01-01,\na,CHL,,\n").size(), 0u);
    EXPECT_EQ(faults_of("group,region,start,end\na,BRA,,2020-01-02\na,BRA,2020-01-01,\n"),
              std::vector<std::string>{
                  "g.csv:3:3: BRA is a member of a twice at a time (line 2 says it too) Keep one row for each day."});
}

std::set<std::string> on(GroupTable const& table, std::string const& name, std::string const& day) {
    TieredName const wanted = split_tier(name);
    std::set<std::string> codes;
    for (Membership const* row : rows_of(table, wanted.group, wanted.tier))
        if (holds_on(*row, *parse_date(day))) codes.insert(row->region);
    return codes;
}

TEST(Registry, KnowsHowSureEveryRowIsAndWhoSaysSo) {
    auto const titles = group_titles();
    GroupTable const table = read_group_registry();
    EXPECT_EQ(group_names(table).size(), titles.size());
    for (Membership const& row : table.rows) {
        EXPECT_TRUE(row.status == "read" || row.status == memory_status || row.status == disputed_status)
            << row.where.line;
        EXPECT_FALSE(row.source.empty()) << row.where.line;
        EXPECT_EQ(row.status == "read" && row.source.find("from memory") != std::string::npos, false) << row.where.line;
        EXPECT_EQ(row.region.size(), 3u) << row.where.line;
        EXPECT_TRUE(titles.contains(row.group)) << row.group;
    }
}

TEST(Registry, BricsGrew) {
    GroupTable const table = read_group_registry();
    EXPECT_TRUE(on(table, "brics", "2009-06-15").empty());
    EXPECT_EQ(on(table, "brics", "2009-06-16"), (std::set<std::string>{"BRA", "CHN", "IND", "RUS"}));
    EXPECT_EQ(on(table, "brics", "2023-12-31"), (std::set<std::string>{"BRA", "CHN", "IND", "RUS", "ZAF"}));
    EXPECT_EQ(on(table, "brics", "2025-01-05").contains("IDN"), false);
    EXPECT_EQ(on(table, "brics:disputed", "2025-08-07"), std::set<std::string>{"SAU"});
    EXPECT_EQ(on(table, "brics:partner", "2025-01-17").size(), 9u);
    EXPECT_EQ(on(table, "brics:partner", "2025-06-13").size(), 10u);
}

TEST(Registry, AgreesWithTheBaseOnTheGroupsThatBothHave) {
    Base const base = read_base("world-2023");
    GroupTable const table = read_group_registry();
    for (std::string const group : {"brics", "usmca", "mercosur", "pacific_alliance"}) {
        std::set<std::string> members;
        for (Index const n : base.region_members(group)) members.insert(base.regions[n]);
        EXPECT_EQ(on(table, group, "2025-08-07"), members) << group;
    }
}

TEST(Registry, FollowsTheDaysPeopleAskFor) {
    GroupTable const table = read_group_registry();
    EXPECT_TRUE(on(table, "belt_and_road_lac", "2025-02-05").contains("PAN"));
    EXPECT_FALSE(on(table, "belt_and_road_lac", "2025-02-06").contains("PAN"));
    EXPECT_FALSE(on(table, "belt_and_road_lac", "2025-05-13").contains("COL"));
    EXPECT_TRUE(on(table, "belt_and_road_lac", "2025-05-14").contains("COL"));
    EXPECT_FALSE(on(table, "eu_fta_lac", "2026-04-30").contains("BRA"));
    EXPECT_TRUE(on(table, "eu_fta_lac", "2026-05-01").contains("BRA"));
    EXPECT_TRUE(on(table, "usmca", "2020-06-30").empty());
    EXPECT_EQ(on(table, "us_fta", "2025-08-07").size(), 20u);
    EXPECT_EQ(on(table, "mercosur", "2017-08-04").contains("VEN"), true);
    EXPECT_EQ(on(table, "mercosur", "2017-08-05").contains("VEN"), false);
}

}  // namespace
}  // namespace desvio
