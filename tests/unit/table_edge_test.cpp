#include "io/table_edge.hpp"
#include "io/table_names.hpp"

#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::message_of;

std::vector<EdgeLabel> labels_of(std::vector<std::pair<char const*, char const*>> const& texts) {
    std::vector<EdgeLabel> labels;
    labels.reserve(texts.size());
    for (auto const& [region, item] : texts)
        labels.push_back({region, item, {"t.txt", 1, static_cast<int>(labels.size()) + 1}});
    return labels;
}

std::string refusal(std::vector<std::pair<char const*, char const*>> const& texts) {
    return message_of<InputError>([&] { (void)edge_of(labels_of(texts), "sector"); });
}

TEST(TableEdge, FindsRegionsAndSectors) {
    Edge const edge = edge_of(labels_of({{"A", "x"}, {"A", "y"}, {"B", "x"}, {"B", "y"}}), "sector");
    EXPECT_EQ(edge.regions, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(edge.items, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(edge.size(), 4);
}

TEST(TableEdge, RefusesWhatIsNotRegionByRegion) {
    EXPECT_NE(refusal({{"A", "x"}, {"B", "x"}, {"A", "y"}}).find("t.txt:1:3: region 'A' begins a second time"),
              std::string::npos);
    EXPECT_NE(
        refusal({{"A", "x"}, {"A", "x"}}).find("t.txt:1:2: 'x' of region 'A' is given twice (first at t.txt:1:1)"),
        std::string::npos);
    EXPECT_NE(refusal({{"A", "x"}, {"A", ""}}).find("t.txt:1:2: a label is empty"), std::string::npos);
    EXPECT_NE(refusal({{"A", "x"}, {"A", "y"}, {"B", "y"}, {"B", "x"}})
                  .find("t.txt:1:3: sector 1 of region 'B' is 'y' where 'A' has 'x'"),
              std::string::npos);
    EXPECT_NE(
        refusal({{"A", "x"}, {"A", "y"}, {"B", "x"}}).find("t.txt:1:3: region 'B' has 1 sector labels where 'A' has 2"),
        std::string::npos);
}

TEST(TableEdge, ComparesRowsWithColumns) {
    auto const columns = labels_of({{"A", "x"}, {"A", "y"}});
    EXPECT_NO_THROW(require_same_labels(columns, columns));
    EXPECT_NE(message_of<InputError>([&] {
                  require_same_labels(labels_of({{"A", "y"}, {"A", "y"}}), columns);
              }).find("t.txt:1:1: row 1 is 'A' 'y' where the column is 'A' 'x'"),
              std::string::npos);
    EXPECT_NE(message_of<InputError>([&] {
                  require_same_labels(labels_of({{"A", "x"}}), columns);
              }).find("1 rows of sectors where there are 2 columns"),
              std::string::npos);
}

TEST(TableEdge, MakesCodesThatScenariosCanName) {
    EXPECT_EQ(code_of("C10T12"), "C10T12");
    EXPECT_EQ(code_of("Paddy rice, (hulled); other"), "Paddy_rice_(hulled)_other");
    EXPECT_EQ(code_of(" @all "), "all");
    EXPECT_EQ(code_of("*"), "_");
    IoTable table;
    set_axes(table, {{"A"}, {"a b", "a,b", "c"}},
             [](std::string_view label) { return label == "c" ? SectorKind::services : SectorKind::goods; });
    EXPECT_EQ(table.sector_table[0].code, "a_b");
    EXPECT_EQ(table.sector_table[1].code, "a_b_2") << "codes stay distinct";
    EXPECT_EQ(table.sector_table[1].name, "a,b");
    EXPECT_EQ(table.sector_table[2].kind, SectorKind::services);
}

TEST(TableEdge, RefusesTablesThatTheirFilesCannotHold) {
    test::ScratchFolder const folder;
    folder.write("t.csv", std::string(1000, '1'));
    TableSource const source(folder / "t.csv");
    EXPECT_NO_THROW(require_enough_text(source, "t.csv", 1000, 1000)) << "a million cells take no room to speak of";
    EXPECT_NE(message_of<InputError>([&] {
                  require_enough_text(source, "t.csv", 1'000'000, 1'000'000);
              }).find("t.csv: 1000 bytes cannot hold a table of 1000000 x 1000000 numbers"),
              std::string::npos);
    EXPECT_NO_THROW(require_enough_text(source, "t.csv", 1100, 1000, 1e-4));
}

TEST(TableNames, FindsYears) {
    EXPECT_EQ(year_in("ICIO2018_2010.CSV"), 2010);
    EXPECT_EQ(year_in("20230727_120secMother_T-Results_2019_057_Markup001(full).csv"), 2019);
    EXPECT_EQ(year_in("Eora26_2015_bp_T.txt"), 2015);
    EXPECT_EQ(year_in("table_1234.csv"), 0);
    EXPECT_EQ(year_in(""), 0);
}

TEST(TableNames, UnderstandsUnits) {
    auto const in_million = [](char const* text) {
        return money_unit(text).value_or(MoneyUnit{-1.0, "", false}).in_million;
    };
    EXPECT_EQ(in_million("M.EUR"), 1.0);
    EXPECT_EQ(in_million("Mill USD"), 1.0);
    EXPECT_EQ(in_million("1000 US$"), 1e-3);
    EXPECT_EQ(in_million("thousand USD"), 1e-3);
    EXPECT_EQ(in_million("bn EUR"), 1e3);
    EXPECT_EQ(in_million("EUR"), 1e-6);
    EXPECT_EQ(in_million("kg"), -1.0);
    EXPECT_EQ(in_million("kg/M.EUR"), -1.0) << "emissions per output";
    EXPECT_EQ(money_unit("M.EUR/M.EUR")->is_per_output, true);
    EXPECT_EQ(money_unit("Mill USD")->currency, "USD");
}

}  // namespace
}  // namespace desvio
