#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>
#include <Eigen/LU>

namespace desvio {

TableReader reader_pymrio();

namespace {

using test::message_of;
using test::ScratchFolder;

IoTable read(std::filesystem::path const& path) { return reader_pymrio().read(TableSource(path), 0); }

/// A table of one sector and two regions as pymrio saves it, with emissions before factor inputs.
void write_saved_table(ScratchFolder const& folder) {
    folder.write("Z.txt",
                 "region\t\tAA\tBB\nsector\t\tgoods\tgoods\nregion\tsector\t\t\nAA\tgoods\t1.5\t2\nBB\tgoods\t3\t4\n");
    folder.write("Y.txt",
                 "region\t\tAA\tAA\tBB\tBB\ncategory\t\tC\tI\tC\tI\nregion\tsector\t\t\t\t\n"
                 "AA\tgoods\t5\t6\t7\t8\nBB\tgoods\t9\t10\t11\t-12\n");
    folder.write("unit.txt", "region\tsector\tunit\nAA\tgoods\tMill USD\nBB\tgoods\tMill USD\n");
    folder.write("file_parameters.json", "{\"systemtype\": \"IOSystem\"}\n");
    folder.write("metadata.json", "{\n\"description\": \"a sample of 2014\",\n\"name\": \"sample\"\n}\n");
    std::filesystem::create_directories(folder / "air");
    folder.write("air/F.txt", "region\tAA\tBB\nsector\tgoods\tgoods\nCO2\t70\t80\n");
    folder.write("air/unit.txt", "stressor\tunit\nCO2\tkg\n");
    folder.write("air/file_parameters.json", "{}\n");
    std::filesystem::create_directories(folder / "factor_inputs");
    folder.write("factor_inputs/F.txt", "region\tAA\tBB\nsector\tgoods\tgoods\nValue Added\t25\t19\n");
    folder.write("factor_inputs/unit.txt", "inputtype\tunit\nValue Added\tMill USD\n");
}

TEST(ReaderPymrio, ReadsASavedTable) {
    ScratchFolder const folder;
    write_saved_table(folder);
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.name, "sample");
    EXPECT_EQ(table.title, "a sample of 2014");
    EXPECT_EQ(table.year, 2014);
    EXPECT_EQ(table.intermediate, (RowMatrix(2, 2) << 1.5, 2, 3, 4).finished());
    EXPECT_EQ(table.final_demand, (RowMatrix(2, 4) << 5, 6, 7, 8, 9, 10, 11, -12).finished());
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"C", "I"}));
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"Value Added"});
    EXPECT_EQ(table.value_added, (RowMatrix(1, 2) << 25, 19).finished());
    EXPECT_EQ(table.intermediate_taxes.rows(), 0);
    EXPECT_EQ(table.declared_cost.size(), 0);
}

TEST(ReaderPymrio, ReadsSharesAndOutput) {
    ScratchFolder const folder;
    write_saved_table(folder);
    std::filesystem::remove(folder / "Z.txt");
    folder.write("A.txt", "region\t\tAA\tBB\nsector\t\tgoods\tgoods\nAA\tgoods\t0.5\t0.25\nBB\tgoods\t0.125\t0.5\n");
    folder.write("x.txt", "region\tsector\tindout\nAA\tgoods\t16\nBB\tgoods\t8\n");
    IoTable const table = read(folder.path());
    EXPECT_EQ(table.intermediate, (RowMatrix(2, 2) << 8, 2, 2, 4).finished());
    EXPECT_EQ(table.declared_output, (Vector(2) << 16, 8).finished());
    folder.write("x.txt", "region\tsector\tindout\nAA\tgoods\t16\nCC\tgoods\t8\n");
    EXPECT_NE(message_of<InputError>([&] {
                  (void)read(folder.path());
              }).find("x.txt:3:1: row 2 is 'CC' 'goods' where the column is 'BB' 'goods'"),
              std::string::npos);
}

TEST(ReaderPymrio, RefusesAFolderWithoutATable) {
    ScratchFolder const folder;
    write_saved_table(folder);
    std::filesystem::remove(folder / "Y.txt");
    EXPECT_EQ(reader_pymrio().recognise(TableSource(folder.path())), 0.0);
    EXPECT_NE(message_of<InputError>([&] {
                  (void)read(folder.path());
              }).find("there is no file_parameters.json with Y.txt and Z.txt or A.txt beside it"),
              std::string::npos);
}

TEST(ReaderPymrio, ReadsTheTestTable) {
    auto const path = test::shared_data("layouts/test_mrio");
    DESVIO_NEED_SHARED_DATA(path);
    IoTable const table = read(path);
    EXPECT_EQ(table.name, "testmrio");
    ASSERT_EQ(table.n_regions(), 6);
    ASSERT_EQ(table.n_sectors(), 8);
    ASSERT_EQ(table.n_categories(), 7);
    EXPECT_EQ(table.unit, "million USD");
    EXPECT_EQ(table.intermediate(0, 0), 23697.221);
    EXPECT_EQ(table.final_demand(2, 2), 50976324.0);
    EXPECT_EQ(table.value_added_rows, std::vector<std::string>{"Value Added"});
    EXPECT_EQ(table.value_added(0, 0), 111490.88);
    EXPECT_EQ(table.declared_cost.size(), 0) << "its columns do not close";

    // Figures published with the table: world output and the first output multipliers.
    Vector const output = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    EXPECT_NEAR(output.sum(), 3324005349.0, 0.5) << "published without decimals";
    Matrix const shares = table.intermediate.array().rowwise() / output.transpose().array();
    Matrix const identity = Matrix::Identity(table.n_rows(), table.n_rows());
    Matrix const inverse = (identity - shares).inverse();
    constexpr double published_digits = 5e-9;
    EXPECT_NEAR(inverse.col(0).sum(), 1.61142689, published_digits);
    EXPECT_NEAR(inverse.col(1).sum(), 1.55097885, published_digits);
    EXPECT_NEAR(inverse.col(2).sum(), 1.01105315, published_digits);
}

}  // namespace
}  // namespace desvio
