#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/wiod_sheet.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {

TableReader reader_wiod_longrun();

namespace {

using test::SheetRows;

/// Two regions, two industries; a region is said once in its block, sums stand beyond the total.
SheetRows small_sheet() {
    return {{"Structure of world production"},
            {"(current prices, million US$)"},
            {"Production",
             {},
             {},
             {},
             "Intermediate consumption",
             {},
             {},
             {},
             "Total production",
             "Final demand",
             {},
             {},
             {},
             {},
             {},
             {},
             {},
             "Total demand",
             {},
             "Country"},
            {{}, {}, {}, {}, "AUS", {}, "ROW", {}, {}, "AUS", {}, {}, {}, "ROW"},
            {{},
             {},
             {},
             {},
             "AtB",
             "LtQ",
             "AtB",
             "LtQ",
             {},
             "Household consumption",
             "Government consumption",
             "GFCF",
             "Stock variation",
             "Household consumption",
             "Government consumption",
             "GFCF",
             "Stock variation",
             {},
             {},
             "Exports"},
            {"Code", "Activities", {}, {}, 1.0, 2.0, 1.0, 2.0},
            {"AtB", "Farms", "AUS", 1.0, 11.0, 12.0, 13.0, 14.0, 50.0, 1.0,
             2.0,   3.0,     -4.0,  5.0, 6.0,  7.0,  8.0,  78.0, {},   9.0},
            {"LtQ", "Services", {}, 2.0, 21.0, 22.0, 23.0, 24.0, 90.0, {}, {}, {}, {}, {}, {}, {}, {}, 90.0},
            {"AtB", "Farms", "ROW", 1.0, 31.0, 32.0, 33.0, 34.0, 130.0, {}, {}, {}, {}, {}, {}, {}, 10.0, 140.0},
            {"LtQ", "Services", {}, 2.0, 41.0, 42.0, 43.0, 44.0, 170.0, {}, {}, {}, {}, {}, {}, {}, {}, 170.0},
            {"Total intermediate consumption", {}, {}, {}, 104.0, 108.0, 112.0, 116.0},
            {"Total value added", {}, {}, {}, 1.0, 2.0, 3.0, 4.0},
            {"Taxes less subsides on products", {}, {}, {}, 0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 61.0},
            {"Statistical discrepancy", {}, {}, {}, 0.0, 0.0, 0.0, 0.0, 0.0, -7.0},
            {"Domestic purchases by non-residents"},
            {"Direct purchases abroad by residents", {}, {}, {}, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -9.0},
            {"Internation transport margins", {}, {}, {}, 0.5, 0.25, 0.5, 0.25, 1.5, 0.125},
            {"Total gross production", {}, {}, {}, 105.5, 110.25, 115.5, 120.25}};
}

TEST(ReaderWiodLongrun, PutsEveryNumberInItsPlace) {
    test::ScratchFolder const folder;
    test::write_workbook(folder / "world_2000.xlsx", "2000", small_sheet());
    TableSource const source(folder / "world_2000.xlsx");
    EXPECT_GT(reader_wiod_longrun().recognise(source), 0.9);
    IoTable const table = reader_wiod_longrun().read(source, 2000);
    ASSERT_EQ(table.n_regions(), 2);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.row_name(3), "ROW_LtQ");
    EXPECT_EQ(table.intermediate(1, 2), 23.0);
    EXPECT_EQ(table.intermediate(3, 3), 44.0);
    EXPECT_EQ(table.final_demand(0, 3), -4.0) << "stocks of AUS";
    EXPECT_EQ(table.final_demand(2, 7), 10.0) << "stocks of ROW; the sum of inputs before them is no category";
    EXPECT_EQ(table.declared_output[0], 78.0);
    EXPECT_EQ(table.tax_rows, (std::vector<std::string>{"TAX", "DISC", "PURNR", "PURR", "MARGIN"}));
    EXPECT_EQ(table.final_taxes(0, 1), 61.0);
    EXPECT_EQ(table.final_taxes(1, 0), -7.0);
    EXPECT_EQ(table.final_taxes(3, 4), -9.0);
    EXPECT_EQ(table.intermediate_taxes(4, 1), 0.25);
    EXPECT_EQ(table.value_added(0, 3), 4.0);
    EXPECT_EQ(table.declared_cost[2], 115.5);
    EXPECT_EQ(test::row_gap(table), 0.0);
    EXPECT_EQ(test::column_gap(table), 0.0);
    EXPECT_THROW(reader_wiod_longrun().read(source, 1999), InputError);
}

TEST(ReaderWiodLongrun, ReadsThePublishedTable) {
    auto const path = test::shared_data("layouts") / "fio_world_2000.xlsx";
    DESVIO_NEED_SHARED_DATA(path);
    TableSource const source(path);
    EXPECT_GT(reader_wiod_longrun().recognise(source), 0.9);
    IoTable const table = reader_wiod_longrun().read(source, 0);
    ASSERT_EQ(table.n_regions(), 26);
    ASSERT_EQ(table.n_sectors(), 23);
    EXPECT_EQ(table.year, 2000);
    EXPECT_EQ(table.region_table.front().code, "AUS") << "a formula with its value";
    EXPECT_EQ(table.region_table.back().code, "ROW");
    EXPECT_EQ(table.sector_table[3].name, "Textiles, leather and footwear");
    EXPECT_EQ(table.intermediate(0, 0), 2976.260334);
    EXPECT_EQ(table.final_demand(0, 0), 4051.654593);
    EXPECT_EQ(table.declared_output[0], 28169.8230005696);
    EXPECT_EQ(table.value_added(0, 1), 20281.12341);
    EXPECT_NEAR(table.intermediate.sum(), 30044447.188102745, 1e-6);
    EXPECT_NEAR(table.final_demand.sum(), 31748874.32900044, 1e-6);
    EXPECT_NEAR(table.final_taxes.row(0).sum(), 1125652.8546886, 1e-6);
    EXPECT_NEAR(table.final_taxes.row(1).sum(), -152895.46226312377, 1e-6);
    EXPECT_NEAR(table.intermediate_taxes.row(4).sum(), 198132.654849742, 1e-6);
    EXPECT_LT(test::row_gap(table), 1e-12);
    EXPECT_LT(test::column_gap(table), 1e-12);
    // Rows equal columns as far as the published digits go.
    for (Index k = 0; k < table.n_rows(); ++k)
        EXPECT_LT(std::abs(table.declared_cost[k] - table.declared_output[k]), 5e-10 * table.declared_output[k])
            << table.row_name(k);
}

}  // namespace
}  // namespace desvio
