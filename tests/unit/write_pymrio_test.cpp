#include "desvio/io/write_pymrio.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/small_files.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <sstream>

namespace desvio {
namespace {

using test::read_whole_file;
using test::ScratchFolder;
using Lines = std::vector<std::vector<std::string>>;

/// Two regions, two sectors, two categories, two tax rows and one of value added.
IoTable small_table() {
    IoTable table;
    table.name = "small";
    table.title = "A \"small\" table";
    table.unit = "million US$";
    table.source = "hand";
    table.licence = "none";
    table.year = 2020;
    table.region_table = {{"AUS", "Australia", {}}, {"USA", "United States", {}}};
    table.sector_table = {{"AGR", "Farms", SectorKind::goods, {}, {}},
                          {"SRV", "Services", SectorKind::services, {}, {}}};
    table.final_categories = {"C", "I"};
    table.tax_rows = {"TLS", "MARGIN"};
    table.value_added_rows = {"VA"};
    table.intermediate = RowMatrix::Zero(4, 4);
    table.final_demand = RowMatrix::Zero(4, 4);
    table.intermediate_taxes = RowMatrix::Zero(2, 4);
    table.final_taxes = RowMatrix::Zero(2, 4);
    table.value_added = RowMatrix::Zero(1, 4);
    for (Index r = 0; r < 4; ++r)
        for (Index c = 0; c < 4; ++c) {
            table.intermediate(r, c) = 0.1 * static_cast<double>(r + 1) / static_cast<double>(c + 3);
            table.final_demand(r, c) = -1e-7 * static_cast<double>((r + 1) * (c + 1)) / 3.0;
        }
    table.intermediate_taxes << 1, 2, 3, 4, 5, 6, 7, 8;
    table.final_taxes << 9, 10, 11, 12, 13, 14, 15, 16;
    table.value_added << 1.0 / 3.0, 1e300, 5e-324, std::numeric_limits<double>::max();
    table.declared_output = Vector::LinSpaced(4, 1.0, 4.0);
    table.reading_notes = {"left out\ta row"};
    return table;
}

Lines lines_of(std::filesystem::path const& path) {
    Lines lines;
    std::istringstream text(read_whole_file(path));
    for (std::string line; std::getline(text, line);) {
        lines.emplace_back();
        std::string::size_type begin = 0;
        for (;;) {
            auto const tab = line.find('\t', begin);
            lines.back().push_back(line.substr(begin, tab - begin));
            if (tab == std::string::npos) break;
            begin = tab + 1;
        }
    }
    return lines;
}

/// The bits of every number below and right of the headers.
void expect_numbers(Lines const& lines, std::size_t first_row, std::size_t first_column, RowMatrix const& expected) {
    ASSERT_EQ(lines.size(), first_row + static_cast<std::size_t>(expected.rows()));
    for (Index r = 0; r < expected.rows(); ++r) {
        auto const& line = lines[first_row + static_cast<std::size_t>(r)];
        ASSERT_EQ(line.size(), first_column + static_cast<std::size_t>(expected.cols()));
        for (Index c = 0; c < expected.cols(); ++c) {
            auto const& field = line[first_column + static_cast<std::size_t>(c)];
            EXPECT_EQ(std::strtod(field.c_str(), nullptr), expected(r, c)) << field;
        }
    }
}

TEST(WritePymrio, WritesFlowsWithTwoHeaderRowsAndTwoIndexColumns) {
    ScratchFolder const folder;
    IoTable const table = small_table();
    write_pymrio(table, folder / "out");
    auto const flows = lines_of(folder / "out/Z.txt");
    ASSERT_GE(flows.size(), 4U);
    EXPECT_EQ(flows[0], (std::vector<std::string>{"region", "", "AUS", "AUS", "USA", "USA"}));
    EXPECT_EQ(flows[1], (std::vector<std::string>{"sector", "", "AGR", "SRV", "AGR", "SRV"}));
    EXPECT_EQ(flows[2], (std::vector<std::string>{"region", "sector", "", "", "", ""}));
    EXPECT_EQ(flows[5][0] + flows[5][1], "USAAGR");
    expect_numbers(flows, 3, 2, table.intermediate);
    auto const final = lines_of(folder / "out/Y.txt");
    EXPECT_EQ(final[1], (std::vector<std::string>{"category", "", "C", "I", "C", "I"}));
    expect_numbers(final, 3, 2, table.final_demand);
    auto const output = lines_of(folder / "out/x.txt");
    EXPECT_EQ(output[0], (std::vector<std::string>{"region", "sector", "indout"}));
    EXPECT_EQ(output[4], (std::vector<std::string>{"USA", "SRV", "4"}));
    auto const units = lines_of(folder / "out/unit.txt");
    EXPECT_EQ(units[1], (std::vector<std::string>{"AUS", "AGR", "million US$"}));
    EXPECT_EQ(units.size(), 5U);
}

TEST(WritePymrio, WritesTaxesAndValueAddedAsFactorInputs) {
    ScratchFolder const folder;
    IoTable const table = small_table();
    write_pymrio(table, folder / "out");
    auto const factors = lines_of(folder / "out/factor_inputs/F.txt");
    EXPECT_EQ(factors[0], (std::vector<std::string>{"region", "AUS", "AUS", "USA", "USA"}));
    EXPECT_EQ(factors[2], (std::vector<std::string>{"inputtype", "", "", "", ""}));
    RowMatrix all(3, 4);
    all << table.intermediate_taxes, table.value_added;
    expect_numbers(factors, 3, 1, all);
    EXPECT_EQ(factors[3][0], "TLS");
    EXPECT_EQ(factors[5][0], "VA");
    auto const final = lines_of(folder / "out/factor_inputs/F_Y.txt");
    EXPECT_EQ(final[1], (std::vector<std::string>{"category", "C", "I", "C", "I"}));
    expect_numbers(final, 3, 1, table.final_taxes);
    EXPECT_EQ(lines_of(folder / "out/factor_inputs/unit.txt"),
              (Lines{{"inputtype", "unit"}, {"TLS", "million US$"}, {"MARGIN", "million US$"}, {"VA", "million US$"}}));
}

TEST(WritePymrio, SaysToPymrioHowToReadItsFiles) {
    ScratchFolder const folder;
    write_pymrio(small_table(), folder / "out");
    EXPECT_EQ(read_whole_file(folder / "out/factor_inputs/file_parameters.json"),
              "{\n    \"files\": {\n"
              "        \"F\": {\n            \"name\": \"F.txt\",\n            \"nr_index_col\": \"1\",\n"
              "            \"nr_header\": \"2\"\n        },\n"
              "        \"F_Y\": {\n            \"name\": \"F_Y.txt\",\n            \"nr_index_col\": \"1\",\n"
              "            \"nr_header\": \"2\"\n        },\n"
              "        \"unit\": {\n            \"name\": \"unit.txt\",\n            \"nr_index_col\": \"1\",\n"
              "            \"nr_header\": \"1\"\n        }\n    },\n"
              "    \"systemtype\": \"Extension\",\n    \"name\": \"Factor inputs\"\n}\n");
    auto const metadata = read_whole_file(folder / "out/metadata.json");
    EXPECT_NE(metadata.find(R"("description": "A \"small\" table; year 2020; million US$;)"), std::string::npos);
    EXPECT_NE(metadata.find(R"(left out\u0009a row)"), std::string::npos);
    auto const parameters = read_whole_file(folder / "out/file_parameters.json");
    for (char const* const name : {"Z", "Y", "x", "unit"})
        EXPECT_NE(parameters.find(fmt::format("\"name\": \"{}.txt\"", name)), std::string::npos) << name;
}

TEST(WritePymrio, LeavesOutWhatTheTableDoesNotHave) {
    ScratchFolder const folder;
    IoTable table = small_table();
    table.tax_rows.clear();
    table.value_added_rows.clear();
    table.intermediate_taxes.resize(0, 4);
    table.final_taxes.resize(0, 4);
    table.value_added.resize(0, 4);
    table.declared_output.resize(0);
    write_pymrio(table, folder / "out");
    EXPECT_FALSE(std::filesystem::exists(folder / "out/factor_inputs"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out/x.txt"));
    EXPECT_EQ(read_whole_file(folder / "out/file_parameters.json").find("\"x\""), std::string::npos);
}

TEST(WritePymrio, QuotesLabelsThatWouldEndAField) {
    ScratchFolder const folder;
    IoTable table = small_table();
    table.sector_table[0].code = "tab\there";
    table.sector_table[1].code = "a \"quote\"";
    write_pymrio(table, folder / "out");
    EXPECT_NE(read_whole_file(folder / "out/unit.txt").find("AUS\t\"tab\there\"\tmillion US$\n"), std::string::npos);
    EXPECT_NE(read_whole_file(folder / "out/unit.txt").find("AUS\t\"a \"\"quote\"\"\"\tmillion"), std::string::npos);
}

TEST(WritePymrio, IsWholeOrNotThere) {
    ScratchFolder const folder;
    write_pymrio(small_table(), folder / "out");
    EXPECT_THROW(write_pymrio(small_table(), folder / "out"), FileError) << "nothing is overwritten";
    {
        test::SmallFiles const full_disk(100);
        EXPECT_THROW(write_pymrio(small_table(), folder / "new"), FileError);
    }
    EXPECT_EQ(folder.n_entries(), 1) << "neither the folder nor its temporary is left";
}

}  // namespace
}  // namespace desvio
