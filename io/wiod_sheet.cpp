#include "io/wiod_sheet.hpp"

#include "io/wiod_sheet_table.hpp"
#include "io/xlsx.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace desvio {

namespace {

constexpr double recognised = 0.95;
constexpr int n_title_rows = 2;

/// One sheet that has the layout.
struct YearSheet {
    std::string file, sheet;
    int year = 0;  // 0 when nothing says it
};

bool has_ending(std::string const& name, std::string_view ending) {
    if (name.size() < ending.size()) return false;
    return std::equal(ending.rbegin(), ending.rend(), name.rbegin(),
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

/// The first run of exactly four digits that can be a year.
int find_year(std::string_view text) {
    constexpr int first_year = 1900;
    constexpr int last_year = 2100;
    constexpr std::size_t n_year_digits = 4;
    constexpr int ten = 10;
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t k = 0; k < text.size();) {
        if (!is_digit(text[k])) {
            ++k;
            continue;
        }
        std::size_t const begin = k;
        int value = 0;
        for (; k < text.size() && is_digit(text[k]); ++k)
            if (k - begin < n_year_digits) value = value * ten + (text[k] - '0');
        if (k - begin == n_year_digits && value >= first_year && value <= last_year) return value;
    }
    return 0;
}

/// The year that the sheet's name, else its title, else the file's name says; nothing when the sheet has another
/// layout.
std::optional<int> look_at_sheet(XlsxBook const& book, std::string const& sheet, std::string const& file,
                                 WiodLayout const& layout) {
    WiodHeaders headers(layout);
    int year = find_year(sheet);
    book.read_rows(sheet, [&](int row, std::span<XlsxCell const> cells) {
        if (row >= WiodHeaders::first_data_row) return false;
        if (year == 0 && row <= n_title_rows && !cells.empty()) year = find_year(text_of(cells.front()));
        headers.take(row, cells);
        return true;
    });
    if (!headers.fits()) return std::nullopt;
    return year != 0 ? year : find_year(file);
}

std::vector<YearSheet> find_sheets(TableSource const& source, WiodLayout const& layout) {
    std::vector<YearSheet> found;
    for (std::string const& file : source.names()) {
        if (!has_ending(file, ".xlsx")) continue;
        XlsxBook const book = XlsxBook::of_source(source, file);
        for (std::string const& sheet : book.sheets())
            if (auto const year = look_at_sheet(book, sheet, file, layout)) found.push_back({file, sheet, *year});
    }
    return found;
}

void refuse_binary_books(TableSource const& source) {
    for (std::string const& file : source.names())
        if (has_ending(file, ".xlsb"))
            throw InputError({{source.place(file)},
                              "is a binary spreadsheet (.xlsb)",
                              "only .xlsx can be read",
                              "Open it in a spreadsheet program and save it as .xlsx."});
}

YearSheet choose_sheet(TableSource const& source, WiodLayout const& layout, int year) {
    auto const sheets = find_sheets(source, layout);
    if (sheets.empty()) refuse_binary_books(source);
    if (sheets.empty())
        throw InputError(
            {{source.path().string()},
             fmt::format("no sheet has the layout of {}", layout.title),
             fmt::format("industry codes from '{}' on in row {} from column E on, and final demand "
                         "from '{}' on in row {} make it",
                         layout.first_code, layout.code_row, layout.categories.front(), layout.category_row),
             "Check the file, or name another format."});
    if (year == 0 && sheets.size() == 1) return sheets.front();
    std::vector<YearSheet> matching;
    std::string years;
    for (YearSheet const& sheet : sheets) {
        if (sheet.year == year && year != 0) matching.push_back(sheet);
        years += fmt::format("{}{}", years.empty() ? "" : ", ", sheet.year);
    }
    if (matching.size() == 1) return matching.front();
    // One sheet that does not say its year is taken for the year asked for.
    if (sheets.size() == 1 && sheets.front().year == 0) return {sheets.front().file, sheets.front().sheet, year};
    throw InputError({{source.path().string()},
                      matching.empty() ? fmt::format("there is no single table of year {}", year)
                                       : fmt::format("there are {} tables of {}", matching.size(), year),
                      fmt::format("years there are: {}", years),
                      year == 0 ? "Say which year to take." : "Take another year, or name one file."});
}

}  // namespace

double recognise_wiod_sheet(TableSource const& source, WiodLayout const& layout) {
    try {
        for (std::string const& file : source.names()) {
            if (!has_ending(file, ".xlsx")) continue;
            XlsxBook const book = XlsxBook::of_source(source, file);
            if (book.sheets().empty()) return 0.0;
            return look_at_sheet(book, book.sheets().front(), file, layout) ? recognised : 0.0;
        }
    } catch (InputError const&) {
        return 0.0;  // whoever reads it says why
    } catch (FileError const&) {
        return 0.0;
    }
    return 0.0;
}

IoTable read_wiod_sheet(TableSource const& source, WiodLayout const& layout, int year) {
    YearSheet const chosen = choose_sheet(source, layout, year);
    XlsxBook const book = XlsxBook::of_source(source, chosen.file);
    WiodSheetTable sheet_table(book, chosen.sheet, layout);
    IoTable table = sheet_table.read();
    table.year = chosen.year;
    table.name = fmt::format("{}-{}", layout.format, chosen.year);
    table.title = fmt::format("{}, {}", layout.title, chosen.year);
    table.source = layout.source;
    table.licence = layout.licence;
    table.format = layout.format;
    table.origin = source.place(chosen.file);
    table.currency = "USD";
    table.unit = "million US$";
    return table;
}

SectorKind kind_of_industry(std::string_view code, Isic revision) {
    char const last_goods_section = revision == Isic::rev3 ? 'D' : 'C';  // manufacturing
    if (!code.empty() && code.front() >= 'A' && code.front() <= 'Z')
        return code.front() <= last_goods_section ? SectorKind::goods : SectorKind::services;
    return kind_of_division(code, revision);
}

}  // namespace desvio
