// Every method x every matrix: all agree with plain Gauss.
#include "desvio/solvers/leontief.hpp"
#include "tests/support/leontief_cases.hpp"
#include "tests/support/reference/plain_gauss.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::LeontiefCase;

LeontiefOptions options_of(LeontiefCase const& example, LeontiefMethod method) {
    LeontiefOptions options;
    options.method = method;
    options.block = example.block;
    options.max_iterations = example.max_iterations;
    options.threads = 2;
    return options;
}

double largest(Matrix const& x) { return x.size() == 0 ? 0.0 : x.cwiseAbs().maxCoeff(); }

/// The residual's tolerance times what an error can be for a residual of 1, and rounding.
double tolerance_of(LeontiefCase const& example) { return 2e-12 * example.condition; }

void expect_agrees(Matrix const& x, Matrix const& expected, double tolerance, std::string const& what) {
    ASSERT_EQ(x.rows(), expected.rows()) << what;
    ASSERT_EQ(x.cols(), expected.cols()) << what;
    EXPECT_LE(largest(x - expected), tolerance) << what;
}

template <typename Action>
void for_every_method_and_case(Action const& action) {
    for (LeontiefCase const& example : test::leontief_cases()) {
        for (LeontiefMethod const method : leontief_methods()) {
            if (!is_available(method)) continue;
            SCOPED_TRACE(example.name + " by " + to_string(method));
            action(example, options_of(example, method));
        }
    }
}

TEST(LeontiefIdentities, solutions_are_those_of_plain_gauss) {
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions const& options) {
        LeontiefSystem system(example.coefficients, options);
        Index const n = system.size();
        for (Index const m : {1, 3, 70}) {
            Matrix const f = test::make_right_hand_sides(n, m, 11);
            for (bool const is_transposed : {false, true}) {
                Matrix const x = is_transposed ? system.solve_transposed(f) : system.solve(f);
                LeontiefSummary const& summary = system.summary();
                EXPECT_TRUE(summary.is_converged()) << summary.message << ' ' << summary.residual;
                EXPECT_LE(summary.residual, options.tolerance);
                expect_agrees(x, test::plain_gauss(example.coefficients, f, is_transposed), tolerance_of(example),
                              is_transposed ? "transposed" : "plain");
            }
        }
    });
}

TEST(LeontiefIdentities, single_precision_store_gives_the_same_solutions) {
    for (LeontiefCase const& example : test::leontief_cases()) {
        for (LeontiefMethod const method : {LeontiefMethod::gmres, LeontiefMethod::bicgstab}) {
            LeontiefOptions options = options_of(example, method);
            options.float_store = true;
            LeontiefSystem system(example.coefficients, options);
            Matrix const f = test::make_right_hand_sides(system.size(), 3, 12);
            for (bool const is_transposed : {false, true}) {
                Matrix const x = is_transposed ? system.solve_transposed(f) : system.solve(f);
                EXPECT_TRUE(system.summary().is_converged()) << example.name << ' ' << to_string(method);
                expect_agrees(x, test::plain_gauss(example.coefficients, f, is_transposed), tolerance_of(example),
                              example.name);
            }
        }
    }
}

TEST(LeontiefIdentities, nothing_asked_is_nothing_made) {
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions const& options) {
        LeontiefSystem system(example.coefficients, options);
        // A column of zeros beside one that is not: neither may disturb the other.
        Matrix f = test::make_right_hand_sides(system.size(), 2, 13);
        f.col(0).setZero();
        Matrix const x = system.solve(f);
        EXPECT_EQ(largest(x.col(0)), 0.0);
        expect_agrees(x, test::plain_gauss(example.coefficients, f), tolerance_of(example), "beside zeros");
        EXPECT_EQ(system.solve(Matrix(system.size(), 0)).cols(), 0);
        EXPECT_TRUE(system.summary().is_converged());
    });
}

TEST(LeontiefIdentities, one_thread_and_two_agree) {
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions options) {
        Matrix const f = test::make_right_hand_sides(example.coefficients.rows(), 5, 14);
        LeontiefSystem two(example.coefficients, options);
        options.threads = 1;
        LeontiefSystem one(example.coefficients, options);
        expect_agrees(one.solve(f), two.solve(f), tolerance_of(example), "plain");
        expect_agrees(one.solve_transposed(f), two.solve_transposed(f), tolerance_of(example), "transposed");
    });
}

TEST(LeontiefIdentities, changed_columns_are_as_a_fresh_system) {
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions const& options) {
        Index const n = example.coefficients.rows();
        for (Index const n_changed : {Index{1}, Index{3}, n}) {
            if (n_changed > n) continue;
            LeontiefUpdate update;
            RowMatrix changed = example.coefficients;
            update.changes = -0.3 * test::make_right_hand_sides(n, n_changed, 19).cwiseAbs();
            for (Index k = 0; k < n_changed; ++k) {
                Index const column = n - 1 - k;
                update.columns.push_back(column);
                // Inputs fall by up to three tenths: the radius can only fall.
                update.changes.col(k) = update.changes.col(k).cwiseProduct(example.coefficients.col(column));
                changed.col(column) += update.changes.col(k);
            }
            LeontiefSystem system(example.coefficients, options);
            Matrix const f = test::make_right_hand_sides(n, 2, 15);
            Matrix const x = system.solve_updated(update, f);
            EXPECT_TRUE(system.summary().is_converged()) << system.summary().residual;
            expect_agrees(x, test::plain_gauss(changed, f), tolerance_of(example), "plain");
            Matrix const y = system.solve_updated_transposed(update, f);
            EXPECT_TRUE(system.summary().is_converged()) << system.summary().residual;
            expect_agrees(y, test::plain_gauss(changed, f, true), tolerance_of(example), "transposed");
            // The system itself is as it was.
            expect_agrees(system.solve(f), test::plain_gauss(example.coefficients, f), tolerance_of(example), "again");
        }
    });
}

TEST(LeontiefIdentities, cells_of_the_inverse_are_those_of_the_inverse) {
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions const& options) {
        Index const n = example.coefficients.rows();
        if (n == 0) return;
        Matrix const inverse = test::plain_gauss(example.coefficients, Matrix::Identity(n, n));
        LeontiefSystem system(example.coefficients, options);
        std::vector<std::pair<Index, Index>> const one_row{{n / 2, 0}, {n / 2, n - 1}, {n / 2, n / 3}};
        std::vector<std::pair<Index, Index>> const one_column{{0, n / 3}, {n - 1, n / 3}, {n / 2, n / 3}};
        for (auto const& cells : {one_row, one_column}) {
            Vector const found = system.inverse_elements(cells);
            for (std::size_t k = 0; k < cells.size(); ++k)
                EXPECT_NEAR(found(static_cast<Index>(k)), inverse(cells[k].first, cells[k].second),
                            tolerance_of(example));
        }
    });
}

TEST(LeontiefIdentities, plain_and_transposed_are_adjoint) {
    // g' L f = f' L' g: the price side and the quantity side of one system.
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions const& options) {
        LeontiefSystem system(example.coefficients, options);
        Matrix const f = test::make_right_hand_sides(system.size(), 1, 16);
        Matrix const g = test::make_right_hand_sides(system.size(), 1, 17);
        double const forward = (g.transpose() * system.solve(f)).sum();
        double const backward = (f.transpose() * system.solve_transposed(g)).sum();
        EXPECT_NEAR(forward, backward, tolerance_of(example) * (1.0 + static_cast<double>(system.size())));
    });
}

TEST(LeontiefIdentities, condition_and_error_are_bounded) {
    for_every_method_and_case([](LeontiefCase const& example, LeontiefOptions const& options) {
        Index const n = example.coefficients.rows();
        if (n == 0) return;
        LeontiefSystem system(example.coefficients, options);
        Matrix const f = test::make_right_hand_sides(n, 4, 18);
        Matrix const identity = Matrix::Identity(n, n);
        double const inverse_norm =
            test::plain_gauss(example.coefficients, identity).cwiseAbs().colwise().sum().maxCoeff();
        double const exact = (identity - example.coefficients).cwiseAbs().colwise().sum().maxCoeff() * inverse_norm;
        for (bool const is_transposed : {false, true}) {
            Matrix const x = is_transposed ? system.solve_transposed(f) : system.solve(f);
            LeontiefSummary const& summary = system.summary();
            EXPECT_GE(summary.condition, exact * (1.0 - 1e-9));
            // 1.05 / 0.95 from the examination's tolerance; with negative cells only a bound.
            if (example.name != "negative_cells") {
                EXPECT_LE(summary.condition, exact * 1.106);
                EXPECT_LT(summary.spectral_radius_bound, 1.0);
            }
            ASSERT_GE(summary.error_bound, 0.0);
            double const error = largest(x - test::plain_gauss(example.coefficients, f, is_transposed));
            double const rounding = 1e-14 * example.condition;
            EXPECT_LE(error, 2.0 * summary.error_bound * largest(f) + rounding);
        }
    });
}

}  // namespace
}  // namespace desvio
