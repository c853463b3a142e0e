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

}  // namespace

std::string format_dry_run(ResolvedScenario const& resolved, Scenario const& scenario, Base const& base,
                           TextStyle const& style) {
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    std::string out = text::paint(scenario.title.empty() ? scenario.name : scenario.title, Tone::strong, style) + "\n";
    out += fmt::format("{} rule{} of {} on base {}; nothing is solved or written.\n\n", resolved.effects.size(),
                       resolved.effects.size() == 1 ? "" : "s", scenario.file.empty() ? scenario.name : scenario.file,
                       base.name);
    text::TextTable table({{"Line"},
                           {"Rule", Align::left},
                           {"What", Align::left},
                           {"Cells"},
                           {"Base trade,\n" + text::money_unit(base)},
                           {"Average\nbefore"},
                           {"Average\nafter"}});
    // What is left for the rule's text beside six columns of figures and their gaps.
    std::size_t const room = width > 76 ? width - 62 : 14;
    for (RuleEffect const& effect : resolved.effects) {
        table.add_row({{place(effect.where)},
                       {effect.kind},
                       {text::shorten(effect.summary, room)},
                       {text::format_number(static_cast<double>(effect.cells))},
                       {text::format_number(effect.trade)},
                       {percent(effect.average_before)},
                       {percent(effect.average_after)}});
    }
    out += table.empty() ? "No rule: the scenario changes nothing.\n" : table.render(style);
    for (RuleEffect const& effect : resolved.effects) {
        // What the table had no room for is said in full below it.
        bool const is_cut = text::display_width(effect.summary) > room;
        if (effect.note.empty() && !is_cut) continue;
        std::string line = effect.where.line > 0 ? fmt::format("line {}: ", effect.where.line) : "";
        if (is_cut) line += effect.summary;
        if (is_cut && !effect.note.empty()) line += "; ";
        out += text::wrap(line + effect.note, width, 4) + "\n";
    }
    out += "\n" +
           text::wrap(fmt::format("Averages are weighted by base trade over the cells that change. Redirection is "
                                  "followed from {} ({}); the summary is about {} ({} region{}).",
                                  text::name_in_sentence(text::short_name(base, resolved.market)),
                                  resolved.market_reason, text::name_in_sentence(text::set_label(base, resolved.focus)),
                                  resolved.focus.size(), resolved.focus.size() == 1 ? "" : "s"),
                      width) +
           "\n";
    return out;
}

}  // namespace desvio
