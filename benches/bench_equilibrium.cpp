/// One evaluation of the equilibrium's residual, and whole solves, beside the time to stream the same working set.
///
///   bench_equilibrium [--tiny] [Google Benchmark's options, e.g. --benchmark_filter=77x45]
///
/// Counters: best_ms (least CPU time of one evaluation or solve), iteration_ms (of the solver's loop alone),
/// evaluations, residual (largest of any equation, recomputed from the result by plain loops), stream_ms (reading the
/// working set of one evaluation once, measured just before) and over_stream (best_ms per evaluation / stream_ms).
#include "benches/support/cases.hpp"
#include "benches/support/stream.hpp"
#include "benches/support/timed_solve.hpp"
#include "desvio/model/equilibrium_problem.hpp"

#include <benchmark/benchmark.h>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <limits>
#include <span>
#include <string_view>

namespace {

using namespace desvio;
using namespace desvio::bench;

// What a result may leave of any equation, relative (THEORY §5).
constexpr double tolerance = 1e-10;
constexpr double milliseconds = 1e3;

double stream_milliseconds(Base const& base) {
    return milliseconds * streaming_seconds(evaluation_bytes(base.n_regions(), base.n_sectors()));
}

void time_stream(benchmark::State& state, WorldSize size) {
    double const bytes = evaluation_bytes(size.regions, size.sectors);
    double best = std::numeric_limits<double>::infinity();
    for (auto _ : state) best = std::min(best, streaming_seconds(bytes));
    state.counters["stream_ms"] = milliseconds * best;
    state.counters["megabytes"] = bytes / 1e6;
    state.counters["gigabytes_per_second"] = bytes / best / 1e9;
}

void time_evaluation(benchmark::State& state, WorldSize size, int points) {
    Case const given = synthetic_case(size, points);
    Accounts const accounts = derive_accounts(given.base);
    auto const problem = make_equilibrium_problem(accounts, given.shock, Closures{});
    Vector const x = base_point(accounts);
    Vector residual(problem->size());
    double const stream = stream_milliseconds(given.base);
    double best = std::numeric_limits<double>::infinity();
    for (auto _ : state) {
        double const start = cpu_seconds();
        problem->residual(x, residual);
        benchmark::DoNotOptimize(residual.data());
        best = std::min(best, cpu_seconds() - start);
    }
    state.counters["best_ms"] = milliseconds * best;
    state.counters["stream_ms"] = stream;
    state.counters["over_stream"] = milliseconds * best / stream;
}

void time_solve(benchmark::State& state, Case given) {
    TimedSolve solve(std::move(given), tolerance);
    double const stream = stream_milliseconds(solve.given().base);
    for (auto _ : state) solve.run();
    int const evaluations = solve.solution().summary.evaluations;
    state.counters["best_ms"] = milliseconds * solve.best_seconds();
    state.counters["iteration_ms"] = milliseconds * solve.iteration_seconds(10);
    state.counters["evaluations"] = evaluations;
    state.counters["residual"] = solve.audited_residual();
    state.counters["stream_ms"] = stream;
    state.counters["over_stream"] = milliseconds * solve.best_seconds() / evaluations / stream;
}

void register_all(std::vector<WorldSize> const& sizes, bool with_world) {
    for (WorldSize const size : sizes) {
        auto const named = [&](char const* kernel) { return std::string(kernel) + "/" + size.name(); };
        benchmark::RegisterBenchmark(named("stream").c_str(), time_stream, size)->Iterations(3);
        benchmark::RegisterBenchmark((named("evaluation") + "/+100").c_str(), time_evaluation, size, 100);
        for (int const points : standard_points()) {
            benchmark::RegisterBenchmark(
                (named("solve") + "/+" + std::to_string(points)).c_str(),
                [size, points](benchmark::State& state) { time_solve(state, synthetic_case(size, points)); });
        }
    }
    if (with_world) {
        benchmark::RegisterBenchmark("solve/world-2023/brics-100",
                                     [](benchmark::State& state) { time_solve(state, world_case()); });
    }
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
        register_all(tiny ? tiny_sizes() : standard_sizes(), !tiny);
        benchmark::RunSpecifiedBenchmarks();
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "bench_equilibrium: %s\n", failure.what());
        return 1;
    }
    return 0;
}
