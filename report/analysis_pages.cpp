#include "desvio/core/units.hpp"
#include "desvio/report/analysis.hpp"
#include "report/json_tables.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace desvio {
namespace {

using text::Align;
using text::Tone;

constexpr std::size_t sectors_shown = 10;
constexpr std::size_t victims_shown = 3;
constexpr std::size_t label_width_most = 22;  // of a region
constexpr std::size_t sector_width_most = 26;
constexpr std::size_t figure_width = 8;

std::size_t page_width(TextStyle const& style) { return static_cast<std::size_t>(std::max(style.width, 1)); }

std::string part_title(std::string const& words, TextStyle const& style) {
    return "\n" + text::paint(text::wrap(words, page_width(style)), Tone::strong, style) + "\n";
}

std::string remark(std::string const& words, TextStyle const& style) {
    return text::wrap(words, page_width(style)) + "\n";
}

/// "1.23": a share in percent, without its sign; "–" where there is nothing to share.
std::string percent_of(double part, double whole, int decimals = 2) {
    return text::format_number(whole > 0.0 ? percent * part / whole : std::nan(""), decimals);
}

/// Focus regions, largest income first.
std::vector<Index> focus_by_income(AnalysisResult const& result) {
    std::vector<Index> regions = result.request.focus;
    Vector const income = result.income();
    std::stable_sort(regions.begin(), regions.end(),
                     [&](Index a, Index b) { return result.of_region(income, a) > result.of_region(income, b); });
    return regions;
}

/// Rows of the focus regions with the largest figures, largest first.
std::vector<Index> leading_rows(AnalysisResult const& result, Vector const& figures) {
    std::vector<Index> rows;
    for (Index const region : result.request.focus)
        for (Index j = 0; j < result.labels.n_sectors(); ++j) rows.push_back(result.row(region, j));
    std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) { return figures(a) > figures(b); });
    if (rows.size() > sectors_shown) rows.resize(sectors_shown);
    return rows;
}

std::string short_label(Base const& labels, Index region) {
    return text::shorten(text::short_name(labels, region), label_width_most);
}

/// The name where it is no wider than a figure, else the code.
std::string column_label(Base const& labels, Index region) {
    std::string name = text::short_name(labels, region);
    return text::display_width(name) <= figure_width ? name : labels.regions[region];
}

std::string row_label(AnalysisResult const& result, Index row) {
    Base const& labels = result.labels;
    auto const& sector = labels.sector_table[static_cast<std::size_t>(row % labels.n_sectors())];
    std::string const name =
        sector.name.empty() || sector.name == sector.code ? "" : "  " + text::shorten(sector.name, sector_width_most);
    return labels.regions[row / labels.n_sectors()] + " " + sector.code + name;
}

// --- exposure

std::string exposure_tables(AnalysisResult const& result, TextStyle const& style) {
    Exposure const& found = *result.exposure;
    Base const& labels = result.labels;
    std::string const market = text::name_in_sentence(text::short_name(labels, found.market));
    Vector const income = result.income();
    std::vector<Index> via = result.request.via;
    std::erase(via, found.market);

    std::vector<text::Column> columns{{"", Align::left}, {"Income\nbn"}, {"Total"}, {"Direct"}};
    for (Index const m : via) columns.push_back({"Through\n" + column_label(labels, m)});
    columns.push_back({"Through\nothers"});
    columns.push_back({"Home\nagain"});
    for (Index const m : via) columns.push_back({"At any\nstage:\n" + column_label(labels, m), Align::right, true});
    text::TextTable table(columns);
    for (Index const i : focus_by_income(result)) {
        if (i == found.market) continue;
        double const whole = result.of_region(income, i);
        double others = result.of_region(found.via.rowwise().sum(), i);
        auto const share = [&](Vector const& rows) { return percent_of(result.of_region(rows, i), whole); };
        std::vector<text::Cell> cells{{short_label(labels, i)},
                                      {text::format_number(whole / 1000.0, whole < 100000.0 ? 1 : 0)},
                                      {share(found.total)},
                                      {share(found.direct)}};
        for (Index const m : via) {
            cells.push_back({m == i ? "–" : share(found.via.col(m))});
            others -= result.of_region(found.via.col(m), i);
        }
        cells.push_back({percent_of(others, whole)});
        cells.push_back({share(found.again)});
        for (Index const m : via) cells.push_back({m == i ? "–" : share(found.any_stage.col(m))});
        table.add_row(cells);
    }
    std::string out =
        part_title("Exposure: income that depends on final demand of " + market + ", % of the region's income", style) +
        table.render(style) +
        remark(
            "Total = direct + through others + home again. Direct: made from home inputs and sold there by the region "
            "itself. Through X: X is the last seller. At any stage: it passes through X somewhere (these overlap).",
            style);

    text::TextTable sectors({{"Most exposed", Align::left},
                             {"Million"},
                             {"% of the\nsector"},
                             {"\nDirect"},
                             {"Largest other\nlast seller, %", Align::left}});
    for (Index const row : leading_rows(result, [&] {
             Vector rows = found.total;
             rows.segment(found.market * labels.n_sectors(), labels.n_sectors()).setZero();
             return rows;
         }())) {
        if (!(found.total(row) > 0.0)) continue;
        Index seller = 0;
        found.via.row(row).maxCoeff(&seller);
        sectors.add_row(
            {{row_label(result, row)},
             {text::format_number(found.total(row))},
             {percent_of(found.total(row), income(row), 1)},
             {percent_of(found.direct(row), income(row), 1)},
             {fmt::format("{} {}", labels.regions[seller], percent_of(found.via(row, seller), income(row), 1))}});
    }
    return out + "\n" + sectors.render(style);
}

// --- exports

std::string exports_table(AnalysisResult const& result, TextStyle const& style) {
    ExportParts const& parts = *result.source;
    text::TextTable table({{"", Align::left},
                           {"Exports\nmillion"},
                           {"Absorbed\nabroad"},
                           {"Returned\nhome"},
                           {"\nForeign"},
                           {"Double:\nhome"},
                           {"\nforeign"},
                           {"Taking part\nbackward"},
                           {"\nforward"},
                           {"Stages to\nfinal use", Align::right, true}});
    for (Index const s : focus_by_income(result)) {
        auto const of = [&](Matrix const& part) { return result.of_region(part.rowwise().sum(), s); };
        double const gross = of(parts.gross);
        double const back = of(parts.foreign) + of(parts.foreign_double) + of(parts.domestic_double);
        double const forth = of(parts.absorbed_abroad) + of(parts.returned) - of(parts.direct);
        table.add_row({{short_label(result.labels, s)},
                       {text::format_number(gross)},
                       {percent_of(of(parts.absorbed_abroad), gross, 1)},
                       {percent_of(of(parts.returned), gross)},
                       {percent_of(of(parts.foreign), gross, 1)},
                       {percent_of(of(parts.domestic_double), gross)},
                       {percent_of(of(parts.foreign_double), gross)},
                       {percent_of(back, gross, 1)},
                       {percent_of(forth, gross, 1)},
                       {result.linkages ? text::format_number(result.linkages->export_upstreamness(s), 2) : "–"}});
    }
    return part_title("What exports hold, % of gross exports (Borin and Mancini)", style) + table.render(style) +
           remark(
               "Absorbed abroad + returned + foreign + double counted (home, foreign) = exports. Absorbed abroad over "
               "exports is Johnson and Noguera's VAX ratio. Taking part in chains: backward, imported content and what "
               "crossed the border before; forward, domestic income that crosses more than one border.",
               style);
}

std::string value_added_table(AnalysisResult const& result, TextStyle const& style) {
    ValueAddedTrade const& found = *result.value_added;
    Base const& labels = result.labels;
    text::TextTable table({{"", Align::left},
                           {"Income absorbed\nabroad, million"},
                           {"Over gross\nexports"},
                           {"Mostly absorbed by, % of it", Align::left}});
    for (Index const i : focus_by_income(result)) {
        Vector const to = found.vax.row(i).transpose();
        std::vector<Index> order(static_cast<std::size_t>(to.size()));
        std::iota(order.begin(), order.end(), Index{0});
        std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return to(a) > to(b); });
        std::string mostly;
        for (std::size_t k = 0; k < std::min(victims_shown, order.size()); ++k)
            mostly += fmt::format("{}{} {}", mostly.empty() ? "" : ", ", labels.regions[order[k]],
                                  percent_of(to(order[k]), to.sum(), 1));
        table.add_row({{short_label(labels, i)},
                       {text::format_number(to.sum())},
                       {text::format_number(found.vax_ratio_total(i), 3)},
                       {mostly}});
    }
    return part_title("Income in the final demand of others", style) + table.render(style);
}

// --- sectors

std::string sectors_table(AnalysisResult const& result, TextStyle const& style) {
    Vector const order = result.every ? result.every->sector_income : result.income();
    std::vector<text::Column> columns{{"", Align::left}, {"Output\nmillion"}};
    if (result.every) {
        columns.push_back({"World loses\noutput"});
        columns.push_back({"\nincome"});
    }
    if (result.multipliers) {
        columns.push_back({"Multiplier\noutput"});
        columns.push_back({"of it\nhome"});
        columns.push_back({"Income\nhome"});
        if (result.multipliers->jobs.total.size() > 0) columns.push_back({"Jobs\nhome"});
    }
    if (result.linkages) {
        columns.push_back({"Linkage\nbackward"});
        columns.push_back({"\nforward"});
        columns.push_back({"Stages\nto use"});
    }
    text::TextTable table(columns);
    for (Index const row : leading_rows(result, order)) {
        std::vector<text::Cell> cells{{row_label(result, row)}, {text::format_number(result.output(row))}};
        auto const add = [&](double value, int decimals) { cells.push_back({text::format_number(value, decimals)}); };
        if (result.every) {
            add(result.every->sector_output(row), 0);
            add(result.every->sector_income(row), 0);
        }
        if (result.multipliers) {
            add(result.multipliers->output.total(row), 2);
            add(result.multipliers->output.domestic(row), 2);
            add(result.multipliers->income.domestic(row), 2);
            if (result.multipliers->jobs.total.size() > 0) add(result.multipliers->jobs.domestic(row), 1);
        }
        if (result.linkages) {
            add(result.linkages->backward(row), 2);
            add(result.linkages->forward(row), 2);
            add(result.linkages->upstreamness(row), 2);
        }
        table.add_row(cells);
    }
    std::string const title =
        result.every ? "Sectors whose loss would cost the world most, nothing taking their place" : "Largest sectors";
    return part_title(title, style) + table.render(style);
}

std::string extractions_table(AnalysisResult const& result, TextStyle const& style) {
    Base const& labels = result.labels;
    text::TextTable table({{"Taken out", Align::left},
                           {"Output\nlost"},
                           {"Income\nlost"},
                           {"% of\nworld"},
                           {"Most of it in, and % of the income there", Align::left}});
    Vector const income = result.income();
    for (std::size_t k = 0; k < result.losses.size(); ++k) {
        ExtractionLoss const& loss = result.losses[k];
        std::vector<Index> order(static_cast<std::size_t>(labels.n_regions()));
        std::iota(order.begin(), order.end(), Index{0});
        auto const lost = [&](Index s) { return result.of_region(loss.income, s); };
        std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return lost(a) > lost(b); });
        std::string where;
        for (std::size_t place = 0; place < std::min(victims_shown, order.size()); ++place) {
            Index const s = order[place];
            where += fmt::format("{}{} {}", where.empty() ? "" : ", ", labels.regions[s],
                                 percent_of(lost(s), result.of_region(income, s)));
        }
        table.add_row({{result.request.extractions[k].name},
                       {text::format_number(loss.output.sum())},
                       {text::format_number(loss.income.sum())},
                       {percent_of(loss.income.sum(), income.sum(), 3)},
                       {where}});
    }
    return part_title("Taken out of the table, nothing taking its place, million", style) + table.render(style);
}

}  // namespace

std::string format_analysis(AnalysisResult const& result, TextStyle const& style) {
    Base const& labels = result.labels;
    auto const& what = result.request.what;
    std::string out = text::paint(text::wrap(labels.title.empty() ? labels.name : labels.title, page_width(style)),
                                  Tone::strong, style) +
                      "\n";
    if (result.exposure) out += exposure_tables(result, style);
    if (result.source) out += exports_table(result, style);
    // The page of everything keeps to the decomposition, which says the same and more.
    if (result.value_added && what.size() < analysis_parts().size()) out += value_added_table(result, style);
    if (result.multipliers || result.linkages || result.every) out += sectors_table(result, style);
    if (!result.losses.empty()) out += extractions_table(result, style);
    std::string note = fmt::format(
        "Units: {}{}, basic prices. Income: value added and the duties and other taxes paid on "
        "inputs, so that parts add up.",
        text::money_unit(labels), labels.year > 0 ? fmt::format(" of {}", labels.year) : "");
    if (result.request.is_compact)
        note += " Every user buys a good from all origins in the same proportions (compact base).";
    if (!result.checks.empty()) note += fmt::format(" Sums checked: {}, all hold.", result.checks.size());
    out += "\n" + remark(note, style);
    return out;
}

std::string format_analysis_json(AnalysisResult const& result) {
    text::Json json = text::tables_to_json(to_tables(result, ""), "/none");
    json.erase("command_line");
    return text::to_text(json);
}

}  // namespace desvio
