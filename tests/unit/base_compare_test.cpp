#include "desvio/tables/compare.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/concordance_io.hpp"
#include "desvio/io/flow_table_io.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

using test::fault_of;

TEST(BaseCompare, ABaseAgreesWithItself) {
    FlowTable const flows = flows_of(test::make_random_base({.regions = 4, .sectors = 3, .seed = 9}));
    FlowComparison const same = compare_flows(flows, flows);
    for (Agreement const& agreement : same.agreements) {
        EXPECT_NEAR(agreement.correlation, 1.0, 1e-12) << agreement.what;
        EXPECT_EQ(agreement.first, agreement.second);
        EXPECT_EQ(agreement.dissimilarity, 0.0);
    }
    EXPECT_EQ(same.agreements[0].cells, 36);
    EXPECT_EQ(same.by_cell[0].first, same.by_cell[0].second);
    EXPECT_TRUE(same.only_first.empty());
}

// hand_base(): across borders GDS B to A 40, A to B 20; SRV B to A 0, A to B 10. The other: 80, 20, 5, 0.
TEST(BaseCompare, ByHand) {
    FlowTable const first = flows_of(test::hand_base());
    FlowTable second = first;
    second.trade(0, 0, 1) = 80.0;
    second.trade(1, 0, 1) = 5.0;
    second.trade(1, 1, 0) = 0.0;
    second.tariff(0, 0, 1) = 0.05;
    FlowComparison const found = compare_flows(first, second);
    Agreement const& cells = found.agreements[0];
    EXPECT_EQ(cells.first, 70.0);
    EXPECT_EQ(cells.second, 105.0);
    EXPECT_EQ(cells.both, 2);
    EXPECT_EQ(cells.first_only, 1);
    EXPECT_EQ(cells.second_only, 1);
    EXPECT_DOUBLE_EQ(cells.first_only_share, 10.0 / 70.0);
    EXPECT_DOUBLE_EQ(cells.second_only_share, 5.0 / 105.0);
    // Deviations of (40, 20, 0, 10) from 17.5 and of (80, 20, 5, 0) from 26.25.
    double const across = 22.5 * 53.75 + 2.5 * -6.25 + 17.5 * 21.25 + 7.5 * 26.25;
    double const first_square = 22.5 * 22.5 + 2.5 * 2.5 + 17.5 * 17.5 + 7.5 * 7.5;
    double const second_square = 53.75 * 53.75 + 6.25 * 6.25 + 21.25 * 21.25 + 26.25 * 26.25;
    EXPECT_NEAR(cells.correlation, across / std::sqrt(first_square * second_square), 1e-12);
    EXPECT_NEAR(cells.log_correlation, 1.0, 1e-12) << "two points";
    EXPECT_DOUBLE_EQ(cells.within_tenth, 20.0 / 70.0);
    EXPECT_DOUBLE_EQ(cells.within_factor_two, 60.0 / 70.0) << "80 is twice 40";
    EXPECT_NEAR(cells.dissimilarity,
                (std::abs(40.0 / 70 - 80.0 / 105) + std::abs(20.0 / 70 - 20.0 / 105) + 10.0 / 70 + 5.0 / 105) / 2,
                1e-12);
    EXPECT_EQ(found.by_cell[0].where, "GDS from B to A");
    EXPECT_EQ(found.by_exporter[0].where, "B");
    EXPECT_EQ(found.by_exporter[0].second, 85.0);
    EXPECT_EQ(found.by_sector[0].where, "GDS");
    ASSERT_EQ(found.by_pair.size(), 2U);
    EXPECT_EQ(found.by_pair[0].where, "B to A");
    EXPECT_EQ(found.by_pair[0].second, 85.0);
    EXPECT_EQ(found.by_pair[1].second, 20.0);
    Agreement const& duties = found.agreements.back();
    EXPECT_EQ(duties.cells, 2) << "GDS both ways, where both trade";
    EXPECT_DOUBLE_EQ(duties.first, (40.0 * 0.25 + 20.0 * 0.1) / 60.0);
    EXPECT_DOUBLE_EQ(duties.second, (40.0 * 0.05 + 20.0 * 0.1) / 60.0);
}

TEST(BaseCompare, MergesTheSecondAndTellsWhatIsLeftOut) {
    FlowTable const flows = parse_flow_table(
        "exporter,importer,sector,flow,tariff\nA,B1,g,10,0.1\nA,B2,g,30,0.3\nB1,B2,g,7,0.5\nB1,A,g,4,0\nC,A,g,6,0\nA,A,"
        "g,9,0\n",
        "f.csv", false);
    auto const regions = merge_axis(parse_concordance("from,to\nB1,B\nB2,B\n", "r.csv"),
                                    plain_axis("region", flows.regions), Unmapped::kept);
    auto const sectors =
        merge_axis(parse_concordance("from,to\ng,GDS\n", "s.csv"), plain_axis("sector", flows.sectors));
    FlowTable const merged = merge_flows(flows, regions, sectors);
    EXPECT_EQ(merged.regions.codes(), (std::vector<std::string>{"B", "A", "C"})) << "in the order of first members";
    EXPECT_EQ(merged.trade(0, 0, 1), 40.0);
    EXPECT_DOUBLE_EQ(merged.tariff(0, 0, 1), (1.0 + 9.0) / 40.0);
    EXPECT_EQ(merged.trade(0, 0, 0), 7.0);
    EXPECT_EQ(merged.tariff(0, 0, 0), 0.0);
    FlowComparison const found = compare_flows(flows_of(test::hand_base()), merged);
    EXPECT_EQ(found.only_first, (std::vector<std::string>{"SRV"}));
    EXPECT_EQ(found.only_second, (std::vector<std::string>{"C"}));
    EXPECT_DOUBLE_EQ(found.share_only_first, 10.0 / 70.0);
    EXPECT_DOUBLE_EQ(found.share_only_second, 6.0 / 50.0);
}

TEST(BaseCompare, ReadsLongTables) {
    std::string const text =
        "importer,exporter,sector,flow_tariff_inclusive,tariff,extra\nA,B,1,110,0.1,x\nA,A,1,50,0,x\nA,B,1,11,0.1,x\n";
    FlowTable const inside = parse_flow_table(text, "f.csv", true);
    EXPECT_EQ(inside.regions.codes(), (std::vector<std::string>{"A", "B"}));
    EXPECT_NEAR(inside.trade(0, 0, 1), 110.0, 1e-12);
    EXPECT_EQ(inside.trade(0, 0, 0), 50.0);
    EXPECT_EQ(parse_flow_table(text, "f.csv", false).trade(0, 0, 1), 121.0);
}

TEST(BaseCompare, EveryFaultHasItsPlace) {
    auto const parse = [](std::string const& text) {
        return fault_of([&] { parse_flow_table(text, "f.csv", false); });
    };
    auto const says = [](std::string const& message, std::string const& text) {
        EXPECT_NE(message.find(text), std::string::npos) << message;
    };
    says(parse("exporter,importer,sector\nA,B,1\n"), "0 columns of flows");
    says(parse("exporter,importer,sector,flow,value\nA,B,1,2,2\n"), "2 columns of flows");
    says(parse("exporter,importer,sectr,flow\nA,B,1,2\n"), "column 'sector' is missing Did you mean 'sectr'?");
    says(parse("exporter,importer,sector,flow\nA,B,1,-2\n"), "f.csv:2:7: negative flow -2");
    says(parse("exporter,importer,sector,flow\nA,B,1,x\n"), "f.csv:2:7: 'x' is not a number");
    says(parse("exporter,importer,sector,flow\n"), "there are no rows");
    FlowTable const other = parse_flow_table("exporter,importer,sector,flow\nX,Y,1,2\n", "f.csv", false);
    says(fault_of([&] { compare_flows(flows_of(test::hand_base()), other); }), "shares 0 regions and 0 sectors");
}

TEST(BaseCompare, ReadsThePackedTable) {
    auto const folder = test::shared_data("icio2022");
    DESVIO_NEED_SHARED_DATA(folder);
    FlowTable const flows = read_flow_table(folder / "flows_tariffs.csv.gz", false);
    EXPECT_EQ(flows.regions.size(), 81);
    EXPECT_EQ(flows.sectors.size(), 28);
    Index const ago = *flows.regions.find("AGO");
    EXPECT_EQ(flows.trade(0, ago, ago), 12569.6342) << "the first row";
}

}  // namespace
}  // namespace desvio
