#include "io/table_source.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

namespace desvio {
namespace {

using test::message_of;
using test::read_whole_file;
using test::ScratchFolder;
using test::write_packed_zip;

std::string long_text() {
    std::string text;
    for (int k = 0; k < 40'000; ++k) text += std::to_string(k * k % 1009) + ',';
    return text;
}

std::string read_all(TableSource const& source, std::string const& name) {
    auto const stream = source.open(name);
    std::string text;
    std::string block(1000, '\0');
    while (std::size_t const n = stream->read(block.data(), block.size())) text.append(block, 0, n);
    return text;
}

TEST(TableSource, SeesFileFolderAndZipAlike) {
    ScratchFolder const folder;
    std::filesystem::create_directories(folder / "table/part");
    folder.write("table/a.csv", "alpha");
    folder.write("table/part/b.csv", "beta");
    write_packed_zip(folder / "table.zip", {{"part/b.csv", "beta"}, {"a.csv", "alpha"}});
    std::vector<std::string> const names{"a.csv", "part/b.csv"};
    for (char const* path : {"table", "table.zip"}) {
        TableSource const source(folder / path);
        EXPECT_EQ(source.names(), names);
        EXPECT_FALSE(source.is_single_file());
        EXPECT_EQ(read_all(source, "part/b.csv"), "beta");
        EXPECT_EQ(source.head("a.csv", 3), "alp");
        EXPECT_EQ(source.content("a.csv"), "alpha");
        EXPECT_EQ(source.size("part/b.csv"), 4U);
        EXPECT_EQ(source.find_leaf("b.csv"), std::vector<std::string>{"part/b.csv"});
        EXPECT_TRUE(source.has("a.csv"));
        EXPECT_FALSE(source.has("b.csv"));
        EXPECT_EQ(source.place("a.csv"), (folder / path).string() + "/a.csv");
    }
    TableSource const lone(folder / "table/a.csv");
    EXPECT_TRUE(lone.is_single_file());
    EXPECT_EQ(lone.names(), std::vector<std::string>{"a.csv"});
    EXPECT_EQ(read_all(lone, "a.csv"), "alpha");
    EXPECT_EQ(lone.place("a.csv"), (folder / "table/a.csv").string());
}

void write_gzip(std::filesystem::path const& path, std::string const& text) {
    gzFile const file = gzopen(path.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    ASSERT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
    ASSERT_EQ(gzclose(file), Z_OK);
}

TEST(TableSource, ReadsGzipAsTheFileInIt) {
    ScratchFolder const folder;
    std::string const text = long_text();
    write_gzip(folder / "a.csv.gz", text);
    TableSource const source(folder / "a.csv.gz");
    EXPECT_TRUE(source.is_single_file());
    EXPECT_EQ(source.names(), std::vector<std::string>{"a.csv"});
    EXPECT_EQ(source.size("a.csv"), text.size());
    EXPECT_EQ(read_all(source, "a.csv"), text);
    EXPECT_EQ(source.content("a.csv"), text);
}

TEST(TableSource, RefusesGzipThatIsCutOffOrInflatesTooFar) {
    ScratchFolder const folder;
    write_gzip(folder / "a.csv.gz", long_text());
    std::string const whole = read_whole_file(folder / "a.csv.gz");
    folder.write("cut.csv.gz", whole.substr(0, whole.size() / 2));
    TableSource const cut(folder / "cut.csv.gz");
    EXPECT_NE(message_of<FileError>([&] { (void)read_all(cut, "cut.csv"); }).find("cut off"), std::string::npos);
    SourceLimits limits;
    limits.largest_entry = 1000;
    TableSource const bomb(folder / "a.csv.gz", limits);
    EXPECT_NE(message_of<FileError>([&] { (void)read_all(bomb, "a.csv"); }).find("more than 1000 bytes"),
              std::string::npos);
}

TEST(TableSource, RefusesWhatIsMissing) {
    ScratchFolder const folder;
    EXPECT_NE(message_of<FileError>([&] {
                  TableSource const source(folder / "none.csv");
              }).find("none.csv: there is no such file or folder"),
              std::string::npos);
    TableSource const source(folder.path());
    EXPECT_TRUE(source.names().empty());
    EXPECT_NE(message_of<FileError>([&] { (void)source.open("T.txt"); }).find("T.txt: there is no such file"),
              std::string::npos);
}

TEST(TableSource, RefusesBrokenZips) {
    ScratchFolder const folder;
    write_packed_zip(folder / "whole.zip", {{"a.csv", long_text()}});
    std::string const whole = read_whole_file(folder / "whole.zip");
    folder.write("cut.zip", whole.substr(0, whole.size() / 2));
    EXPECT_NE(message_of<FileError>([&] { TableSource const source(folder / "cut.zip"); }).find("is no readable zip"),
              std::string::npos);
    folder.write("text.zip", "not a zip at all");
    EXPECT_NE(message_of<FileError>([&] { TableSource const source(folder / "text.zip"); }).find("is no readable zip"),
              std::string::npos);
    std::string damaged = whole;
    std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(whole.size() / 3), 64, '\xAA');
    folder.write("damaged.zip", damaged);
    TableSource const source(folder / "damaged.zip");
    EXPECT_NE(
        message_of<FileError>([&] { (void)read_all(source, "a.csv"); }).find("damaged.zip/a.csv: cannot be inflated"),
        std::string::npos);
}

TEST(TableSource, StopsAtBombs) {
    ScratchFolder const folder;
    write_packed_zip(folder / "bomb.zip", {{"a.csv", std::string(1'000'000, '0')}});
    SourceLimits limits;
    limits.largest_entry = 100'000;
    TableSource const source(folder / "bomb.zip", limits);
    EXPECT_EQ(source.head("a.csv", 50), std::string(50, '0')) << "its beginning may be looked at";
    EXPECT_NE(
        message_of<FileError>([&] { (void)read_all(source, "a.csv"); }).find("inflates to more than 100000 bytes"),
        std::string::npos);
    TableSource const trusting(folder / "bomb.zip");
    EXPECT_EQ(read_all(trusting, "a.csv").size(), 1'000'000U);
}

TEST(TableSource, ReportsProgressAndStops) {
    ScratchFolder const folder;
    std::string const text = long_text();
    folder.write("a.csv", text);
    TableSource source(folder / "a.csv");
    std::uint64_t last = 0;
    std::uint64_t all = 0;
    source.set_monitor([&](std::uint64_t done, std::uint64_t total) {
        EXPECT_GE(done, last);
        last = done;
        all = total;
        return true;
    });
    EXPECT_EQ(read_all(source, "a.csv"), text);
    EXPECT_EQ(last, text.size());
    EXPECT_EQ(all, text.size());
    source.set_monitor([](std::uint64_t done, std::uint64_t) { return done < 5000; });
    EXPECT_THROW((void)read_all(source, "a.csv"), ImportStopped);
}

}  // namespace
}  // namespace desvio
