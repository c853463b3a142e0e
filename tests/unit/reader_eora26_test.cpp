#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

namespace desvio {

TableReader reader_eora26();

namespace {

using test::message_of;
using test::plain_table;
using test::ScratchFolder;

/// Two regions of two sectors and ROW with one, as in the published table.
void write_small_table(ScratchFolder const& folder) {
    folder.write("labels_T.txt",
                 "Alfa\tAAA\tIndustries\tAgriculture\nAlfa\tAAA\tIndustries\tOthers\n"
                 "Bravo\tBBB\tIndustries\tAgriculture\nBravo\tBBB\tIndustries\tOthers\n"
                 "ROW\tROW\tTOTAL\tTOTAL\n");
    folder.write("labels_FD.txt",
                 "Alfa\tAAA\tFinal Demand\tHouseholds\nAlfa\tAAA\tFinal Demand\tInventories\n"
                 "Bravo\tBBB\tFinal Demand\tHouseholds\nBravo\tBBB\tFinal Demand\tInventories\n"
                 "ROW\tROW\tFinal Demand\tHouseholds\nROW\tROW\tFinal Demand\tInventories\n");
    folder.write("labels_VA.txt", "Primary Inputs\tCompensation\nPrimary Inputs\tSurplus\n");
    folder.write("Eora26_2015_bp_T.txt",
                 "1000\t2000\t3000\t4000\t5000\n6000\t7000\t8000\t9000\t10000\n11000\t12000\t13000\t14000\t15000\n"
                 "16000\t17000\t18000\t19000\t20000\n21000\t22000\t23000\t24000\t25000\n");
    folder.write("Eora26_2015_bp_FD.txt",
                 "1\t2\t3\t4\t5\t6\n7\t8\t9\t10\t11\t12\n13\t14\t15\t16\t17\t18\n19\t20\t21\t22\t23\t24\n"
                 "25\t26\t27\t-28\t29\t30\n");
    folder.write("Eora26_2015_bp_VA.txt", "100\t200\t300\t400\t500\n600\t700\t800\t900\t1000\n");
}

IoTable read(std::filesystem::path const& path, int year = 0) { return reader_eora26().read(TableSource(path), year); }

TEST(ReaderEora26, KeepsTheOneRowOfTheRest) {
    ScratchFolder const folder;
    write_small_table(folder);
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.year, 2015);
    EXPECT_EQ(table.unit, "million US$");
    ASSERT_EQ(table.n_regions(), 3);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.region_table[1].code, "BBB");
    EXPECT_EQ(table.region_table[1].name, "Bravo");
    EXPECT_EQ(table.region_table[2].code, "ROW");
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"Households", "Inventories"}));
    RowMatrix flows(6, 6);
    flows << 1, 2, 3, 4, 0, 5,  //
        6, 7, 8, 9, 0, 10,      //
        11, 12, 13, 14, 0, 15,  //
        16, 17, 18, 19, 0, 20,  //
        0, 0, 0, 0, 0, 0,       //
        21, 22, 23, 24, 0, 25;  // ROW's one row is that of its sector Others
    EXPECT_TRUE(table.intermediate.isApprox(flows, 1e-15)) << table.intermediate;
    EXPECT_DOUBLE_EQ(table.final_demand(0, 0), 0.001);
    EXPECT_DOUBLE_EQ(table.final_demand(5, 3), -0.028);
    EXPECT_EQ(table.final_demand.row(4).cwiseAbs().sum(), 0.0);
    EXPECT_EQ(table.value_added_rows, (std::vector<std::string>{"Compensation", "Surplus"}));
    EXPECT_DOUBLE_EQ(table.value_added(1, 5), 1.0);
    EXPECT_DOUBLE_EQ(table.value_added(0, 3), 0.4);
    EXPECT_EQ(table.value_added(0, 4), 0.0);
    ASSERT_EQ(table.reading_notes.size(), 2U);
    EXPECT_NE(table.reading_notes[0].find("ROW has one row and column"), std::string::npos);
    EXPECT_NE(table.reading_notes[1].find("divided by 1000"), std::string::npos);
}

TEST(ReaderEora26, SaysWhatIsWrongAndWhere) {
    ScratchFolder const folder;
    auto const refusal = [&] { return message_of<InputError>([&] { (void)read(folder.path()); }); };
    auto const expect = [&](char const* words) {
        EXPECT_NE(refusal().find(words), std::string::npos) << refusal() << "\nlacks: " << words;
    };
    write_small_table(folder);
    folder.write("Eora26_2015_bp_T.txt", "1\t2\t3\t4\t5\n1\t2\t3\t4\n");
    expect("Eora26_2015_bp_T.txt:2: 4 fields where 5 are expected");
    folder.write("Eora26_2015_bp_T.txt", "1\t2\t3\t4\t5\n1\t2\t3\t4\t5\n");
    expect("Eora26_2015_bp_T.txt: 2 rows where the labels name 5 (the file may be cut off)");
    folder.write("Eora26_2015_bp_T.txt", "1\t2\t3\t4\t1,5\n");
    expect("Eora26_2015_bp_T.txt:1:9: '1,5' holds a comma");
    write_small_table(folder);
    folder.write("Eora26_2015_bp_VA.txt", "1\t2\t3\t4\t5\n1\t2\t3\t4\t5\n1\t2\t3\t4\t5\n");
    expect("Eora26_2015_bp_VA.txt:3:1: there are more than the 2 rows that the labels name");
    std::filesystem::remove(folder / "Eora26_2015_bp_VA.txt");
    expect("Eora26_2015_bp_VA.txt: there is no such file");
    std::filesystem::remove(folder / "labels_FD.txt");
    expect("labels_FD.txt: there is no such file");
    write_small_table(folder);
    folder.write(
        "labels_T.txt",
        "A\tAAA\tIndustries\tFarm\nA\tAAA\tIndustries\tRest\nB\tBBB\tIndustries\tRest\nB\tBBB\tIndustries\tFarm\n"
        "ROW\tROW\tTOTAL\tTOTAL\n");
    expect("labels_T.txt:3:1: sector 1 of region 'BBB' is 'Rest' where 'AAA' has 'Farm'");
}

TEST(ReaderEora26, RefusesPurchaserPrices) {
    ScratchFolder const folder;
    folder.write("Eora26_2015_pp_T.txt", "1\n");
    TableSource const source(folder.path());
    EXPECT_EQ(reader_eora26().recognise(source), 1.0) << "it is Eora26, if of the wrong kind";
    EXPECT_NE(message_of<InputError>([&] { (void)read(folder.path()); }).find("there is no Eora26_YEAR_bp_T.txt"),
              std::string::npos);
}

TEST(ReaderEora26, ReadsThePublishedLayout) {
    auto const path = test::shared_data("layouts/mocks/eora26_mock");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    EXPECT_EQ(table.year, 2010);
    ASSERT_EQ(table.n_regions(), 6);
    ASSERT_EQ(table.n_sectors(), 8);
    EXPECT_EQ(table.region_table[0].code, "reg1");
    EXPECT_EQ(table.region_table[0].name, "Region 1");
    EXPECT_EQ(table.sector_table[3].code, "electricity");
    EXPECT_EQ(table.sector_table[3].kind, SectorKind::services);
    EXPECT_EQ(table.n_categories(), 7);
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"Value Added"});
    auto const flows = plain_table(path / "Eora26_2010_bp_T.txt", '\t');
    auto const demand = plain_table(path / "Eora26_2010_bp_FD.txt", '\t');
    for (Index row = 0; row < 48; ++row)
        for (Index column = 0; column < 48; ++column)
            ASSERT_DOUBLE_EQ(table.intermediate(row, column),
                             std::stod(flows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)]) / 1000);
    EXPECT_DOUBLE_EQ(table.final_demand(47, 0), 3085.101);
    EXPECT_DOUBLE_EQ(table.final_demand(2, 41), std::stod(demand[2][41]) / 1000);
    EXPECT_DOUBLE_EQ(table.value_added(0, 0), 111.49088);
}

}  // namespace
}  // namespace desvio
