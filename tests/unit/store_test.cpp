#include "desvio/io/store.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/small_files.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace desvio {
namespace {

using test::read_whole_file;
using test::ScratchFolder;
using test::SmallFiles;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

LabelledFile make_sample() {
    LabelledFile file;
    file.attributes = {{"format", std::string("sample")},
                       {"version", std::int64_t{1}},
                       {"tolerance", 1e-10},
                       {"long", std::string(100000, 'x')},
                       {"empty", std::string()}};
    std::vector<std::string> const regions{"BRA", "Côte d'Ivoire", "中国"};
    file.dimensions["exporter"] = {"exporter", regions, "exporting region"};
    file.dimensions["importer"] = {"importer", regions, ""};
    file.dimensions["rate"] = {"rate", std::vector<double>{0.1, 1.0}, "duty"};
    file.tables = {
        {"/trade/base",
         {"importer", "exporter"},
         std::vector<double>{1, 2, 3, 4, missing, 6, 7, 8, 9},
         "million",
         "trade"},
        {"/sweep/loss", {"rate", "exporter"}, std::vector<double>{1.5, 0, -2, 1e300, 5e-324, 1.0 / 3}, "1", "loss"},
        {"/trade/kind", {"exporter"}, std::vector<std::string>{"a", "", "ü"}, "", "kind of exporter"},
        {"/trade/deep/cells", {"exporter", "importer"}, std::vector<std::string>(9, "cell"), "", ""},
        {"/seconds", {}, std::vector<double>{0.25}, "s", "wall time"},
        {"/note", {}, std::vector<std::string>{"plain"}, "", ""}};
    return file;
}

void expect_same_values(Table const& a, Table const& b) {
    ASSERT_EQ(a.values.index(), b.values.index()) << a.path;
    if (auto const* const texts = std::get_if<std::vector<std::string>>(&a.values)) {
        EXPECT_EQ(*texts, std::get<std::vector<std::string>>(b.values)) << a.path;
        return;
    }
    auto const& x = std::get<std::vector<double>>(a.values);
    auto const& y = std::get<std::vector<double>>(b.values);
    ASSERT_EQ(x.size(), y.size()) << a.path;
    if (x.empty()) return;
    EXPECT_EQ(std::memcmp(x.data(), y.data(), x.size() * sizeof(double)), 0) << a.path << " has other bits";
}

void expect_same_dimensions(LabelledFile const& a, Table const& table, LabelledFile const& b, Table const& other) {
    EXPECT_EQ(table.dimensions, other.dimensions) << table.path;
    for (std::string const& name : table.dimensions) {
        EXPECT_EQ(a.find_dimension(table, name)->labels, b.find_dimension(other, name)->labels) << table.path;
        EXPECT_EQ(a.find_dimension(table, name)->long_name, b.find_dimension(other, name)->long_name) << table.path;
    }
}

void expect_same_attributes(LabelledFile const& a, LabelledFile const& b) {
    ASSERT_EQ(a.attributes.size(), b.attributes.size());
    for (std::size_t k = 0; k < a.attributes.size(); ++k) {
        EXPECT_EQ(a.attributes[k].name, b.attributes[k].name);
        EXPECT_EQ(a.attributes[k].value, b.attributes[k].value) << a.attributes[k].name;
    }
}

void expect_same(LabelledFile const& a, LabelledFile const& b) {
    expect_same_attributes(a, b);
    ASSERT_EQ(a.tables.size(), b.tables.size());
    for (Table const& table : a.tables) {
        Table const* const other = b.find_table(table.path);
        ASSERT_NE(other, nullptr) << table.path;
        EXPECT_EQ(table.units, other->units) << table.path;
        EXPECT_EQ(table.long_name, other->long_name) << table.path;
        expect_same_values(table, *other);
        expect_same_dimensions(a, table, b, *other);
    }
}

template <typename Call>
std::string file_error_of(Call const& call) {
    try {
        call();
    } catch (FileError const& error) {
        return error.what();
    }
    return "no FileError";
}

testing::AssertionResult contains(std::string const& text, std::string const& part) {
    if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "'" << part << "' is not in '" << text << "'";
}

TEST(Store, ReadsBackWhatItWrote) {
    ScratchFolder const folder;
    for (bool const compress : {true, false}) {
        write_store(make_sample(), folder / "s.h5", {compress});
        LabelledFile const back = read_store(folder / "s.h5");
        expect_same(make_sample(), back);
        EXPECT_EQ(back.origin, (folder / "s.h5").string());
    }
    EXPECT_EQ(folder.n_entries(), 1) << "a temporary file is left";
}

TEST(Store, TheImageIsWhatAFileWouldHold) {
    ScratchFolder const folder;
    write_store(make_sample(), folder / "s.h5");
    EXPECT_EQ(store_image(make_sample()), read_whole_file(folder / "s.h5"));
    write_store(make_sample(), folder / "s.h5", {.compress = false});
    EXPECT_EQ(store_image(make_sample(), {.compress = false}), read_whole_file(folder / "s.h5"));
}

TEST(Store, KeepsTheOrderOfGroupsAndOfTablesInThem) {
    ScratchFolder const folder;
    LabelledFile file;
    file.dimensions["region"] = {"region", std::vector<std::string>{"A"}, ""};
    for (char const* path : {"/z/b", "/z/a", "/m/x", "/z/c", "/a/y"})
        file.tables.push_back({path, {"region"}, std::vector<double>{1.0}, "1", ""});
    write_store(file, folder / "s.h5");
    std::vector<std::string> paths;
    for (Table const& table : read_store(folder / "s.h5").tables) paths.push_back(table.path);
    EXPECT_EQ(paths, (std::vector<std::string>{"/z/b", "/z/a", "/z/c", "/m/x", "/a/y"}));
}

/// Arrays that take every way through the packing: all planes noise, none, some; one chunk, several, cut unevenly.
TEST(Store, PacksArraysOfEveryKindExactly) {
    ScratchFolder const folder;
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> uniform(1.0, 2.0);
    auto const noise = [&] {
        std::uint64_t const bits = random();
        double value = 0.0;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    };
    LabelledFile file;
    auto const add = [&](std::string const& path, std::vector<std::size_t> const& shape, auto const& draw) {
        std::vector<std::string> names;
        std::size_t cells = 1;
        for (std::size_t const length : shape) {
            names.push_back("n" + std::to_string(length));
            std::vector<double> labels(length);
            for (std::size_t k = 0; k < length; ++k) labels[k] = static_cast<double>(k);
            file.dimensions[names.back()] = {names.back(), labels, ""};
            cells *= length;
        }
        std::vector<double> values(cells);
        for (double& value : values) value = draw();
        file.tables.push_back({path, names, std::move(values), "1", ""});
    };
    auto const mixed = [&] { return random() % 4 == 0 ? missing : uniform(random); };
    add("/noise/flat", {9001}, noise);
    add("/zero/flat", {9001}, [] { return 0.0; });
    add("/mixed/cube", {29, 42, 41}, mixed);
    add("/mixed/small", {16, 32}, mixed);
    add("/noise/rows", {301, 1009}, noise);
    add("/mixed/many", {3, 2, 131073}, mixed);
    add("/mixed/long", {140000}, mixed);
    write_store(file, folder / "s.h5");
    expect_same(file, read_store(folder / "s.h5"));
}

TEST(Store, MakesCompressibleFilesSmall) {
    ScratchFolder const folder;
    LabelledFile file;
    file.dimensions["k"] = {"k", std::vector<double>(50000, 0.0), ""};
    file.tables.push_back({"/t/x", {"k"}, std::vector<double>(50000, 0.25), "1", ""});
    write_store(file, folder / "packed.h5");
    write_store(file, folder / "plain.h5", {.compress = false});
    auto const saved =
        std::filesystem::file_size(folder / "plain.h5") - std::filesystem::file_size(folder / "packed.h5");
    EXPECT_GT(saved, 50000u * 8u * 9u / 10u);
}

TEST(Store, AnAxisWithoutLabelsIsKept) {
    ScratchFolder const folder;
    LabelledFile file;
    file.dimensions["draw"] = {"draw", std::vector<double>{}, ""};
    file.dimensions["region"] = {"region", std::vector<std::string>{"A", "B"}, ""};
    file.tables = {{"/draws/welfare", {"draw", "region"}, std::vector<double>{}, "percent", ""}};
    write_store(file, folder / "s.h5");
    expect_same(file, read_store(folder / "s.h5"));
}

TEST(Store, AGroupMayHaveADimensionOfItsOwn) {
    ScratchFolder const folder;
    LabelledFile file;
    file.dimensions["sector"] = {"sector", std::vector<std::string>{"ALL"}, ""};
    file.dimensions["/input/sector"] = {"sector", std::vector<std::string>{"AGR", "MAN"}, ""};
    file.tables = {{"/sector/output", {"sector"}, std::vector<double>{3}, "1", ""},
                   {"/input/trade/value", {"sector"}, std::vector<double>{1, 2}, "1", ""}};
    EXPECT_EQ(file.find_dimension(file.tables[0], "sector")->size(), 1u);
    EXPECT_EQ(file.find_dimension(file.tables[1], "sector")->size(), 2u);
    EXPECT_EQ(file.find_dimension(file.tables[1], "region"), nullptr);
    write_store(file, folder / "s.h5");
    expect_same(file, read_store(folder / "s.h5"));
}

TEST(Store, LookUpsSayWhatIsMissing) {
    ScratchFolder const folder;
    write_store(make_sample(), folder / "s.h5");
    LabelledFile const file = read_store(folder / "s.h5");
    EXPECT_EQ(file.text_attribute("format"), "sample");
    EXPECT_EQ(file.numbers("/seconds"), std::vector<double>{0.25});
    EXPECT_EQ(file.texts("/note"), std::vector<std::string>{"plain"});
    EXPECT_EQ(file.find_attribute("none"), nullptr);
    EXPECT_TRUE(
        contains(file_error_of([&] { (void)file.text_attribute("titel"); }), "s.h5: there is no attribute 'titel'"));
    EXPECT_TRUE(contains(file_error_of([&] { (void)file.text_attribute("version"); }), "'version' is not a text"));
    EXPECT_TRUE(contains(file_error_of([&] { (void)file.numbers("/x"); }), "there is no table /x"));
    EXPECT_TRUE(contains(file_error_of([&] { (void)file.numbers("/note"); }), "/note does not hold numbers"));
    EXPECT_TRUE(contains(file_error_of([&] { (void)file.texts("/seconds"); }), "/seconds does not hold text"));
}

TEST(Store, ATableThatDoesNotFitItsDimensionsIsTheCallersMistake) {
    ScratchFolder const folder;
    auto const write = [&](Table table) {
        LabelledFile file = make_sample();
        file.tables.push_back(std::move(table));
        write_store(file, folder / "s.h5");
    };
    EXPECT_THROW(write({"/a/x", {"exporter"}, std::vector<double>{1, 2}, "1", ""}), std::logic_error);
    EXPECT_THROW(write({"/a/x", {"nothing"}, std::vector<double>{1}, "1", ""}), std::logic_error);
    EXPECT_THROW(write({"a/x", {}, std::vector<double>{1}, "1", ""}), std::logic_error);
    EXPECT_THROW(write({"/trade/base", {}, std::vector<double>{1}, "1", ""}), std::logic_error);
    EXPECT_THROW(write({"/trade/exporter", {}, std::vector<double>{1}, "1", ""}), std::logic_error);
    EXPECT_EQ(folder.n_entries(), 0);
}

TEST(Store, SaysWhyAFileCannotBeWritten) {
    ScratchFolder const folder;
    auto const error_at = [](std::filesystem::path const& path) {
        return file_error_of([&] { write_store(make_sample(), path); });
    };
    EXPECT_TRUE(contains(error_at(folder / "none/s.h5"), "s.h5: cannot be written: there is no folder"));
    EXPECT_TRUE(contains(error_at(folder.path()), "cannot be written: it is a folder"));
    EXPECT_TRUE(contains(error_at("/dev/full"), "/dev/full: cannot be written: it is not a regular file"));
    EXPECT_TRUE(contains(error_at("/proc/s.h5"), "/proc/s.h5: cannot be written: ")) << "nobody may write there";
    EXPECT_EQ(folder.n_entries(), 0);
}

TEST(Store, AFullDiskLeavesTheOldFileAndNothingElse) {
    ScratchFolder const folder;
    folder.write("s.h5", "old content");
    std::string const error = file_error_of([&] {
        SmallFiles const limit(4096);
        write_store(make_sample(), folder / "s.h5");
    });
    EXPECT_TRUE(contains(error, "s.h5: cannot be written: File too large Free space or write elsewhere."));
    EXPECT_EQ(read_whole_file(folder / "s.h5"), "old content");
    EXPECT_EQ(folder.n_entries(), 1);
}

TEST(Store, ReplacesAFileAndWritesThroughALink) {
    ScratchFolder const folder;
    folder.write("s.h5", "old content");
    std::filesystem::create_symlink("s.h5", folder / "link.h5");
    write_store(make_sample(), folder / "link.h5");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.h5"));
    expect_same(make_sample(), read_store(folder / "s.h5"));
}

TEST(Store, SaysWhyAFileCannotBeRead) {
    ScratchFolder const folder;
    auto const error_at = [](std::filesystem::path const& path) { return file_error_of([&] { read_store(path); }); };
    EXPECT_TRUE(contains(error_at(folder / "none.h5"), "none.h5: cannot be opened: No such file or directory"));
    EXPECT_TRUE(contains(error_at(folder.path()), "is not an HDF5 file"));
    folder.write("empty.h5", "");
    EXPECT_TRUE(contains(error_at(folder / "empty.h5"), "is not an HDF5 file"));
    folder.write("text.h5", "sector,value\n");
    EXPECT_TRUE(contains(error_at(folder / "text.h5"), "is not an HDF5 file"));
}

TEST(Store, ATruncatedFileIsRefusedWhereverItEnds) {
    ScratchFolder const folder;
    testing::internal::CaptureStderr();
    write_store(make_sample(), folder / "s.h5");
    std::string const whole = read_whole_file(folder / "s.h5");
    for (std::size_t const length :
         {std::size_t{4}, std::size_t{8}, std::size_t{40}, std::size_t{96}, whole.size() / 2, whole.size() - 1}) {
        folder.write("cut.h5", whole.substr(0, length));
        std::string const error = file_error_of([&] { read_store(folder / "cut.h5"); });
        EXPECT_TRUE(contains(error, "cut.h5: ")) << length;
        EXPECT_TRUE(contains(error, "Write it again.")) << length;
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "HDF5 printed its error stack";
}

TEST(TidyCsv, WritesOneFileATable) {
    ScratchFolder const folder;
    write_tidy_csv(make_sample(), folder / "csv");
    EXPECT_EQ(read_whole_file(folder / "csv/trade_base.csv"),
              "importer,exporter,value\nBRA,BRA,1\nBRA,Côte d'Ivoire,2\nBRA,中国,3\nCôte d'Ivoire,BRA,4\n"
              "Côte d'Ivoire,Côte d'Ivoire,\nCôte d'Ivoire,中国,6\n中国,BRA,7\n中国,Côte d'Ivoire,8\n中国,中国,9\n");
    EXPECT_EQ(
        read_whole_file(folder / "csv/sweep_loss.csv"),
        "rate,exporter,value\n0.1,BRA,1.5\n0.1,Côte d'Ivoire,0\n0.1,中国,-2\n1,BRA,1e+300\n1,Côte d'Ivoire,5e-324\n"
        "1,中国,0.3333333333333333\n");
    EXPECT_EQ(read_whole_file(folder / "csv/seconds.csv"), "value\n0.25\n");
    EXPECT_EQ(read_whole_file(folder / "csv/note.csv"), "value\nplain\n");
    EXPECT_TRUE(std::filesystem::exists(folder / "csv/trade_deep_cells.csv"));
    EXPECT_EQ(folder.n_entries(), 1);
}

TEST(TidyCsv, LeavesNothingWhenItFails) {
    ScratchFolder const folder;
    std::string const full = file_error_of([&] {
        SmallFiles const limit(100);
        write_tidy_csv(make_sample(), folder / "csv");
    });
    EXPECT_TRUE(contains(full, "trade_base.csv: cannot be written: File too large"));
    EXPECT_EQ(folder.n_entries(), 0);
    EXPECT_TRUE(
        contains(file_error_of([&] { write_tidy_csv(make_sample(), folder / "none/csv"); }), "there is no folder"));

    std::filesystem::create_directory(folder / "csv");
    write_tidy_csv(make_sample(), folder / "csv");
    EXPECT_TRUE(contains(file_error_of([&] { write_tidy_csv(make_sample(), folder / "csv"); }),
                         "it exists and is not an empty folder"));
    EXPECT_EQ(folder.n_entries(), 1);
}

}  // namespace
}  // namespace desvio
