#include "desvio/io/concordance_io.hpp"

#include "desvio/io/base_io.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <set>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

using test::three_region_base;

Merging merge(std::string const& rows, Unmapped unmapped = Unmapped::refused) {
    return merge_axis(parse_concordance("from,to\n" + rows, "c.csv"), region_axis(three_region_base()), unmapped);
}

TEST(Concordance, MergesManyToOneInBaseOrder) {
    Merging const merging = merge("CHN,WEST\nUSA,WEST\nBRA,SUR\n");
    EXPECT_EQ(merging.codes, (std::vector<std::string>{"WEST", "SUR"}));
    EXPECT_EQ(merging.target, (std::vector<Index>{0, 1, 0}));
    EXPECT_EQ(merging.members, (std::vector<std::vector<Index>>{{0, 2}, {1}}));
}

TEST(Concordance, NamesComeFromTheFileOrAreJoined) {
    auto const given = parse_concordance("from,to,name\nUSA,X,Both\nBRA,X,\nCHN,CHN,\n", "c.csv");
    Base base = three_region_base();
    base.region_table[0].name = "United States";
    base.region_table[1].name = "Brazil";
    base.region_table[2].name = "China";
    EXPECT_EQ(merge_axis(given, region_axis(base)).names, (std::vector<std::string>{"Both", "China"}));
    auto const bare = parse_concordance("from,to\nUSA,X\nBRA,X\nCHN,CHN\n", "c.csv");
    EXPECT_EQ(merge_axis(bare, region_axis(base)).names, (std::vector<std::string>{"United States + Brazil", "China"}));
}

TEST(Concordance, GroupsAndTheRest) {
    EXPECT_EQ(merge("@brics,BRICS\nUSA,USA\n").target, (std::vector<Index>{0, 1, 1}));
    EXPECT_EQ(merge("USA,USA\n*,ROW\n").codes, (std::vector<std::string>{"USA", "ROW"}));
}

TEST(Concordance, KeepsOthersOnlyWhenAsked) {
    Merging const merging = merge("BRA,SUR\n", Unmapped::kept);
    EXPECT_EQ(merging.codes, (std::vector<std::string>{"USA", "SUR", "CHN"}));
    expect_says(fault_of([] { merge("BRA,SUR\n"); }), {"no row for USA, CHN", "--keep-others"});
    expect_says(fault_of([] { merge("BRA,USA\n", Unmapped::kept); }),
                {"USA is a target and also a region left as it is", "Add the row USA,USA."});
}

TEST(Concordance, EveryFaultHasItsPlace) {
    std::string const message = fault_of([] { merge("USA,\nBRZ,X\nCHN,Y\n@brics,Z\n@brisc,Z\n,Q\n"); });
    expect_says(message,
                {"c.csv:2:5: 'USA' goes nowhere", "c.csv:3:1: unknown region 'BRZ'", "Did you mean 'BRA'?",
                 "c.csv:5:1: region CHN is mapped twice (line 4 maps it too)", "c.csv:6:1: unknown group '@brisc'",
                 "Did you mean '@brics'?", "c.csv:7:1: 'from' is empty", "no row for USA"});
    expect_says(fault_of([] { merge("*,X\n*,Y\n"); }), {"c.csv:3:1: '*' is given twice"});
}

TEST(Concordance, FormIsChecked) {
    auto const parse = [](std::string const& text) { return fault_of([&] { parse_concordance(text, "c.csv"); }); };
    expect_says(parse("from,too\nA,B\n"), {"c.csv:1:6: unknown column 'too'", "column 'to' is missing"});
    expect_says(parse("from,to\n"), {"there are no rows"});
    expect_says(parse("from,to,weight\nA,B,0\nA,C,x\n"),
                {"c.csv:2:5: the weight is 0", "c.csv:3:5: 'x' is not a number"});
    expect_says(parse("from,to\nA,two words\n"), {"c.csv:2:3: 'two words' is not a code"});
    expect_says(fault_of([] {
                    merge_axis(parse_concordance("from,to,weight\n*,X,0.5\n", "c.csv"),
                               region_axis(three_region_base()));
                }),
                {"'*' has the weight 0.5", "each goes to one target as a whole"});
}

TEST(Concordance, SpreadsOneToMany) {
    Base const base = three_region_base();
    auto const spread =
        spread_codes(parse_concordance("from,to,weight\nx,AGR,2\nx,FIN,1\ny,@goods,\n", "c.csv"), sector_axis(base));
    ASSERT_EQ(spread.size(), 2U);
    ASSERT_EQ(spread.at("x").size(), 2U);
    EXPECT_EQ(spread.at("x")[0].to, test::agr);
    EXPECT_EQ(spread.at("x")[0].weight, 2.0);
    EXPECT_EQ(spread.at("x")[1].to, test::fin);
    ASSERT_EQ(spread.at("y").size(), 1U);
    EXPECT_EQ(spread.at("y")[0].weight, 1.0);
    expect_says(fault_of([&] {
                    spread_codes(parse_concordance("from,to\nx,AGR\nx,AGR\nz,FIM\n,AGR\nq,\n", "c.csv"),
                                 sector_axis(base));
                }),
                {"c.csv:3:1: 'x' to AGR is given twice", "c.csv:4:3: unknown sector 'FIM'", "'from' is empty",
                 "'q' goes nowhere"});
}

TEST(Concordance, ReadsFilesAndBuiltInOnes) {
    test::ScratchFolder const folder;
    folder.write("c.csv", "from,to\nUSA,X\n");
    EXPECT_EQ(read_concordance((folder / "c.csv").string()).rows.front().to, "X");
    EXPECT_THROW((void)read_concordance((folder / "absent.csv").string()), FileError);
    expect_says(fault_of([] { read_concordance("gtap-to-wrld-2023"); }), {"Did you mean 'gtap-to-world-2023'?"});

    // Every sector of the base is reached by the built-in map, and no GTAP sector twice.
    Base const world = read_base("world-2023");
    auto const spread = spread_codes(read_concordance("gtap-to-world-2023"), sector_axis(world));
    std::set<Index> reached;
    for (auto const& [code, targets] : spread) {
        EXPECT_EQ(targets.size(), 1U) << code;
        reached.insert(targets.front().to);
    }
    EXPECT_EQ(static_cast<Index>(reached.size()), world.n_sectors());
    EXPECT_EQ(world.sectors[spread.at("i_s").front().to], "MET");
    EXPECT_EQ(world.sectors[spread.at("mvh").front().to], "MOT");
}

}  // namespace
}  // namespace desvio
