#include "io/table_reader.hpp"

#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <set>

namespace desvio {
namespace {

/// The reader that is surest of a source; "two" when another is as sure, "none" when none is.
std::string surest(std::filesystem::path const& path) {
    TableSource const source(path);
    double best = 0.0;
    std::string name = "none";
    for (TableReader const& reader : table_readers()) {
        double const certainty = reader.recognise(source);
        EXPECT_GE(certainty, 0.0);
        EXPECT_LE(certainty, 1.0);
        if (certainty > best)
            name = reader.name;
        else if (certainty == best && best > 0.0)
            name = "two";
        best = std::max(best, certainty);
    }
    return name;
}

TEST(TableReader, NamesAreDistinctAndTitlesThere) {
    std::set<std::string> names;
    for (TableReader const& reader : table_readers()) {
        EXPECT_TRUE(names.insert(reader.name).second) << reader.name;
        EXPECT_FALSE(reader.title.empty()) << reader.name;
    }
    for (char const* name : {"oecd-icio", "eora26", "exiobase", "gloria", "pymrio", "long-csv"})
        EXPECT_TRUE(names.contains(name)) << name;
}

TEST(TableReader, OneIsSurestOfEveryPublishedLayout) {
    auto const layouts = test::shared_data("layouts");
    DESVIO_NEED_SHARED_DATA(layouts);
    EXPECT_EQ(surest(layouts / "mocks/oecd_mock/ICIO2016_2003.csv"), "oecd-icio");
    EXPECT_EQ(surest(layouts / "mocks/oecd_mock/ICIO2018_2010.CSV"), "oecd-icio");
    EXPECT_EQ(surest(layouts / "mocks/oecd_mock/ICIO2018_2010.zip"), "oecd-icio");
    EXPECT_EQ(surest(layouts / "mocks/eora26_mock"), "eora26");
    EXPECT_EQ(surest(layouts / "mocks/exio1_mock"), "exiobase");
    EXPECT_EQ(surest(layouts / "mocks/exio3_mock"), "exiobase");
    EXPECT_EQ(surest(layouts / "mocks/gloria_mock"), "gloria");
    EXPECT_EQ(surest(layouts / "test_mrio"), "pymrio");
    EXPECT_EQ(surest(layouts / "test_mrio/mrio_data"), "pymrio");
}

TEST(TableReader, NoneTakesWhatIsNoTable) {
    test::ScratchFolder const folder;
    EXPECT_EQ(surest(folder.path()), "none") << "an empty folder";
    folder.write("a.csv", "");
    EXPECT_EQ(surest(folder / "a.csv"), "none") << "an empty file";
    folder.write("a.csv", "region,2019,2020\nPER,1,2\n");
    EXPECT_EQ(surest(folder / "a.csv"), "none") << "some other table";
    folder.write("b.txt", "The quick brown fox\n");
    EXPECT_EQ(surest(folder.path()), "none");
}

TEST(TableReader, TellsLongCsv) {
    test::ScratchFolder const folder;
    folder.write("regions.csv", "code\nA\n");
    folder.write("sectors.csv", "code,kind\nx,goods\n");
    folder.write("use.csv", "exporter,input,importer,user,value\n");
    EXPECT_EQ(surest(folder.path()), "long-csv");
}

}  // namespace
}  // namespace desvio
