#include "io/gloria_labels.hpp"
#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

namespace desvio {

TableReader reader_gloria();

namespace {

using test::message_of;
using test::plain_table;
using test::ScratchFolder;

constexpr char const* prefix = "20230727_120secMother_AllCountries_002_";
std::string name_of(char const* part, char const* markup = "Markup001") {
    return std::string(prefix) + part + "-Results_2019_057_" + markup + "(full).csv";
}

/// Two regions, two sectors; region 1's second industry makes a quarter of product 1 too. Rows and columns of a region:
/// industries, then products.
void write_small_table(ScratchFolder const& folder) {
    folder.write(name_of("T"),
                 "0,0,3000,0,0,0,0,0\n"       // region 1, industry 1 makes 3 of product 1
                 "0,0,1000,8000,0,0,0,0\n"    // industry 2 makes 1 of product 1 and 8 of product 2
                 "400,800,0,0,1200,0,0,0\n"   // use of product 1
                 "100,200,0,0,300,400,0,0\n"  // use of product 2
                 "0,0,0,0,0,0,5000,0\n"       // region 2
                 "0,0,0,0,0,0,0,6000\n"       //
                 "10,20,0,0,30,40,0,0\n"      //
                 "50,60,0,0,70,80,0,0\n");
    folder.write(name_of("Y"),
                 "0,0,0,0\n0,0,0,0\n1000,400,200,0\n2000,3000,1000,1000\n"
                 "0,0,0,0\n0,0,0,0\n100,200,2300,2300\n740,1000,2000,2000\n");
    folder.write(name_of("V"),
                 "2000,7000,0,0,0,0,0,0\n440,920,0,0,0,0,0,0\n0,0,0,0,3000,5000,0,0\n0,0,0,0,400,480,0,0\n");
    folder.write(name_of("T", "Markup002"), "this is not read\n");
}

IoTable read(std::filesystem::path const& path, int year = 0) { return reader_gloria().read(TableSource(path), year); }

TEST(ReaderGloria, MakesIndustryByIndustry) {
    ScratchFolder const folder;
    write_small_table(folder);
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.year, 2019);
    ASSERT_EQ(table.n_regions(), 2);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.row_name(3), "R002_S002");
    // Region 1: industry 1 makes 3/4 of product 1, industry 2 the rest of it and all of product 2.
    RowMatrix flows(4, 4);
    flows << 0.3, 0.6, 0.9, 0.0,               //
        0.1 + 0.1, 0.2 + 0.2, 0.3 + 0.3, 0.4,  //
        0.01, 0.02, 0.03, 0.04,                //
        0.05, 0.06, 0.07, 0.08;
    EXPECT_TRUE(table.intermediate.isApprox(flows, 1e-14)) << table.intermediate;
    RowMatrix demand(4, 4);
    demand << 0.75, 0.3, 0.15, 0,  //
        2.25, 3.1, 1.05, 1,        //
        0.1, 0.2, 2.3, 2.3,        //
        0.74, 1, 2, 2;
    EXPECT_TRUE(table.final_demand.isApprox(demand, 1e-14)) << table.final_demand;
    EXPECT_EQ(table.declared_output, (Vector(4) << 3, 9, 5, 6).finished());
    // The rows of the sample are balanced: what is made is what is bought.
    for (Index row = 0; row < 4; ++row)
        EXPECT_NEAR(table.intermediate.row(row).sum() + table.final_demand.row(row).sum(), table.declared_output[row],
                    1e-12)
            << table.row_name(row);
    EXPECT_EQ(table.value_added_rows, (std::vector<std::string>{"V1", "V2"}));
    EXPECT_DOUBLE_EQ(table.value_added(1, 1), 0.92);
    EXPECT_DOUBLE_EQ(table.value_added(0, 2), 3.0);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"Y1", "Y2"}));
}

TEST(ReaderGloria, TakesLabelsFromLists) {
    ScratchFolder const folder;
    write_small_table(folder);
    folder.write("regions.csv", "code,name\nAUS,Australia\nNZL,New Zealand\n");
    folder.write("sectors.csv", "code,name\nwheat,Growing wheat\nedu,Education\n");
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.row_name(3), "NZL_edu");
    EXPECT_EQ(table.region_table[1].name, "New Zealand");
    EXPECT_EQ(table.sector_table[0].kind, SectorKind::goods);
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::services);
    folder.write("sectors.csv", "code,name\nwheat,Growing wheat\nedu,Education\nrest,Rest\n");
    EXPECT_NE(message_of<InputError>([&] {
                  (void)read(folder.path());
              }).find("8 columns are not 2 x regions (2) x sectors (3)"),
              std::string::npos);
}

TEST(ReaderGloria, CountsProductsThatNobodyMakes) {
    ScratchFolder const folder;
    write_small_table(folder);
    std::string text = test::read_whole_file(folder / name_of("T"));
    text.replace(text.find("0,0,0,0,0,0,0,6000"), 18, "0,0,0,0,0,0,0,0");
    folder.write(name_of("T"), text);
    IoTable const table = read(folder.path());
    EXPECT_DOUBLE_EQ(table.intermediate(3, 0), 0.05) << "its purchases are not lost";
    EXPECT_NE(table.reading_notes.back().find("1 products that no industry of their region makes"), std::string::npos);
}

TEST(ReaderGloria, SaysWhatIsWrongAndWhere) {
    ScratchFolder const folder;
    auto const expect = [&](char const* words) {
        std::string const message = message_of<InputError>([&] { (void)read(folder.path()); });
        EXPECT_NE(message.find(words), std::string::npos) << message << "\nlacks: " << words;
    };
    write_small_table(folder);
    std::string const text = test::read_whole_file(folder / name_of("T"));
    folder.write(name_of("T"), text.substr(0, text.find("10,20")));
    expect("6 rows where there are 8 columns (the table is not square");
    std::string misplaced = text;
    misplaced.replace(misplaced.find("400,800,0,0"), 11, "400,800,7,0");
    folder.write(name_of("T"), misplaced);
    expect(":3:9: 7 where this row must be empty");
    write_small_table(folder);
    folder.write(name_of("V"), "1,1,0,0,0,0,0,0\n1,1,0,0,0,0,0,0\n1,1,0,0,0,0,0,0\n");
    expect("3 rows do not divide into 2 regions");
    std::filesystem::remove(folder / name_of("Y"));
    expect("the file Y-Results of 2019 with Markup001 is missing");
}

TEST(ReaderGloria, ReadsThePublishedLayout) {
    auto const path = test::shared_data("layouts/mocks/gloria_mock");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    EXPECT_EQ(table.year, 2022);
    ASSERT_EQ(table.n_regions(), 3);
    ASSERT_EQ(table.n_sectors(), 3);
    auto const labels = read_gloria_labels(path / "GLORIA_ReadMe_059.xlsx");
    ASSERT_EQ(labels.regions.size(), 3U);
    for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_EQ(table.region_table[k].code, labels.regions[k].code);
        EXPECT_EQ(table.region_table[k].name, labels.regions[k].name);
        EXPECT_EQ(table.sector_table[k].name, labels.sectors[k]);
    }
    EXPECT_EQ(table.value_added_rows, labels.value_added);
    EXPECT_EQ(table.final_categories, labels.final_demand);
    auto const folder = path / "GLORIA_MRIOs_59_2022";
    std::string const stem = "0_120secMother_AllCountries_002_";
    auto const flows = plain_table(folder / (stem + "T-Results_2022_059_Markup001(full).csv"), ',');
    auto const demand = plain_table(folder / (stem + "Y-Results_2022_059_Markup001(full).csv"), ',');
    auto const factors = plain_table(folder / (stem + "V-Results_2022_059_Markup001(full).csv"), ',');
    // Every industry of the mock makes its product alone, so that industry by industry is product by industry.
    for (std::size_t row = 0; row < 9; ++row) {
        std::size_t const product = row / 3 * 6 + 3 + row % 3;
        auto const at = static_cast<Index>(row);
        for (std::size_t user = 0; user < 9; ++user)
            EXPECT_DOUBLE_EQ(table.intermediate(at, static_cast<Index>(user)),
                             std::stod(flows[product][user / 3 * 6 + user % 3]) / 1000);
        for (std::size_t k = 0; k < 6; ++k)
            EXPECT_DOUBLE_EQ(table.final_demand(at, static_cast<Index>(k)), std::stod(demand[product][k]) / 1000);
        EXPECT_DOUBLE_EQ(table.declared_output[at], std::stod(flows[product - 3][product]) / 1000);
    }
    ASSERT_EQ(table.value_added.rows(), 2);
    EXPECT_DOUBLE_EQ(table.value_added(0, 4), std::stod(factors[2][7]) / 1000);
    EXPECT_DOUBLE_EQ(table.value_added(1, 8), std::stod(factors[5][14]) / 1000);
}

}  // namespace
}  // namespace desvio
