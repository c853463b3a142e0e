#include "io/gloria_labels.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "io/xlsx.hpp"

#include <algorithm>
#include <set>

namespace desvio {

namespace {

constexpr char const* regions_sheet = "Regions";
constexpr char const* sectors_sheet = "Sectors";
constexpr char const* other_sheet = "Value added and final demand";

struct LabelEntry {
    std::string text;
    int row;
};

/// One column below its title: the texts of the rows that have one, and where the title stands.
struct LabelColumn {
    int number = 0;
    std::vector<LabelEntry> entries;
};

std::vector<LabelColumn> read_columns(XlsxBook const& book, std::string const& sheet,
                                      std::vector<std::string> const& titles) {
    std::vector<LabelColumn> columns(titles.size());
    std::vector<std::string> there;
    bool has_titles = false;
    book.read_rows(sheet, [&](int row, std::span<XlsxCell const> cells) {
        for (XlsxCell const& cell : cells) {
            if (cell.kind != CellKind::text || cell.text.empty()) continue;
            if (!has_titles) there.emplace_back(cell.text);
            for (std::size_t k = 0; k < titles.size(); ++k) {
                if (!has_titles && cell.text == titles[k]) columns[k].number = cell.column;
                if (has_titles && cell.column == columns[k].number)
                    columns[k].entries.push_back({std::string(cell.text), row});
            }
        }
        has_titles = has_titles || !there.empty();
        return true;
    });
    FaultList faults;
    for (std::size_t k = 0; k < titles.size(); ++k) {
        if (columns[k].number == 0)
            faults.add(book.where(sheet, 1, 1), fmt::format("there is no column '{}'", titles[k]),
                       "GLORIA's lists are read by the titles of their columns", suggest_name(titles[k], there));
        else if (columns[k].entries.empty())
            faults.add(book.where(sheet, 1, columns[k].number), fmt::format("column '{}' is empty", titles[k]), {},
                       "Fetch the file again.");
    }
    faults.throw_if_any();
    return columns;
}

std::vector<std::string> texts_of(LabelColumn const& column) {
    std::vector<std::string> texts;
    for (LabelEntry const& entry : column.entries) texts.push_back(entry.text);
    return texts;
}

}  // namespace

GloriaLabels read_gloria_labels(std::filesystem::path const& path) {
    XlsxBook const book(path);
    GloriaLabels labels;
    auto const regions = read_columns(book, regions_sheet, {"Region_acronyms", "Region_names"});
    LabelColumn const& codes = regions.front();
    LabelColumn const& names = regions.back();
    std::set<std::string> seen;
    FaultList faults;
    for (std::size_t k = 0; k < codes.entries.size(); ++k) {
        LabelEntry const& code = codes.entries[k];
        auto const name = std::find_if(names.entries.begin(), names.entries.end(),
                                       [&](LabelEntry const& entry) { return entry.row == code.row; });
        if (name == names.entries.end())
            faults.add(book.where(regions_sheet, code.row, names.number),
                       fmt::format("region {} has no name", code.text), {}, "Write it.");
        if (!seen.insert(code.text).second)
            faults.add(book.where(regions_sheet, code.row, codes.number),
                       fmt::format("region {} stands there twice", code.text), "regions go by their codes",
                       "Take one of the rows out.");
        labels.regions.push_back({code.text, name == names.entries.end() ? code.text : name->text});
    }
    faults.throw_if_any();
    labels.sectors = texts_of(read_columns(book, sectors_sheet, {"Sector_names"}).front());
    auto const others = read_columns(book, other_sheet, {"Value_added_names", "Final_demand_names"});
    labels.value_added = texts_of(others.front());
    labels.final_demand = texts_of(others.back());
    return labels;
}

}  // namespace desvio
