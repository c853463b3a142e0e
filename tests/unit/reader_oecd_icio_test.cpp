#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {

TableReader reader_oecd_icio();

namespace {

using test::message_of;
using test::plain_table;
using test::ScratchFolder;

IoTable read(std::filesystem::path const& path, int year = 0) {
    return reader_oecd_icio().read(TableSource(path), year);
}

IoTable read_text(std::string const& text, char const* name = "2020_SML.csv") {
    ScratchFolder const folder;
    folder.write(name, text);
    return read(folder / name);
}

std::string refusal(std::string const& text) {
    std::string const message = message_of<InputError>([&] { (void)read_text(text); });
    auto const at = message.find("2020_SML.csv");
    return at == std::string::npos ? message : message.substr(at);
}

bool has_note(IoTable const& table, std::string const& words) {
    for (std::string const& note : table.reading_notes)
        if (note.find(words) != std::string::npos) return true;
    return false;
}

RowMatrix matrix(Index rows, Index columns, std::initializer_list<double> values) {
    RowMatrix filled(rows, columns);
    std::copy(values.begin(), values.end(), filled.data());
    return filled;
}

/// Two countries, two sectors with underscores in their codes, two final categories: the layout of 2023.
constexpr char const* edition_2023 =
    "V1,AUS_A01_02,AUS_F,NZL_A01_02,NZL_F,AUS_HFCE,AUS_INVNT,NZL_HFCE,NZL_INVNT,OUT\n"
    "AUS_A01_02,1,2,3,4,5,-1,7,8,29\n"
    "AUS_F,10,20,30,40,50,60,70,80,360\n"
    "NZL_A01_02,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,40\n"
    "NZL_F,0,0,0,0,1,0,2,0,3\n"
    "TLS,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,3.6\n"
    "VA,16.4,335.3,3.2,-45.9,0,0,0,0,309\n"
    "OUT,29,360,40,3,0,0,0,0,432\n";

TEST(ReaderOecdIcio, ReadsTheLayoutOf2023) {
    IoTable const table = read_text(edition_2023);
    EXPECT_EQ(table.format, "oecd-icio");
    EXPECT_EQ(table.year, 2020);
    EXPECT_EQ(table.unit, "million US$");
    ASSERT_EQ(table.n_regions(), 2);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.row_name(2), "NZL_A01_02");
    EXPECT_EQ(table.sector_table[0].kind, SectorKind::goods);
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::services) << "F, construction, has no division";
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"HFCE", "INVNT"}));
    EXPECT_EQ(table.intermediate, matrix(4, 4, {1, 2, 3, 4, 10, 20, 30, 40, 1.5, 2.5, 3.5, 4.5, 0, 0, 0, 0}));
    EXPECT_EQ(table.final_demand, matrix(4, 4, {5, -1, 7, 8, 50, 60, 70, 80, 5.5, 6.5, 7.5, 8.5, 1, 0, 2, 0}));
    EXPECT_EQ(table.tax_rows, std::vector<std::string>{"TLS"});
    EXPECT_EQ(table.intermediate_taxes, matrix(1, 4, {0.1, 0.2, 0.3, 0.4}));
    EXPECT_EQ(table.final_taxes, matrix(1, 4, {0.5, 0.6, 0.7, 0.8}));
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"VA"});
    EXPECT_EQ(table.value_added, matrix(1, 4, {16.4, 335.3, 3.2, -45.9}));
    EXPECT_EQ(table.declared_output, (Vector(4) << 29, 360, 40, 3).finished());
    EXPECT_EQ(table.declared_cost, (Vector(4) << 29, 360, 40, 3).finished());
    EXPECT_TRUE(table.reading_notes.empty());
}

TEST(ReaderOecdIcio, ReadsCrlfAndByteOrderMarksAlike) {
    std::string text = "\xEF\xBB\xBF";
    for (char const c : std::string(edition_2023)) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_EQ(read_text(text).intermediate, read_text(edition_2023).intermediate);
    EXPECT_EQ(read_text(text).declared_cost, read_text(edition_2023).declared_cost);
}

// CHN is empty but for its final demand, CN1 and CN2 hold what its firms do, as in the editions of 2018 and 2021.
TEST(ReaderOecdIcio, AddsUpPartsOfChinaAndMexico) {
    IoTable const table = read_text(
        ",CHN_01,MEX_01,USA_01,CN1_01,CN2_01,MX1_01,MX2_01,CHN_HFCE,CHN_P33,MEX_HFCE,MEX_P33,USA_HFCE,USA_P33,TOTAL\n"
        "CHN_01,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n"
        "MEX_01,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n"
        "USA_01,0,0,1,2,3,4,5,6,7,8,9,10,11,66\n"
        "CN1_01,0,0,1,20,30,1,1,100,1,2,3,4,5,168\n"
        "CN2_01,0,0,2,5,7,2,2,200,2,3,4,5,6,238\n"
        "MX1_01,0,0,4,1,1,11,12,3,1,50,2,4,5,94\n"
        "MX2_01,0,0,8,1,1,13,14,3,1,60,2,4,5,112\n"
        "CN1_TAXSUB,0,0,0,1,1,0,0,1,0,0,0,0,0,3\n"
        "CN2_TAXSUB,0,0,0,2,3,0,0,2,0,0,0,0,0,7\n"
        "USA_TAXSUB,0,0,1,0,0,0,0,0,0,0,0,1,0,2\n"
        "VALU,0,0,49,136,192,63,78,0,0,0,0,0,0,518\n"
        "OUTPUT,0,0,66,168,238,94,112,0,0,0,0,0,0,678\n");
    ASSERT_EQ(table.n_regions(), 3);
    EXPECT_EQ(table.region_table[0].code, "CHN");
    EXPECT_EQ(table.region_table[1].code, "MEX");
    EXPECT_EQ(table.region_table[2].code, "USA");
    // Rows and columns CHN, MEX, USA; e.g. CHN to CHN = 20 + 30 + 5 + 7.
    EXPECT_EQ(table.intermediate, matrix(3, 3, {62, 6, 3, 4, 50, 12, 5, 9, 1}));
    EXPECT_EQ(table.final_demand, matrix(3, 6, {300, 3, 5, 7, 9, 11, 6, 2, 110, 4, 8, 10, 6, 7, 8, 9, 10, 11}));
    EXPECT_EQ(table.declared_output, (Vector(3) << 406, 206, 66).finished());
    EXPECT_EQ(table.declared_cost, (Vector(3) << 406, 206, 66).finished());
    EXPECT_EQ(table.tax_rows, (std::vector<std::string>{"CHN_TAXSUB", "USA_TAXSUB"}));
    EXPECT_EQ(table.intermediate_taxes, matrix(2, 3, {7, 0, 0, 0, 0, 1}));
    EXPECT_EQ(table.final_taxes, matrix(2, 6, {3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}));
    EXPECT_EQ(table.value_added, matrix(1, 3, {328, 141, 49}));
    // What the parts were must still add up.
    for (Index row = 0; row < table.n_rows(); ++row)
        EXPECT_EQ(table.intermediate.row(row).sum() + table.final_demand.row(row).sum(), table.declared_output[row]);
    EXPECT_TRUE(has_note(table, "CN1, CN2"));
}

TEST(ReaderOecdIcio, ReadsTheLayoutOf2016) {
    IoTable const table = read_text(
        "\"\",\"AUS_C01T05AGR\",\"AUS_C45CON\",\"NZL_C01T05AGR\",\"NZL_C45CON\",\"HFCE_AUS\",\"HFCE_NZL\","
        "\"INV_AUS\",\"INV_NZL\",\"DISC\"\n"
        "\"AUS_C01T05AGR\",1,2,3,4,5,6,7,8,0.5\n"
        "\"AUS_C45CON\",9,10,11,12,13,14,15,16,-0.125\n"
        "\"NZL_C01T05AGR\",1,1,1,1,17,18,19,20,0\n"
        "\"NZL_C45CON\",2,2,2,2,21,22,23,24,0\n"
        "\"VA+TAXSUB\",23,85,61,79,0,0,0,0,0\n"
        "\"OUT\",36,100,78,98,0,0,0,0,0\n",
        "ICIO2016_2003.csv");
    EXPECT_EQ(table.year, 2003);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"HFCE", "INV"}));
    // By category in the file, by region in the table.
    EXPECT_EQ(table.final_demand, matrix(4, 4, {5, 7, 6, 8, 13, 15, 14, 16, 17, 19, 18, 20, 21, 23, 22, 24}));
    EXPECT_EQ(table.intermediate(1, 2), 11.0);
    EXPECT_EQ(table.sector_table[0].kind, SectorKind::goods);
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::services);
    EXPECT_TRUE(table.tax_rows.empty());
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"VA+TAXSUB"});
    EXPECT_EQ(table.declared_output.size(), 0) << "there is no such column";
    EXPECT_EQ(table.declared_cost[2], 78.0);
    EXPECT_TRUE(has_note(table, "DISC, a discrepancy that sums to 0.375 million"));
}

TEST(ReaderOecdIcio, ChoosesAYearOfAZip) {
    ScratchFolder const folder;
    std::string other = edition_2023;
    other.replace(other.find("AUS_A01_02,1,"), 13, "AUS_A01_02,7,");
    test::write_packed_zip(folder / "icio.zip",
                           {{"2019_SML.csv", other}, {"2020_SML.csv", edition_2023}, {"ReadMe.csv", "a,b\n"}});
    IoTable const newest = read(folder / "icio.zip");
    EXPECT_EQ(newest.year, 2020);
    EXPECT_EQ(newest.intermediate(0, 0), 1.0);
    EXPECT_TRUE(has_note(newest, "Of 2 tables (2019, 2020) that of 2020 was read."));
    EXPECT_EQ(read(folder / "icio.zip", 2019).intermediate(0, 0), 7.0);
    EXPECT_NE(message_of<InputError>([&] {
                  (void)read(folder / "icio.zip", 2011);
              }).find("there is no table of 2011 (the years there are: 2019, 2020)"),
              std::string::npos);
}

/// The text of 2023 with one piece of it changed.
std::string changed(std::string const& from, std::string const& to) {
    std::string text = edition_2023;
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ReaderOecdIcio, SaysWhatIsWrongAndWhere) {
    auto const expect = [](std::string const& text, std::string const& words) {
        std::string const message = refusal(text);
        EXPECT_NE(message.find(words), std::string::npos) << message << "\nlacks: " << words;
    };
    expect(changed("NZL_F,0", "NZL_G,0"), "2020_SML.csv:5:1: the row is 'NZL_G' where the column is 'NZL_F'");
    expect(changed("AUS_F,10,20", "AUS_F,10,2x"), "2020_SML.csv:3:10: '2x' is not a number");
    expect(changed("AUS_F,10,20", "AUS_F,10,NaN"), "2020_SML.csv:3:10: 'NaN' is not a finite number");
    expect(changed("AUS_F,10,20", "AUS_F,\"1,5\",20"), "2020_SML.csv:3:7: '1,5' holds a comma");
    expect(changed("AUS_F,10,20", "AUS_F,10,20,20"), "2020_SML.csv:3: 11 fields where 10 are expected");
    expect(changed("AUS_F,10,20", "AUS_F,10"), "2020_SML.csv:3: 9 fields where 10 are expected");
    expect(changed("AUS_F,NZL_A01_02", "AUS_A01_02,NZL_A01_02"), "'A01_02' of region 'AUS' is given twice");
    expect(changed("NZL_A01_02,NZL_F,", "NZL_A01_02,"), "region 'NZL' has 1 sector labels where 'AUS' has 2");
    expect(changed("NZL_INVNT,OUT", "NZL_HFCE,OUT"), "HFCE of NZL is given twice");
    expect(changed("NZL_HFCE,NZL_INVNT,OUT", "NZL_HFCE"), "there is no column INVNT of NZL");
    expect(changed("NZL_INVNT,OUT", "NZL_INVNT,UOT"), "unknown column 'UOT'");
    expect(changed("TLS,", "TSL,"), "2020_SML.csv:6:1: unknown row 'TSL'");
    std::string const text = edition_2023;
    expect(text.substr(0, text.find("NZL_F,0")),
           "3 rows of sectors where there are 4 columns (the file may be cut off)");
    expect(text.substr(0, text.find("TLS")), "the rows of value added are missing");
    expect(text.substr(0, text.find("NZL_F,0") + 9), "2020_SML.csv:5: 3 fields where 10 are expected");
    expect("a,b\n1,2\n", "there is no CSV whose first line begins with V1,COUNTRY_SECTOR");
}

TEST(ReaderOecdIcio, RefusesAHeaderOfNonsense) {
    std::string text = "V1";
    for (int k = 0; k < 50'000; ++k) text += ",A_" + std::to_string(k);
    EXPECT_NE(refusal(text + ",A_HFCE\nA_0,1\n").find("cannot hold a table of 50000 x 50000 numbers"),
              std::string::npos);
}

/// Every cell of a mock against the file, by labels: the file's own cut at commas.
TEST(ReaderOecdIcio, ReadsThePublishedLayoutOf2018) {
    auto const path = test::shared_data("layouts/mocks/oecd_mock/ICIO2018_2010.CSV");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    EXPECT_EQ(table.year, 2010);
    ASSERT_EQ(table.n_regions(), 5) << "AUS BEL MEX BRA COL: MX1 is a part of MEX";
    ASSERT_EQ(table.n_sectors(), 8);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"HFCE", "NPISH", "GGFC", "INVNT", "P33"}));
    auto const cells = plain_table(path, ',');
    auto const number = [&](std::size_t row, std::size_t column) { return std::stod(cells[row][column]); };
    EXPECT_EQ(table.intermediate(0, 0), number(1, 1));
    EXPECT_EQ(table.intermediate(9, 3), number(10, 4));
    // BRA follows MEX and MX1: 8 rows and columns further in the file than in the table.
    EXPECT_EQ(table.row_name(24), "BRA_01T03");
    EXPECT_EQ(cells[33][0], "BRA_01T03");
    EXPECT_EQ(table.intermediate(25, 26), number(34, 35));
    EXPECT_DOUBLE_EQ(table.intermediate(17, 18), number(18, 19) + number(18, 27) + number(26, 19) + number(26, 27));
    EXPECT_DOUBLE_EQ(table.intermediate(17, 25), number(18, 34) + number(26, 34));
    EXPECT_EQ(table.final_demand(0, 7), number(1, 1 + 48 + 7));
    EXPECT_DOUBLE_EQ(table.final_demand(16, 12), number(17, 49 + 12) + number(25, 49 + 12));
    EXPECT_EQ(table.tax_rows.size(), 5U);
    EXPECT_EQ(table.value_added(0, 1), number(54, 2));
    EXPECT_EQ(table.declared_cost[1], number(55, 2));
    double all = 0.0;
    for (std::size_t row = 1; row <= 48; ++row)
        for (std::size_t column = 1; column <= 48 + 25; ++column) all += number(row, column);
    EXPECT_NEAR(table.intermediate.sum() + table.final_demand.sum(), all, 1e-12 * all) << "rounding of the sums";
}

TEST(ReaderOecdIcio, ReadsThePublishedLayoutOf2016) {
    auto const path = test::shared_data("layouts/mocks/oecd_mock/ICIO2016_2003.csv");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    EXPECT_EQ(table.year, 2003);
    ASSERT_EQ(table.n_regions(), 4);
    ASSERT_EQ(table.n_sectors(), 8);
    auto const cells = plain_table(path, ',');
    auto const number = [&](std::size_t row, std::size_t column) { return std::stod(cells[row][column]); };
    EXPECT_EQ(table.intermediate(1, 0), number(2, 1));
    // CHN stands third, CN1 and CN2 last: rows 17, 33, 41 and the same columns.
    double chn = 0.0;
    for (std::size_t const row : {17U, 33U, 41U})
        for (std::size_t const column : {17U, 33U, 41U}) chn += number(row, column);
    EXPECT_DOUBLE_EQ(table.intermediate(16, 16), chn);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"HFCE", "NPS", "GGFC", "GFCF", "INV", "DIRP"}));
    EXPECT_EQ(cells[0][49 + 4 + 1], "NPS_NZL");
    EXPECT_EQ(table.final_demand(0, 6 + 1), number(1, 49 + 4 + 1));
    EXPECT_EQ(table.value_added(0, 0), number(49, 1));
    EXPECT_DOUBLE_EQ(table.declared_cost[16], number(50, 17) + number(50, 33) + number(50, 41));
}

TEST(ReaderOecdIcio, ReadsTheSameFromAZip) {
    auto const folder = test::shared_data("layouts/mocks/oecd_mock");
    DESVIO_NEED_SHARED_DATA(folder);
    IoTable const zipped = read(folder / "ICIO2018_2010.zip");
    IoTable const plain = read(folder / "ICIO2018_2010.CSV");
    EXPECT_EQ(zipped.intermediate, plain.intermediate);
    EXPECT_EQ(zipped.final_demand, plain.final_demand);
    EXPECT_EQ(zipped.year, 2010);
}

}  // namespace
}  // namespace desvio
