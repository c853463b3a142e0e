#include "desvio/io/matrix_file.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/store.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;
using test::read_whole_file;
using test::ScratchFolder;

constexpr Index n = 6;

RowMatrix make_coefficients() {
    RowMatrix a(n, n);
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j) a(i, j) = 1.0 / static_cast<double>(3 + 10 * i + j);
    return a;
}

RowMatrix make_right_hand_sides() {
    RowMatrix f(n, 2);
    for (Index i = 0; i < n; ++i) f.row(i) << static_cast<double>(i), -0.1 * static_cast<double>(i + 1);
    return f;
}

MatrixFileHead make_head() {
    return {{"A_X", "A_Y", "B_X", "B_Y", "C_X", "Côte d'Ivoire_Y"}, 2, {"home", "abroad"}, "A title", "made by hand"};
}

void write_sample(std::filesystem::path const& path) {
    RowMatrix const a = make_coefficients();
    RowMatrix const f = make_right_hand_sides();
    MatrixFileWriter writer(path, make_head());
    writer.write_rows(4, 2, a.data() + 4 * n);  // blocks come in any order
    writer.write_rows(0, 4, a.data());
    writer.write_right_hand_sides(0, n, f.data());
    writer.commit();
}

/// A file as someone else writes it: the same store with other tables and attributes.
void write_foreign(std::filesystem::path const& path, std::vector<double> values, Index rows, Index columns,
                   std::vector<Attribute> attributes, std::string const& table = "/leontief/coefficients") {
    LabelledFile file;
    file.attributes = std::move(attributes);
    std::vector<std::string> row, column;
    for (Index i = 0; i < rows; ++i) row.push_back("r" + std::to_string(i));
    for (Index j = 0; j < columns; ++j) column.push_back("r" + std::to_string(j));
    file.dimensions["row"] = {"row", row, "input"};
    file.dimensions["column"] = {"column", column, "user"};
    file.tables = {{table, {"row", "column"}, std::move(values), "1", "coefficients"}};
    write_store(file, path);
}

std::vector<Attribute> own_attributes(std::int64_t block = 0) {
    return {{"format", std::string("desvio-matrix")}, {"version", std::int64_t{1}}, {"block", block}};
}

std::string file_error_of(std::filesystem::path const& path) {
    try {
        MatrixFileReader const reader(path);
        RowMatrix a(reader.n(), reader.n());
        reader.read_rows(0, reader.n(), a.data());
    } catch (FileError const& error) {
        return error.what();
    }
    return "no error";
}

std::string fault_in(std::filesystem::path const& path) {
    return fault_of([&] {
        MatrixFileReader const reader(path);
        RowMatrix a(reader.n(), reader.n());
        reader.read_rows(0, reader.n(), a.data());
    });
}

TEST(MatrixFile, ReadsBackTheBitsOfEveryRow) {
    ScratchFolder const folder;
    write_sample(folder / "a.h5");
    EXPECT_EQ(folder.n_entries(), 1);
    EXPECT_TRUE(is_matrix_file(folder / "a.h5"));
    MatrixFileReader const reader(folder / "a.h5");
    EXPECT_EQ(reader.n(), n);
    EXPECT_EQ(reader.block(), 2);
    EXPECT_EQ(reader.n_right_hand_sides(), 2);
    EXPECT_EQ(reader.labels(), make_head().labels);
    EXPECT_EQ(reader.head().right_hand_sides, make_head().right_hand_sides);
    EXPECT_EQ(reader.head().title, "A title");
    EXPECT_EQ(reader.head().source, "made by hand");
    RowMatrix a(n, n), f(n, 2);
    reader.read_rows(0, n, a.data());
    reader.read_right_hand_sides(0, n, f.data());
    EXPECT_EQ(a, make_coefficients());
    EXPECT_EQ(f, make_right_hand_sides());
}

TEST(MatrixFile, EveryRangeOfRowsIsReadByItself) {
    ScratchFolder const folder;
    write_sample(folder / "a.h5");
    RowMatrix const a = make_coefficients();
    RowMatrix const f = make_right_hand_sides();
    MatrixFileReader const reader(folder / "a.h5");
    for (Index first = 0; first <= n; ++first)
        for (Index count = 0; first + count <= n; ++count) {
            // A number beyond the range must stay as it was.
            RowMatrix rows = RowMatrix::Constant(count + 1, n, -7.0), right = RowMatrix::Constant(count + 1, 2, -7.0);
            reader.read_rows(first, count, rows.data());
            reader.read_right_hand_sides(first, count, right.data());
            EXPECT_EQ(rows.topRows(count), a.middleRows(first, count)) << first << ' ' << count;
            EXPECT_EQ(right.topRows(count), f.middleRows(first, count)) << first << ' ' << count;
            EXPECT_TRUE((rows.row(count).array() == -7.0).all() && (right.row(count).array() == -7.0).all());
        }
    double out = 0.0;
    EXPECT_THROW(reader.read_rows(n, 1, &out), std::logic_error);
    EXPECT_THROW(reader.read_rows(-1, 1, &out), std::logic_error);
}

TEST(MatrixFile, IsALabelledStore) {
    ScratchFolder const folder;
    write_sample(folder / "a.h5");
    LabelledFile const file = read_store(folder / "a.h5");
    EXPECT_EQ(file.text_attribute("format"), "desvio-matrix");
    Table const* const table = file.find_table("/leontief/coefficients");
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->dimensions, (std::vector<std::string>{"row", "column"}));
    EXPECT_EQ(std::get<std::vector<std::string>>(file.find_dimension(*table, "column")->labels), make_head().labels);
    EXPECT_EQ(file.numbers("/leontief/coefficients")[2 * n + 3], make_coefficients()(2, 3));
    EXPECT_EQ(file.find_table("/leontief/right_hand_sides")->dimensions,
              (std::vector<std::string>{"row", "right_hand_side"}));
}

TEST(MatrixFile, WhatIsNotCommittedIsGone) {
    ScratchFolder const folder;
    write_sample(folder / "a.h5");
    std::string const before = read_whole_file(folder / "a.h5");
    {
        MatrixFileWriter writer(folder / "a.h5", {{"x", "y"}, 0, {}, "", ""});
        RowMatrix const a = RowMatrix::Zero(2, 2);
        writer.write_rows(0, 1, a.data());
        EXPECT_THROW(writer.commit(), std::logic_error);  // a row is missing
        EXPECT_THROW(writer.write_rows(1, 2, a.data()), std::logic_error);
    }
    EXPECT_EQ(read_whole_file(folder / "a.h5"), before);
    EXPECT_EQ(folder.n_entries(), 1);
    EXPECT_THROW(MatrixFileWriter(folder / "no/such/a.h5", make_head()), FileError);
    EXPECT_THROW(MatrixFileWriter(folder.path(), make_head()), FileError);
}

TEST(MatrixFile, OtherFilesNeedOnlyTheMatrix) {
    ScratchFolder const folder;
    write_foreign(folder / "a.h5", {0.1, 0.2, 0.3, 0.4}, 2, 2, own_attributes());
    MatrixFileReader const reader(folder / "a.h5");
    EXPECT_EQ(reader.labels(), (std::vector<std::string>{"r0", "r1"}));
    EXPECT_EQ(reader.n_right_hand_sides(), 0);
    double row[2];
    reader.read_rows(1, 1, row);
    EXPECT_EQ(row[0], 0.3);
    EXPECT_EQ(row[1], 0.4);
    EXPECT_THROW(reader.read_right_hand_sides(0, 1, row), std::logic_error);
}

TEST(MatrixFile, RefusesWhatIsNoMatrixFile) {
    ScratchFolder const folder;
    EXPECT_FALSE(is_matrix_file(folder / "absent.h5"));
    expect_says(file_error_of(folder / "absent.h5"), {"absent.h5", "cannot be opened"});
    folder.write("text.h5", "hello");
    EXPECT_FALSE(is_matrix_file(folder / "text.h5"));
    expect_says(file_error_of(folder / "text.h5"), {"text.h5", "is not an HDF5 file"});
    write_foreign(folder / "other.h5", {1.0}, 1, 1, {{"format", std::string("desvio-base")}});
    EXPECT_FALSE(is_matrix_file(folder / "other.h5"));
    expect_says(fault_in(folder / "other.h5"), {"other.h5", "'desvio-base'", "'desvio-matrix'"});
    write_foreign(folder / "new.h5", {0.1}, 1, 1,
                  {{"format", std::string("desvio-matrix")}, {"version", std::int64_t{2}}});
    expect_says(fault_in(folder / "new.h5"), {"version 2"});
    write_foreign(folder / "empty.h5", {0.1}, 1, 1, own_attributes(), "/leontief/inverse");
    expect_says(fault_in(folder / "empty.h5"), {"has no /leontief/coefficients"});
}

TEST(MatrixFile, RefusesShapesThatDoNotFit) {
    ScratchFolder const folder;
    write_foreign(folder / "wide.h5", std::vector<double>(6, 0.1), 2, 3, own_attributes());
    expect_says(fault_in(folder / "wide.h5"), {"wide.h5", "2 rows and 3 columns", "square"});
    write_foreign(folder / "block.h5", std::vector<double>(4, 0.1), 2, 2, own_attributes(3));
    expect_says(fault_in(folder / "block.h5"), {"'block' is 3 for 2 rows"});
}

TEST(MatrixFile, NamesRowAndColumnOfWhatIsNotFinite) {
    ScratchFolder const folder;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    write_foreign(folder / "a.h5", {0.1, 0.2, 0.3, 0.4, 0.1, nan, -inf, 0.1, 0.1}, 3, 3, own_attributes());
    expect_says(fault_in(folder / "a.h5"), {"a.h5", "nan in row 2 (r1), column 3 (r2)", "1 other cells"});
    MatrixFileReader const reader(folder / "a.h5");
    double rows[3];
    EXPECT_NO_THROW(reader.read_rows(0, 1, rows));
    expect_says(fault_of([&] { reader.read_rows(2, 1, rows); }), {"-inf in row 3 (r2), column 1 (r0)"});
}

TEST(MatrixFile, ATruncatedFileIsRefusedWhereverItEnds) {
    ScratchFolder const folder;
    write_sample(folder / "a.h5");
    std::string const whole = read_whole_file(folder / "a.h5");
    for (std::size_t const kept : {std::size_t{0}, std::size_t{100}, whole.size() / 2, whole.size() - 1}) {
        folder.write("cut.h5", whole.substr(0, kept));
        expect_says(file_error_of(folder / "cut.h5"), {"cut.h5"});
    }
}

}  // namespace
}  // namespace desvio
