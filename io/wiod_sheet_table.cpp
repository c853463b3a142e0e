#include "io/wiod_sheet_table.hpp"

#include "io/csv.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace desvio {

namespace {

constexpr int code_column = 1;  // labels on the left
constexpr int name_column = 2;
constexpr int region_column = 3;
constexpr int number_column = 4;
constexpr Index most_rows = 8192;  // regions times sectors; the largest sheet published has 2464
constexpr std::size_t listed_cells = 20;

using ColumnKind = WiodHeaders::ColumnKind;

/// For comparing labels: letters and digits alone, in lower case.
std::string fold_label(std::string_view text) {
    std::string folded;
    for (char const c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return folded;
}

std::string label_at(std::span<XlsxCell const> cells, int column) {
    for (XlsxCell const& cell : cells) {
        if (cell.column == column) return text_of(cell);
        if (cell.column > column) break;
    }
    return {};
}

}  // namespace

std::string text_of(XlsxCell const& cell) {
    std::string text;
    if (cell.kind == CellKind::text || cell.kind == CellKind::error) {
        text = cell.text;
        auto const is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
        while (!text.empty() && is_blank(text.back())) text.pop_back();
        text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_blank));
    } else if (cell.kind != CellKind::empty) {
        append_number(text, cell.number);
    }
    return text;
}

void WiodHeaders::take(int row, std::span<XlsxCell const> cells) {
    for (XlsxCell const& cell : cells) {
        if (cell.column < first_data_column) continue;
        rows_.at(static_cast<std::size_t>(row))[cell.column] = text_of(cell);
        n_columns_ = std::max(n_columns_, cell.column - first_data_column + 1);
    }
}

std::string const& WiodHeaders::text(int row, int column) const {
    static std::string const none;
    auto const& texts = rows_.at(static_cast<std::size_t>(row));
    auto const at = texts.find(column);
    return at == texts.end() ? none : at->second;
}

bool WiodHeaders::fits() const {
    if (text(layout_.code_row, first_data_column) != layout_.first_code) return false;
    auto const found = columns();
    auto const has = [&](auto const& is_it) { return std::any_of(found.begin(), found.end(), is_it); };
    bool const has_total = has([](Column const& column) { return column.kind == ColumnKind::total; });
    return has_total && std::all_of(layout_.categories.begin(), layout_.categories.end(), [&](auto const& category) {
               return has([&](Column const& column) {
                   return column.kind == ColumnKind::final_demand && column.code == category;
               });
           });
}

std::vector<WiodHeaders::Column> WiodHeaders::columns() const {
    std::vector<Column> found;
    std::string region;
    for (int k = first_data_column; k < first_data_column + n_columns_; ++k) {
        Column column;
        for (int row = 1; row < first_data_row; ++row)
            if (text(row, k) == layout_.total_header) column.kind = ColumnKind::total;
        if (!layout_.is_region_said_once || !text(layout_.region_row, k).empty()) region = text(layout_.region_row, k);
        auto const& category = text(layout_.category_row, k);
        bool const is_category =
            std::find(layout_.categories.begin(), layout_.categories.end(), category) != layout_.categories.end();
        // Where categories stand in a row of their own, an industry may bear the same mark: it has a code, too.
        bool const is_final =
            is_category && (layout_.category_row == layout_.code_row || text(layout_.code_row, k).empty());
        if (column.kind != ColumnKind::total && is_final)
            column = {ColumnKind::final_demand, category, region};
        else if (column.kind != ColumnKind::total && !text(layout_.code_row, k).empty())
            column = {ColumnKind::industry, text(layout_.code_row, k), region};
        found.push_back(column);
        if (column.kind == ColumnKind::total) break;  // what follows are sums
    }
    return found;
}

IoTable WiodSheetTable::read() {
    is_found_.assign(layout_.bottom_rows.size(), false);
    book_.read_rows(sheet_, [&](int row, std::span<XlsxCell const> cells) {
        take_row(row, cells);
        return faults_.size() < listed_cells;
    });
    faults_.throw_if_any();
    require_rows();
    note_what_was_done();
    return std::move(table_);
}

void WiodSheetTable::take_row(int row, std::span<XlsxCell const> cells) {
    if (row < WiodHeaders::first_data_row) {
        headers_.take(row, cells);
        return;
    }
    if (places_.empty()) build_axes();
    if (n_rows_read_ < table_.n_rows())
        take_industry_row(row, cells);
    else
        take_bottom_row(row, cells);
}

void WiodSheetTable::build_axes() {
    auto const columns = headers_.columns();
    places_.resize(columns.size());
    place_industries(columns);
    place_final_demand(columns);
    for (std::size_t k = 0; k < columns.size(); ++k)
        if (columns[k].kind == ColumnKind::total) {
            places_[k] = {ColumnKind::total, 0};
            has_total_ = true;
        }
    size_matrices();
}

/// Every region has the industries of the first, in the same order.
void WiodSheetTable::place_industries(std::vector<WiodHeaders::Column> const& columns) {
    std::vector<std::string> codes;
    Index n_placed = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
        if (columns[k].kind != ColumnKind::industry) continue;
        int const at = WiodHeaders::first_data_column + static_cast<int>(k);
        auto const& [kind, code, region] = columns[k];
        auto& regions = table_.region_table;
        if (regions.empty() || regions.back().code != region) {
            auto const is_it = [&, &name = region](Region const& known) { return known.code == name; };
            if (region.empty() || std::any_of(regions.begin(), regions.end(), is_it))
                refuse(layout_.region_row, at, fmt::format("region '{}' begins again", region),
                       "industries stand region by region");
            if (!regions.empty() && n_placed % static_cast<Index>(codes.size()) != 0)
                refuse(layout_.region_row, at, fmt::format("region {} has too few industries", regions.back().code),
                       fmt::format("the first region has {}", codes.size()));
            regions.push_back({region, region, {}});
        }
        if (regions.size() == 1) {
            if (std::find(codes.begin(), codes.end(), code) != codes.end())
                refuse(layout_.code_row, at, fmt::format("industry '{}' stands there twice", code));
            codes.push_back(code);
        } else if (code != codes[static_cast<std::size_t>(n_placed) % codes.size()]) {
            refuse(layout_.code_row, at, fmt::format("industry '{}' of {}", code, region),
                   fmt::format("in the order of the first region it is '{}'",
                               codes[static_cast<std::size_t>(n_placed) % codes.size()]));
        }
        places_[k] = {ColumnKind::industry, n_placed++};
    }
    for (std::string const& code : codes)
        table_.sector_table.push_back({code, code, kind_of_industry(code, layout_.revision), code, {}});
    if (n_placed != table_.n_rows() || n_placed == 0)
        refuse(layout_.code_row, WiodHeaders::first_data_column,
               fmt::format("{} industries in {} regions", n_placed, table_.n_regions()),
               "every region has the industries of the first");
    if (n_placed > most_rows)
        refuse(layout_.code_row, WiodHeaders::first_data_column, fmt::format("{} industries", n_placed),
               fmt::format("tables of up to {} rows are read from spreadsheets", most_rows), "Check the file.");
}

void WiodSheetTable::place_final_demand(std::vector<WiodHeaders::Column> const& columns) {
    table_.final_categories = layout_.categories;
    auto const& categories = table_.final_categories;
    std::vector<bool> is_placed(static_cast<std::size_t>(table_.n_regions() * table_.n_categories()), false);
    for (std::size_t k = 0; k < columns.size(); ++k) {
        auto const& [kind, code, region] = columns[k];
        if (kind != ColumnKind::final_demand) continue;
        int const at = WiodHeaders::first_data_column + static_cast<int>(k);
        Index n = 0;
        while (n < table_.n_regions() && table_.region_table[static_cast<std::size_t>(n)].code != region) ++n;
        if (n == table_.n_regions())
            refuse(layout_.region_row, at, fmt::format("final demand of '{}'", region), "no industry is there");
        auto const c = std::find(categories.begin(), categories.end(), code) - categories.begin();
        Index const index = n * table_.n_categories() + c;
        if (is_placed[static_cast<std::size_t>(index)])
            refuse(layout_.category_row, at, fmt::format("'{}' of {} stands there twice", code, region));
        is_placed[static_cast<std::size_t>(index)] = true;
        places_[k] = {ColumnKind::final_demand, index};
    }
    auto const gap = std::find(is_placed.begin(), is_placed.end(), false);
    if (gap == is_placed.end()) return;
    auto const index = static_cast<std::size_t>(gap - is_placed.begin());
    refuse(layout_.category_row, WiodHeaders::first_data_column,
           fmt::format("final demand '{}' of {} is missing", categories[index % categories.size()],
                       table_.region_table[index / categories.size()].code),
           "every region has every category");
}

void WiodSheetTable::size_matrices() {
    for (BottomRow const& row : layout_.bottom_rows) {
        if (row.role == BottomRowRole::paid_by_users) table_.tax_rows.push_back(row.code);
        if (row.role == BottomRowRole::value_added) table_.value_added_rows.push_back(row.code);
    }
    Index const n_rows = table_.n_rows();
    Index const n_final = table_.n_regions() * table_.n_categories();
    auto const n_taxes = static_cast<Index>(table_.tax_rows.size());
    table_.intermediate = RowMatrix::Zero(n_rows, n_rows);
    table_.final_demand = RowMatrix::Zero(n_rows, n_final);
    table_.intermediate_taxes = RowMatrix::Zero(n_taxes, n_rows);
    table_.final_taxes = RowMatrix::Zero(n_taxes, n_final);
    table_.value_added = RowMatrix::Zero(static_cast<Index>(table_.value_added_rows.size()), n_rows);
    if (has_total_) table_.declared_output = Vector::Zero(n_rows);
    table_.declared_cost = Vector::Zero(n_rows);
}

template <typename Use>
void WiodSheetTable::for_each_number(int row, std::span<XlsxCell const> cells, Use const& use) {
    for (XlsxCell const& cell : cells) {
        auto const k = cell.column - WiodHeaders::first_data_column;
        if (k < 0 || static_cast<std::size_t>(k) >= places_.size()) continue;
        Place const& place = places_[static_cast<std::size_t>(k)];
        if (place.kind == ColumnKind::none) continue;
        if (cell.kind == CellKind::number)
            use(place, cell.number);
        else if (auto const text = text_of(cell); !text.empty() && faults_.size() < listed_cells)
            faults_.add(book_.where(sheet_, row, cell.column), fmt::format("'{}' is not a number", text), {},
                        "Write a number, or clear the cell.");
    }
}

void WiodSheetTable::take_industry_row(int row, std::span<XlsxCell const> cells) {
    if (cells.empty()) return;
    Index const index = n_rows_read_++;
    auto const& region = table_.region_table[static_cast<std::size_t>(index / table_.n_sectors())];
    auto& sector = table_.sector_table[static_cast<std::size_t>(index % table_.n_sectors())];
    auto const code = label_at(cells, code_column);
    auto const said = label_at(cells, region_column);
    if (!layout_.is_region_said_once || !said.empty()) region_ = said;
    if (code != sector.code)
        refuse(row, code_column, fmt::format("row of industry '{}'", code),
               fmt::format("in the order of the columns it is '{}'", sector.code));
    if (region_ != region.code)
        refuse(row, region_column, fmt::format("row of region '{}'", region_),
               fmt::format("in the order of the columns it is '{}'", region.code));
    if (auto const name = label_at(cells, name_column); index < table_.n_sectors() && !name.empty()) sector.name = name;
    for_each_number(row, cells, [&](Place const& place, double value) {
        if (place.kind == ColumnKind::industry) table_.intermediate(index, place.index) = value;
        if (place.kind == ColumnKind::final_demand) table_.final_demand(index, place.index) = value;
        if (place.kind == ColumnKind::total) table_.declared_output[index] = value;
    });
}

void WiodSheetTable::take_bottom_row(int row, std::span<XlsxCell const> cells) {
    std::vector<std::string> labels;
    for (int const column : {code_column, name_column, number_column})
        if (auto label = fold_label(label_at(cells, column)); !label.empty()) labels.push_back(std::move(label));
    auto const is_labelled = [&](std::string const& key) {
        return std::find(labels.begin(), labels.end(), fold_label(key)) != labels.end();
    };
    for (std::size_t k = 0; k < layout_.bottom_rows.size(); ++k) {
        BottomRow const& kind = layout_.bottom_rows[k];
        if (!std::any_of(kind.keys.begin(), kind.keys.end(), is_labelled)) continue;
        if (is_found_[k]) refuse(row, code_column, fmt::format("row {} stands there twice", kind.code));
        is_found_[k] = true;
        fill_bottom_row(kind, row, cells);
        return;
    }
    bool const has_numbers = std::any_of(cells.begin(), cells.end(), [](XlsxCell const& cell) {
        return cell.column >= WiodHeaders::first_data_column && cell.kind == CellKind::number;
    });
    if (has_numbers)
        refuse(row, code_column, fmt::format("unknown row '{}'", label_at(cells, name_column)),
               "without knowing what it is, columns do not add up", "Check the file, or clear the row.");
}

void WiodSheetTable::fill_bottom_row(BottomRow const& kind, int row, std::span<XlsxCell const> cells) {
    auto const at = [&](std::vector<std::string> const& codes) {
        return std::find(codes.begin(), codes.end(), kind.code) - codes.begin();
    };
    double left_out = 0.0;
    for_each_number(row, cells, [&](Place const& place, double value) {
        bool const is_industry = place.kind == ColumnKind::industry;
        bool const is_final = place.kind == ColumnKind::final_demand;
        if (kind.role == BottomRowRole::paid_by_users && is_industry)
            table_.intermediate_taxes(at(table_.tax_rows), place.index) = value;
        if (kind.role == BottomRowRole::paid_by_users && is_final)
            table_.final_taxes(at(table_.tax_rows), place.index) = value;
        if (kind.role == BottomRowRole::value_added && is_industry)
            table_.value_added(at(table_.value_added_rows), place.index) = value;
        if (kind.role == BottomRowRole::value_added && is_final) left_out += std::abs(value);
        if (kind.role == BottomRowRole::total && is_industry) table_.declared_cost[place.index] = value;
    });
    if (left_out > 0.0)
        table_.reading_notes.push_back(fmt::format(
            "left out {} million of row {} in final columns, which have no value added", left_out, kind.code));
}

void WiodSheetTable::require_rows() {
    if (places_.empty() || n_rows_read_ < table_.n_rows())
        throw InputError({{fmt::format("{} {}", book_.place(), sheet_)},
                          fmt::format("the sheet ends after {} of {} industry rows", n_rows_read_, table_.n_rows()),
                          "the file was cut off or is none of this format",
                          "Fetch it again."});
    for (std::size_t k = 0; k < layout_.bottom_rows.size(); ++k) {
        BottomRow const& row = layout_.bottom_rows[k];
        bool const is_needed = row.role == BottomRowRole::value_added || row.role == BottomRowRole::total;
        if (is_needed && !is_found_[k])
            throw InputError({{fmt::format("{} {}", book_.place(), sheet_)},
                              fmt::format("row {} is missing below the industries", row.code),
                              "columns add up only with it",
                              "Fetch the file again."});
    }
}

void WiodSheetTable::note_what_was_done() {
    std::string absent;
    for (std::size_t k = 0; k < layout_.bottom_rows.size(); ++k)
        if (!is_found_[k] && layout_.bottom_rows[k].role == BottomRowRole::paid_by_users)
            absent += (absent.empty() ? "" : ", ") + layout_.bottom_rows[k].code;
    if (!absent.empty()) table_.reading_notes.push_back(fmt::format("not in the sheet, taken as 0: rows {}", absent));
    std::string paid;
    for (std::string const& code : table_.tax_rows) paid += (paid.empty() ? "" : ", ") + code;
    std::string added;
    for (std::string const& code : table_.value_added_rows) added += (added.empty() ? "" : ", ") + code;
    table_.reading_notes.push_back(
        fmt::format("rows {} are what users pay on top of basic prices (taxes, margins, adjustments) and {} is value "
                    "added: with intermediate inputs they make up the total of a column",
                    paid, added));
}

void WiodSheetTable::refuse(int row, int column, std::string problem, std::string why, std::string remedy) const {
    throw InputError({book_.where(sheet_, row, column), std::move(problem), std::move(why),
                      remedy.empty() ? "Check the file, or name another format." : std::move(remedy)});
}

}  // namespace desvio
