#include "desvio/io/region_figures_io.hpp"
#include "desvio/report/import_report.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

// B: income 50 + 5 + 1, expenditure 40 + 1 + 20 - 6; A: 100 + 10 + 2 and 105 + 2 + 10 - 8.
TableHealth health_of_three() {
    TableHealth health;
    health.regions = {"B", "A", "C"};
    health.value_added = Eigen::Vector3d(50, 100, 7);
    health.taxes = Eigen::Vector3d(5, 10, 0);
    health.final_taxes = Eigen::Vector3d(1, 2, 0);
    health.final_demand = Eigen::Vector3d(40, 105, 7);
    health.exports = Eigen::Vector3d(20, 10, 0);
    health.imports = Eigen::Vector3d(6, 8, 0);
    health.output = health.value_added;
    return health;
}

TEST(OfficialGdp, ByHand) {
    GdpComparison const gdp = compare_gdp(
        health_of_three(), parse_region_figures("region,year,value\nX,2020,1\nB,2020,70\nA,2020,100\n", "g.csv"));
    ASSERT_EQ(gdp.rows.size(), 2u);
    EXPECT_EQ(gdp.rows[0].region, "A") << "the largest first";
    EXPECT_EQ(gdp.rows[0].income, 112.0);
    EXPECT_EQ(gdp.rows[0].expenditure, 109.0);
    EXPECT_EQ(gdp.rows[1].income, 56.0);
    EXPECT_EQ(gdp.rows[1].expenditure, 55.0);
    EXPECT_EQ(gdp.rows[1].official, 70.0);
    EXPECT_EQ(gdp.total.income, 168.0);
    EXPECT_EQ(gdp.total.expenditure, 164.0);
    EXPECT_EQ(gdp.total.official, 170.0);
    EXPECT_EQ(gdp.unknown, std::vector<std::string>{"X"});
    EXPECT_EQ(gdp.unofficial, std::vector<std::string>{"C"});
    std::string const page = format_gdp(gdp);
    expect_says(page, {"1.120", "1.090", "0.800", "0.786", "0.988", "No regions of the table: X",
                       "Without an official figure: C"});
    expect_says(format_health_json(health_of_three(), gdp), {"\"official_gdp\"", "\"income_over_official\": 0.8"});
}

TEST(OfficialGdp, NothingInCommon) {
    GdpComparison const gdp = compare_gdp(health_of_three(), {{"X", 1.0}});
    EXPECT_TRUE(gdp.rows.empty());
    expect_says(format_gdp(gdp), {"No official figure is of a region of the table."});
    expect_says(format_health_json(health_of_three(), gdp), {"\"total\": null"});
}

TEST(OfficialGdp, FormIsChecked) {
    auto const said = [](std::string const& text) { return fault_of([&] { parse_region_figures(text, "g.csv"); }); };
    expect_says(said("region,gdp\nA,1\n"), {"g.csv:1:1: column 'value' is missing"});
    expect_says(said("region,value\nA,1\nB,2\nA,3\n"), {"g.csv:4:1: region A is given twice (first in line 2)"});
    expect_says(said("region,value\nA,-1\n"), {"g.csv:2:3: the figure of A is -1"});
    expect_says(said("region,value\nA,x\n"), {"g.csv:2:3: 'x' is not a number"});
    expect_says(said("region,value\n"), {"there are no rows"});
}

}  // namespace
}  // namespace desvio
