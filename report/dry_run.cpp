#include "desvio/report/summary.hpp"

#include "report/naming.hpp"
#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Tone;

/// Duties as percent of the import price, cost and productivity changes as percent.
std::string percent(double fraction) { return text::format_share(fraction, 2); }

std::string place(SourceLocation const& where) { return where.line > 0 ? fmt::format("{}", where.line) : ""; }

std::size_t width_of(TextStyle const& style) { return static_cast<std::size_t>(std::max(style.width, 1)); }

std::string rules_table(ResolvedScenario const& resolved, Base const& base, TextStyle const& style) {
    std::size_t const width = width_of(style);
    bool const has_exempt = std::any_of(resolved.effects.begin(), resolved.effects.end(),
                                        [](RuleEffect const& effect) { return effect.exempt_share > 0.0; });
    std::vector<text::Column> columns{{"Line"},
                                      {"Rule", Align::left},
                                      {"What", Align::left},
                                      {"Cells"},
                                      {"Base trade,\n" + text::money_unit(base)},
                                      {"Average\nbefore"},
                                      {"Average\nafter"}};
    std::size_t kind_width = 4;
    for (RuleEffect const& effect : resolved.effects) kind_width = std::max(kind_width, effect.kind.size());
    // What is left for the rule's text beside the columns of figures and their gaps.
    std::size_t taken = 47 + kind_width;
    if (has_exempt) {
        columns.insert(columns.begin() + 5, {"Of it\nexempt"});
        taken += 13;
    }
    std::size_t const room = width > taken + 14 ? width - taken : 14;
    text::TextTable table(columns);
    for (RuleEffect const& effect : resolved.effects) {
        std::vector<text::Cell> row{{place(effect.where)},
                                    {effect.kind},
                                    {text::shorten(effect.summary, room)},
                                    {text::format_number(static_cast<double>(effect.cells))},
                                    {text::format_number(effect.trade)},
                                    {percent(effect.average_before)},
                                    {percent(effect.average_after)}};
        if (has_exempt)
            row.insert(row.begin() + 5, {effect.exempt_share > 0.0 ? text::format_number(effect.exempt_trade) : ""});
        table.add_row(std::move(row));
    }
    std::string out = table.empty() ? "No rule: the scenario changes nothing.\n" : table.render(style);
    for (RuleEffect const& effect : resolved.effects) {
        // What the table had no room for is said in full below it.
        std::vector<std::string> parts;
        if (text::display_width(effect.summary) > room) parts.push_back(effect.summary);
        if (!effect.note.empty()) parts.push_back(effect.note);
        for (std::string const& unmatched : effect.unmatched) parts.push_back(unmatched + " (allowed)");
        if (parts.empty()) continue;
        std::string const line = effect.where.line > 0 ? fmt::format("line {}: ", effect.where.line) : "";
        out += text::wrap(line + fmt::format("{}", fmt::join(parts, "; ")), width, 4) + "\n";
    }
    return out;
}

/// Average duties of the lines that change, one table; and in a row how many others there are.
std::string duties_table(std::string const& what, std::vector<DutyLine> const& lines,
                         std::vector<std::string> const& names, Base const& base, TextStyle const& style) {
    text::TextTable table({{what, Align::left},
                           {"Imports,\n" + text::money_unit(base)},
                           {"Share whose\nduty changes"},
                           {"Average\nbefore"},
                           {"Average\nafter"}});
    std::vector<DutyLine> changed, same;
    for (DutyLine const& line : lines) (line.changed_trade > 0.0 ? changed : same).push_back(line);
    std::stable_sort(changed.begin(), changed.end(),
                     [](DutyLine const& a, DutyLine const& b) { return a.changed_trade > b.changed_trade; });
    for (DutyLine const& line : changed)
        table.add_row({{names[static_cast<std::size_t>(line.label)]},
                       {text::format_number(line.trade)},
                       {text::format_share(line.changed_trade / line.trade, 0)},
                       {percent(line.average_before)},
                       {percent(line.average_after)}});
    if (table.empty()) return "";
    if (!same.empty()) {
        double trade = 0.0, paid = 0.0;
        for (DutyLine const& line : same) {
            trade += line.trade;
            paid += line.average_before * line.trade;
        }
        table.add_row({{fmt::format("{} others", same.size()), Tone::faint},
                       {text::format_number(trade)},
                       {"unchanged"},
                       {percent(paid / trade)},
                       {percent(paid / trade)}});
    }
    return "\n" + table.render(style);
}

std::string duties_part(ResolvedScenario const& resolved, Base const& base, TextStyle const& style) {
    DutyPicture const picture = picture_duties(base, resolved.shock.tariff, resolved.market);
    std::string const market = text::name_in_sentence(text::short_name(base, resolved.market));
    std::string out = "\n" + text::paint("Duties of " + market, Tone::strong, style) + "\n";
    if (picture.total.changed_trade == 0.0)
        return out +
               text::wrap(
                   fmt::format("None changes: {} of the imports on average.", percent(picture.total.average_before)),
                   width_of(style)) +
               "\n";
    out += text::wrap(fmt::format("{} of the imports on average, {} before; duties change on {} of {} {}. Weighted by "
                                  "base trade, services counted.",
                                  percent(picture.total.average_after), percent(picture.total.average_before),
                                  text::format_number(picture.total.changed_trade),
                                  text::format_number(picture.total.trade), text::money_unit(base)),
                      width_of(style)) +
           "\n";
    std::vector<std::string> partners, sectors;
    for (Index n = 0; n < base.n_regions(); ++n) partners.push_back(text::short_name(base, n));
    for (Sector const& sector : base.sector_table)
        sectors.push_back(sector.code + "  " + sector.name.substr(0, sector.name.find(" (")));
    return out + duties_table("From", picture.by_partner, partners, base, style) +
           duties_table("Sector", picture.by_sector, sectors, base, style);
}

std::string groups_part(ResolvedScenario const& resolved, Base const& base, TextStyle const& style) {
    if (resolved.groups.empty()) return "";
    std::string out = "\n" + text::paint("Groups", Tone::strong, style) + "\n";
    for (GroupUse const& use : resolved.groups) out += text::wrap(describe_use(use, base), width_of(style), 4) + "\n";
    return out;
}

}  // namespace

std::string format_dry_run(ResolvedScenario const& resolved, Scenario const& scenario, Base const& base,
                           TextStyle const& style) {
    std::string out = text::paint(scenario.title.empty() ? scenario.name : scenario.title, Tone::strong, style) + "\n";
    out += fmt::format("{} rule{} of {} on base {}; nothing is solved or written.\n\n", resolved.effects.size(),
                       resolved.effects.size() == 1 ? "" : "s", scenario.file.empty() ? scenario.name : scenario.file,
                       base.name);
    out += rules_table(resolved, base, style) + groups_part(resolved, base, style) + duties_part(resolved, base, style);
    if (std::string const reading = text::reading_text(scenario); !reading.empty())
        out += "\n" + text::wrap("Reading: " + reading + ".", width_of(style)) + "\n";
    out +=
        "\n" +
        text::wrap(fmt::format("Averages of rules are weighted by base trade over the cells that change. Redirection "
                               "is followed from {} ({}); the summary is about {} ({} region{}).",
                               text::name_in_sentence(text::short_name(base, resolved.market)), resolved.market_reason,
                               text::name_in_sentence(text::set_label(base, resolved.focus)), resolved.focus.size(),
                               resolved.focus.size() == 1 ? "" : "s"),
                   width_of(style)) +
        "\n";
    return out;
}

}  // namespace desvio
