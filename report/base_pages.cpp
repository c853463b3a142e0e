#include "desvio/params/io_table.hpp"
#include "desvio/report/import_report.hpp"
#include "desvio/report/summary.hpp"

#include "report/base_facts.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Tone;

std::string heading(std::string const& title, TextStyle const& style) {
    return "\n" + text::paint(title, Tone::strong, style) + "\n";
}

std::string facts_page(Base const& base, text::BaseFacts const& facts, TextStyle const& style) {
    text::Page page(base.name + (base.title.empty() ? "" : ": " + base.title), style);
    page.add("Year", base.year > 0 ? fmt::format("{}", base.year) : "");
    page.add("Size", fmt::format("{} regions x {} sectors ({} goods, {} services)", base.n_regions(), base.n_sectors(),
                                 base.sector_members("goods").size(), base.sector_members("services").size()));
    page.add("Money", text::money_unit(base) + " a year, basic prices");
    page.add("World value added", text::format_number(facts.value_added));
    page.add("Gross output", text::format_number(facts.gross_output));
    page.add("Trade across borders", fmt::format("{} ({} of value added)", text::format_number(facts.cross_border),
                                                 text::format_share(facts.cross_border / facts.value_added, 1)));
    page.add("Duties paid", fmt::format("{} ({} of that trade)", text::format_number(facts.duties),
                                        text::format_share(facts.duties / facts.cross_border, 2)));
    if (base.use_table)
        page.add("Full table", fmt::format("who uses what from where; final categories {}",
                                           fmt::join(base.use_table->final_categories, ", ")));
    if (base.jobs_per_output) page.add("Jobs", text::format_number(facts.jobs) + " persons");
    page.add("Source", base.source);
    page.add("Licence", base.licence);
    page.add("Read from", base.origin);
    return page.text();
}

std::string exporters_table(Base const& base, text::BaseFacts const& facts, TextStyle const& style) {
    constexpr std::size_t shown = 10;
    text::TextTable table(
        {{"", Align::left}, {"Exports"}, {"Imports"}, {"Deficit"}, {"Value\nadded"}, {"Duty on\nimports"}});
    for (std::size_t k = 0; k < std::min(shown, facts.by_exports.size()); ++k) {
        Index const n = facts.by_exports[k];
        table.add_row({{text::short_name(base, n)},
                       {text::format_number(facts.exports[n])},
                       {text::format_number(facts.imports[n])},
                       {text::format_number(facts.imports[n] - facts.exports[n])},
                       {text::format_number(facts.region_value_added[n])},
                       {text::format_share(facts.region_duties[n] / facts.imports[n], 1)}});
    }
    return heading("Largest exporters, " + text::money_unit(base), style) + table.render(style);
}

std::string groups_table(Base const& base, TextStyle const& style) {
    auto const groups = base.region_groups();
    if (groups.empty()) return {};
    std::string out = heading("Groups of regions", style);
    std::size_t label_width = 0;
    for (std::string const& group : groups) label_width = std::max(label_width, group.size() + 3);
    for (std::string const& group : groups) {
        std::string members;
        for (Index const n : base.region_members(group)) members += (members.empty() ? "" : " ") + base.regions[n];
        out += fmt::format("{:<{}}", "@" + group, label_width) +
               text::wrap(members, static_cast<std::size_t>(std::max(style.width, 1)), label_width, label_width) + "\n";
    }
    return out;
}

std::string elasticities_table(Base const& base, TextStyle const& style) {
    text::TextTable table(
        {{"", Align::left}, {"Horizon", Align::left}, {"Lowest"}, {"Median"}, {"Highest"}, {"What", Align::left}});
    for (ElasticitySet const& set : base.elasticities) {
        text::Range const range = text::range_of(set.theta);
        std::size_t const room = static_cast<std::size_t>(std::max(style.width - 50, 12));
        table.add_row({{set.name},
                       {set.horizon.empty() ? "not stated" : set.horizon},
                       {text::format_compact(range.lowest)},
                       {text::format_compact(range.median)},
                       {text::format_compact(range.highest)},
                       {text::shorten(set.title, room)}});
    }
    return heading("Trade elasticities (theta)", style) + table.render(style);
}

std::string quality_table(Base const& base, TextStyle const& style) {
    auto const shares = text::quality_shares(base);
    if (shares.empty()) return {};
    text::TextTable table({{"", Align::left}, {"Share of trade\nbetween regions"}, {"Cells"}});
    for (text::QualityShare const& share : shares) {
        table.add_row({{share.name},
                       {text::format_share(share.trade, 1)},
                       {text::format_number(static_cast<double>(share.cells))}});
    }
    return heading("How the flows were come by", style) + table.render(style);
}

}  // namespace

std::string format_checks(std::vector<IdentityCheck> const& checks, TextStyle const& style) {
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    std::string out;
    for (IdentityCheck const& check : checks) {
        out += text::paint(check.passed() ? "ok  " : "FAIL", check.passed() ? Tone::gain : Tone::loss, style) + "  ";
        out += text::wrap(check.meaning.empty() ? check.identity : check.meaning, width, 6, 6) + "\n";
        std::string line = check.identity + ":  largest error " + text::format_residual(check.error) + ", allowed " +
                           text::format_residual(check.tolerance);
        if (!check.worst.empty()) line += "; worst at " + check.worst;
        if (!check.detail.empty()) line += " (" + check.detail + ")";
        out += "      " + text::wrap(line, width, 6, 6) + "\n";
    }
    auto const failed = std::count_if(checks.begin(), checks.end(), [](auto const& check) { return !check.passed(); });
    out += failed == 0 ? fmt::format("All {} identities hold.\n", checks.size())
                       : fmt::format("{} of {} identities fail.\n", failed, checks.size());
    return out;
}

std::string format_base_info(Base const& base, TextStyle const& style) {
    text::BaseFacts const facts = text::gather_facts(base);
    return facts_page(base, facts, style) + exporters_table(base, facts, style) + groups_table(base, style) +
           elasticities_table(base, style) + quality_table(base, style) + format_provenance(base.provenance, style);
}

std::string format_settled(Settled const& settled, TextStyle const& style) {
    text::TextTable table({{"", Align::left}, {"Largest\nchange"}, {"Where", Align::left}, {"Before"}, {"After"}});
    for (Settled::Movement const& movement : settled.movements) {
        table.add_row({{movement.quantity},
                       {text::format_residual(movement.largest_relative)},
                       {movement.where},
                       {text::format_compact(movement.before)},
                       {text::format_compact(movement.after)}});
    }
    return text::paint("How far the base moved to its own equilibrium (relative)", Tone::strong, style) + "\n" +
           table.render(style) +
           fmt::format("Largest residual of any equation {}; {} evaluations.\n",
                       text::format_residual(settled.audit.largest()), settled.summary.evaluations);
}

}  // namespace desvio
