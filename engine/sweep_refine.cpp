#include "engine/sweep_refine.hpp"

#include "engine/line_search.hpp"
#include "engine/sweep_record.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace desvio {
namespace {

/// Below this a change of real income, in percent, is none: a hundred times what the solver leaves.
constexpr double no_change_pct = 1e-7;
// Of the solves behind a change of sign: far below what root_precision makes of real income.
constexpr double sign_tolerance = 1e-8;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A flow that dies or revives between two levels.
struct DyingFlow {
    Index sector, importer, exporter;
    double base_trade;
    bool dies;
};

class LineRefinement {
  public:
    LineRefinement(SweepResult const& result, VariedModel& model, std::size_t axis, Index line,
                   std::function<bool()> const& go_on)
        : result_(result),
          model_(model),
          axis_(axis),
          line_(line),
          levels_(result.plan.axes[axis].levels),
          search_([this](double level, WarmStart const* start) { return solve(level, start); }),
          go_on_(go_on) {}

    RefinedLine refine() {
        try {
            for (Objective const objective : {Objective::welfare, Objective::revenue}) find_optimum(objective);
            find_signs();
            find_dying();
        } catch (SearchStopped const&) {
            out_.was_stopped = true;
        } catch (SearchFailed const& failed) {
            for (Objective const objective : {Objective::welfare, Objective::revenue})
                if (!has_optimum(objective)) out_.optima.push_back({axis_, line_, objective, unknown, unknown, false});
            out_.failure = fmt::format("{} = {}: {}", result_.plan.axes[axis_].label, failed.level, failed.message);
        }
        std::stable_sort(out_.kinks.begin(), out_.kinks.end(),
                         [](Kink const& a, Kink const& b) { return a.level < b.level; });
        return std::move(out_);
    }

  private:
    [[nodiscard]] bool has_optimum(Objective objective) const {
        return std::any_of(out_.optima.begin(), out_.optima.end(),
                           [&](Optimum const& optimum) { return optimum.objective == objective; });
    }

    [[nodiscard]] Index point(std::size_t k) const {
        return line_ + static_cast<Index>(k) * result_.grid.stride(axis_);
    }

    Counterfactual solve(double level, WarmStart const* start) {
        std::vector<double> levels = result_.levels(line_);
        levels[axis_] = level;
        VariedModel::Point const at = model_.at(levels);
        FixedPointOptions options = at.model->solver();
        if (is_coarse_) options.tolerance = std::max(options.tolerance, sign_tolerance);
        Counterfactual found = at.model->solve(
            at.shock, {.start = start, .solver = options, .monitor = [this](Iteration const&) { return go_on_(); }});
        ++out_.solves;
        out_.evaluations += found.summary.evaluations;
        return found;
    }

    [[nodiscard]] double objective_of(Objective objective, Counterfactual const& found) const {
        return objective == Objective::welfare ? found.welfare.welfare_pct(result_.market)
                                               : found.equilibrium.tariff_revenue(result_.market);
    }

    void find_optimum(Objective objective) {
        SweepTable const& table = result_.table(
            objective == Objective::welfare ? "/region/welfare_pct" : "/region/tariff_revenue_counterfactual");
        std::size_t best = 0;
        for (std::size_t k = 1; k < levels_.size(); ++k)
            if (table.values(point(k), result_.market) > table.values(point(best), result_.market)) best = k;
        double const low = levels_[best == 0 ? 0 : best - 1];
        double const high = levels_[std::min(best + 1, levels_.size() - 1)];
        Optimum optimum{axis_, line_, objective, levels_[best], table.values(point(best), result_.market), false};
        auto const value = [&](double level) { return objective_of(objective, search_.at(level)); };
        Extremum const found = find_maximum(value, low, high, levels_[best], optimum.value);
        optimum.level = found.level;
        optimum.value = found.value;
        optimum.is_at_end = found.level == levels_.front() || found.level == levels_.back();
        out_.optima.push_back(optimum);
    }

    /// Where a region turns from loser to winner, or back.
    void find_signs() {
        is_coarse_ = true;
        RowMatrix const& welfare = result_.table("/region/welfare_pct").values;
        for (Index n = 0; n < welfare.cols(); ++n) {
            // Levels without any change for the region, such as the base's own, lie on neither side.
            std::size_t last = levels_.size();
            for (std::size_t k = 0; k < levels_.size(); ++k) {
                double const now = welfare(point(k), n);
                if (std::abs(now) < no_change_pct) continue;
                if (last < k && welfare(point(last), n) * now < 0.0) add_sign(n, last, k, now > 0.0);
                last = k;
            }
        }
        is_coarse_ = false;
    }

    Vector const& welfare_at(double level) {
        auto const at = welfare_.find(level);
        if (at != welfare_.end()) return at->second;
        return welfare_.emplace(level, search_.at(level).welfare.welfare_pct).first->second;
    }

    void add_sign(Index n, std::size_t before, std::size_t after, bool gains) {
        Kink kink{axis_, line_, gains ? KinkKind::gains : KinkKind::loses, 0.0, n, 0, 0, 0.0};
        if (after > before + 1) {
            kink.level = levels_[before + 1];  // nothing changed there: that is where the sign turns
        } else {
            RowMatrix const& welfare = result_.table("/region/welfare_pct").values;
            Bracket below{levels_[before], welfare(point(before), n)}, above{levels_[after], welfare(point(after), n)};
            double const enough = root_precision * (above.level - below.level);
            // What was solved for other regions narrows the search for this one.
            for (auto at = welfare_.upper_bound(below.level); at != welfare_.end() && at->first < above.level; ++at) {
                double const value = at->second(n);
                (value * below.value > 0.0 ? below : above) = {at->first, value};
            }
            kink.level = find_root([&](double level) { return welfare_at(level)(n); }, below, above, enough);
        }
        out_.kinks.push_back(kink);
    }

    void find_dying() {
        RowMatrix const& dead = result_.table("/diagnostics/dead_flows").values;
        for (std::size_t k = 0; k + 1 < levels_.size(); ++k)
            if (dead(point(k), 0) != dead(point(k + 1), 0)) find_dying_between(levels_[k], levels_[k + 1]);
    }

    /// log(M' / M) - log(share): falls through 0 where the flow dies.
    [[nodiscard]] double distance_from_death(DyingFlow const& flow, Tensor3 const& trade) const {
        double const ratio = trade(flow.sector, flow.importer, flow.exporter) / flow.base_trade;
        return std::log(std::max(ratio, std::numeric_limits<double>::min())) - std::log(result_.plan.dead_share);
    }

    void find_dying_between(double low, double high) {
        std::map<double, Tensor3> trade;
        auto const trade_at = [&](double level) -> Tensor3 const& {
            auto const at = trade.find(level);
            if (at != trade.end()) return at->second;
            return trade.emplace(level, search_.at(level).equilibrium.trade).first->second;
        };
        for (DyingFlow const& flow : flows_between(trade_at(low), trade_at(high))) {
            // What was solved for other flows narrows the search for this one.
            Bracket below{low, distance_from_death(flow, trade_at(low))};
            Bracket above{high, distance_from_death(flow, trade_at(high))};
            for (auto const& [level, flows] : trade) {
                double const value = distance_from_death(flow, flows);
                bool const is_low_side = (value < 0.0) == (below.value < 0.0);
                if (is_low_side && level > below.level && level < above.level) below = {level, value};
                if (!is_low_side && level < above.level && level > below.level) above = {level, value};
            }
            double const level = find_root([&](double at) { return distance_from_death(flow, trade_at(at)); }, below,
                                           above, (high - low) * root_precision);
            out_.kinks.push_back({axis_, line_, flow.dies ? KinkKind::dies : KinkKind::revives, level, flow.importer,
                                  flow.exporter, flow.sector, flow.base_trade});
        }
    }

    [[nodiscard]] std::vector<DyingFlow> flows_between(Tensor3 const& low, Tensor3 const& high) const {
        Tensor3 const& base = model_.central().accounts().trade;
        double const share = result_.plan.dead_share;
        std::vector<DyingFlow> flows;
        for (Index j = 0; j < base.outer(); ++j)
            for (Index n = 0; n < base.rows(); ++n)
                for (Index i = 0; i < base.cols(); ++i) {
                    bool const was = is_dead(base(j, n, i), low(j, n, i), share);
                    bool const is = is_dead(base(j, n, i), high(j, n, i), share);
                    if (i != n && was != is) flows.push_back({j, n, i, base(j, n, i), is});
                }
        return flows;
    }

    SweepResult const& result_;
    VariedModel& model_;
    std::size_t axis_;
    Index line_;
    std::vector<double> const& levels_;
    LineSearch search_;
    std::map<double, Vector> welfare_;  ///< real income at levels between, for changes of sign
    std::function<bool()> const& go_on_;
    bool is_coarse_ = false;
    RefinedLine out_;
};

}  // namespace

RefinedLine refine_line(SweepResult const& result, VariedModel& model, std::size_t axis, Index line,
                        std::function<bool()> const& go_on) {
    return LineRefinement(result, model, axis, line, go_on).refine();
}

}  // namespace desvio
