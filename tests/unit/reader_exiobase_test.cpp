#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace desvio {

TableReader reader_exiobase();

namespace {

using test::message_of;
using test::plain_table;
using test::ScratchFolder;

constexpr char const* header =
    "region\t\tAUT\tAUT\tBEL\tBEL\nsector\t\tWheat, hulled\tRetail trade\tWheat, hulled\tRetail trade\n";
constexpr char const* index_names = "region\tsector\t\t\t\t\n";
constexpr char const* demand_header = "region\t\tAUT\tBEL\ncategory\t\tHouseholds\tHouseholds\n";

/// Rows of two regions and two sectors with these cells.
std::string rows(std::vector<std::string> const& cells) {
    std::vector<std::string> const labels{"AUT\tWheat, hulled\t", "AUT\tRetail trade\t", "BEL\tWheat, hulled\t",
                                          "BEL\tRetail trade\t"};
    std::string text;
    for (std::size_t k = 0; k < cells.size(); ++k) text += labels[k] + cells[k] + '\n';
    return text;
}

/// A = Z / x with Z below, x = 10 20 40 50.
void write_third_edition(ScratchFolder const& folder) {
    folder.write("A.txt",
                 header + std::string(index_names) +
                     rows({"0.1\t0.05\t0.025\t0", "0.2\t0.1\t0.05\t0.04", "0\t0.05\t0.25\t0.2", "0.1\t0.2\t0.1\t0.1"}));
    folder.write("Y.txt", demand_header + rows({"6\t1", "8\t4", "1\t18", "12\t24"}));
    folder.write("unit.txt", "region\tsector\tunit\n" + rows({"M.EUR", "M.EUR", "M.EUR", "M.EUR"}));
    folder.write("metadata.json", "{\n    \"description\": \"EXIOBASE 3 for 2011\",\n    \"name\": \"x\"\n}\n");
    std::filesystem::create_directories(folder / "satellite");
    folder.write("satellite/unit.txt",
                 "stressor\tunit\nTaxes less subsidies on products purchased: Total\tM.EUR\nWages\tM.EUR\n"
                 "CO2\tkg\nSurplus\tM.EUR\n");
    folder.write("satellite/F.txt",
                 "region\tAUT\tAUT\tBEL\tBEL\nsector\tWheat, hulled\tRetail trade\tWheat, hulled\tRetail trade\n"
                 "Taxes less subsidies on products purchased: Total\t1\t1\t2\t2\nWages\t3\t6\t10\t20\n"
                 "CO2\t900\t800\t700\t600\nSurplus\t2\t5\t11\t11\n");
    folder.write(
        "satellite/F_Y.txt",
        "region\tAUT\tBEL\ncategory\tHouseholds\tHouseholds\n"
        "Taxes less subsidies on products purchased: Total\t0.5\t0.75\nWages\t0\t0\nCO2\t5\t5\nSurplus\t0\t0\n");
}

IoTable read(std::filesystem::path const& path, int year = 0) {
    return reader_exiobase().read(TableSource(path), year);
}

RowMatrix expected_flows() {
    RowMatrix flows(4, 4);
    flows << 1, 1, 1, 0, 2, 2, 2, 2, 0, 1, 10, 10, 1, 4, 4, 5;
    return flows;
}

bool has_note(IoTable const& table, std::string const& words) {
    return std::any_of(table.reading_notes.begin(), table.reading_notes.end(),
                       [&](std::string const& note) { return note.find(words) != std::string::npos; });
}

TEST(ReaderExiobase, SolvesForOutputWhereItIsNotGiven) {
    ScratchFolder const folder;
    write_third_edition(folder);
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.year, 2011);
    EXPECT_EQ(table.currency, "EUR");
    ASSERT_EQ(table.n_regions(), 2);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.sector_table[0].code, "Wheat_hulled") << "scenarios separate codes by commas and blanks";
    EXPECT_EQ(table.sector_table[0].name, "Wheat, hulled");
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::services);
    // Final demand is x - A x for x = 10 20 40 50.
    RowMatrix shares(4, 4);
    shares << 0.1, 0.05, 0.025, 0, 0.2, 0.1, 0.05, 0.04, 0, 0.05, 0.25, 0.2, 0.1, 0.2, 0.1, 0.1;
    Vector const output = (table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum());
    for (Index row = 0; row < 4; ++row)
        for (Index column = 0; column < 4; ++column)
            EXPECT_NEAR(table.intermediate(row, column), shares(row, column) * output[column], 1e-12);
    EXPECT_NEAR(output[0], 10.0, 1e-12);
    EXPECT_NEAR(output[3], 50.0, 1e-12);
    EXPECT_EQ(table.declared_output.size(), 0) << "the table does not give it";
    EXPECT_TRUE(has_note(table, "x = (I - A)^-1 Y"));
}

TEST(ReaderExiobase, UsesTheOutputThatIsGiven) {
    ScratchFolder const folder;
    write_third_edition(folder);
    folder.write("x.txt", "region\tsector\tindout\n" + rows({"10", "20", "40", "50"}));
    IoTable const table = read(folder.path());
    EXPECT_TRUE(table.intermediate.isApprox(expected_flows(), 1e-15)) << table.intermediate;
    EXPECT_EQ(table.declared_output, (Vector(4) << 10, 20, 40, 50).finished());
    EXPECT_EQ(table.final_demand(2, 1), 18.0);
    EXPECT_EQ(table.final_categories, std::vector<std::string>{"Households"});
}

TEST(ReaderExiobase, PrefersFlowsToShares) {
    ScratchFolder const folder;
    write_third_edition(folder);
    folder.write("Z.txt",
                 header + std::string(index_names) + rows({"1\t1\t1\t0", "2\t2\t2\t2", "0\t1\t10\t10", "1\t4\t4\t5"}));
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.intermediate, expected_flows());
}

TEST(ReaderExiobase, TakesRowsInMoneyFromTheSatellite) {
    ScratchFolder const folder;
    write_third_edition(folder);
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.value_added_rows, (std::vector<std::string>{"Wages", "Surplus"})) << "CO2 is in kg";
    EXPECT_EQ(table.value_added(0, 3), 20.0);
    EXPECT_EQ(table.value_added(1, 2), 11.0);
    EXPECT_EQ(table.tax_rows, std::vector<std::string>{"Taxes less subsidies on products purchased: Total"});
    EXPECT_EQ(table.intermediate_taxes(0, 2), 2.0);
    ASSERT_EQ(table.final_taxes.cols(), 2);
    EXPECT_EQ(table.final_taxes(0, 1), 0.75);
}

TEST(ReaderExiobase, ScalesToMillion) {
    ScratchFolder const folder;
    write_third_edition(folder);
    folder.write("Z.txt", header + rows({"1\t1\t1\t0", "2\t2\t2\t2", "0\t1\t10\t10", "1\t4\t4\t5"}));
    folder.write("unit.txt", "region\tsector\tunit\n" + rows({"1000 EUR", "1000 EUR", "1000 EUR", "1000 EUR"}));
    IoTable const table = read(folder.path());
    EXPECT_DOUBLE_EQ(table.intermediate(2, 3), 0.01);
    EXPECT_DOUBLE_EQ(table.final_demand(2, 1), 0.018);
    EXPECT_EQ(table.value_added(0, 3), 20.0) << "the satellite has a unit of its own";
    EXPECT_TRUE(has_note(table, "multiplied by 0.001"));
}

TEST(ReaderExiobase, SaysWhatIsWrongAndWhere) {
    ScratchFolder const folder;
    auto const expect = [&](char const* words) {
        std::string const message = message_of<InputError>([&] { (void)read(folder.path()); });
        EXPECT_NE(message.find(words), std::string::npos) << message << "\nlacks: " << words;
    };
    write_third_edition(folder);
    folder.write("unit.txt", "region\tsector\tunit\n" + rows({"M.EUR", "tonnes", "M.EUR", "M.EUR"}));
    expect("unit.txt:3:18: the unit is 'tonnes' where others are 'M.EUR'");
    write_third_edition(folder);
    folder.write("A.txt", header + rows({"0\t0\t0\t0", "0\t0\t0\t0", "0\t0\t0\t0"}));
    expect("A.txt:5:1: 3 rows of sectors where there are 4 columns");
    folder.write("A.txt", header + rows({"0\t0\t0\t0", "0\t0\t0"}));
    expect("A.txt:4: 5 fields where 6 are expected");
    folder.write("A.txt", header + rows({"0\t0\t0\t0", "0\t0\t0\t0", "0\t0\t0\t0", "0\t0\t0\tx"}));
    expect("A.txt:6:24: 'x' is not a number");
    write_third_edition(folder);
    folder.write("Y.txt", "region\t\tAUT\tBRA\ncategory\t\tHouseholds\tHouseholds\n" +
                              rows({"6\t1", "8\t4", "1\t18", "12\t24"}));
    expect("region 2 is 'BRA' here and 'BEL' in the intermediate flows");
    folder.write("Y.txt", demand_header + rows({"6\t1", "8\t4"}));
    expect("2 rows of sectors where there are 4 columns");
    folder.write("Y.txt", "region\t\tAUT\n");
    expect("Y.txt: the two lines of column labels are missing");
}

TEST(ReaderExiobase, ReadsThePublishedLayoutOfTheThirdEdition) {
    auto const path = test::shared_data("layouts/mocks/exio3_mock");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    EXPECT_EQ(table.year, 2009);
    EXPECT_EQ(table.currency, "USD");
    ASSERT_EQ(table.n_regions(), 6);
    ASSERT_EQ(table.n_sectors(), 8);
    EXPECT_EQ(table.row_name(47), "WWF_other");
    auto const shares = plain_table(path / "A.txt", '\t');
    auto const demand = plain_table(path / "Y.txt", '\t');
    EXPECT_EQ(table.final_demand(1, 4), std::stod(demand[4][2 + 4]));
    Vector const output = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    for (std::size_t row = 0; row < 48; ++row)
        for (std::size_t column = 0; column < 48; ++column) {
            auto const flow = table.intermediate(static_cast<Index>(row), static_cast<Index>(column));
            double const expected = std::stod(shares[row + 3][column + 2]) * output[static_cast<Index>(column)];
            ASSERT_NEAR(flow, expected, 1e-9 * output[static_cast<Index>(row)]) << row << ' ' << column;
        }
    EXPECT_EQ(table.value_added.rows(), 0);
    EXPECT_TRUE(has_note(table, "F.txt has no row in money"));
}

TEST(ReaderExiobase, ReadsThePublishedLayoutOfTheFirstEdition) {
    auto const path = test::shared_data("layouts/mocks/exio1_mock");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    ASSERT_EQ(table.n_regions(), 6);
    ASSERT_EQ(table.n_sectors(), 8);
    EXPECT_EQ(table.currency, "EUR");
    auto const shares = plain_table(path / "mrIot.txt", '\t');
    Vector const output = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    EXPECT_NEAR(table.intermediate(2, 1), std::stod(shares[4][4]) * output[1], 1e-9 * output[2]);
    EXPECT_EQ(table.final_demand(0, 0), 58180.65);
    // The mock was made from a table whose output of reg1's food is 239153.96 and value added 111490.88, to its digits.
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"Value Added"});
    EXPECT_NEAR(table.value_added(0, 0), 111490.88, 0.01);
}

}  // namespace
}  // namespace desvio
