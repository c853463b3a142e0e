#include "desvio/report/summary.hpp"

#include "report/headline.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace desvio {
namespace {

using namespace text;  // the helpers of this room, for this file of tables only

constexpr std::size_t name_width = 22;  ///< columns for the names of regions: room for the figures beside them

/// A line of several tables: one region or a group.
struct Subject {
    std::string label;
    std::vector<Index> members;
    Tone tone = Tone::plain;
};

/// The focus group as a whole, then each member.
std::vector<Subject> focus_subjects(Answer const& answer) {
    auto const& focus = answer.result.resolved.focus;
    std::vector<Subject> subjects;
    bool const is_group = focus.size() > 1;
    if (is_group) subjects.push_back({shorten(set_label(answer.result.base, focus), name_width), focus, Tone::strong});
    for (Index const region : losers_then_gainers(answer, focus)) {
        std::string const name = (is_group ? "  " : "") + short_name(answer.result.base, region);
        subjects.push_back({shorten(name, name_width), {region}, Tone::plain});
    }
    return subjects;
}

/// "Rest of BRICS" -> "Rest of\nBRICS": a header of two lines, broken at the space nearest to the middle.
std::string two_lines(std::string label) {
    std::size_t best = std::string::npos;
    auto const distance = [&](std::size_t at) {
        auto const twice = 2 * at;
        return twice > label.size() ? twice - label.size() : label.size() - twice;
    };
    for (std::size_t at = label.find(' '); at != std::string::npos; at = label.find(' ', at + 1)) {
        if (best == std::string::npos || distance(at) < distance(best)) best = at;
    }
    if (best != std::string::npos && display_width(label) > 7) label[best] = '\n';
    return label;
}

std::string heading(std::string const& title, std::string const& note, TextStyle const& style) {
    std::string const line = title + (note.empty() ? "" : " " + note);
    if (display_width(line) > static_cast<std::size_t>(std::max(style.width, 1))) {
        return "\n" + wrap(line, static_cast<std::size_t>(style.width)) + "\n";
    }
    return "\n" + paint(title, Tone::strong, style) + (note.empty() ? "" : " " + note) + "\n";
}

std::string ledger_table(Answer const& answer, TextStyle const& style) {
    auto const blocs = destination_blocs(answer);
    std::vector<Column> columns{{"", Align::left}, {two_lines(short_name(answer.result.base, answer.ledger.market))}};
    for (Bloc const& bloc : blocs) columns.push_back({two_lines(bloc.label)});
    columns.insert(columns.end(), {{"Home"}, {"=\nOutput"}, {"Redi-\nrected", Align::right, true}});
    TextTable table(std::move(columns));
    for (Subject const& subject : focus_subjects(answer)) {
        LedgerRow const row = sum_ledger(answer, blocs, subject.members);
        std::vector<Cell> cells{{subject.label, subject.tone}, signed_cell(-row.loss)};
        for (double const gained : row.by_bloc) cells.push_back(signed_cell(gained));
        cells.push_back(signed_cell(row.absorbed));
        cells.push_back(signed_cell(-row.output_cut));
        cells.push_back({format_share(row.rate())});
        table.add_row(std::move(cells));
    }
    return heading("Where sales go,",
                   fmt::format("change in {} at base prices; a row sums to output (-: not sold at all)",
                               money_unit(answer.result.base)),
                   style) +
           table.render(style);
}

std::string spread_text(Spread const& spread) {
    return fmt::format("{}…{}", format_signed(spread.lower, 2), format_signed(spread.upper, 2));
}

std::string interval_text(Interval const& interval, Index region) {
    return spread_text({interval.lower[region], interval.median[region], interval.upper[region]});
}

std::string share_move(PartnerShare const& share) {
    return fmt::format("{}→{}", format_number(100.0 * share.before, 1), format_number(100.0 * share.after, 1));
}

bool has_intervals(Answer const& answer) { return answer.result.uncertainty && answer.result.uncertainty->draws > 0; }

/// Columns that both tables of outcomes begin with: real income and wages, or value added and jobs where wages stay.
std::vector<Column> outcome_columns(Answer const& answer) {
    bool const is_rigid = is_short_run(answer.result);
    std::vector<Column> columns{{"", Align::left}, {is_rigid ? "Value\nadded %" : "Real\nincome %"}};
    if (has_intervals(answer)) columns.push_back({"5th…95th\npercentile", Align::right, true});
    if (is_rigid) {
        columns.push_back({"Value\nadded"});
        if (answer.result.short_run) columns.push_back({"of it\ndirect"});
        if (answer.result.employment) columns.push_back({"Jobs"});
    } else {
        columns.insert(columns.end(), {{"Equiv.\nvariation"}, {"Real\nwage %"}});
    }
    columns.push_back({"Exports\n%"});
    return columns;
}

std::vector<Cell> outcome_cells(Answer const& answer, Subject const& subject, GroupOutcome const& outcome) {
    bool const is_rigid = is_short_run(answer.result);
    std::vector<Cell> cells{{subject.label, subject.tone},
                            signed_cell(is_rigid ? outcome.value_added_pct : outcome.real_income_pct, 2)};
    if (has_intervals(answer)) {
        Uncertainty const& draws = *answer.result.uncertainty;
        bool const is_region = subject.members.size() == 1;
        Interval const& interval = is_rigid ? draws.value_added_pct : draws.welfare_pct;
        Spread const& together = is_rigid ? draws.focus_value_added_pct : draws.focus_welfare_pct;
        bool const is_focus = subject.members == answer.result.resolved.focus;
        cells.push_back({is_region  ? interval_text(interval, subject.members.front())
                         : is_focus ? spread_text(together)
                                    : ""});
    }
    if (is_rigid) {
        cells.push_back(signed_cell(outcome.value_added_change));
        if (answer.result.short_run) cells.push_back(signed_cell(outcome.direct_value_added_change));
        if (answer.result.employment) cells.push_back(signed_cell(outcome.jobs_change));
    } else {
        cells.push_back(signed_cell(outcome.equivalent_variation));
        cells.push_back(signed_cell(outcome.real_wage_pct, 2));
    }
    cells.push_back(signed_cell(outcome.export_change_pct, 1));
    return cells;
}

std::string sector_codes(Base const& base, std::vector<Index> const& sectors) {
    std::string codes;
    for (Index const sector : sectors) codes += (codes.empty() ? "" : " ") + base.sectors[sector];
    return codes;
}

std::string outcome_table(Answer const& answer, TextStyle const& style) {
    constexpr std::size_t shown_sectors = 3;
    Base const& base = answer.result.base;
    auto const partner = leading_partner(answer);
    std::vector<Column> columns = outcome_columns(answer);
    if (partner) columns.push_back({"% of exports\nto " + short_name(base, *partner)});
    columns.push_back({"Loses most in\n" + shorten(short_name(base, answer.ledger.market), 14), Align::left, true});
    TextTable table(std::move(columns));
    for (Subject const& subject : focus_subjects(answer)) {
        std::vector<Cell> cells = outcome_cells(answer, subject, sum_outcome(answer, subject.members));
        if (partner) cells.push_back({share_move(share_of_partner(answer, subject.members, *partner))});
        cells.push_back({sector_codes(base, hardest_hit_sectors(answer, subject.members, shown_sectors))});
        table.add_row(std::move(cells));
    }
    return (is_short_run(answer.result)
                ? heading("What it does to value added and to dependence,",
                          fmt::format("{}, in the first year", money_unit(base)), style)
                : heading("What it does to incomes and to dependence,",
                          fmt::format("equivalent variation in {} a year", money_unit(base)), style)) +
           table.render(style);
}

std::string sector_table(Answer const& answer, TextStyle const& style) {
    constexpr std::size_t shown = 6;
    auto const& focus = answer.result.resolved.focus;
    auto const sectors = hardest_hit_sectors(answer, focus, shown);
    if (sectors.empty()) return {};
    TextTable table({{"", Align::left},
                     {"Sector", Align::left},
                     {"Before"},
                     {"Change"},
                     {"Other\ncountries"},
                     {"Home"},
                     {"=\nOutput"},
                     {"Mostly", Align::left, true}});
    for (Index const sector : sectors) {
        LedgerRow const row = sum_sector_ledger(answer, sector, focus);
        Index loser = focus.front();
        for (Index const region : focus) {
            if (answer.ledger.loss_by_sector(sector, region) > answer.ledger.loss_by_sector(sector, loser))
                loser = region;
        }
        std::string const& name = answer.result.base.sector_table[static_cast<std::size_t>(sector)].name;
        table.add_row({{answer.result.base.sectors[sector]},
                       {shorten(name, 30)},
                       {format_number(row.base_exports)},
                       signed_cell(-row.loss),
                       signed_cell(row.redirected()),
                       signed_cell(row.absorbed),
                       signed_cell(-row.output_cut),
                       {short_name(answer.result.base, loser)}});
    }
    std::string const market = short_name(answer.result.base, answer.ledger.market);
    return heading(fmt::format("Sectors {} loses most in {},", set_label(answer.result.base, focus),
                               name_in_sentence(market)),
                   money_unit(answer.result.base) + " at base prices", style) +
           table.render(style);
}

std::string market_table(Answer const& answer, TextStyle const& style) {
    constexpr std::size_t gainers = 6, losers = 4;
    MarketShift const& shift = answer.market;
    std::vector<Index> order;
    for (Index i = 0; i < answer.result.base.n_regions(); ++i) {
        if (i != shift.market) order.push_back(i);
    }
    Vector const change = shift.import_counterfactual - shift.import_base;
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return change[a] > change[b]; });
    if (order.size() > gainers + losers) {
        order.erase(order.begin() + gainers, order.end() - static_cast<std::ptrdiff_t>(losers));
    }
    TextTable table({{"", Align::left}, {"Before"}, {"Change"}, {"Share of\nimports %"}});
    for (Index const i : order) {
        table.add_row({{short_name(answer.result.base, i)},
                       {format_number(shift.import_base[i])},
                       signed_cell(change[i]),
                       {share_move({shift.share_base[i], shift.share_counterfactual[i]})}});
    }
    std::string const market = name_in_sentence(short_name(answer.result.base, shift.market));
    std::string const note = fmt::format(
        "Imports of {} change by {}; suppliers whose duty did not rise gain {}; its own producers sell {} at home.",
        market, format_signed(-shift.destruction), format_number(shift.diversion),
        format_signed(answer.ledger.absorbed[shift.market]));
    return heading(fmt::format("Who takes the market in {},", market),
                   fmt::format("largest gains and losses, {} at base prices", money_unit(answer.result.base)), style) +
           table.render(style) + wrap(note, static_cast<std::size_t>(std::max(style.width, 1))) + "\n";
}

/// The market, the single partners readers ask for, and whoever else gains or loses most in real income (value added).
std::vector<Index> other_regions(Answer const& answer) {
    constexpr std::size_t shown = 8;
    auto const& focus = answer.result.resolved.focus;
    auto const is_focus = [&](Index n) { return std::find(focus.begin(), focus.end(), n) != focus.end(); };
    std::vector<Index> others;
    auto const add = [&](Index n) {
        if (!is_focus(n) && std::find(others.begin(), others.end(), n) == others.end()) others.push_back(n);
    };
    add(answer.ledger.market);
    for (Bloc const& bloc : destination_blocs(answer)) {
        if (bloc.members.size() == 1) add(bloc.members.front());
    }
    std::vector<Index> order(static_cast<std::size_t>(answer.result.base.n_regions()));
    std::iota(order.begin(), order.end(), Index{0});
    Vector const& variation = answer.result.welfare.equivalent_variation;
    Vector const value_added_change = answer.result.equilibrium.factor_income - answer.result.accounts.value_added;
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
        Vector const& figure = is_short_run(answer.result) ? value_added_change : variation;
        return std::abs(figure[a]) > std::abs(figure[b]);
    });
    for (Index const n : order) {
        if (others.size() < shown) add(n);
    }
    return others;
}

std::string others_table(Answer const& answer, TextStyle const& style) {
    auto const others = other_regions(answer);
    if (others.empty()) return {};
    std::vector<Column> columns = outcome_columns(answer);
    columns.push_back({"Duty\nrevenue"});
    TextTable table(std::move(columns));
    for (Index const n : others) {
        Subject const subject{short_name(answer.result.base, n), {n}, Tone::plain};
        GroupOutcome const outcome = sum_outcome(answer, subject.members);
        std::vector<Cell> cells = outcome_cells(answer, subject, outcome);
        cells.push_back(signed_cell(outcome.revenue_change));
        table.add_row(std::move(cells));
    }
    return heading("The others,", money_unit(answer.result.base), style) + table.render(style);
}

}  // namespace

std::string format_summary(RunResult const& result, TextStyle const& style) {
    Answer const answer(result);
    if (result.is_unchanged) return format_headline(answer, style) + format_footer(result, style);
    return format_headline(answer, style) + ledger_table(answer, style) + outcome_table(answer, style) +
           sector_table(answer, style) + market_table(answer, style) + others_table(answer, style) +
           format_footer(result, style);
}

}  // namespace desvio
