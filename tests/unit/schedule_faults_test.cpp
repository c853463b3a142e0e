#include "desvio/io/scenario_io.hpp"
#include "desvio/params/schedule.hpp"
#include "desvio/params/shock.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/schedule_texts.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;
using test::schedule_of;
using test::schedule_texts;

std::string const head = "id,authority,partner,sector,rate,stack,exempt,in_lieu_of,start,end\n";

/// What reading and tying to the hand base says.
std::string refusal(std::map<std::string, std::string> const& texts) {
    return fault_of([&] {
        Schedule const schedule = schedule_of(texts);
        Base const base = test::hand_base();
        FaultList faults;
        TiedSchedule const tied(schedule, base, faults);
        faults.throw_if_any();
    });
}

std::string refusal_of(std::string const& rows) { return refusal(schedule_texts(head + rows)); }

TEST(ScheduleFaults, NoneWhereThereIsNone) { EXPECT_EQ(refusal_of("p,first,B,*,0.1,,,,,\n"), "no fault"); }

TEST(ScheduleFaults, UnknownNames) {
    EXPECT_EQ(refusal_of("p,fist,B,*,0.1,,,,,\n"),
              "dir/m.csv:2:3: unknown authority 'fist' (its place in the order is not known) Did you mean 'first'?");
    EXPECT_EQ(refusal_of("p,first,B;Q,*,0.1,,,,,\n").substr(0, 39), "dir/m.csv:2:11: unknown region 'Q' (the");
    expect_says(refusal_of("p,first,B,Q,0.1,,,,,\n"), {"dir/m.csv:2:11: unknown sector 'Q'"});
    expect_says(refusal_of("p,first,B,*,0.1,ad,,,,\n"), {"dir/m.csv:2:17: unknown stack 'ad'", "Did you mean 'add'?"});
    expect_says(
        refusal_of("p,first,B,*,0.1,,,secnd,,\n"),
        {"dir/m.csv:2:19: unknown authority 'secnd' (it cannot stand in lieu of what is not there)", "'second'"});
}

TEST(ScheduleFaults, RatesAndShares) {
    expect_says(refusal_of("p,first,B,*,25,,,,,\n"),
                {"dir/m.csv:2:13: rate 25 is above 3 (rates are fractions: 0.25 is 25%) Divide percentages by 100."});
    expect_says(refusal_of("p,first,B,*,-1,,,,,\n"), {"dir/m.csv:2:13: rate -1 is not above -1"});
    expect_says(refusal_of("p,first,B,*,ten,,,,,\n"), {"dir/m.csv:2:13: ", "'ten' is not a number"});
    expect_says(refusal_of("p,first,B,*,,,,,,\n"), {"dir/m.csv:2:13: there is no rate"});
    expect_says(refusal_of("p,first,B,*,0.1,,43.2,,,\n"),
                {"dir/m.csv:2:18: the exempt share is 43.2 (it is a share of the trade of each cell)"});
    expect_says(refusal_of("p,first,B,*,0.1,,-0.1,,,\n"), {"the exempt share is -0.1"});
}

TEST(ScheduleFaults, Days) {
    expect_says(refusal_of("p,first,B,*,0.1,,,,2025-08-07,2025-04-05\n"),
                {"dir/m.csv:2:31: 'p' ends on 2025-04-05, before it starts on 2025-08-07"});
    expect_says(refusal_of("p,first,B,*,0.1,,,,2025-02-30,\n"), {"dir/m.csv:2:20: '2025-02-30' is no day"});
}

TEST(ScheduleFaults, ReplacementsThatOverlap) {
    std::string const rows = "p,first,B,*,0.1,replace,,,2025-01-01,2025-06-30\nq,first,*,*,0.2,floor,,,2025-06-30,\n";
    expect_says(refusal_of(rows),
                {"dir/m.csv:3:1: 'q' and 'p' (line 2) both replace the duty of first on ", " from B"});
    // Not the same day, not the same authority, or one of them adds: no fault.
    EXPECT_EQ(refusal_of("p,first,B,*,0.1,replace,,,2025-01-01,2025-06-29\nq,first,*,*,0.2,floor,,,2025-06-30,\n"),
              "no fault");
    EXPECT_EQ(refusal_of("p,first,B,*,0.1,replace,,,,\nq,second,*,*,0.2,replace,,,,\n"), "no fault");
    EXPECT_EQ(refusal_of("p,first,B,*,0.1,replace,,,,\nq,first,*,*,0.2,add,,,,\n"), "no fault");
}

TEST(ScheduleFaults, Twice) {
    expect_says(refusal_of("p,first,B,*,0.1,,,,,\np,first,B,*,0.1,,,,,\n"),
                {"dir/m.csv:3:1: the measure 'p' is given twice (line 2 has it too)"});
    auto texts = schedule_texts(head + "p,first,B,*,0.1,,,,,\n");
    texts["schedule.toml"] += "[[authority]]\nname = \"first\"\n";
    expect_says(refusal(texts), {"the authority 'first' is given twice"});
}

TEST(ScheduleFaults, InLieuInACircleOrOfItself) {
    expect_says(refusal_of("p,first,B,*,0.1,,,second,,\nq,second,B,*,0.1,,,first,,\n"),
                {"stands in lieu of an authority that"});
    expect_says(refusal_of("p,first,B,*,0.1,,,first,,\n"), {"'p' is in lieu of its own authority"});
}

TEST(ScheduleFaults, Cells) {
    std::string const columns = "id,authority,rate,rates,exempt,covered\n";
    auto const with = [&](std::string const& row, std::string const& cells) {
        return refusal(schedule_texts(columns + row, cells));
    };
    expect_says(with("p,first,0.1,,shar,\n", "partner,sector,share\nB,GDS,0.5\n"),
                {"dir/m.csv:2:14: no column 'shar' in the cells", "Did you mean 'share'?"});
    expect_says(with("p,first,0.1,,share,\n", "partner,sector,share\nB,GDS,1.5\n"),
                {"dir/c.csv:2:1: share of GDS from B is 1.5", "Give a figure from 0 to 1."});
    expect_says(with("p,first,,share,,\n", "partner,sector,share\nB,GDS,10\n"),
                {"dir/c.csv:2:1: share of GDS from B is 10", "0.25 is 25%"});
    expect_says(with("p,first,0.1,share,,\n", "partner,sector,share\nB,GDS,0.5\n"), {"both rate and rates are given"});
    expect_says(with("p,first,0.1,,0.5,share\n", "partner,sector,share\nB,GDS,0.5\n"),
                {"both exempt and covered are given"});
    expect_says(with("p,first,0.1,,share,\n", "partner,sector,share\nQ,GDS,0.5\n"),
                {"dir/c.csv:2:1: unknown region 'Q'"});
    expect_says(with("p,first,0.1,,share,\n", "partner,sector,share\nB,zzz,0.5\n"),
                {"dir/c.csv:2:1: unknown sector 'zzz'"});
}

TEST(ScheduleFaults, AllOfOneFileAtOnce) {
    std::string const text = refusal_of("p,fist,B,*,0.1,,,,,\nq,first,B,*,0.1,,,secnd,,\n");
    expect_says(text, {"m.csv:2:3", "m.csv:3:"});
}

TEST(ScheduleFaults, TheHeading) {
    auto texts = schedule_texts(head + "p,first,B,*,0.1,,,,,\n");
    std::string const good = texts["schedule.toml"];
    texts["schedule.toml"] =
        "[schedule]\nname = \"s\"\nkind = \"statutry\"\nimportr = \"A\"\nmeasures = \"absent.csv\"\n";
    expect_says(refusal(texts),
                {"dir/schedule.toml:1:1: 'importer' is missing in [schedule]", "unknown kind 'statutry'",
                 "unknown key 'importr' in [schedule]", "the table 'absent.csv' cannot be read"});
    texts["schedule.toml"] = good;
    texts["schedule.toml"].replace(good.find("\"A\""), 3, "\"Q\"");
    expect_says(refusal(texts), {"dir/schedule.toml:3:12: unknown region 'Q'"});
    expect_says(fault_of([] { read_schedule("us-2025-206"); }), {"unknown schedule 'us-2025-206'", "'us-2025-2026'"});
}

std::string scenario_refusal(std::string const& block) {
    return fault_of([&] {
        resolve_scenario(parse_scenario("[scenario]\nname = \"n\"\n[[schedule]]\n" + block, "n.toml"),
                         test::hand_base());
    });
}

TEST(ScheduleFaults, InAScenario) {
    expect_says(scenario_refusal("date = 2025-08-07\n"), {"n.toml:3:1: 'file' is missing"});
    expect_says(scenario_refusal("file = \"us-2025-206\"\n"), {"n.toml:3:1: unknown schedule 'us-2025-206'"});
    expect_says(scenario_refusal("file = \"us-2025-2026\"\n"), {"n.toml:3:1: the schedule 'us-2025-2026' has no day"});
    expect_says(scenario_refusal("file = \"us-2025-2026\"\ndate = 2025-08-07\nwithout = [\"s12\"]\n"),
                {"n.toml:6:12: unknown authority 's12'", "'s122'"});
}

}  // namespace
}  // namespace desvio
