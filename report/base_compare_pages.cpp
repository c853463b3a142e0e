#include "desvio/report/base_changes.hpp"
#include "report/json_tables.hpp"
#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

constexpr int correlation_digits = 3;

std::string agreement_table(std::vector<Agreement> const& agreements, TextStyle const& style) {
    text::TextTable table({{"", Align::left},
                           {"Cells"},
                           {"First"},
                           {"Second"},
                           {"Correlation\nlevels"},
                           {"Correlation\nlogs"},
                           {"Within\n10%"},
                           {"Within a\nfactor 2"},
                           {"To\nmove"}});
    for (Agreement const& entry : agreements) {
        bool const is_rate = entry.first < 1.0;
        auto const total = [&](double value) {
            return is_rate ? text::format_share(value, 2) : text::format_number(value);
        };
        table.add_row({{entry.what},
                       {text::format_number(static_cast<double>(entry.cells))},
                       {total(entry.first)},
                       {total(entry.second)},
                       {text::format_number(entry.correlation, correlation_digits)},
                       {text::format_number(entry.log_correlation, correlation_digits)},
                       {text::format_share(entry.within_tenth)},
                       {text::format_share(entry.within_factor_two)},
                       {text::format_share(entry.dissimilarity)}});
    }
    return table.render(style);
}

std::string gaps_table(std::string const& title, std::vector<Pair> const& pairs, std::size_t top,
                       TextStyle const& style) {
    text::TextTable table({{"", Align::left}, {"First"}, {"Second"}, {"Gap"}, {"Ratio"}});
    for (std::size_t k = 0; k < std::min(top, pairs.size()); ++k) {
        Pair const& pair = pairs[k];
        if (pair.first == pair.second) break;
        table.add_row({{pair.where},
                       {text::format_number(pair.first)},
                       {text::format_number(pair.second)},
                       {text::format_signed(pair.second - pair.first)},
                       {pair.first > 0.0 ? text::format_number(pair.second / pair.first, 2) : "–"}});
    }
    if (table.empty()) return {};
    return "\n" + text::paint(title, Tone::strong, style) + "\n" + table.render(style);
}

std::string only_line(char const* side, std::vector<std::string> const& codes, double share, TextStyle const& style) {
    if (codes.empty()) return {};
    std::string list;
    for (std::string const& code : codes) list += (list.empty() ? "" : ", ") + code;
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    return text::wrap(fmt::format("Only in the {}: {}; {} of its trade across borders is left out", side, list,
                                  text::format_share(share, 1)),
                      width, 2) +
           "\n";
}

Json pairs_json(std::vector<Pair> const& pairs, std::size_t top) {
    Json list = Json::array();
    for (std::size_t k = 0; k < std::min(top, pairs.size()); ++k)
        list.push_back({{"where", pairs[k].where}, {"first", pairs[k].first}, {"second", pairs[k].second}});
    return list;
}

}  // namespace

std::string format_flow_comparison(FlowComparison const& comparison, std::size_t top, TextStyle const& style) {
    std::string out = agreement_table(comparison.agreements, style);
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    Agreement const& cells = comparison.agreements.front();
    out +=
        text::wrap(fmt::format(
                       "{} cells trade in the first only ({} of its trade), {} in the second only ({} of its trade). "
                       "Within: share of the first's total in cells that close. To move: the part of either total that "
                       "would have to move to other cells for the same pattern.",
                       text::format_number(static_cast<double>(cells.first_only)),
                       text::format_share(cells.first_only_share, 1),
                       text::format_number(static_cast<double>(cells.second_only)),
                       text::format_share(cells.second_only_share, 1)),
                   width) +
        "\n";
    out += only_line("first", comparison.only_first, comparison.share_only_first, style);
    out += only_line("second", comparison.only_second, comparison.share_only_second, style);
    out += gaps_table("Largest gaps by exporter, trade across borders", comparison.by_exporter, top, style);
    out += gaps_table("By importer", comparison.by_importer, top, style);
    out += gaps_table("By sector", comparison.by_sector, top, style);
    out += gaps_table("By pair", comparison.by_pair, top, style);
    out += gaps_table("By cell", comparison.by_cell, top, style);
    return out;
}

std::string format_flow_comparison_json(FlowComparison const& comparison, std::size_t top) {
    Json agreements = Json::array();
    for (Agreement const& entry : comparison.agreements)
        agreements.push_back({{"what", entry.what},
                              {"cells", entry.cells},
                              {"first", entry.first},
                              {"second", entry.second},
                              {"correlation", entry.correlation},
                              {"log_correlation", entry.log_correlation},
                              {"both", entry.both},
                              {"first_only", entry.first_only},
                              {"second_only", entry.second_only},
                              {"first_only_share", entry.first_only_share},
                              {"second_only_share", entry.second_only_share},
                              {"dissimilarity", entry.dissimilarity},
                              {"within_tenth", entry.within_tenth},
                              {"within_factor_two", entry.within_factor_two}});
    return text::to_text({{"agreements", std::move(agreements)},
                          {"only_first", comparison.only_first},
                          {"only_second", comparison.only_second},
                          {"share_only_first", comparison.share_only_first},
                          {"share_only_second", comparison.share_only_second},
                          {"by_exporter", pairs_json(comparison.by_exporter, top)},
                          {"by_importer", pairs_json(comparison.by_importer, top)},
                          {"by_sector", pairs_json(comparison.by_sector, top)},
                          {"by_pair", pairs_json(comparison.by_pair, top)},
                          {"by_cell", pairs_json(comparison.by_cell, top)}});
}

}  // namespace desvio
