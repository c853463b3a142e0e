#include "engine/sweep_draws.hpp"

#include "desvio/core/units.hpp"
#include "desvio/engine/figure.hpp"
#include "engine/line_search.hpp"
#include "engine/parallel.hpp"
#include "engine/spread.hpp"
#include "engine/warm_path.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

namespace desvio {
namespace {

// Far below the sampling error of percentiles; maxima of real income are flat, and looser solves would move them.
constexpr double band_tolerance = 1e-8;
constexpr double without_draw = std::numeric_limits<double>::quiet_NaN();

/// A dataset whose percentiles are taken, and the figure of each of its cells.
struct BandFigure {
    std::string path, units, long_name;
    std::vector<std::string> dimensions;
    std::vector<Outcome> cells;
};

BandFigure figure_by_region(char const* path, char const* kind, SweepResult const& result, Closures const& closures) {
    BandFigure figure;
    figure.path = path;
    figure.dimensions = {"region"};
    for (std::string const& code : result.base.regions.codes())
        figure.cells.push_back(parse_outcome(fmt::format("{}[{}]", kind, code), result.base));
    OutcomeKind const& found = outcome_kinds()[figure.cells.front().kind];
    figure.units = units_of(found, result.base, closures);
    figure.long_name = found.long_name;
    return figure;
}

/// Names are those of a result file where it has the figure.
std::vector<BandFigure> band_figures(SweepResult const& result, Closures const& closures) {
    std::vector<BandFigure> figures;
    for (auto const& [path, kind] :
         {std::pair{"/region/welfare_pct", "welfare_pct"}, std::pair{"/region/real_wage_pct", "real_wage_pct"},
          std::pair{"/region/exports_counterfactual", "exports"},
          std::pair{"/region/tariff_revenue_counterfactual", "tariff_revenue"},
          std::pair{"/region/redirection_loss", "loss"}, std::pair{"/region/redirection_rate", "redirection_rate"}})
        figures.push_back(figure_by_region(path, kind, result, closures));
    Outcome together = figures.front().cells.front();
    together.regions = result.focus;
    figures.push_back(
        {"/focus/welfare_pct", units::percent_name, "regions in focus together: real income, change", {}, {together}});
    for (std::string const& text : result.plan.outcomes) {
        Outcome const outcome = parse_outcome(text, result.base, {text});
        OutcomeKind const& kind = outcome_kinds()[outcome.kind];
        figures.push_back({"/outcome/" + text, kind.units, kind.long_name, {}, {outcome}});
    }
    return figures;
}

/// One draw along one line.
struct DrawnLine {
    bool is_solved = true;
    RowMatrix values;                                              ///< levels x all cells of all figures
    std::array<double, 2> best_level{without_draw, without_draw};  ///< by Objective
};

class BandDraws {
  public:
    BandDraws(SweepResult const& result, VariedModel const& model, SweepOptions const& options)
        : result_(result),
          model_(model),
          options_(options),
          figures_(band_figures(result, model.central().closures())),
          context_{model.central().accounts(), result.market} {
        for (BandFigure const& figure : figures_) n_cells_ += static_cast<Index>(figure.cells.size());
        constexpr std::array<std::pair<char const*, char const*>, 3> endings{
            {{"_p05", "5th percentile"}, {"_p50", "median"}, {"_p95", "95th percentile"}}};
        for (BandFigure const& figure : figures_)
            for (auto const& [ending, words] : endings)
                bands_.tables.push_back(
                    {figure.path + ending, figure.dimensions, figure.units,
                     fmt::format("{}, {} over elasticity draws", figure.long_name, words),
                     RowMatrix::Constant(result.grid.size(), static_cast<Index>(figure.cells.size()), without_draw)});
        bands_.tables.push_back({"/diagnostics/draws_failed",
                                 {},
                                 units::one,
                                 "draws left out: they failed at a level of the line",
                                 RowMatrix::Zero(result.grid.size(), 1)});
    }

    bool draw_all() {
        auto const lines = result_.grid.line_starts(0);
        auto const draws = static_cast<std::size_t>(result_.plan.draws);
        auto const begin = std::chrono::steady_clock::now();
        auto const passed = [begin] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        };
        for (std::size_t k = 0; k < lines.size(); ++k) {
            set_line(lines[k]);
            std::vector<DrawnLine> drawn(draws);
            Monitor const monitor = [&](Iteration const& at) {
                return !options_.monitor ||
                       options_.monitor({static_cast<Index>(k * draws) + at.evaluation,
                                         static_cast<Index>(lines.size() * draws), "elasticity draws", passed()});
            };
            if (!work_in_parallel(draws, options_.jobs, monitor, "elasticity draws",
                                  [&](std::size_t d) { drawn[d] = draw_line(static_cast<int>(d)); }))
                return false;
            take_percentiles(lines[k], drawn);
        }
        bands_.is_drawn = true;
        return true;
    }

    SweepBands take() { return std::move(bands_); }

  private:
    [[nodiscard]] std::vector<double> const& axis_levels() const { return result_.plan.axes.front().levels; }
    [[nodiscard]] Index point(Index line, std::size_t k) const {
        return line + static_cast<Index>(k) * result_.grid.stride(0);
    }

    /// What does not depend on the draw: models and shocks of the line's levels.
    void set_line(Index line) {
        line_ = line;
        points_.clear();
        VariedModel model = model_;
        for (std::size_t k = 0; k < axis_levels().size(); ++k)
            points_.push_back(model.at(result_.levels(point(line, k))));
    }

    [[nodiscard]] Counterfactual solve(VariedModel::Point const& at, int draw, WarmStart const* start) const {
        ElasticitySet const& set = at.model->base().elasticity_set(result_.plan.scenario.model.elasticities);
        Vector const theta = draw_elasticities(set, result_.plan.scenario.report.seed, draw);
        FixedPointOptions solver = at.model->solver();
        solver.tolerance = band_tolerance;
        return at.model->solve(at.shock, {.start = start, .theta = &theta, .solver = solver});
    }

    [[nodiscard]] DrawnLine draw_line(int draw) const {
        DrawnLine line;
        line.values = RowMatrix::Constant(static_cast<Index>(points_.size()), n_cells_, without_draw);
        WarmPath path;
        std::array<Vector, 2> objectives;
        objectives.fill(Vector(static_cast<Index>(points_.size())));
        for (std::size_t k = 0; k < points_.size(); ++k) {
            auto const start = path.start(axis_levels()[k]);
            Counterfactual const found = solve(points_[k], draw, start ? &*start : nullptr);
            line.is_solved = found.summary.is_converged();
            if (!line.is_solved) return line;
            path.keep(axis_levels()[k], found.state);
            Index cell = 0;
            for (BandFigure const& figure : figures_)
                for (Outcome const& outcome : figure.cells)
                    line.values(static_cast<Index>(k), cell++) = value_of(outcome, context_, found);
            for (Objective const objective : {Objective::welfare, Objective::revenue})
                objectives[static_cast<std::size_t>(objective)](static_cast<Index>(k)) = value_in(found, objective);
        }
        if (!seeks_maxima()) return line;
        try {
            for (std::size_t o = 0; o < objectives.size(); ++o)
                line.best_level[o] = best_level(draw, path, static_cast<Objective>(o), objectives[o]);
        } catch (SearchFailed const&) {
            line.is_solved = false;
        }
        return line;
    }

    /// Levels between those of elasticities would each need a model of their own, at every draw.
    [[nodiscard]] bool seeks_maxima() const {
        VariedBlock const block = result_.plan.axes.front().number.block;
        return result_.plan.refine && points_.size() > 1 && block != VariedBlock::theta && block != VariedBlock::model;
    }

    [[nodiscard]] double value_in(Counterfactual const& found, Objective objective) const {
        return objective == Objective::welfare ? found.welfare.welfare_pct(result_.market)
                                               : found.equilibrium.tariff_revenue(result_.market);
    }

    [[nodiscard]] double best_level(int draw, WarmPath const& path, Objective objective, Vector const& values) const {
        std::vector<double> const& levels = axis_levels();
        Index best = 0;
        double const largest = values.maxCoeff(&best);
        auto const at = static_cast<std::size_t>(best);
        VariedModel model = model_;
        auto const value = [&](double level) {
            std::vector<double> place = result_.levels(line_);
            place.front() = level;
            auto const start = path.start(level);
            Counterfactual const found = solve(model.at(place), draw, start ? &*start : nullptr);
            if (!found.summary.is_converged()) throw SearchFailed{level, found.summary.message};
            return value_in(found, objective);
        };
        return find_maximum(value, levels[at == 0 ? 0 : at - 1], levels[std::min(at + 1, levels.size() - 1)],
                            levels[at], largest)
            .level;
    }

    void take_percentiles(Index line, std::vector<DrawnLine> const& drawn) {
        auto const failed = static_cast<int>(
            std::count_if(drawn.begin(), drawn.end(), [](DrawnLine const& one) { return !one.is_solved; }));
        bands_.failed = std::max(bands_.failed, failed);
        auto const spread_over = [&](auto const& value) {
            std::vector<double> values;
            for (DrawnLine const& one : drawn)
                if (one.is_solved) values.push_back(value(one));
            return spread_of(std::move(values));
        };
        for (std::size_t k = 0; k < points_.size(); ++k) {
            bands_.tables.back().values(point(line, k), 0) = failed;
            Index cell = 0;
            for (std::size_t f = 0; f < figures_.size(); ++f)
                for (Index own = 0; own < static_cast<Index>(figures_[f].cells.size()); ++own, ++cell) {
                    Spread const spread =
                        spread_over([&](DrawnLine const& one) { return one.values(static_cast<Index>(k), cell); });
                    std::size_t const table = 3 * f;
                    bands_.tables[table].values(point(line, k), own) = spread.lower;
                    bands_.tables[table + 1].values(point(line, k), own) = spread.median;
                    bands_.tables[table + 2].values(point(line, k), own) = spread.upper;
                }
        }
        if (!seeks_maxima()) return;
        for (Objective const objective : {Objective::welfare, Objective::revenue})
            bands_.levels.push_back({line, objective, spread_over([&](DrawnLine const& one) {
                                         return one.best_level[static_cast<std::size_t>(objective)];
                                     })});
    }

    SweepResult const& result_;
    VariedModel const& model_;
    SweepOptions const& options_;
    std::vector<BandFigure> figures_;
    OutcomeContext context_;
    Index n_cells_ = 0, line_ = 0;
    std::vector<VariedModel::Point> points_;
    SweepBands bands_;
};

}  // namespace

void require_spread(SweepPlan const& plan) {
    if (plan.draws == 0) return;
    ElasticitySet const& set = plan.given.elasticity_set(plan.scenario.model.elasticities);
    if ((set.standard_error.array() > 0.0).any()) return;
    throw InputError({{plan.scenario.file},
                      "there is nothing to draw",
                      fmt::format("no elasticity of the set '{}' has a standard error", set.name),
                      "Leave --draws out, or choose another set under [model] elasticities."});
}

bool draw_bands(SweepResult& result, VariedModel const& model, SweepOptions const& options) {
    BandDraws draws(result, model, options);
    if (!draws.draw_all()) return false;
    result.bands = draws.take();
    return true;
}

}  // namespace desvio
