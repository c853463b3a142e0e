#include "desvio/engine/leontief_bench.hpp"

#include "desvio/io/matrix_file.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;
using test::ScratchFolder;

/// Small and quick: figures mean nothing, but all are there.
LeontiefBenchOptions quick() {
    LeontiefBenchOptions options;
    options.sizes = {24, 60};
    options.methods = {LeontiefMethod::lu, LeontiefMethod::gmres};
    options.right_hand_sides = {1, 3};
    options.threads = {1};
    options.repetitions = 2;
    options.with_probes = false;
    return options;
}

TEST(LeontiefBench, EveryCaseIsMeasured) {
    LeontiefBenchOptions options = quick();
    options.with_probes = true;
    LeontiefBench const bench = bench_leontief(options);
    EXPECT_FALSE(bench.was_stopped);
    ASSERT_EQ(bench.timings.size(), 8U);
    for (LeontiefTiming const& timing : bench.timings) {
        EXPECT_TRUE(timing.was_run()) << timing.refused;
        EXPECT_EQ(timing.used, timing.method);
        EXPECT_EQ(timing.n, timing.n_regions * timing.n_sectors);
        EXPECT_EQ(timing.repetitions, 2);
        EXPECT_GT(timing.setup_min, 0.0);
        EXPECT_GE(timing.setup_median, timing.setup_min);
        EXPECT_GT(timing.solve_min, 0.0);
        EXPECT_GE(timing.solve_median, timing.solve_min);
        EXPECT_LE(timing.residual, bench.tolerance);
        EXPECT_GT(timing.solve_bytes, 0.0);
    }
    EXPECT_EQ(bench.exponents.size(), 4U);  // two methods, two numbers of right-hand sides
    ASSERT_FALSE(bench.probes.empty());
    for (MachineProbe const& probe : bench.probes) {
        EXPECT_GT(probe.gemm, 1e8) << "a matrix product this slow is a mistake of the probe";
        EXPECT_GT(probe.gemm_float, 0.9 * probe.gemm);
        EXPECT_GT(probe.stream, 1e8);
        EXPECT_LT(probe.stream, 1e13) << "nothing was read";
    }
}

TEST(LeontiefBench, AStopKeepsWhatWasMeasured) {
    LeontiefBenchOptions options = quick();
    int stages = 0;
    // Two cases; the third is stopped before it begins.
    options.monitor = [&](std::string const& what) { return what.empty() ? stages < 3 : ++stages < 3; };
    LeontiefBench const bench = bench_leontief(options);
    EXPECT_TRUE(bench.was_stopped);
    EXPECT_EQ(bench.timings.size(), 2U);
}

TEST(LeontiefBench, WhatDoesNotFitIsToldAndNotRun) {
    LeontiefBenchOptions options = quick();
    options.sizes = {24, 600};
    options.memory = 1e6;  // 600 rows take 2.9 MB
    LeontiefBench const bench = bench_leontief(options);
    for (LeontiefTiming const& timing : bench.timings)
        if (timing.n == 600) {
            EXPECT_FALSE(timing.was_run());
            expect_says(timing.refused, {"GB"});
        }
    EXPECT_TRUE(bench.exponents.empty()) << "one size has no slope";
}

TEST(LeontiefBench, ExponentsOfAKnownPower) {
    std::vector<LeontiefTiming> timings(3);
    for (std::size_t k = 0; k < 3; ++k) {
        timings[k].method = LeontiefMethod::lu;
        timings[k].n = 1000 << k;
        timings[k].right_hand_sides = timings[k].threads = 1;
        timings[k].setup_min = 1e-9 * std::pow(static_cast<double>(timings[k].n), 3.0);
        timings[k].solve_min = 1e-9 * std::pow(static_cast<double>(timings[k].n), 2.0);
    }
    auto const fits = fit_exponents(timings);
    ASSERT_EQ(fits.size(), 1U);
    EXPECT_EQ(fits[0].n_sizes, 3);
    EXPECT_NEAR(fits[0].setup, 3.0, 1e-12);
    EXPECT_NEAR(fits[0].solve, 2.0, 1e-12);
    EXPECT_GT(fits[0].total, 2.99);
    timings[1].refused = "too large";
    EXPECT_EQ(fit_exponents(timings)[0].n_sizes, 2);
}

TEST(LeontiefBench, TheMatrixFileHoldsTheMatrixThatIsTimed) {
    ScratchFolder const folder;
    BlockTable const table(choose_block_shape(60));
    write_block_table(table, 3, folder / "a.h5");
    MatrixFileReader const reader(folder / "a.h5");
    RowMatrix read(60, 60), demand(60, 3), sides(60, 3);
    reader.read_rows(0, 60, read.data());
    reader.read_right_hand_sides(0, 60, sides.data());
    table.fill_final_demand(0, 60, 3, demand.data());
    for (int const threads : {1, 3}) EXPECT_EQ(read, make_block_matrix(table, threads));
    EXPECT_EQ(sides, demand);
    EXPECT_EQ(reader.block(), table.traits().n_sectors);
}

TEST(LeontiefBench, NamesEveryOptionOutOfBounds) {
    LeontiefBenchOptions options;
    options.sizes = {3};
    options.right_hand_sides = {0};
    options.threads = {-1};
    options.zero_share = 1.0;
    options.repetitions = 0;
    options.tolerance = 0.0;
    expect_says(fault_of([&] { options.validate(); }),
                {"size of 3", "right-hand side", "threads", "zeros", "repetition", "tolerance"});
}

TEST(MachineFacts, AreThoseOfThisMachine) {
    MachineFacts const facts = read_machine_facts();
    EXPECT_GE(facts.n_processors, 1);
    EXPECT_GT(facts.memory, 1e8);
    EXPECT_LE(facts.memory_free, facts.memory);
    double const before = peak_memory();
    EXPECT_GT(before, 1e5);
    static_cast<void>(reset_peak_memory());  // where a system cannot, the peak is the whole process's: no less
    std::vector<double> const large(std::size_t{8} << 20U, 1.0);  // 64 MiB, touched
    EXPECT_GT(peak_memory(), held_memory() * 0.99);
    EXPECT_GT(held_memory(), 64e6) << large.back();
}

}  // namespace
}  // namespace desvio
