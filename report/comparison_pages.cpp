#include "desvio/report/comparison.hpp"

#include "report/figures.hpp"
#include "report/json_tables.hpp"
#include "report/naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using text::Align;
using text::Cell;
using text::Json;
using text::Tone;

constexpr std::size_t sector_width = 36;

/// "A", "B", ..., "Z", "27", ...
std::string letter(std::size_t result) {
    constexpr std::size_t letters = 26;
    return result < letters ? std::string(1, static_cast<char>('A' + result)) : fmt::format("{}", result + 1);
}

std::string list_of_results(ResultComparison const& comparison, TextStyle const& style) {
    text::TextTable table({{"", Align::left}, {"", Align::left}, {"", Align::left}});
    for (std::size_t r = 0; r < comparison.results.size(); ++r)
        table.add_row({{letter(r), Tone::strong}, {comparison.results[r].name}, {comparison.results[r].title}});
    return table.render(style);
}

std::string subject_of_row(ResultComparison const& comparison, ComparedTable const& table, ComparedRow const& row,
                           bool is_by_sector) {
    Base const& base = comparison.results[comparison.against].base;
    if (row.region == table.what) return row.region;
    if (!is_by_sector) return text::set_label(base, row.members);
    auto const sector = base.sectors.find(row.sector);
    if (!sector) return row.sector;
    return row.sector + "  " + base.sector_table[static_cast<std::size_t>(*sector)].name;
}

std::string heading_of(ResultComparison const& comparison, ComparedTable const& table, bool is_by_sector) {
    std::string title = text::title_of(table.long_name, table.units);
    Base const& base = comparison.results[comparison.against].base;
    if (is_by_sector && !table.rows.empty())
        title += ", of " + text::name_in_sentence(text::set_label(base, table.rows.front().members));
    if (!table.partner.empty()) {
        std::string const partner = text::name_in_sentence(text::set_label(base, named_regions(table.partner, base)));
        title += (table.what.starts_with("import") || table.what == "average_tariff" ? ", from " : ", to ") + partner;
    }
    if (!table.sector.empty()) title += ", sector " + table.sector;
    return title;
}

/// "1→3" for two results, "1 3 2" for more; nothing for a group.
std::string rank_text(ComparedRow const& row) {
    if (row.is_group) return {};
    std::string ranks;
    for (Index r = 0; r < row.rank.size(); ++r) {
        if (r > 0) ranks += row.rank.size() == 2 ? "→" : " ";
        ranks += text::format_number(row.rank(r));
    }
    return ranks;
}

std::string table_page(ResultComparison const& comparison, ComparedTable const& table, TextStyle const& style) {
    std::size_t const n_results = comparison.results.size();
    bool const is_by_sector = !table.rows.empty() && !table.rows.front().sector.empty();
    bool const has_ranks =
        std::count_if(table.rows.begin(), table.rows.end(), [](ComparedRow const& row) { return !row.is_group; }) > 1;
    std::vector<text::Column> columns{{"", Align::left}};
    for (std::size_t r = 0; r < n_results; ++r) columns.push_back({letter(r)});
    for (std::size_t r = 0; r < n_results; ++r)
        if (r != comparison.against) columns.push_back({letter(r) + " − " + letter(comparison.against)});
    if (has_ranks) columns.push_back({n_results == 2 ? "Rank" : "Ranks", Align::right, true});
    text::TextTable page(std::move(columns));
    bool const has_group =
        std::any_of(table.rows.begin(), table.rows.end(), [](auto const& row) { return row.is_group; });
    for (ComparedRow const& row : table.rows) {
        std::string const indent = has_group && !row.is_group ? "  " : "";
        std::vector<Cell> cells{{text::shorten(indent + subject_of_row(comparison, table, row, is_by_sector),
                                               is_by_sector ? sector_width : text::subject_width),
                                 row.is_group && has_ranks ? Tone::strong : Tone::plain}};
        for (std::size_t r = 0; r < n_results; ++r) {
            double const value = row.value(static_cast<Index>(r));
            cells.push_back(text::level_cell(value, table.units, table.long_name));
        }
        for (std::size_t r = 0; r < n_results; ++r)
            if (r != comparison.against)
                cells.push_back(
                    text::signed_cell(row.difference(static_cast<Index>(r)), text::decimals_of(table.units)));
        if (has_ranks) cells.push_back({rank_text(row)});
        page.add_row(std::move(cells));
    }
    return text::section(heading_of(comparison, table, is_by_sector), style) + page.render(style);
}

Json result_json(ComparedResult const& result) {
    return {{"name", result.name},
            {"title", result.title},
            {"base_name", result.base_name},
            {"base_sha256", result.base_sha256},
            {"model", result.model},
            {"closures", result.closures},
            {"elasticities", result.elasticities},
            {"market", result.base.regions[result.market]}};
}

}  // namespace

std::string format_comparison(ResultComparison const& comparison, TextStyle const& style) {
    std::string out = list_of_results(comparison, style);
    for (std::string const& note : comparison.notes) out += text::sentence_line(note, style);
    for (ComparedTable const& table : comparison.tables) out += table_page(comparison, table, style);
    ComparedResult const& first = comparison.results[comparison.against];
    std::string words = "Rank 1 has the largest figure among single lines.";
    bool const is_any_numeraire = std::any_of(comparison.tables.begin(), comparison.tables.end(),
                                              [](auto const& table) { return table.units.starts_with("numeraire"); });
    if (is_any_numeraire) words += " Numeraire: " + first.numeraire + ".";
    out += "\n" + text::sentence_line(words, style);
    return out + text::sentence_line(fmt::format("Model {} ({}), elasticities {}, base {}{}.", first.model,
                                                 first.closures, first.elasticities, first.base_name,
                                                 comparison.notes.empty() ? "" : fmt::format(" in {}", first.name)),
                                     style);
}

std::string format_comparison_json(ResultComparison const& comparison) {
    Json results = Json::array(), lines = Json::array();
    for (ComparedResult const& result : comparison.results) results.push_back(result_json(result));
    for (ComparedTable const& table : comparison.tables) {
        for (ComparedRow const& row : table.rows) {
            Json value = Json::object(), difference = Json::object(), rank = Json::object();
            for (std::size_t r = 0; r < comparison.results.size(); ++r) {
                std::string const& name = comparison.results[r].name;
                auto const at = static_cast<Index>(r);
                value[name] = row.value(at);
                difference[name] = row.difference(at);
                rank[name] = row.rank(at);
            }
            lines.push_back({{"what", table.what},
                             {"region", row.region},
                             {"partner", table.partner},
                             {"sector", row.sector.empty() ? table.sector : row.sector},
                             {"units", table.units},
                             {"value", std::move(value)},
                             {"difference", std::move(difference)},
                             {"rank", std::move(rank)}});
        }
    }
    return text::to_text({{"format", "desvio-comparison"},
                          {"version", 1},
                          {"against", comparison.results[comparison.against].name},
                          {"notes", comparison.notes},
                          {"results", std::move(results)},
                          {"lines", std::move(lines)}});
}

}  // namespace desvio
