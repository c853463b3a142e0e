#include "desvio/report/bars.hpp"

#include "report/bar_chart.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using text::Answer;
using text::Bar;
using text::Bloc;
using text::GroupOutcome;
using text::LedgerRow;
using text::Tone;

constexpr std::size_t most_countries = 12;  ///< bars of one chart that are taken in at a glance

std::string chart_of(std::string const& title, std::vector<Bar> const& bars, TextStyle const& style) {
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    return "\n" + text::paint(text::wrap(title, width), Tone::strong, style) + "\n" + text::render_bars(bars, style);
}

/// "Brazil", "Brazil and Chile", "those who lose"
std::string name_losers(Answer const& answer, std::vector<Index> const& losers) {
    auto const name = [&](std::size_t k) {
        return text::name_in_sentence(text::short_name(answer.result.base, losers[k]));
    };
    if (losers.size() == 1) return name(0);
    if (losers.size() == 2) return name(0) + " and " + name(1);
    return fmt::format("{} countries of {}", losers.size(),
                       text::name_in_sentence(text::set_label(answer.result.base, answer.result.resolved.focus)));
}

std::string redirection_chart(Answer const& answer, TextStyle const& style) {
    std::vector<Index> losers = text::losers_then_gainers(answer, answer.result.resolved.focus);
    std::erase_if(losers, [&](Index n) { return !(answer.ledger.loss[n] > 0.0); });
    if (losers.empty()) return {};
    std::vector<Bloc> const blocs = text::destination_blocs(answer);
    LedgerRow const lost = text::sum_ledger(answer, blocs, losers);
    std::vector<Bar> bars;
    auto const add = [&](std::string const& label, double value, Tone tone) {
        std::string const share = text::format_share(value / lost.loss);
        bars.push_back({label, value, fmt::format("{} {:>5}", text::format_signed(value), share), tone});
    };
    for (std::size_t b = 0; b < blocs.size(); ++b) add(blocs[b].label, lost.by_bloc[b], Tone::plain);
    add("Home", lost.absorbed, Tone::plain);
    add("Not sold at all", lost.output_cut, Tone::loss);
    Base const& base = answer.result.base;
    std::string const market = text::name_in_sentence(text::short_name(base, answer.ledger.market));
    return chart_of(fmt::format("Where the {} {} goes that {} no longer sell{} in {}, {} and % of it",
                                text::format_amount(lost.loss), text::currency_label(base), name_losers(answer, losers),
                                losers.size() == 1 ? "s" : "", market, text::money_unit(base)),
                    bars, style);
}

/// The countries furthest from zero, best first; how many are left out is said.
std::string income_chart(Answer const& answer, TextStyle const& style) {
    struct Moved {
        Index region;
        double pct;
    };
    bool const is_rigid = text::is_short_run(answer.result);
    std::vector<Moved> moved;
    for (Index const n : answer.result.resolved.focus) {
        GroupOutcome const outcome = text::sum_outcome(answer, {n});
        moved.push_back({n, is_rigid ? outcome.value_added_pct : outcome.real_income_pct});
    }
    std::stable_sort(moved.begin(), moved.end(),
                     [](Moved const& a, Moved const& b) { return std::abs(a.pct) > std::abs(b.pct); });
    std::size_t const left_out = moved.size() > most_countries ? moved.size() - most_countries : 0;
    double const largest_left_out = left_out > 0 ? std::abs(moved[most_countries].pct) : 0.0;
    if (left_out > 0) moved.resize(most_countries);
    std::stable_sort(moved.begin(), moved.end(), [](Moved const& a, Moved const& b) { return a.pct > b.pct; });
    std::vector<Bar> bars;
    bars.reserve(moved.size());
    for (Moved const& one : moved) {
        text::Cell const cell = text::signed_cell(one.pct, 2);
        bars.push_back({text::short_name(answer.result.base, one.region), one.pct, cell.text, cell.tone});
    }
    std::string chart =
        chart_of(is_rigid ? "Value added, change in percent" : "Real income, change in percent", bars, style);
    if (left_out > 0)
        chart += text::wrap(fmt::format("{} others change by {}% at most.", left_out,
                                        text::format_number(largest_left_out, 2)),
                            static_cast<std::size_t>(std::max(style.width, 1))) +
                 "\n";
    return chart;
}

}  // namespace

std::string format_bars(RunResult const& result, TextStyle const& style) {
    if (result.is_unchanged) return {};
    Answer const answer(result);
    return redirection_chart(answer, style) + income_chart(answer, style);
}

}  // namespace desvio
