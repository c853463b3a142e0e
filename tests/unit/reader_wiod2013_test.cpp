#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "io/wiod_sheet.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/wiod_sheet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace desvio {

TableReader reader_wiod2013();

namespace {

using test::column_gap;
using test::row_gap;
using test::ScratchFolder;
using test::SheetRows;
using test::write_workbook;

/// Two regions with a farm (AtB), a plant (coded 19, as a number) and a bank (J).
SheetRows small_sheet() {
    auto rows = test::wiod_sheet({{"AtB", 19.0, "J"}, {"AUS", "RoW"}, {"c37", "c38", "c39", "c41", "c42"}, 6, ""});
    rows.push_back({{}, "Total intermediate consumption", "TOT", "r60", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0});
    rows.push_back({{}, "taxes less subsidies on products", "TOT", "r99", 1.0, 2.0, 3.0, 4.0, 5.0, -6.0, 7.5});
    rows.push_back({{}, "Cif/ fob adjustments on exports", "TOT", "r61", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25});
    rows.push_back({{}, "Direct purchases abroad by residents", "TOT", "r62"});
    rows.push_back({{}, "Purchases on the domestic territory by non-residents ", "TOT", "r63"});
    rows.push_back({{}, "Value added at basic prices", "TOT", "r64", 10.0, 20.0, 30.0, 40.0, 50.0, 60.0});
    rows.push_back({{}, "International Transport Margins", "TOT", {}, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
    rows.push_back({{}, "Output at basic prices", "TOT", "r69", 111.0, 112.0, 113.0, 114.0, 115.0, 116.0});
    return rows;
}

class ReaderWiod2013 : public testing::Test {
  protected:
    IoTable read(SheetRows const& rows, int year = 0) {
        write_workbook(folder_ / "wiot09_row_apr12.xlsx", "WIOT_2009", rows);
        return reader_wiod2013().read(TableSource(folder_ / "wiot09_row_apr12.xlsx"), year);
    }
    std::string refusal(SheetRows const& rows) {
        try {
            read(rows);
        } catch (InputError const& error) {
            return error.what();
        }
        return "read";
    }
    ScratchFolder folder_;
};

TEST_F(ReaderWiod2013, PutsEveryNumberInItsPlace) {
    IoTable const table = read(small_sheet());
    ASSERT_EQ(table.n_regions(), 2);
    ASSERT_EQ(table.n_sectors(), 3);
    ASSERT_EQ(table.n_categories(), 5);
    EXPECT_EQ(table.row_name(4), "RoW_19");
    EXPECT_EQ(table.sector_table[1].name, "Industry 19");
    EXPECT_EQ(table.final_categories.back(), "c42");
    // The small sheet holds 100 r + c in row r, column c of inputs and then final demand, from 1.
    EXPECT_EQ(table.intermediate(0, 0), 101.0);
    EXPECT_EQ(table.intermediate(4, 2), 503.0);
    EXPECT_EQ(table.final_demand(0, 0), 107.0) << "AUS c37 comes after six industries";
    EXPECT_EQ(table.final_demand(5, 9), 616.0) << "RoW c42";
    EXPECT_EQ(table.declared_output[3], 417.0) << "the last column";
    EXPECT_EQ(table.tax_rows, (std::vector<std::string>{"r99", "r61", "r62", "r63", "r65"}));
    EXPECT_EQ(table.intermediate_taxes(0, 5), -6.0);
    EXPECT_EQ(table.intermediate_taxes(4, 1), 0.5) << "margins";
    EXPECT_EQ(table.final_taxes(0, 0), 7.5);
    EXPECT_EQ(table.final_taxes(1, 0), 0.25);
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"r64"});
    EXPECT_EQ(table.value_added(0, 3), 40.0);
    EXPECT_EQ(table.declared_cost[5], 116.0);
    EXPECT_EQ(table.year, 2009);
    EXPECT_EQ(table.format, "wiod2013");
    EXPECT_EQ(table.unit, "million US$");
    ASSERT_FALSE(table.reading_notes.empty());
    EXPECT_NE(table.reading_notes.back().find("rows r99, r61, r62, r63, r65 are what users pay"), std::string::npos);
}

TEST_F(ReaderWiod2013, TellsGoodsFromServices) {
    IoTable const table = read(small_sheet());
    EXPECT_EQ(table.sector_table[0].kind, SectorKind::goods) << "AtB";
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::goods) << "19, leather";
    EXPECT_EQ(table.sector_table[2].kind, SectorKind::services) << "J, finance";
    EXPECT_EQ(kind_of_industry("36t37", Isic::rev3), SectorKind::goods);
    EXPECT_EQ(kind_of_industry("50", Isic::rev3), SectorKind::services);
    EXPECT_EQ(kind_of_industry("E", Isic::rev3), SectorKind::services);
    EXPECT_EQ(kind_of_industry("D15t16", Isic::rev3), SectorKind::goods);
    EXPECT_EQ(kind_of_industry("D35", Isic::rev4), SectorKind::services) << "electricity in Rev. 4";
}

TEST_F(ReaderWiod2013, RecognisesItsOwnLayoutOnly) {
    write_workbook(folder_ / "a.xlsx", "WIOT_2009", small_sheet());
    EXPECT_GT(reader_wiod2013().recognise(TableSource(folder_ / "a.xlsx")), 0.9);
    auto other = small_sheet();
    other[2][4] = "A01";
    write_workbook(folder_ / "b.xlsx", "WIOT_2009", other);
    EXPECT_EQ(reader_wiod2013().recognise(TableSource(folder_ / "b.xlsx")), 0.0);
    folder_.write("c.xlsx", "no zip");
    EXPECT_EQ(reader_wiod2013().recognise(TableSource(folder_ / "c.xlsx")), 0.0);
    folder_.write("d.csv", "a,b\n");
    EXPECT_EQ(reader_wiod2013().recognise(TableSource(folder_ / "d.csv")), 0.0);
}

TEST_F(ReaderWiod2013, NamesWhatDoesNotFit) {
    auto rows = small_sheet();
    rows[7][0] = "20";
    EXPECT_NE(refusal(rows).find("WIOT_2009!A8: row of industry '20' (in the order of the columns it is '19')"),
              std::string::npos)
        << refusal(rows);
    rows = small_sheet();
    rows[9][2] = "AUS";
    EXPECT_NE(refusal(rows).find("!C10: row of region 'AUS' (in the order of the columns it is 'RoW')"),
              std::string::npos);
    rows = small_sheet();
    rows[8][5] = "n.a.";
    rows[9][6] = "?";
    EXPECT_NE(refusal(rows).find("!F9: 'n.a.' is not a number"), std::string::npos);
    EXPECT_NE(refusal(rows).find("!G10: '?' is not a number"), std::string::npos) << "all faults at once";
    rows = small_sheet();
    rows[2][8] = "C";
    EXPECT_NE(refusal(rows).find("!I3: industry 'C' of RoW (in the order of the first region it is '19')"),
              std::string::npos);
    rows = small_sheet();
    rows[4][10] = "QQQ";
    EXPECT_NE(refusal(rows).find("!K5: final demand of 'QQQ'"), std::string::npos);
    rows = small_sheet();
    rows[5][19] = "c41";
    EXPECT_NE(refusal(rows).find("'c41' of RoW stands there twice"), std::string::npos);
    rows = small_sheet();
    rows.push_back({{}, "Something else", {}, "r70", 1.0});
    EXPECT_NE(refusal(rows).find("unknown row 'Something else'"), std::string::npos);
    rows = small_sheet();
    rows.erase(rows.begin() + 17);  // r64
    EXPECT_NE(refusal(rows).find("row r64 is missing"), std::string::npos);
    rows = small_sheet();
    rows.resize(9);
    EXPECT_NE(refusal(rows).find("the sheet ends after 3 of 6 industry rows"), std::string::npos);
}

TEST_F(ReaderWiod2013, TakesTheYearAskedForFromAFolderOrAZip) {
    auto rows = small_sheet();
    std::filesystem::create_directory(folder_ / "all");
    write_workbook(folder_ / "all/wiot09_row.xlsx", "WIOT_2009", rows);
    rows[6][4] = 7.0;
    write_workbook(folder_ / "all/wiot10_row.xlsx", "WIOT_2010", rows);
    TableSource const folder(folder_ / "all");
    EXPECT_EQ(reader_wiod2013().read(folder, 2010).intermediate(0, 0), 7.0);
    EXPECT_EQ(reader_wiod2013().read(folder, 2009).intermediate(0, 0), 101.0);
    EXPECT_THROW(reader_wiod2013().read(folder, 2011), InputError);
    EXPECT_THROW(reader_wiod2013().read(folder, 0), InputError) << "which of the two is not said";

    test::write_zip(folder_ / "all.zip", {{"wiot10_row.xlsx", test::read_whole_file(folder_ / "all/wiot10_row.xlsx")}});
    IoTable const table = reader_wiod2013().read(TableSource(folder_ / "all.zip"), 0);
    EXPECT_EQ(table.intermediate(0, 0), 7.0);
    EXPECT_EQ(table.year, 2010);
    EXPECT_EQ(table.origin, (folder_ / "all.zip").string() + "/wiot10_row.xlsx");
}

TEST_F(ReaderWiod2013, ReadsThePublishedLayout) {
    auto const path = test::shared_data("layouts") / "mocks" / "wiod_mock" / "wiot09_row_sep12.xlsx";
    DESVIO_NEED_SHARED_DATA(path);
    TableSource const source(path);
    EXPECT_GT(reader_wiod2013().recognise(source), 0.9);
    IoTable const table = reader_wiod2013().read(source, 0);
    ASSERT_EQ(table.n_regions(), 6);
    ASSERT_EQ(table.n_sectors(), 8);
    EXPECT_EQ(table.year, 2009);
    EXPECT_EQ(table.region_table[3].code, "ROM");
    EXPECT_EQ(table.sector_table[4].code, "19");
    EXPECT_EQ(table.intermediate(0, 0), 23697.221);
    EXPECT_EQ(table.intermediate(2, 1), 6063.071);
    EXPECT_EQ(table.final_demand(0, 29), 4.8982602);
    EXPECT_EQ(table.intermediate_taxes(0, 0), 1284.55207);
    EXPECT_EQ(table.intermediate_taxes(4, 2), 164.6344);
    EXPECT_EQ(table.value_added(0, 1), 162143.72283);
    EXPECT_EQ(table.declared_output[0], 239150.176812268);
    EXPECT_EQ(table.declared_cost[0], 170552.56686782);
    // Its numbers are mixed up, so that rows and columns differ, but each adds up by itself.
    EXPECT_LT(row_gap(table), 1e-12);
    EXPECT_LT(column_gap(table), 1e-12);
}

}  // namespace
}  // namespace desvio
