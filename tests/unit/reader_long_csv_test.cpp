#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace desvio {

TableReader reader_long_csv();

namespace {

using test::message_of;
using test::ScratchFolder;

constexpr char const* use_header = "exporter,input,importer,user,value\n";

void write_small_table(ScratchFolder const& folder, std::string const& use) {
    folder.write("regions.csv", "code,name,groups\nPER,Peru,latin_america;apec\nCHN,China,\n");
    folder.write("sectors.csv",
                 "code,kind,name,isic\nMIN,goods,Mining,05-09\nSER,services,\"Trade, transport\",45-53\n");
    folder.write("use.csv", use);
}

IoTable read(ScratchFolder const& folder) { return reader_long_csv().read(TableSource(folder.path()), 0); }

TEST(ReaderLongCsv, ReadsFlowsInAnyOrder) {
    ScratchFolder const folder;
    write_small_table(folder, std::string(use_header) +
                                  "PER,MIN,CHN,SER,5.5\nCHN,SER,PER,HFCE,7\nPER,MIN,PER,MIN,1\nCHN,SER,CHN,INVNT,-2\n"
                                  "CHN,SER,CHN,SER,1e3\nPER,SER,PER,HFCE,4\n");
    IoTable const table = read(folder);
    EXPECT_EQ(table.format, "long-csv");
    ASSERT_EQ(table.n_regions(), 2);
    ASSERT_EQ(table.n_sectors(), 2);
    EXPECT_EQ(table.region_table[0].groups, (std::vector<std::string>{"latin_america", "apec"}));
    EXPECT_EQ(table.sector_table[1].name, "Trade, transport");
    EXPECT_EQ(table.sector_table[1].kind, SectorKind::services);
    EXPECT_EQ(table.sector_table[0].isic, "05-09");
    RowMatrix flows = RowMatrix::Zero(4, 4);
    flows(0, 3) = 5.5;
    flows(0, 0) = 1;
    flows(3, 3) = 1000;
    EXPECT_EQ(table.intermediate, flows);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"HFCE", "INVNT"}));
    RowMatrix demand = RowMatrix::Zero(4, 4);
    demand(3, 0) = 7;
    demand(3, 3) = -2;
    demand(1, 0) = 4;
    EXPECT_EQ(table.final_demand, demand);
    EXPECT_EQ(table.value_added.rows(), 0);
}

TEST(ReaderLongCsv, TakesColumnsByName) {
    ScratchFolder const folder;
    write_small_table(folder, "value,user,importer,input,exporter\n5.5,SER,CHN,MIN,PER\n3,HFCE,CHN,MIN,PER\n");
    IoTable const table = read(folder);
    EXPECT_EQ(table.intermediate(0, 3), 5.5);
    EXPECT_EQ(table.final_demand(0, 1), 3.0);
}

TEST(ReaderLongCsv, TakesTextsFromTheManifest) {
    ScratchFolder const folder;
    write_small_table(folder, std::string(use_header) + "PER,MIN,CHN,HFCE,5\n");
    folder.write("manifest.toml",
                 "format = \"desvio-base\"\nversion = 1\nname = \"tiny\"\ntitle = \"A tiny table\"\nyear = 2020\n"
                 "currency = \"USD\"\nunit = \"million\"\nsource = \"made up\"\nlicence = \"none\"\n");
    IoTable const table = read(folder);
    EXPECT_EQ(table.name, "tiny");
    EXPECT_EQ(table.title, "A tiny table");
    EXPECT_EQ(table.year, 2020);
}

TEST(ReaderLongCsv, SaysWhatIsWrongAndWhere) {
    ScratchFolder const folder;
    auto const expect = [&](std::string const& use, char const* words) {
        write_small_table(folder, use);
        std::string const message = message_of<InputError>([&] { (void)read(folder); });
        EXPECT_NE(message.find(words), std::string::npos) << message << "\nlacks: " << words;
    };
    std::string const head = use_header;
    expect(head + "PERU,MIN,CHN,SER,1\nPER,MINE,CHN,SER,1\n",
           "use.csv:2:1: unknown exporter 'PERU' Did you mean 'PER'?");
    expect(head + "PERU,MIN,CHN,SER,1\nPER,MINE,CHN,SER,1\n", "use.csv:3:5: unknown input 'MINE' Did you mean 'MIN'?");
    expect(head + "PER,MIN,CHN,SER,1\nPER,MIN,CHN,SER,2\n", "use.csv:3:1: this flow is given twice");
    expect(head + "PER,MIN,CHN,HFCE,1\nPER,MIN,CHN,HFCE,2\n", "use.csv:3:1: this flow is given twice");
    expect(head + "PER,MIN,CHN,SER,1,5\n", "use.csv:2: 6 fields where 5 are expected");
    expect(head + "PER,MIN,CHN,SER,\"1,5\"\n", "use.csv:2:17: '1,5' holds a comma");
    expect(head + "PER,MIN,CHN,,1\n", "use.csv:2:13: the user is empty");
    expect("exporter,input,importer,users,value\n", "use.csv:1:25: unknown column 'users' Did you mean 'user'?");
    expect("exporter,input,importer,value,value\n", "use.csv:1:31: column 'value' is given twice");
    expect("exporter,input\n", "the header is not exporter,input,importer,user,value");
    write_small_table(folder, head);
    folder.write("sectors.csv", "code,kind\nMIN,good\nMIN,goods\n");
    std::string const message = message_of<InputError>([&] { (void)read(folder); });
    EXPECT_NE(message.find("sectors.csv:2:5: unknown kind 'good'"), std::string::npos) << message;
    EXPECT_NE(message.find("sectors.csv:3:1: 'MIN' is given twice"), std::string::npos) << message;
}

}  // namespace
}  // namespace desvio
