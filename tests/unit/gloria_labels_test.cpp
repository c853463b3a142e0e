#include "io/gloria_labels.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/workbook.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::SheetRows;
using Names = std::vector<std::string>;

/// A book with the three sheets.
void write_lists(std::filesystem::path const& path, SheetRows const& regions) {
    SheetRows const sectors{{"Lfd_Nr", "Sector_names"}, {1.0, "Wheat"}, {2.0, "Steel"}};
    SheetRows const others{
        {"Lfd_Nr", "Value_added_names", "Final_demand_names"}, {1.0, "Wages", "Households"}, {2.0, {}, "Stocks"}};
    auto parts = test::workbook_parts("Regions", test::sheet_xml(regions));
    parts[1].second = R"(<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/sheet1.xml"/>)"
                      R"(<Relationship Id="b" Type="t/worksheet" Target="worksheets/sheet2.xml"/>)"
                      R"(<Relationship Id="c" Type="t/worksheet" Target="worksheets/sheet3.xml"/></Relationships>)";
    parts[2].second =
        R"(<workbook xmlns:r="x"><sheets><sheet name="Regions" r:id="a"/><sheet name="Sectors" r:id="b"/>)"
        R"(<sheet name="Value added and final demand" r:id="c"/></sheets></workbook>)";
    parts.emplace_back("xl/worksheets/sheet2.xml", test::sheet_xml(sectors));
    parts.emplace_back("xl/worksheets/sheet3.xml", test::sheet_xml(others));
    test::write_zip(path, parts);
}

std::string refusal(SheetRows const& regions) {
    test::ScratchFolder const folder;
    write_lists(folder / "lists.xlsx", regions);
    try {
        read_gloria_labels(folder / "lists.xlsx");
    } catch (InputError const& error) {
        return error.what();
    }
    return "read";
}

TEST(GloriaLabels, ReadsListsByTheTitlesOfTheirColumns) {
    test::ScratchFolder const folder;
    write_lists(
        folder / "lists.xlsx",
        {{"Region_names", "Lfd_Nr", "Region_acronyms"}, {"Albania", 1.0, "ALB"}, {"Rest of Africa", 2.0, "XAF"}});
    auto const labels = read_gloria_labels(folder / "lists.xlsx");
    ASSERT_EQ(labels.regions.size(), 2U);
    EXPECT_EQ(labels.regions[1].code, "XAF");
    EXPECT_EQ(labels.regions[1].name, "Rest of Africa");
    EXPECT_EQ(labels.sectors, (Names{"Wheat", "Steel"}));
    EXPECT_EQ(labels.value_added, Names{"Wages"}) << "the shorter of two lists on a sheet";
    EXPECT_EQ(labels.final_demand, (Names{"Households", "Stocks"}));
}

TEST(GloriaLabels, NamesWhatIsMissing) {
    EXPECT_NE(refusal({{"Lfd_Nr", "Region_acronym", "Region_names"}, {1.0, "ALB", "Albania"}})
                  .find("Regions!A1: there is no column 'Region_acronyms'"),
              std::string::npos);
    EXPECT_NE(refusal({{"Lfd_Nr", "Region_acronym", "Region_names"}, {1.0, "ALB", "Albania"}})
                  .find("Did you mean 'Region_acronym'?"),
              std::string::npos);
    EXPECT_NE(refusal({{"Region_acronyms", "Region_names"}, {"ALB", "Albania"}, {"ALB", "Algeria"}})
                  .find("Regions!A3: region ALB stands there twice"),
              std::string::npos);
    EXPECT_NE(refusal({{"Region_acronyms", "Region_names"}, {"ALB", "Albania"}, {"DZA"}})
                  .find("Regions!B3: region DZA has no name"),
              std::string::npos);
    EXPECT_NE(refusal({{"Region_acronyms", "Region_names"}}).find("column 'Region_acronyms' is empty"),
              std::string::npos);
}

TEST(GloriaLabels, ReadsThePublishedLayout) {
    auto const path = test::shared_data("layouts") / "mocks" / "gloria_mock" / "GLORIA_ReadMe_059.xlsx";
    DESVIO_NEED_SHARED_DATA(path);
    auto const labels = read_gloria_labels(path);
    ASSERT_EQ(labels.regions.size(), 3U);
    EXPECT_EQ(labels.regions[2].code, "AZE");
    EXPECT_EQ(labels.regions[2].name, "Azerbaijan");
    EXPECT_EQ(labels.sectors, (Names{"Forestry and logging", "Fishing", "Crustaceans and molluscs"}));
    EXPECT_EQ(labels.value_added, (Names{"Compensation of employees D.1", "Taxes on production D.29"}));
    EXPECT_EQ(labels.final_demand,
              (Names{"Household final consumption P.3h", "Non-profit institutions serving households P.3n"}));
}

}  // namespace
}  // namespace desvio
