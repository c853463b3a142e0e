#pragma once

#include "desvio/engine/machine_probe.hpp"
#include "desvio/io/machine_facts.hpp"
#include "desvio/solvers/leontief.hpp"
#include "desvio/tables/block_table.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// Every solver on made-up tables of growing size, beside what the machine can do at most.
namespace desvio {

struct LeontiefBenchOptions {
    std::vector<Index> sizes{1000, 3500};        ///< rows; each >= 4; see choose_block_shape()
    bool with_largest = false;                   ///< also the largest whose matrix fits with 15 % beside it
    std::vector<LeontiefMethod> methods;         ///< none: all there are but those for matrices that are mostly zeros
    std::vector<Index> right_hand_sides{1, 50};  ///< each >= 1
    std::vector<int> threads{0};                 ///< each >= 0; 0: as many as there are processors
    std::uint64_t seed = 1;                      ///< of BlockTable
    double zero_share = 0.15;                    ///< of BlockTable
    double tolerance = 1e-12;                    ///< of LeontiefOptions
    int repetitions = 3;                         ///< of set-up and solve; >= 1
    bool with_probes = true;                     ///< of the machine: some seconds; without, no shares of its peak
    double seconds_a_case = 30.0;                ///< nothing is repeated once this is spent
    double memory = 0.0;                         ///< bytes to stay within; 0: what is free
    /// Told what is about to be done; asked between evaluations too, with no text. Returns false to stop.
    std::function<bool(std::string const&)> monitor;

    void validate() const;  ///< \throws InputError naming every violated bound
};

/// One solver at one size: times of all repetitions and what they mean. Negative: not known.
struct LeontiefTiming {
    LeontiefMethod method = LeontiefMethod::automatic;  ///< asked for
    LeontiefMethod used = LeontiefMethod::automatic;
    Index n = 0, n_regions = 0, n_sectors = 0, right_hand_sides = 0;
    int threads = 0;
    std::string refused;  ///< why it was not run, or did not converge; then only the fields above count
    std::string reason;   ///< why `automatic` took what it took
    int repetitions = 0;
    double setup_min = -1.0, setup_median = -1.0;  ///< s: taking over, examining, factorising
    double solve_min = -1.0, solve_median = -1.0;  ///< s: all right-hand sides, once set up
    double setup_flops = -1.0;                     ///< flop/s of the factorisation, 2/3 n^3 over its least time
    double setup_of_peak = -1.0;                   ///< over the gemm probe of its precision and threads
    double solve_flops = -1.0, solve_of_peak = -1.0;
    double solve_bytes = -1.0;      ///< bytes/s: matrix or factors once a pass, over the least time
    double solve_of_stream = -1.0;  ///< over the stream probe
    double matrix_bytes = 0.0;      ///< 8 n^2
    double peak_bytes = -1.0;       ///< most this process held above what it held before, the matrix included
    double residual = -1.0;
    int iterations = 0, products = 0;
    [[nodiscard]] bool was_run() const noexcept { return refused.empty(); }
};

/// seconds ~ n^exponent, by least squares on logs over the sizes of one solver.
struct CostExponent {
    LeontiefMethod method = LeontiefMethod::automatic;
    Index right_hand_sides = 0;
    int threads = 0;
    int n_sizes = 0;     ///< at least two
    double setup = 0.0;  ///< exponent of the set-up
    double solve = 0.0;  ///< of the solve
    double total = 0.0;  ///< of both together
};

struct LeontiefBench {
    MachineFacts machine;
    std::vector<MachineProbe> probes;
    std::vector<LeontiefTiming> timings;
    std::vector<CostExponent> exponents;
    std::uint64_t seed = 0;
    double zero_share = 0.0, tolerance = 0.0;
    bool was_stopped = false;
};

/// Runs all cases: sizes, in each the threads, the methods and the numbers of right-hand sides. Every method is given
/// the same matrix, made anew; the first solve of each warms up and is not counted. Sizes that do not fit in memory are
/// refused beforehand, in `refused`. What was measured before a stop is kept.
/// \throws InputError of validate()   \tests unit/leontief_bench_test.cpp
LeontiefBench bench_leontief(LeontiefBenchOptions const& options);

/// Fits an exponent for every solver, right-hand sides and threads that ran at two sizes or more.
std::vector<CostExponent> fit_exponents(std::vector<LeontiefTiming> const& timings);

/// The matrix of a made-up table, on threads and in large pages.
RowMatrix make_block_matrix(BlockTable const& table, int threads);

/// The table as a matrix file with m columns of final demand, a block of rows at a time. \throws FileError
void write_block_table(BlockTable const& table, Index m, std::filesystem::path const& path);

}  // namespace desvio
