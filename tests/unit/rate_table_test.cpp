#include "io/rate_table.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

std::vector<std::string> faults_of(std::string const& text) {
    FaultList faults;
    read_rate_table(text, "r.csv", faults);
    std::vector<std::string> texts;
    for (Fault const& fault : faults.faults()) texts.push_back(fault.text());
    return texts;
}

TEST(RateTable, ReadsRowsWithTheirLinesAndKeepsTheText) {
    std::string const text = "rate,sector,importer,exporter\n0.25,AGR,USA,BRA\n\n-0.05,\"FIN\",CHN,USA\n";
    FaultList faults;
    RateTable const table = read_rate_table(text, "r.csv", faults);
    EXPECT_TRUE(faults.empty());
    EXPECT_EQ(table.text, text);
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[0].sector, "AGR");
    EXPECT_EQ(table.rows[0].exporter, "BRA");
    EXPECT_EQ(table.rows[0].importer, "USA");
    EXPECT_EQ(table.rows[0].rate, 0.25);
    EXPECT_EQ(table.rows[0].where.text(), "r.csv:2:1");
    EXPECT_EQ(table.rows[1].rate, -0.05);
    EXPECT_EQ(table.rows[1].where.text(), "r.csv:4:1");
}

TEST(RateTable, RefusesWhatIsNotARate) {
    EXPECT_EQ(faults_of("sector,exporter,importer,rate\nAGR,BRA,USA,-1\nAGR,CHN,USA,25\n"),
              (std::vector<std::string>{
                  "r.csv:2:13: rate -1 is not above -1 (the goods would have no price) Give a larger rate.",
                  "r.csv:3:13: rate 25 is above 20 (rates are fractions: 0.25 is 25%) Divide percentages by 100."}));
    EXPECT_EQ(faults_of("sector,exporter,importer,rate\nAGR,BRA,USA,ten\nAGR,CHN,USA,nan\n").size(), 2u);
}

TEST(RateTable, RefusesAFlowTwiceAndOwnSales) {
    EXPECT_EQ(
        faults_of("sector,exporter,importer,rate\nAGR,BRA,USA,0.1\nAGR,BRA,USA,0.2\nAGR,USA,USA,0.1\nAGR,CHN,CHN,0\n"),
        (std::vector<std::string>{
            "r.csv:3:1: the rate of AGR from BRA to USA is given twice (line 2 gives it too) Keep one of the rows.",
            "r.csv:4:5: a duty of USA on itself (own sales bear no duty) Take the row out."}));
}

TEST(RateTable, RefusesAWrongHeader) {
    auto const faults = faults_of("sector,exporter,importer,tariff\nAGR,BRA,USA,0.1\n");
    ASSERT_FALSE(faults.empty());
    EXPECT_NE(faults.front().find("tariff"), std::string::npos) << faults.front();
}

}  // namespace
}  // namespace desvio
