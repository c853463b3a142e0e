#include "desvio/report/short_answers.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using text::Align;
using text::Tone;

std::string figure_of(double value) { return std::isnan(value) ? "by sector" : fmt::format("{}", value); }

/// The numbers that differ, one line each, in three columns.
std::string readings_table(Scenario const& scenario, TextStyle const& style) {
    text::TextTable table({{"Number", Align::left}, {"Line"}, {"low"}, {"central"}, {"high"}});
    for (WrittenReadings const& number : scenario.readings)
        table.add_row({{number.what},
                       {fmt::format("{}", number.where.line)},
                       {figure_of(number.values[0])},
                       {figure_of(number.values[1])},
                       {figure_of(number.values[2])}});
    return table.render(style);
}

/// "+0.12 (+0.08…+0.17)"
text::Cell change_cell(double value, double lower, double upper) {
    text::Cell cell = text::signed_cell(value, 2);
    if (!std::isnan(lower))
        cell.text += fmt::format(" ({}…{})", text::format_signed(lower, 2), text::format_signed(upper, 2));
    return cell;
}

/// The change in the focus together, or in one of its regions, with its interval.
text::Cell outcome_cell(text::Answer const& answer, std::vector<Index> const& members) {
    bool const is_rigid = text::is_short_run(answer.result);
    text::GroupOutcome const outcome = text::sum_outcome(answer, members);
    double const value = is_rigid ? outcome.value_added_pct : outcome.real_income_pct;
    if (!answer.result.uncertainty) return text::signed_cell(value, 2);
    Uncertainty const& draws = *answer.result.uncertainty;
    if (members.size() > 1) {
        Spread const& spread = is_rigid ? draws.focus_value_added_pct : draws.focus_welfare_pct;
        return change_cell(value, spread.lower, spread.upper);
    }
    Interval const& interval = is_rigid ? draws.value_added_pct : draws.welfare_pct;
    return change_cell(value, interval.lower[members.front()], interval.upper[members.front()]);
}

/// The sentence or two of a rule's line in a list: "line 24: change = -0.028 on ...".
std::string rule_line(RuleEffect const& effect) {
    std::string line = effect.where.line > 0 ? fmt::format("line {}: ", effect.where.line) : "";
    line += fmt::format("{}: {}", effect.kind, effect.summary);
    if (!effect.note.empty()) line += fmt::format(" ({})", effect.note);
    return line;
}

std::string labelled(std::string const& label, std::string const& what, TextStyle const& style) {
    if (what.empty()) return {};
    constexpr std::size_t indent = 10;
    return text::paint(fmt::format("{:<{}}", label, indent), Tone::faint, style) +
           text::wrap(what, static_cast<std::size_t>(std::max(style.width, 1)), indent, indent) + "\n";
}

}  // namespace

std::string format_readings(std::vector<RunResult> const& runs, TextStyle const& style) {
    RunResult const& first = runs.front();
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    std::vector<text::Answer> answers(runs.begin(), runs.end());
    std::vector<text::Column> columns{{"", Align::left}};
    for (RunResult const& run : runs) columns.push_back({to_string(run.scenario.reading)});
    text::TextTable table(columns);
    auto const add_row = [&](std::string const& name, Tone tone, auto const& cell) {
        std::vector<text::Cell> cells{{name, tone}};
        for (text::Answer const& answer : answers) cells.push_back(cell(answer));
        table.add_row(std::move(cells));
    };
    auto const& focus = first.resolved.focus;
    if (focus.size() > 1)
        add_row(text::set_label(first.base, focus), Tone::strong,
                [&](text::Answer const& answer) { return outcome_cell(answer, focus); });
    for (Index const n : focus)
        add_row((focus.size() > 1 ? "  " : "") + text::short_name(first.base, n), Tone::plain,
                [&](text::Answer const& answer) { return outcome_cell(answer, {n}); });
    auto const ledger = [&](text::Answer const& answer) {
        return text::sum_ledger(answer, text::destination_blocs(answer), focus);
    };
    std::string const market = text::name_in_sentence(text::short_name(first.base, first.resolved.market));
    add_row(fmt::format("Sales in {}, {}", market, text::money_unit(first.base)), Tone::plain,
            [&](text::Answer const& answer) { return text::signed_cell(-ledger(answer).loss); });
    add_row("  of a loss redirected", Tone::plain,
            [&](text::Answer const& answer) { return text::Cell{text::format_share(ledger(answer).rate())}; });
    std::string const title = first.scenario.title.empty() ? first.scenario.name : first.scenario.title;
    std::string const what = text::is_short_run(first) ? "Value added" : "Real income";
    std::string const draws =
        first.uncertainty ? ", with the 5th and 95th percentile of elasticity draws in brackets" : "";
    return text::paint(text::shorten(title, width), Tone::strong, style) + "\n\n" +
           readings_table(first.scenario, style) + "\n" +
           text::wrap(fmt::format("{}, change in %{}", what, draws), width) + "\n" + table.render(style);
}

std::string format_scenario(Scenario const& scenario, ResolvedScenario const& resolved, Base const& base,
                            TextStyle const& style) {
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    std::string out =
        text::paint(scenario.title.empty() ? scenario.name : scenario.title, Tone::strong, style) + "\n\n";
    out += labelled("Name", scenario.name, style) + labelled("Base", base.name, style);
    out += labelled("Model", fmt::format("{}; {}", scenario.model.kind, describe_closures(scenario.model)), style);
    out += labelled("Note", scenario.note, style) + labelled("Sources", scenario.source, style);
    if (!scenario.readings.empty())
        out +=
            "\n" +
            text::wrap(
                fmt::format("Readings: 'desvio run {} --reading low', 'high' or 'all'; central unless told otherwise.",
                            scenario.name),
                width) +
            "\n" + readings_table(scenario, style);
    out += "\n" + text::paint("Rules", Tone::strong, style) + "\n";
    if (resolved.effects.empty()) out += "None: the scenario changes nothing.\n";
    for (RuleEffect const& effect : resolved.effects) out += text::wrap(rule_line(effect), width, 4) + "\n";
    return out;
}

}  // namespace desvio
