/// Solves one raw case some times and prints a line of JSON: the same interface as caliendo_parro_numpy.py.
///
///   solve_case FOLDER [REPEATS]
#include "benches/support/stream.hpp"
#include "benches/support/timed_solve.hpp"
#include "desvio/model/equilibrium_problem.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <limits>
#include <nlohmann/json.hpp>

namespace {

using namespace desvio;
using namespace desvio::bench;

constexpr double tolerance = 1e-10;

double evaluation_seconds(TimedSolve const& solve, int repeats) {
    auto const problem = make_equilibrium_problem(solve.accounts(), solve.given().shock, Closures{});
    Vector const x = base_point(solve.accounts());
    Vector residual(problem->size());
    double best = std::numeric_limits<double>::infinity();
    for (int k = 0; k < repeats; ++k) {
        double const start = cpu_seconds();
        problem->residual(x, residual);
        best = std::min(best, cpu_seconds() - start);
    }
    return best;
}

nlohmann::json measure(char const* folder, int repeats) {
    TimedSolve solve(read_raw_case(folder), tolerance);
    double wall = std::numeric_limits<double>::infinity();
    for (int k = 0; k < repeats; ++k) {
        auto const start = std::chrono::steady_clock::now();
        solve.run();
        wall = std::min(wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    Base const& base = solve.given().base;
    Solution const& solution = solve.solution();
    Vector const& wages = solution.equilibrium.wage_hat;
    return {{"name", solve.given().name},
            {"solver", "desvio"},
            {"cpu_s", solve.best_seconds()},
            {"wall_s", wall},
            {"iteration_s", solve.iteration_seconds(repeats)},
            {"evaluations", solution.summary.evaluations},
            {"residual", solve.audited_residual()},
            {"evaluation_s", evaluation_seconds(solve, 10 * repeats)},
            {"stream_s", streaming_seconds(evaluation_bytes(base.n_regions(), base.n_sectors()))},
            {"wage_hat", std::vector<double>(wages.begin(), wages.end())}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::fputs("usage: solve_case FOLDER [REPEATS]\n", stderr);
        return 2;
    }
    try {
        int const repeats = argc == 3 ? std::max(1, std::atoi(argv[2])) : 5;  // NOLINT(cert-err34-c): at least 1
        std::puts(measure(argv[1], repeats).dump().c_str());
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "solve_case: %s\n", failure.what());
        return 1;
    }
    return 0;
}
