#include "desvio/params/shock.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::agr, test::fin, test::usa, test::bra, test::chn;

/// A selector whose terms stand on lines 1, 2, ... of s.toml.
Selector selector_of(std::vector<std::string> const& terms) {
    Selector selector{{}, {"s.toml", 9, 1}};
    for (std::size_t k = 0; k < terms.size(); ++k) {
        selector.terms.push_back({terms[k], {"s.toml", static_cast<int>(k) + 1, 5}});
    }
    return selector;
}

struct Selection {
    std::vector<Index> members;
    std::vector<std::string> faults;
};

template <typename Select>
Selection run(Select select, std::vector<std::string> const& terms) {
    FaultList faults;
    Selection selection;
    selection.members = select(selector_of(terms), test::three_region_base(), faults);
    for (Fault const& fault : faults.faults()) selection.faults.push_back(fault.text());
    return selection;
}

Selection regions(std::vector<std::string> const& terms) { return run(select_regions, terms); }
Selection sectors(std::vector<std::string> const& terms) { return run(select_sectors, terms); }

struct Case {
    std::vector<std::string> terms;
    std::vector<Index> members;
};

TEST(SelectRegions, FollowsTheGrammar) {
    Case const cases[] = {
        {{}, {usa, bra, chn}},
        {{"*"}, {usa, bra, chn}},
        {{"BRA"}, {bra}},
        {{"CHN", "USA"}, {usa, chn}},            // base order, whatever the order written
        {{"BRA", "BRA", "@brics"}, {bra, chn}},  // each once
        {{"@brics"}, {bra, chn}},
        {{"@brics", "USA"}, {usa, bra, chn}},
        {{"@brics", "!BRA"}, {chn}},
        {{"!BRA", "@brics"}, {chn}},  // an exclusion holds wherever it stands
        {{"!BRA"}, {usa, chn}},       // only exclusions: everything but
        {{"!@brics"}, {usa}},
        {{"!@brics", "!@latin_america"}, {usa}},
        {{"*", "!@latin_america"}, {usa, chn}},
        {{"@brics", "!USA"}, {bra, chn}},  // taking out what is not held changes nothing
    };
    for (Case const& one : cases) {
        Selection const found = regions(one.terms);
        EXPECT_EQ(found.members, one.members) << to_string(selector_of(one.terms));
        EXPECT_TRUE(found.faults.empty()) << found.faults.front();
    }
}

TEST(SelectSectors, KnowsGoodsServicesAndGroups) {
    EXPECT_EQ(sectors({"@goods"}).members, std::vector<Index>{agr});
    EXPECT_EQ(sectors({"@services"}).members, std::vector<Index>{fin});
    EXPECT_EQ(sectors({"@food"}).members, std::vector<Index>{agr});
    EXPECT_EQ(sectors({"!@goods"}).members, std::vector<Index>{fin});
    EXPECT_EQ(sectors({"AGR", "FIN"}).members, (std::vector<Index>{agr, fin}));
}

TEST(SelectRegions, NamesEveryUnknownTermWithItsPlaceAndTheNearest) {
    Selection const found = regions({"BRB", "@brix", "!CHM", "Brazil", "brics", "bra"});
    ASSERT_EQ(found.faults.size(), 6u);
    EXPECT_EQ(found.faults[0], "s.toml:1:5: unknown region 'BRB' (the base has no such code) Did you mean 'BRA'?");
    EXPECT_EQ(found.faults[1],
              "s.toml:2:5: unknown region group '@brix' (no member of the base carries it) Did you mean '@brics'?");
    EXPECT_EQ(found.faults[2], "s.toml:3:5: unknown region 'CHM' (the base has no such code) Did you mean 'CHN'?");
    EXPECT_EQ(found.faults[3], "s.toml:4:5: unknown region 'Brazil' (the base has no such code) Did you mean 'BRA'?");
    EXPECT_EQ(found.faults[4], "s.toml:5:5: unknown region 'brics' (the base has no such code) Did you mean '@brics'?");
    EXPECT_EQ(found.faults[5], "s.toml:6:5: unknown region 'bra' (the base has no such code) Did you mean 'BRA'?");
}

TEST(SelectRegions, ListsWhatThereIsWhenNothingIsNear) {
    Selection const found = regions({"Wonderland"});
    ASSERT_EQ(found.faults.size(), 1u);
    EXPECT_NE(found.faults[0].find("Known: USA, BRA, CHN, @advanced, @brics, @latin_america."), std::string::npos)
        << found.faults[0];
}

TEST(SelectSectors, SaysSectorInMessages) {
    Selection const found = sectors({"Finance", "@servces"});
    ASSERT_EQ(found.faults.size(), 2u);
    EXPECT_EQ(found.faults[0], "s.toml:1:5: unknown sector 'Finance' (the base has no such code) Did you mean 'FIN'?");
    EXPECT_EQ(
        found.faults[1],
        "s.toml:2:5: unknown sector group '@servces' (no member of the base carries it) Did you mean '@services'?");
}

TEST(SelectRegions, RefusesASelectorWithNothingLeft) {
    Selection const found = regions({"BRA", "!@brics"});
    EXPECT_TRUE(found.members.empty());
    ASSERT_EQ(found.faults.size(), 1u);
    EXPECT_EQ(found.faults[0],
              "s.toml:9:1: '[BRA, !@brics]' names no region (everything it holds is taken out again) Take out fewer.");
    EXPECT_EQ(regions({"!*"}).faults.size(), 1u);
}

}  // namespace
}  // namespace desvio
