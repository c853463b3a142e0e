#include "desvio/engine/solve_for.hpp"

#include "desvio/core/labels.hpp"
#include "engine/line_search.hpp"
#include "engine/varied_model.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

namespace desvio {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
// Of the range: what is left is below the error of the solves.
constexpr double level_precision = 1e-10;
constexpr double per_cent = 0.01;
// Two extremes and a crossing or two take about as many beyond the cuts: enough for a bar.
constexpr int solves_of_a_search = 30;

std::string trimmed(std::string const& text) {
    std::size_t const first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::optional<double> plain_number(std::string const& text) {
    std::string const digits = text.starts_with('+') ? text.substr(1) : text;
    double value = 0.0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

[[noreturn]] void refuse_target(std::string const& text, std::string const& problem) {
    throw InputError(
        {{text},
         problem,
         "a target says what a figure of the answer should be",
         "Write e.g. \"tariff_revenue[USA] = 500000\", \"imports[USA] -20%\" or \"max welfare_pct[USA]\"."});
}

/// Crossings, extremes and what follows from them.
class TargetSearch {
  public:
    TargetSearch(SolveForPlan const& plan, std::function<bool(SearchProgress const&)> const& monitor)
        : monitor_(monitor),
          model_(plan.scenario, plan.given, {plan.range.number}),
          outcome_(parse_outcome(plan.target.outcome, model_.central().base(), {plan.target.text})),
          search_([this](double level, WarmStart const* start) { return solve(level, start); }) {
        result_.plan = plan;
        OutcomeKind const& kind = outcome_kinds()[outcome_.kind];
        result_.units = kind.units;
        result_.long_name = kind.long_name;
        market_ = resolve_scenario(plan.scenario, plan.given).market;
    }

    SolveForResult run() {
        try {
            if (Summary const& ready = model_.central().preparation(); !ready.is_converged())
                throw SearchFailed{result_.plan.range.number.written, ready.message};
            find_base_values();
            cut_range();
            find_extremes();
            find_solutions();
        } catch (SearchStopped const&) {
            result_.was_stopped = true;
        } catch (SearchFailed const& failed) {
            result_.failure = fmt::format("{} = {}: {}", result_.plan.range.number.path, failed.level, failed.message);
        }
        result_.seconds = passed();
        return std::move(result_);
    }

  private:
    [[nodiscard]] double passed() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

    [[nodiscard]] bool go_on() const {
        int const expected = result_.plan.probes + 1 + solves_of_a_search;
        return !monitor_ || monitor_({result_.solves, std::max(expected, result_.solves + 1), passed()});
    }

    Counterfactual solve(double level, WarmStart const* start) {
        VariedModel::Point const at = model_.at({level});
        Counterfactual found =
            at.model->solve(at.shock, {.start = start, .monitor = [this](Iteration const&) { return go_on(); }});
        ++result_.solves;
        result_.evaluations += found.summary.evaluations;
        return found;
    }

    [[nodiscard]] double figure(Counterfactual const& found) const {
        return value_of(outcome_, {model_.central().accounts(), market_}, found);
    }

    double value_at(double level) {
        double const value = figure(search_.at(level));
        if (!std::isfinite(value))
            throw SearchFailed{level, fmt::format("{} is not defined there", result_.plan.target.outcome)};
        return value;
    }

    void find_base_values() {
        Target& target = result_.plan.target;
        result_.base_value = figure(unchanged(model_.central().accounts()));
        if (!target.change) return;
        if (!(std::abs(result_.base_value) > 0.0))
            refuse_target(target.text, fmt::format("{} is {} in the base", target.outcome, result_.base_value));
        target.value = (1.0 + *target.change) * result_.base_value;
    }

    void cut_range() {
        LevelRange const& range = result_.plan.range;
        int const n = result_.plan.probes;
        for (int k = 0; k <= n; ++k) {
            double const level = k == n ? range.high : range.low + (range.high - range.low) * k / n;
            result_.probes.push_back({level, value_at(level)});
        }
        bool const is_inside = range.number.written >= range.low && range.number.written <= range.high;
        result_.written_value = is_inside ? value_at(range.number.written) : no_value;
    }

    /// The largest of sign * value around the best cut.
    Probe find_extreme(double sign) {
        auto const& probes = result_.probes;
        auto const best = std::max_element(probes.begin(), probes.end(), [&](Probe const& a, Probe const& b) {
            return sign * a.value < sign * b.value;
        });
        double const low = best == probes.begin() ? best->level : (best - 1)->level;
        double const high = best + 1 == probes.end() ? best->level : (best + 1)->level;
        Extremum const found = find_maximum([&](double level) { return sign * value_at(level); }, low, high,
                                            best->level, sign * best->value);
        return {found.level, sign * found.value};
    }

    void find_extremes() {
        result_.highest = find_extreme(1.0);
        result_.lowest = find_extreme(-1.0);
    }

    void find_solutions() {
        Target const& target = result_.plan.target;
        if (target.relation == Relation::maximum || target.relation == Relation::minimum) {
            result_.solutions = {target.relation == Relation::maximum ? result_.highest : result_.lowest};
        } else {
            cross(knots());
        }
        if (!result_.solutions.empty()) choose();
    }

    /// Cuts and extremes, ascending.
    [[nodiscard]] std::vector<Probe> knots() const {
        std::vector<Probe> all = result_.probes;
        all.push_back(result_.highest);
        all.push_back(result_.lowest);
        std::sort(all.begin(), all.end(), [](Probe const& a, Probe const& b) { return a.level < b.level; });
        auto const last =
            std::unique(all.begin(), all.end(), [](Probe const& a, Probe const& b) { return a.level == b.level; });
        all.erase(last, all.end());
        return all;
    }

    void cross(std::vector<Probe> const& knots) {
        Target const& target = result_.plan.target;
        double const enough = level_precision * (result_.plan.range.high - result_.plan.range.low);
        auto const gap = [&](double level) { return value_at(level) - target.value; };
        for (std::size_t k = 0; k < knots.size(); ++k) {
            double const here = knots[k].value - target.value;
            if (here == 0.0) result_.solutions.push_back(knots[k]);
            if (k + 1 == knots.size()) break;
            double const next = knots[k + 1].value - target.value;
            if (!(here * next < 0.0)) continue;
            double const level = find_root(gap, {knots[k].level, here}, {knots[k + 1].level, next}, enough);
            result_.solutions.push_back({level, value_at(level)});
        }
        if (target.relation != Relation::equals) find_where_it_holds(knots);
    }

    [[nodiscard]] bool is_met(double value) const {
        Target const& target = result_.plan.target;
        return target.relation == Relation::at_least ? value >= target.value : value <= target.value;
    }

    /// Crossings cut the range into parts in which the inequality holds throughout or nowhere.
    void find_where_it_holds(std::vector<Probe> const& knots) {
        std::vector<double> ends{knots.front().level};
        for (Probe const& solution : result_.solutions)
            if (solution.level > ends.back()) ends.push_back(solution.level);
        if (knots.back().level > ends.back()) ends.push_back(knots.back().level);
        for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
            // A cut inside the part tells; a part without one is judged at its middle.
            auto const inside = std::find_if(knots.begin(), knots.end(), [&](Probe const& knot) {
                return knot.level > ends[k] && knot.level < ends[k + 1];
            });
            double const value = inside != knots.end() ? inside->value : value_at(0.5 * (ends[k] + ends[k + 1]));
            if (is_met(value)) result_.holds.emplace_back(ends[k], ends[k + 1]);
        }
        // The least change of the scenario that meets the bound.
        double const written = result_.plan.range.number.written;
        std::vector<Probe> nearest;
        for (auto const& [low, high] : result_.holds) {
            double const level = std::clamp(written, low, high);
            nearest.push_back({level, value_at(level)});
        }
        if (nearest.empty()) return;
        result_.chosen = *std::min_element(nearest.begin(), nearest.end(), [&](Probe const& a, Probe const& b) {
            return std::abs(a.level - written) < std::abs(b.level - written);
        });
    }

    void choose() {
        if (!result_.chosen) result_.chosen = result_.solutions.front();
    }

    std::function<bool(SearchProgress const&)> const& monitor_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    VariedModel model_;
    Outcome outcome_;
    LineSearch search_;
    Index market_ = 0;
    SolveForResult result_;
};

}  // namespace

Target parse_target(std::string const& text) {
    Target target;
    target.text = text;
    std::string const words = trimmed(text);
    for (auto const& [word, relation] : {std::pair{"max ", Relation::maximum}, std::pair{"min ", Relation::minimum}}) {
        if (!words.starts_with(word)) continue;
        target.relation = relation;
        target.outcome = trimmed(words.substr(std::string_view(word).size()));
        return target;
    }
    std::size_t const close = words.rfind(']');
    std::size_t const from = close == std::string::npos ? 0 : close + 1;
    std::size_t const at = words.find_first_of("=<>+-", from);
    if (at == std::string::npos) refuse_target(text, "says no value");
    target.outcome = trimmed(words.substr(0, at));
    std::string rest = words.substr(at);
    if (rest.starts_with(">=") || rest.starts_with("<=")) {
        target.relation = rest.starts_with(">=") ? Relation::at_least : Relation::at_most;
        rest = trimmed(rest.substr(2));
    } else if (rest.starts_with('=')) {
        rest = trimmed(rest.substr(1));
    } else if (rest.starts_with('<') || rest.starts_with('>')) {
        refuse_target(text, fmt::format("has '{}' alone: write '{}='", rest.front(), rest.front()));
    } else if (!rest.ends_with('%')) {
        refuse_target(text, "has a change without '%'");
    }
    bool const is_change = rest.ends_with('%') && (rest.starts_with('+') || rest.starts_with('-'));
    if (is_change) rest = trimmed(rest.substr(0, rest.size() - 1));
    auto const value = plain_number(rest);
    if (!value) refuse_target(text, fmt::format("'{}' is no number", rest));
    if (is_change)
        target.change = per_cent * *value;
    else
        target.value = *value;
    return target;
}

SolveForResult solve_for(SolveForPlan const& plan, std::function<bool(SearchProgress const&)> const& monitor) {
    return TargetSearch(plan, monitor).run();
}

SetScenario at_level(SolveForPlan const& plan, double level) {
    SetScenario made{plan.scenario, plan.given};
    set_level(made.scenario, plan.range.number, level);
    made.scenario.varied.emplace(plan.range.number.path, level);
    return made;
}

}  // namespace desvio
