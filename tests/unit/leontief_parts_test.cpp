// The parts of LeontiefSystem: blocked LU, sketched residuals, the plan, threads.
#include "desvio/core/error.hpp"
#include "solvers/leontief_lu.hpp"
#include "solvers/leontief_plan.hpp"
#include "solvers/leontief_sketch.hpp"
#include "solvers/threads.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/leontief_cases.hpp"
#include "tests/support/reference/plain_gauss.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace desvio {
namespace {

/// Far from dominated by its diagonal, so that rows must be exchanged.
Matrix rough_matrix(Index n) { return test::make_right_hand_sides(n, n, 21); }

TEST(BlockedLu, solves_what_needs_row_exchanges_on_any_number_of_threads) {
    // Narrower than a panel, several panels, and a last one that is not full.
    for (Index const n : {1, 2, 16, 17, 63, 64, 65, 130, 333}) {
        Matrix const matrix = rough_matrix(n), x = test::make_right_hand_sides(n, 3, 22);
        for (int const n_threads : {1, 2, 3}) {
            Matrix values = matrix;
            BlockedLu<double> lu(values.data(), n, n_threads);
            ASSERT_TRUE(lu.factorise()) << n;
            Matrix plain = matrix * x, transposed = matrix.transpose() * x;
            lu.solve_in_place(plain, false);
            lu.solve_in_place(transposed, true);
            // Condition numbers of random matrices are some tens of n.
            double const tolerance = 1e-12 * static_cast<double>(n * n + 10);
            EXPECT_LT((plain - x).cwiseAbs().maxCoeff(), tolerance) << n << ' ' << n_threads;
            EXPECT_LT((transposed - x).cwiseAbs().maxCoeff(), tolerance) << n << ' ' << n_threads;
        }
    }
}

TEST(BlockedLu, multipliers_stay_below_one) {
    Index const n = 200;
    Matrix values = rough_matrix(n);
    BlockedLu<double> lu(values.data(), n, 2);
    ASSERT_TRUE(lu.factorise());
    for (Index j = 0; j < n; ++j)
        for (Index i = j + 1; i < n; ++i) EXPECT_LE(std::abs(values(i, j)), 1.0);
}

TEST(BlockedLu, says_when_a_matrix_is_singular) {
    Index const n = 150;
    Matrix values = rough_matrix(n);
    values.col(97).setZero();
    BlockedLu<double> lu(values.data(), n, 2);
    EXPECT_FALSE(lu.factorise());
    EXPECT_TRUE(lu.is_singular());
}

TEST(BlockedLu, stops_on_request_after_the_panel) {
    Index const n = 400;
    Matrix values = rough_matrix(n);
    BlockedLu<double> lu(values.data(), n, 2);
    std::vector<double> shares;
    EXPECT_FALSE(lu.factorise([&](double share) {
        shares.push_back(share);
        return shares.size() < 3;
    }));
    EXPECT_FALSE(lu.is_singular());
    ASSERT_EQ(shares.size(), 3U);
    EXPECT_LT(shares[0], shares[1]);
    EXPECT_LT(shares[2], 1.0);
}

TEST(BlockedLu, passes_on_what_the_monitor_throws) {
    Matrix values = rough_matrix(300);
    BlockedLu<double> lu(values.data(), 300, 2);
    EXPECT_THROW(lu.factorise([](double) -> bool { throw std::runtime_error("no"); }), std::runtime_error);
}

TEST(ResidualSketch, tells_the_norm_of_a_residual_without_the_matrix) {
    Index const n = 120;
    RowMatrix const coefficients = test::make_home_biased(6, 20, 0.8, 0.7, 6);
    RowMatrix changed = coefficients;
    LeontiefUpdate const update{{5, 77}, test::make_right_hand_sides(n, 2, 23) * 0.01};
    changed.col(5) += update.changes.col(0);
    changed.col(77) += update.changes.col(1);
    ResidualSketch const sketch(DenseProduct<double>(coefficients, 1));
    Columns<double> const f = test::make_right_hand_sides(n, 3, 24), x = test::make_right_hand_sides(n, 3, 25);
    LeontiefUpdate const none{{}, Matrix(n, 0)};
    for (bool const is_transposed : {false, true}) {
        for (bool const is_changed : {false, true}) {
            RowMatrix const& A = is_changed ? changed : coefficients;
            Matrix const r = f - x + (is_transposed ? Matrix(A.transpose() * x) : Matrix(A * x));
            double exact = 0.0;
            for (Index c = 0; c < 3; ++c) exact = std::max(exact, r.col(c).norm() / f.col(c).cwiseAbs().maxCoeff());
            double const found = sketch.estimate(x, f, is_transposed, is_changed ? update : none);
            // The mean of 24 squares: between half and twice in all but 7 of 10^5 cases, and always with this seed.
            EXPECT_GT(found, 0.5 * exact);
            EXPECT_LT(found, 2.0 * exact);
        }
    }
    // An error in one cell of A, as a bad factorisation would make it, is seen.
    RowMatrix wrong = coefficients;
    wrong(3, 8) += 1e-6;
    Columns<double> const off = test::plain_gauss(wrong, f), right = test::plain_gauss(coefficients, f);
    EXPECT_GT(sketch.estimate(off, f, false, none), 1e-8);
    EXPECT_LT(sketch.estimate(right, f, false, none), 1e-13);
    EXPECT_GT(sketch.estimate(right, f, true, none), 1e-2);
}

LeontiefPlan plan_of(Index n, Index m, double memory, double filled = 1.0) {
    Examination seen;
    seen.n_nonzeros = static_cast<Index>(filled * static_cast<double>(n * n));
    seen.steps_per_digit = 0.8;
    LeontiefOptions options;
    options.expected_right_hand_sides = m;
    options.memory_limit = memory;
    options.block = std::min<Index>(45, n);
    options.threads = 2;
    return plan_leontief(seen, n, options);
}

TEST(LeontiefPlan, follows_size_right_hand_sides_zeros_and_memory) {
    double const matrix = 8.0 * 7000.0 * 7000.0;
    EXPECT_EQ(plan_of(50, 1, 1e9).method, LeontiefMethod::lu);
    EXPECT_EQ(plan_of(7000, 1, 1e12).method, LeontiefMethod::gmres);
    EXPECT_EQ(plan_of(7000, 50, 1e12).method, LeontiefMethod::gmres);
    EXPECT_EQ(plan_of(7000, 300, 1e12).method, LeontiefMethod::mixed_lu);
    EXPECT_EQ(plan_of(7000, 7000, 1e12).method, LeontiefMethod::lu);
    EXPECT_EQ(plan_of(7000, 1, 1e12, 0.001).method, LeontiefMethod::sparse_gmres);
    // No room for a copy in single precision beside the right-hand sides and answers.
    LeontiefPlan const narrow = plan_of(7000, 300, 0.4 * matrix);
    EXPECT_EQ(narrow.method, LeontiefMethod::lu);
    test::expect_says(narrow.reason, {"lu is expected to be fastest", "n = 7000, 300 right-hand sides", "(too much)"});
    EXPECT_LE(narrow.bytes, 0.4 * matrix);
}

TEST(LeontiefPlan, lu_in_place_takes_a_seventh_of_the_matrix_at_most) {
    LeontiefOptions options;
    options.block = 45;
    options.threads = 2;
    for (Index const n : {7000, 9800})
        EXPECT_LE(bytes_needed(LeontiefMethod::lu, n, n * n, options), 0.15 * 8.0 * static_cast<double>(n * n)) << n;
    EXPECT_GT(free_memory(), 0.0);
}

TEST(Threads, do_everything_once_and_pass_on_what_is_thrown) {
    for (Index const total : {0, 1, 5, 64, 1001}) {
        for (int const n_threads : {1, 2, 3, 7}) {
            std::vector<std::atomic<int>> visits(static_cast<std::size_t>(total));
            run_on_threads(n_threads, [&](int thread) {
                Span const mine = share_of(total, thread, n_threads, 16);
                for (Index i = mine.begin; i < mine.begin + mine.size; ++i) ++visits[static_cast<std::size_t>(i)];
            });
            for (auto const& visit : visits) EXPECT_EQ(visit, 1);
        }
    }
    EXPECT_EQ(count_threads(3), 3);
    EXPECT_GE(count_threads(0), 1);
    EXPECT_THROW(run_on_threads(3,
                                [](int thread) {
                                    if (thread == 2) throw std::runtime_error("no");
                                }),
                 std::runtime_error);
}

}  // namespace
}  // namespace desvio
