#include "desvio/distributed/leontief_petsc.hpp"

#include "desvio/core/error.hpp"
#include "desvio/solvers/leontief.hpp"
#include "tests/distributed/this_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace desvio {
namespace {

/// A block table with home bias: inputs of exp(normal), five times larger at home, a share of zeros, and columns that
/// sum to less than `most`.
RowMatrix block_table(Index n_regions, Index n_sectors, double zero_share, double most = 0.7) {
    std::mt19937_64 random(42);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    Index const n = n_regions * n_sectors;
    RowMatrix a(n, n);
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j) {
            bool const is_home = i / n_sectors == j / n_sectors;
            double const size = std::exp(normal(random)) * (is_home ? 5.0 * static_cast<double>(n_regions) : 1.0);
            a(i, j) = uniform(random) < zero_share ? 0.0 : size;
        }
    for (Index j = 0; j < n; ++j) {
        double const sum = a.col(j).sum();
        if (sum > 0.0) a.col(j) *= most * (0.6 + 0.4 * uniform(random)) / sum;
    }
    return a;
}

RowMatrix right_hand_sides(Index n, Index m) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> uniform(0.5, 2.0);
    RowMatrix f(n, m);
    for (Index i = 0; i < n; ++i)
        for (Index k = 0; k < m; ++k) f(i, k) = uniform(random);
    return f;
}

/// Gives rows of a matrix in memory; the matrix must outlive it.
RowSource rows_of(RowMatrix const& matrix) {
    return [&matrix](Index first, Index count, double* rows) {
        Eigen::Map<RowMatrix>(rows, count, matrix.cols()) = matrix.middleRows(first, count);
    };
}

DistributedMatrix distributed(RowMatrix const& matrix, Index block) {
    return {matrix.rows(), block, rows_of(matrix), [](Index i) { return "R" + std::to_string(i); }};
}

/// Largest difference to the serial answer, in units of its largest number; on rank 0, elsewhere 0.
double difference(Matrix const& x, Matrix const& serial) {
    if (ranks().rank() > 0) return static_cast<double>(x.size());  // other ranks get nothing
    if (x.rows() != serial.rows() || x.cols() != serial.cols()) return std::numeric_limits<double>::infinity();
    return x.size() == 0 ? 0.0 : (x - serial).cwiseAbs().maxCoeff() / serial.cwiseAbs().maxCoeff();
}

/// Residuals of 1e-12 and a condition of some tens: eleven digits, and one to spare.
constexpr double same = 1e-10;

/// The message of the InputError that building the system throws on every rank.
std::string refusal(RowMatrix const& a, Index block, DistributedOptions const& options = {}) {
    try {
        DistributedLeontief system(ranks(), distributed(a, block), options);
    } catch (InputError const& error) {
        EXPECT_TRUE(ranks().have_failed_together());
        return error.what();
    }
    return "none";
}

void expect_the_serial_answer(RowMatrix const& a, Index block, Index m, DistributedOptions const& options,
                              RowStorage storage) {
    RowMatrix const f = right_hand_sides(a.rows(), m);
    LeontiefSystem serial(a);
    Matrix const wanted = serial.solve(f), wanted_transposed = serial.solve_transposed(f);

    DistributedLeontief system(ranks(), distributed(a, block), options);
    EXPECT_LT(difference(system.solve(rows_of(f), m), wanted), same);
    EXPECT_EQ(system.summary().status, Status::converged) << system.summary().message;
    EXPECT_LE(system.summary().residual, options.tolerance);
    EXPECT_EQ(system.summary().storage, storage);
    EXPECT_LT(difference(system.solve_transposed(rows_of(f), m), wanted_transposed), same);
    EXPECT_LE(system.summary().residual, options.tolerance);
    // Once more with the first system: nothing of the transposed one is left.
    EXPECT_LT(difference(system.solve(rows_of(f), m), wanted), same);
}

TEST(DistributedLeontief, dense_table_equals_the_serial_answer) {
    expect_the_serial_answer(block_table(6, 8, 0.1), 8, 3, {}, RowStorage::dense);
}

TEST(DistributedLeontief, sparse_table_equals_the_serial_answer) {
    expect_the_serial_answer(block_table(9, 7, 0.9), 7, 3, {}, RowStorage::sparse);
}

TEST(DistributedLeontief, storage_asked_for_is_used) {
    DistributedOptions options;
    options.storage = RowStorage::sparse;
    expect_the_serial_answer(block_table(6, 8, 0.1), 8, 1, options, RowStorage::sparse);
    options.storage = RowStorage::dense;
    expect_the_serial_answer(block_table(9, 7, 0.9), 7, 1, options, RowStorage::dense);
}

TEST(DistributedLeontief, rows_and_blocks_that_ranks_do_not_divide) {
    expect_the_serial_answer(block_table(7, 13, 0.2), 13, 2, {}, RowStorage::dense);  // 91 rows
    expect_the_serial_answer(block_table(7, 13, 0.2), 10, 2, {}, RowStorage::dense);  // a last block of one row
}

TEST(DistributedLeontief, more_ranks_than_regions) {
    expect_the_serial_answer(block_table(1, 30, 0.2), 30, 2, {}, RowStorage::dense);
    expect_the_serial_answer(block_table(3, 10, 0.2), 10, 2, {}, RowStorage::dense);
}

TEST(DistributedLeontief, more_ranks_than_rows) {
    RowMatrix const a = block_table(1, 2, 0.0);
    expect_the_serial_answer(a, 2, 1, {}, RowStorage::dense);
    DistributedLeontief system(ranks(), distributed(a, 2));
    bool const warns = !system.summary().warnings.empty();
    EXPECT_EQ(warns, ranks().size() > 2);
}

TEST(DistributedLeontief, two_by_two_by_hand) {
    // A = (0.2 0.3; 0.4 0.1):  (I - A)^{-1} = (0.9 0.3; 0.4 0.8) / 0.6
    RowMatrix a(2, 2);
    a << 0.2, 0.3, 0.4, 0.1;
    RowMatrix f(2, 1);
    f << 6.0, 12.0;
    DistributedLeontief system(ranks(), distributed(a, 1));
    Matrix const x = system.solve(rows_of(f), 1), p = system.solve_transposed(rows_of(f), 1);
    if (ranks().rank() > 0) return;
    EXPECT_NEAR(x(0, 0), 15.0, 1e-10);
    EXPECT_NEAR(x(1, 0), 20.0, 1e-10);
    EXPECT_NEAR(p(0, 0), 17.0, 1e-10);
    EXPECT_NEAR(p(1, 0), 19.0, 1e-10);
}

TEST(DistributedLeontief, the_number_of_iterations_does_not_depend_on_the_ranks) {
    RowMatrix const a = block_table(10, 12, 0.1), f = right_hand_sides(120, 1);
    DistributedLeontief system(ranks(), distributed(a, 12));
    static_cast<void>(system.solve(rows_of(f), 1));
    constexpr int on_one_rank = 8;
    EXPECT_EQ(system.summary().iterations, on_one_rank);
    EXPECT_EQ(system.summary().products, on_one_rank + 1);
    static_cast<void>(system.solve_transposed(rows_of(f), 1));
    EXPECT_EQ(system.summary().iterations, on_one_rank);
}

TEST(DistributedLeontief, exact_blocks_save_products) {
    RowMatrix const a = block_table(10, 12, 0.1), f = right_hand_sides(120, 1);
    DistributedOptions options;
    DistributedLeontief blocks(ranks(), distributed(a, 12), options);
    static_cast<void>(blocks.solve(rows_of(f), 1));
    options.block = 1;
    DistributedLeontief rows(ranks(), distributed(a, 12), options);
    static_cast<void>(rows.solve(rows_of(f), 1));
    EXPECT_EQ(rows.summary().block, 1);
    EXPECT_LT(blocks.summary().iterations, rows.summary().iterations);
}

TEST(DistributedLeontief, nothing_asked_is_nothing_answered) {
    RowMatrix const a = block_table(3, 5, 0.1), zero = RowMatrix::Zero(15, 2), none(15, 0);
    DistributedLeontief system(ranks(), distributed(a, 5));
    Matrix const x = system.solve(rows_of(zero), 2);
    EXPECT_TRUE(x.isZero(0.0));
    EXPECT_EQ(system.summary().status, Status::converged);
    EXPECT_EQ(system.summary().residual, 0.0);
    EXPECT_EQ(system.solve(rows_of(none), 0).cols(), 0);

    RowMatrix const empty(0, 0), no_rows(0, 1);
    DistributedLeontief nothing(ranks(), distributed(empty, 0));
    EXPECT_EQ(nothing.solve(rows_of(no_rows), 1).rows(), 0);
    EXPECT_EQ(nothing.summary().status, Status::converged);
}

TEST(DistributedLeontief, one_large_demand_among_zeros) {
    RowMatrix const a = block_table(6, 8, 0.1);
    RowMatrix f = RowMatrix::Zero(48, 1);
    f(31, 0) = 1e9;
    LeontiefSystem serial(a);
    DistributedLeontief system(ranks(), distributed(a, 8));
    EXPECT_LT(difference(system.solve(rows_of(f), 1), serial.solve(f)), same);
}

TEST(DistributedLeontief, nearly_singular) {
    RowMatrix const a = block_table(6, 8, 0.1, 1.0), f = right_hand_sides(48, 1);
    RowMatrix scaled = a;
    for (Index j = 0; j < 48; ++j) scaled.col(j) *= 0.999 / a.col(j).sum();  // columns of 0.999: rho = 0.999
    LeontiefSystem serial(scaled);
    DistributedLeontief system(ranks(), distributed(scaled, 8));
    // The condition is some thousands.
    EXPECT_LT(difference(system.solve(rows_of(f), 1), serial.solve(f)), 1e3 * same);
    EXPECT_EQ(system.summary().status, Status::converged) << system.summary().message;
    EXPECT_NEAR(system.summary().spectral_radius_below, 0.999, 1e-12);
}

TEST(DistributedLeontief, too_few_iterations_are_no_solution) {
    RowMatrix const a = block_table(6, 8, 0.1), f = right_hand_sides(48, 1);
    DistributedOptions options;
    options.max_iterations = 2;
    DistributedLeontief system(ranks(), distributed(a, 8), options);
    static_cast<void>(system.solve(rows_of(f), 1));
    EXPECT_EQ(system.summary().status, Status::max_iterations);
    EXPECT_GT(system.summary().residual, options.tolerance);
    EXPECT_NE(system.summary().message.find("right-hand side 1"), std::string::npos);
}

TEST(DistributedLeontief, the_monitor_of_the_first_rank_stops_all) {
    RowMatrix const a = block_table(6, 8, 0.1), f = right_hand_sides(48, 1);
    DistributedOptions options;
    int calls = 0;
    options.monitor = [&](Iteration const& iteration) {
        ++calls;
        return iteration.evaluation < 3;
    };
    DistributedLeontief system(ranks(), distributed(a, 8), options);
    static_cast<void>(system.solve(rows_of(f), 1));
    EXPECT_EQ(system.summary().status, Status::stopped);
    EXPECT_EQ(system.summary().iterations, 3);
    EXPECT_EQ(calls > 0, ranks().rank() == 0);
}

TEST(DistributedLeontief, a_cell_that_is_no_number_is_named_by_all) {
    RowMatrix a = block_table(3, 5, 0.1);
    a(13, 4) = std::numeric_limits<double>::quiet_NaN();
    std::string const dense = refusal(a, 5);
    EXPECT_NE(dense.find("coefficient in R13, column of R4,"), std::string::npos) << dense;
    RowMatrix sparse = block_table(3, 5, 0.95);
    sparse(0, 14) = std::numeric_limits<double>::infinity();
    EXPECT_NE(refusal(sparse, 5).find("coefficient in R0, column of R14,"), std::string::npos);
}

TEST(DistributedLeontief, a_right_hand_side_that_is_no_number_is_named_by_all) {
    RowMatrix const a = block_table(3, 5, 0.1);
    RowMatrix f = right_hand_sides(15, 2);
    f(14, 1) = std::numeric_limits<double>::quiet_NaN();
    DistributedLeontief system(ranks(), distributed(a, 5));
    EXPECT_THROW(static_cast<void>(system.solve(rows_of(f), 2)), InputError);
}

TEST(DistributedLeontief, a_spectral_radius_of_one_is_refused) {
    RowMatrix a = block_table(3, 5, 0.1, 1.0);
    for (Index j = 0; j < 15; ++j) a.col(j) *= 1.01 / a.col(j).sum();
    std::string const seen = refusal(a, 5);
    EXPECT_NE(seen.find("spectral radius of the matrix is at least 1.0"), std::string::npos) << seen;
    // Behind rows that nobody buys from, too: the part that grows is the whole's.
    RowMatrix larger = RowMatrix::Zero(20, 20);
    larger.topLeftCorner(15, 15) = a;
    larger.block(0, 15, 15, 5).setConstant(0.01);
    EXPECT_NE(refusal(larger, 5).find("spectral radius"), std::string::npos);
}

TEST(DistributedLeontief, negative_value_added_is_told_and_solved) {
    RowMatrix a = block_table(6, 8, 0.1), f = right_hand_sides(48, 1);
    a.col(7) *= 1.3 / a.col(7).sum();
    LeontiefSystem serial(a);
    DistributedLeontief system(ranks(), distributed(a, 8));
    EXPECT_LT(difference(system.solve(rows_of(f), 1), serial.solve(f)), same);
    EXPECT_LT(system.summary().spectral_radius_below, 1.0);
    ASSERT_EQ(system.summary().warnings.size(), 1U);
    EXPECT_NE(system.summary().warnings[0].find("R7 sums to 1.3"), std::string::npos);
    DistributedOptions strict;
    strict.allows_negative_value_added = false;
    EXPECT_NE(refusal(a, 8, strict).find("inputs of R7 cost 1.3 of its output"), std::string::npos);
}

TEST(DistributedLeontief, negative_coefficients_are_told_and_solved) {
    RowMatrix a = block_table(6, 8, 0.1), f = right_hand_sides(48, 1);
    a(3, 5) = -0.05;
    LeontiefSystem serial(a);
    DistributedLeontief system(ranks(), distributed(a, 8));
    EXPECT_LT(difference(system.solve(rows_of(f), 1), serial.solve(f)), same);
    EXPECT_FALSE(system.summary().warnings.empty());
}

TEST(DistributedLeontief, memory_is_asked_for_before_anything_is_read) {
    RowMatrix const a = block_table(6, 8, 0.1);
    DistributedOptions options;
    options.memory_limit = 1000.0;
    std::string const seen = refusal(a, 8, options);
    EXPECT_NE(seen.find("GB are there (nothing was begun) Spread the matrix over at least"), std::string::npos) << seen;
}

TEST(DistributedLeontief, options_out_of_bounds) {
    DistributedOptions options;
    options.tolerance = 0.0;
    options.max_iterations = 0;
    options.block = -1;
    options.memory_limit = -1.0;
    try {
        options.validate();
        ADD_FAILURE();
    } catch (InputError const& error) {
        EXPECT_EQ(error.faults().size(), 4U);
    }
}

TEST(DistributedLeontief, an_error_of_one_rank_while_reading_is_that_of_all) {
    RowMatrix const a = block_table(6, 8, 0.1);
    DistributedMatrix matrix = distributed(a, 8);
    bool const is_last = ranks().rank() == ranks().size() - 1;
    matrix.read_rows = [&](Index first, Index count, double* rows) {
        if (is_last) throw FileError({{"m.h5", 0, 0}, "is cut short", {}, {}});
        rows_of(a)(first, count, rows);
    };
    EXPECT_THROW(DistributedLeontief(ranks(), matrix), FileError);
}

TEST(FirstOfShare, shares_are_even_and_leave_nothing_out) {
    for (Index const n : {0, 1, 5, 91, 1000}) {
        for (int p = 1; p < 9; ++p) {
            EXPECT_EQ(first_of_share(n, p, 0), 0);
            EXPECT_EQ(first_of_share(n, p, p), n);
            for (int r = 0; r < p; ++r) {
                Index const count = first_of_share(n, p, r + 1) - first_of_share(n, p, r);
                EXPECT_TRUE(count == n / p || count == n / p + 1) << n << ' ' << p << ' ' << r;
            }
        }
    }
}

}  // namespace
}  // namespace desvio
