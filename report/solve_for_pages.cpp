#include "desvio/report/sweep_report.hpp"

#include "report/json_tables.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

/// Levels need more digits than figures: they are what was asked for.
std::string level_text(double level) { return fmt::format("{:.6g}", level); }

std::string figure_text(double value) {
    constexpr double many = 1000.0;
    if (std::isfinite(value) && std::abs(value) >= many) return text::format_number(value, 1);
    return text::format_compact(value);
}

bool is_extreme(Target const& target) {
    return target.relation == Relation::maximum || target.relation == Relation::minimum;
}

/// "tariff_revenue[USA] = 500,000 (million, numeraire)"
std::string wanted_text(SolveForResult const& result) {
    Target const& target = result.plan.target;
    if (is_extreme(target))
        return fmt::format("{} {}", target.relation == Relation::maximum ? "largest" : "smallest", target.outcome);
    char const* sign = "=";
    if (target.relation == Relation::at_least) sign = ">=";
    if (target.relation == Relation::at_most) sign = "<=";
    std::string text = fmt::format("{} {} {}", target.outcome, sign, figure_text(target.value));
    if (target.change)
        text += fmt::format(" ({:+g}% of {} in the base)", 100.0 * *target.change, figure_text(result.base_value));
    return text;
}

std::string answer_text(SolveForResult const& result) {
    std::string const name = result.plan.range.number.field;
    std::string out;
    for (std::size_t k = 0; k < result.solutions.size(); ++k) {
        Probe const& at = result.solutions[k];
        bool const is_end = at.level == result.plan.range.low || at.level == result.plan.range.high;
        out +=
            fmt::format("{}{} = {}, where it is {}{}", k == 0 ? "" : "; and ", name, level_text(at.level),
                        figure_text(at.value), is_extreme(result.plan.target) && is_end ? ", an end of the range" : "");
    }
    return out.empty() ? "nowhere in the range" : out;
}

std::string holds_text(SolveForResult const& result) {
    if (result.plan.target.relation == Relation::equals || is_extreme(result.plan.target)) return {};
    if (result.holds.empty()) return "nowhere in the range";
    std::string out;
    for (auto const& [low, high] : result.holds)
        out += fmt::format("{}from {} to {}", out.empty() ? "" : "; ", level_text(low), level_text(high));
    return out;
}

}  // namespace

std::string format_solve_for(SolveForResult const& result, TextStyle const& style) {
    Scenario const& scenario = result.plan.scenario;
    LevelRange const& range = result.plan.range;
    text::Page page(scenario.title.empty() ? scenario.name : scenario.title, style);
    page.add("Varied", fmt::format("{}, from {} to {}; {} as written", range.number.long_name, level_text(range.low),
                                   level_text(range.high), level_text(range.number.written)));
    page.add("Wanted", wanted_text(result));
    page.add("Holds", holds_text(result));
    bool const is_bound = !holds_text(result).empty();
    if (!is_bound || !result.solutions.empty()) page.add(is_bound ? "Just met at" : "Found", answer_text(result));
    if (result.solutions.size() > 1 && !is_bound)
        page.add("", fmt::format("{} levels meet the target: the figure turns in between", result.solutions.size()));
    page.add("Reached",
             fmt::format("{} at {} = {} to {} at {}; {} in the base{}", figure_text(result.lowest.value),
                         range.number.field, level_text(result.lowest.level), figure_text(result.highest.value),
                         level_text(result.highest.level), figure_text(result.base_value),
                         std::isfinite(result.written_value)
                             ? fmt::format(", {} as written", figure_text(result.written_value))
                             : std::string()));
    page.add("Units", fmt::format("{}: {}; {}", result.plan.target.outcome, result.long_name, result.units));
    page.add("Work",
             fmt::format("{} solves, {} evaluations, {:.3g} s", result.solves, result.evaluations, result.seconds));
    return page.text();
}

std::string format_solve_for_json(SolveForResult const& result) {
    using text::Json;
    auto const probe = [](Probe const& at) { return Json{{"level", at.level}, {"value", at.value}}; };
    auto const list = [&](std::vector<Probe> const& probes) {
        Json all = Json::array();
        for (Probe const& at : probes) all.push_back(probe(at));
        return all;
    };
    Json holds = Json::array();
    for (auto const& [low, high] : result.holds) holds.push_back({low, high});
    Json const json = {{"scenario", result.plan.scenario.name},
                       {"number", result.plan.range.number.path},
                       {"range", {result.plan.range.low, result.plan.range.high}},
                       {"written", result.plan.range.number.written},
                       {"target", result.plan.target.text},
                       {"outcome", result.plan.target.outcome},
                       {"units", result.units},
                       {"wanted", is_extreme(result.plan.target) ? Json(nullptr) : Json(result.plan.target.value)},
                       {"base_value", result.base_value},
                       {"written_value", result.written_value},
                       {"solutions", list(result.solutions)},
                       {"holds", std::move(holds)},
                       {"chosen", result.chosen ? probe(*result.chosen) : Json(nullptr)},
                       {"lowest", probe(result.lowest)},
                       {"highest", probe(result.highest)},
                       {"probes", list(result.probes)},
                       {"solves", result.solves},
                       {"evaluations", result.evaluations},
                       {"seconds", result.seconds}};
    return text::to_text(json);
}

}  // namespace desvio
