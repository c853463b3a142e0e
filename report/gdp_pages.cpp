#include "desvio/report/import_report.hpp"
#include "report/json_tables.hpp"
#include "report/numbers.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

std::string listed(std::string const& what, std::vector<std::string> const& codes, TextStyle const& style) {
    if (codes.empty()) return {};
    return text::wrap(fmt::format("{}: {}", what, fmt::join(codes, ", ")),
                      static_cast<std::size_t>(std::max(style.width, 1)), 2) +
           "\n";
}

Json gdp_row_json(GdpComparison::Row const& row) {
    return {{"income", row.income},
            {"expenditure", row.expenditure},
            {"official", row.official},
            {"income_over_official", row.income / row.official},
            {"expenditure_over_official", row.expenditure / row.official}};
}

}  // namespace

std::string format_gdp(GdpComparison const& gdp, TextStyle const& style) {
    std::string out = "\n" + text::paint("GDP beside the official figures, million", Tone::strong, style) + "\n";
    if (gdp.rows.empty()) {
        out += "No official figure is of a region of the table.\n";
    } else {
        text::TextTable table({{"", Align::left},
                               {"GDP by\nincome"},
                               {"GDP by\nexpenditure"},
                               {"Official"},
                               {"Income /\nofficial"},
                               {"Expenditure /\nofficial"}});
        auto const add = [&](GdpComparison::Row const& row) {
            table.add_row({{row.region},
                           {text::format_number(row.income)},
                           {text::format_number(row.expenditure)},
                           {text::format_number(row.official)},
                           {fmt::format("{:.3f}", row.income / row.official)},
                           {fmt::format("{:.3f}", row.expenditure / row.official)}});
        };
        for (GdpComparison::Row const& row : gdp.rows) add(row);
        if (gdp.rows.size() > 1) add(gdp.total);
        out += table.render(style);
    }
    return out + listed("No regions of the table", gdp.unknown, style) +
           listed("Without an official figure", gdp.unofficial, style);
}

std::string format_health_json(TableHealth const& health, GdpComparison const& gdp) {
    Json json = text::health_json(health);
    Json regions = Json::object();
    for (GdpComparison::Row const& row : gdp.rows) regions[row.region] = gdp_row_json(row);
    json["official_gdp"] = {{"regions", std::move(regions)},
                            {"total", gdp.rows.empty() ? Json(nullptr) : gdp_row_json(gdp.total)},
                            {"unknown", gdp.unknown},
                            {"unofficial", gdp.unofficial}};
    return text::to_text(json);
}

}  // namespace desvio
