/// A ladder of eleven levels, brics-100 at 0, 0.1, ..., 1 on the built-in base: every level solved from those before,
/// beside every level solved from the base, in one run.
///
///   bench_ladder [--tiny] [Google Benchmark's options]
///
/// Counters: best_ms (least CPU time of the whole ladder), evaluations (of the residual, all levels), over_restarts
/// (best_ms over that of the restarts, measured just before). The number in a name is how many solutions the start is
/// drawn through: 0 restarts from the base, 1 from the level before, 2 along a line, 3 along a parabola. `sweep` is the
/// whole of run_sweep(): audits, ledgers and tables too, with and without the search between the levels.
#include "benches/support/stream.hpp"
#include "desvio/engine/counterfactuals.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "engine/warm_path.hpp"

#include <benchmark/benchmark.h>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>

namespace {

using namespace desvio;
using namespace desvio::bench;

constexpr double milliseconds = 1e3;

SweepPlan ladder_plan(bool tiny) {
    SweepPlan plan;
    plan.scenario = read_scenario("brics-100");
    plan.given = read_base(plan.scenario.base);
    plan.axes = read_axes({tiny ? "tariff[0].rate=0,1" : "tariff[0].rate=0:1:0.1"}, plan.scenario);
    return plan;
}

/// The shocks of the ladder, made beforehand: solves alone are timed.
class Ladder {
  public:
    explicit Ladder(SweepPlan plan)
        : plan_(std::move(plan)), model_(plan_.given, plan_.scenario.model, plan_.scenario.solver) {
        for (double const level : plan_.axes.front().levels) {
            Scenario scenario = plan_.scenario;
            set_level(scenario, plan_.axes.front().number, level);
            shocks_.push_back(model_.shock_of(resolve_scenario(scenario, plan_.given).shock));
        }
    }

    /// CPU seconds of one climb. \throws std::runtime_error when a level does not converge
    double climb(std::size_t most_points, int& evaluations) const {
        double const begin = cpu_seconds();
        WarmPath path(most_points);
        evaluations = 0;
        for (std::size_t k = 0; k < shocks_.size(); ++k) {
            double const level = plan_.axes.front().levels[k];
            auto const start = most_points > 0 ? path.start(level) : std::nullopt;
            Counterfactual found = model_.solve(shocks_[k], {.start = start ? &*start : nullptr});
            if (!found.summary.is_converged()) throw std::runtime_error(found.summary.message);
            evaluations += found.summary.evaluations;
            path.keep(level, std::move(found.state));
        }
        return cpu_seconds() - begin;
    }

  private:
    SweepPlan plan_;
    Counterfactuals model_;
    std::vector<Shock> shocks_;
};

void time_ladder(benchmark::State& state, Ladder const& ladder, std::size_t most_points) {
    double best = std::numeric_limits<double>::infinity(), restarts = best;
    int evaluations = 0, ignored = 0;
    for (auto _ : state) {
        restarts = std::min(restarts, ladder.climb(0, ignored));
        best = std::min(best, ladder.climb(most_points, evaluations));
    }
    state.counters["best_ms"] = milliseconds * best;
    state.counters["evaluations"] = evaluations;
    state.counters["over_restarts"] = best / restarts;
}

void time_sweep(benchmark::State& state, SweepPlan plan, bool refine) {
    plan.refine = refine;
    SweepOptions options;
    options.jobs = 1;
    double best = std::numeric_limits<double>::infinity();
    int evaluations = 0;
    for (auto _ : state) {
        double const begin = cpu_seconds();
        SweepResult const result = run_sweep(plan, options);
        best = std::min(best, cpu_seconds() - begin);
        evaluations = result.evaluations;
    }
    state.counters["best_ms"] = milliseconds * best;
    state.counters["evaluations"] = evaluations;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        std::span<char*> const arguments(argv, static_cast<std::size_t>(argc));
        auto const is_tiny = [](char const* argument) { return std::string_view(argument) == "--tiny"; };
        auto const rest = std::remove_if(arguments.begin(), arguments.end(), is_tiny);
        bool const tiny = rest != arguments.end();
        argc = static_cast<int>(rest - arguments.begin());
        benchmark::Initialize(&argc, argv);
        if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
        SweepPlan const plan = ladder_plan(tiny);
        Ladder const ladder(plan);
        constexpr std::size_t most = 5;
        for (std::size_t points = 0; points <= most; ++points)
            benchmark::RegisterBenchmark(
                ("ladder/" + std::to_string(points)).c_str(),
                [&ladder, points](benchmark::State& state) { time_ladder(state, ladder, points); });
        for (bool const refine : {false, true})
            benchmark::RegisterBenchmark(refine ? "sweep/refined" : "sweep/levels",
                                         [&plan, refine](benchmark::State& state) { time_sweep(state, plan, refine); });
        benchmark::RunSpecifiedBenchmarks();
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "bench_ladder: %s\n", failure.what());
        return 1;
    }
    return 0;
}
