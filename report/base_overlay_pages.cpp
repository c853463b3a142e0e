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

/// "No region of the base stands for the exporters EUU (44), ..."
std::string unmatched_line(std::map<std::string, Index> const& codes, char const* what, TextStyle const& style) {
    if (codes.empty()) return {};
    std::string list;
    for (auto const& [code, rows] : codes)
        list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", code.empty() ? "(blank)" : code, rows);
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    return text::wrap(fmt::format("No {} {} (rows in brackets)", what, list), width, 2) + "\n";
}

Json counts_json(std::map<std::string, Index> const& codes) {
    Json counts = Json::object();
    for (auto const& [code, rows] : codes) counts[code] = rows;
    return counts;
}

}  // namespace

std::string format_overlaid(Overlaid const& overlaid, TextStyle const& style) {
    Base const& base = overlaid.base;
    auto const count = [](Index n) { return text::format_number(static_cast<double>(n)); };
    std::string out =
        fmt::format("{} flows have a rate in the table, {} of them averaged from several rows; {} rates change.\n",
                    count(overlaid.flows_set), count(overlaid.flows_averaged), count(overlaid.flows_changed));
    text::TextTable table({{"", Align::left}, {"Duties paid\nbefore"}, {"Duties paid\nafter"}});
    for (Index n = 0; n < base.n_regions(); ++n)
        if (overlaid.revenue_before(n) != overlaid.revenue_after(n))
            table.add_row({{base.regions[n]},
                           {text::format_number(overlaid.revenue_before(n))},
                           {text::format_number(overlaid.revenue_after(n))}});
    if (!table.empty()) out += table.render(style);
    out +=
        fmt::format("Trade with a rate in the table {}; other goods trade of the same importers {}, left as it was\n",
                    text::format_number(overlaid.trade_set), text::format_number(overlaid.trade_untouched));
    for (std::string const& flow : overlaid.untouched) out += "  " + flow + "\n";
    if (overlaid.rows_without_rate > 0)
        out += fmt::format("Rows without a rate, passed over: {}\n", overlaid.rows_without_rate);
    out += unmatched_line(overlaid.unmatched_sectors, "sector of the base stands for", style);
    out += unmatched_line(overlaid.unmatched_exporters, "region of the base stands for the exporters", style);
    out += unmatched_line(overlaid.unmatched_importers, "region of the base stands for the importers", style);
    return out;
}

std::string format_overlaid_json(Overlaid const* overlaid, Base const& made) {
    Json json = {{"elasticities", made.elasticities.front().title}};
    if (overlaid == nullptr) return text::to_text(json);
    Json before = Json::object(), after = Json::object();
    for (Index n = 0; n < made.n_regions(); ++n) {
        before[made.regions[n]] = overlaid->revenue_before(n);
        after[made.regions[n]] = overlaid->revenue_after(n);
    }
    json["rows_without_rate"] = overlaid->rows_without_rate;
    json["flows_set"] = overlaid->flows_set;
    json["flows_averaged"] = overlaid->flows_averaged;
    json["flows_changed"] = overlaid->flows_changed;
    json["trade_set"] = overlaid->trade_set;
    json["trade_untouched"] = overlaid->trade_untouched;
    json["untouched"] = overlaid->untouched;
    json["duties_before"] = std::move(before);
    json["duties_after"] = std::move(after);
    json["unmatched"] = {{"sectors", counts_json(overlaid->unmatched_sectors)},
                         {"exporters", counts_json(overlaid->unmatched_exporters)},
                         {"importers", counts_json(overlaid->unmatched_importers)}};
    return text::to_text(json);
}

}  // namespace desvio
