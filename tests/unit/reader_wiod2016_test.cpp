#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/wiod_sheet.hpp"

#include <gtest/gtest.h>

namespace desvio {

TableReader reader_wiod2013();
TableReader reader_wiod2016();

namespace {

using test::ScratchFolder;
using test::SheetCell;
using test::SheetRows;
using test::write_workbook;

/// A bottom row of three regions with two industries and five categories each: numbers from `first` on, one apart.
std::vector<SheetCell> bottom_row(char const* code, char const* name, char const* number, double first) {
    std::vector<SheetCell> row{code, name, "TOT", number};
    for (int k = 0; k < 3 * (2 + 5); ++k) row.emplace_back(first + k);
    return row;
}

/// Forty-two industries would be c1 to c42, as the final categories of 2013 are called: here they are c37 and c42.
SheetRows small_sheet() {
    auto rows = test::wiod_sheet(
        {{"A01", "D35"}, {"AUS", "USA", "ROW"}, {"CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"}, 3, "GO"});
    rows[5][4] = "c37";
    rows[5][5] = "c42";
    // r-codes are other than in 2013, where r65 is transport margins and r69 output.
    rows.push_back(bottom_row("II_fob", "Total intermediate consumption", "r65", 1000.0));
    rows.push_back(bottom_row("TXSP", "taxes less subsidies on products", "r66", 2000.0));
    rows.push_back(bottom_row("EXP_adj", "Cif/ fob adjustments on exports", "r67", 3000.0));
    rows.push_back(bottom_row("PURR", "Direct purchases abroad by residents", "r68", 4000.0));
    rows.push_back(bottom_row("PURNR", "Purchases on the domestic territory by non-residents ", "r69", 5000.0));
    rows.push_back(bottom_row("VA", "Value added at basic prices", "r70", 6000.0));
    rows.push_back(bottom_row("IntTTM", "International Transport Margins", "r71", 7000.0));
    rows.push_back(bottom_row("GO", "Output at basic prices", "r73", 8000.0));
    return rows;
}

class ReaderWiod2016 : public testing::Test {
  protected:
    IoTable read(SheetRows const& rows) {
        write_workbook(folder_ / "WIOT2014_Nov16_ROW.xlsx", "2014", rows);
        return reader_wiod2016().read(TableSource(folder_ / "WIOT2014_Nov16_ROW.xlsx"), 0);
    }
    ScratchFolder folder_;
};

TEST_F(ReaderWiod2016, PutsEveryNumberInItsPlace) {
    IoTable const table = read(small_sheet());
    ASSERT_EQ(table.n_regions(), 3);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"}));
    EXPECT_EQ(table.intermediate(5, 3), 604.0);
    EXPECT_EQ(table.final_demand(5, 14), 621.0) << "the last category of the last region";
    EXPECT_EQ(table.declared_output[2], 322.0) << "the column GO";
    EXPECT_EQ(table.tax_rows, (std::vector<std::string>{"TXSP", "EXP_adj", "PURR", "PURNR", "IntTTM"}));
    EXPECT_EQ(table.intermediate_taxes(0, 1), 2001.0);
    EXPECT_EQ(table.intermediate_taxes(3, 0), 5000.0) << "PURNR is r69 here, which is output in 2013";
    EXPECT_EQ(table.intermediate_taxes(4, 5), 7005.0);
    EXPECT_EQ(table.final_taxes(1, 0), 3006.0);
    EXPECT_EQ(table.final_taxes(2, 14), 4020.0);
    EXPECT_EQ(table.value_added(0, 2), 6002.0);
    EXPECT_EQ(table.declared_cost[5], 8005.0);
    EXPECT_EQ(table.year, 2014);
    EXPECT_EQ(table.name, "wiod2016-2014");
    EXPECT_EQ(table.sector_table[0].kind, SectorKind::goods);
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::services) << "D35 is electricity in ISIC Rev. 4";
    bool is_left_out_said = false;
    for (auto const& note : table.reading_notes) is_left_out_said |= note.find("row VA in final") != std::string::npos;
    EXPECT_TRUE(is_left_out_said) << "value added in final columns has no place in a table";
}

TEST_F(ReaderWiod2016, IsTellingTheReleasesApart) {
    write_workbook(folder_ / "a.xlsx", "2014", small_sheet());
    TableSource const source(folder_ / "a.xlsx");
    EXPECT_GT(reader_wiod2016().recognise(source), 0.9);
    EXPECT_EQ(reader_wiod2013().recognise(source), 0.0);
    EXPECT_THROW(reader_wiod2013().read(source, 0), InputError);
}

TEST_F(ReaderWiod2016, SaysWhatToDoAboutTheBinaryBooksAsPublished) {
    folder_.write("WIOT2014_Nov16_ROW.xlsb", "PK");
    try {
        reader_wiod2016().read(TableSource(folder_ / "WIOT2014_Nov16_ROW.xlsb"), 0);
        FAIL() << "a binary book was read";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("is a binary spreadsheet (.xlsb)"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("save it as .xlsx"), std::string::npos);
    }
}

TEST_F(ReaderWiod2016, RefusesARegionThatLacksACategory) {
    auto rows = small_sheet();
    rows[2][4 + 6 + 7] = SheetCell();  // CONS_g of USA
    try {
        read(rows);
        FAIL() << "a column without a category was taken for one";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("final demand 'CONS_g' of USA is missing"), std::string::npos)
            << error.what();
    }
}

}  // namespace
}  // namespace desvio
