#include "desvio/solvers/leontief.hpp"

#include "tests/support/faults.hpp"
#include "tests/support/leontief_cases.hpp"
#include "tests/support/reference/plain_gauss.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

/// I - A = (0.8 -0.3; -0.4 0.9), determinant 0.6, L = (3/2 1/2; 2/3 4/3).
RowMatrix two_goods() {
    RowMatrix coefficients(2, 2);
    coefficients << 0.2, 0.3, 0.4, 0.1;
    return coefficients;
}

Matrix column(std::initializer_list<double> values) {
    Matrix vector(static_cast<Index>(values.size()), 1);
    std::copy(values.begin(), values.end(), vector.data());
    return vector;
}

LeontiefOptions by(LeontiefMethod method) {
    LeontiefOptions options;
    options.method = method;
    return options;
}

std::string fruit(Index row) { return row == 0 ? "apples" : row == 1 ? "pears" : "plums"; }

std::string all_warnings(LeontiefSystem const& system) {
    std::string all;
    for (std::string const& warning : system.summary().warnings) all += warning + '\n';
    return all;
}

TEST(Leontief, two_goods_by_hand_by_every_method) {
    for (LeontiefMethod const method : leontief_methods()) {
        if (!is_available(method)) continue;
        LeontiefSystem system(two_goods(), by(method));
        EXPECT_EQ(system.summary().status, Status::not_run);
        // L (6, 3) = (9 + 3/2, 4 + 4);  L' (6, 3) = (9 + 2, 3 + 4)
        EXPECT_LT((system.solve(column({6, 3})) - column({10.5, 8})).cwiseAbs().maxCoeff(), 1e-10) << to_string(method);
        EXPECT_LT((system.solve_transposed(column({6, 3})) - column({11, 7})).cwiseAbs().maxCoeff(), 1e-10);
        EXPECT_TRUE(system.summary().is_converged());
        EXPECT_EQ(system.summary().method, method == LeontiefMethod::automatic ? LeontiefMethod::lu : method);
        EXPECT_TRUE(system.summary().warnings.empty()) << all_warnings(system);
        // |I - A|_1 = 1.2, |L|_1 = 3/2 + 2/3
        EXPECT_GE(system.summary().condition, 2.6 - 1e-9);
        EXPECT_LE(system.summary().condition, 2.6 * 1.106);
    }
}

TEST(Leontief, chain_of_three_by_hand) {
    // Good 0 goes into 1, 1 into 2: L has 1, 1/2, 1/4 along its first row.
    RowMatrix chain = RowMatrix::Zero(3, 3);
    chain(0, 1) = chain(1, 2) = 0.5;
    LeontiefSystem system(chain);
    EXPECT_LT((system.solve(column({0, 0, 1})) - column({0.25, 0.5, 1})).cwiseAbs().maxCoeff(), 1e-15);
    EXPECT_LT((system.solve_transposed(column({1, 0, 0})) - column({1, 0.5, 0.25})).cwiseAbs().maxCoeff(), 1e-15);
    Vector const cells = system.inverse_elements({{0, 2}, {2, 0}, {1, 2}});
    EXPECT_NEAR(cells(0), 0.25, 1e-15);
    EXPECT_NEAR(cells(1), 0.0, 1e-15);
    EXPECT_NEAR(cells(2), 0.5, 1e-15);
}

TEST(Leontief, a_changed_column_by_hand) {
    // Good 1 stops using good 0: I - A' = (0.8 0; -0.4 0.9), x = (6 / 0.8, (3 + 0.4 * 7.5) / 0.9)
    LeontiefUpdate const update{{1}, column({-0.3, 0})};
    for (LeontiefMethod const method : leontief_methods()) {
        if (!is_available(method)) continue;
        LeontiefSystem system(two_goods(), by(method));
        Matrix const x = system.solve_updated(update, column({6, 3}));
        EXPECT_LT((x - column({7.5, 6.0 / 0.9})).cwiseAbs().maxCoeff(), 1e-10) << to_string(method);
        // (I - A')' y = (6, 3): 0.9 y1 = 3, 0.8 y0 = 6 + 0.4 y1
        Matrix const y = system.solve_updated_transposed(update, column({6, 3}));
        EXPECT_LT((y - column({(6 + 4.0 / 3.0) / 0.8, 3 / 0.9})).cwiseAbs().maxCoeff(), 1e-10) << to_string(method);
        EXPECT_LE(system.summary().residual, 1e-12);
    }
}

TEST(Leontief, coefficients_that_cannot_be_used_are_refused) {
    expect_says(fault_of([] { LeontiefSystem(RowMatrix::Zero(2, 3)); }), {"2 rows and 3 columns", "square"});
    LeontiefOptions named;
    named.name = fruit;
    RowMatrix broken = RowMatrix::Zero(3, 3);
    broken(2, 1) = std::numeric_limits<double>::quiet_NaN();
    broken(0, 2) = std::numeric_limits<double>::infinity();
    expect_says(fault_of([&] { LeontiefSystem(broken, named); }),
                {"row apples, column plums is inf", "row plums, column pears is nan", "over output"});
    expect_says(fault_of([&] { LeontiefSystem{broken}; }), {"row no. 1, column no. 3"});
}

TEST(Leontief, a_spectral_radius_of_one_or_more_is_refused) {
    LeontiefOptions named;
    named.name = fruit;
    RowMatrix greedy = two_goods();
    greedy(1, 1) = 1.1;  // eigenvalues 0.65 +- sqrt(0.3225)
    expect_says(fault_of([&] { LeontiefSystem(greedy, named); }),
                {"about 1.2178", "not below one", "inputs of pears add up to 1.4"});
    expect_says(fault_of([] { LeontiefSystem{RowMatrix::Identity(3, 3)}; }), {"not below one"});
    // Only one of two parts that do not touch.
    RowMatrix parts = RowMatrix::Zero(3, 3);
    parts(0, 0) = 0.5;
    parts(1, 2) = parts(2, 1) = 1.01;
    expect_says(fault_of([&] { LeontiefSystem(parts, named); }), {"about 1.01", "pears"});
    // Large, where the proof takes the iteration.
    RowMatrix const large = test::make_home_biased(5, 20, 1.2, 0.7, 3);
    expect_says(fault_of([&] { LeontiefSystem{large}; }), {"not below one"});
}

TEST(Leontief, a_column_above_one_is_only_told) {
    // Column sums 0.1 and 1.2, but the radius is sqrt(0.12).
    RowMatrix odd = RowMatrix::Zero(2, 2);
    odd(1, 0) = 0.1;
    odd(0, 1) = 1.2;
    LeontiefOptions named;
    named.name = fruit;
    LeontiefSystem system(odd, named);
    expect_says(all_warnings(system), {"value added is negative", "pears"});
    EXPECT_EQ(all_warnings(system).find("apples"), std::string::npos);
    EXPECT_LT(system.summary().spectral_radius_bound, 1.0);
}

TEST(Leontief, goods_that_nobody_supplies_are_told) {
    RowMatrix idle = RowMatrix::Zero(3, 3);
    idle(0, 1) = 0.5;  // plums neither go anywhere nor use anything; pears use, apples supply
    LeontiefOptions named;
    named.name = fruit;
    LeontiefSystem system(idle, named);
    expect_says(all_warnings(system), {"nobody supplies", ": plums\n"});
    EXPECT_NEAR(system.solve(column({0, 0, 4}))(2, 0), 4.0, 1e-15);
}

TEST(Leontief, negative_cells_are_told_and_proven_where_they_can_be) {
    RowMatrix coefficients = two_goods();
    coefficients(0, 1) = -0.3;
    LeontiefSystem proven(coefficients);
    expect_says(all_warnings(proven), {"negative"});
    EXPECT_EQ(all_warnings(proven).find("not proven"), std::string::npos);
    // Eigenvalues 0.6 +- 0.7 i, of modulus 0.922; |A| has 1.3. I - A = (0.4 0.7; -0.7 0.4): condition 1.1^2 / 0.65
    RowMatrix turning(2, 2);
    turning << 0.6, -0.7, 0.7, 0.6;
    for (LeontiefMethod const method :
         {LeontiefMethod::lu, LeontiefMethod::mixed_lu, LeontiefMethod::gmres, LeontiefMethod::sparse_lu}) {
        LeontiefSystem system(turning, by(method));
        expect_says(all_warnings(system), {"not proven", "0.92"});
        Matrix const f = column({1, 2});
        EXPECT_LT((system.solve(f) - test::plain_gauss(turning, f)).cwiseAbs().maxCoeff(), 1e-11);
        EXPECT_NEAR(system.summary().condition, 1.21 / 0.65, 1e-9) << to_string(method);
        EXPECT_EQ(system.summary().error_bound, -1.0);
    }
    turning << 0.6, -0.9, 0.9, 0.6;
    expect_says(fault_of([&] { LeontiefSystem{turning}; }), {"not below one", "about 1.08"});
}

TEST(Leontief, right_hand_sides_and_updates_that_do_not_fit_are_refused) {
    LeontiefSystem system(two_goods());
    auto const nothing = std::numeric_limits<double>::quiet_NaN();
    expect_says(fault_of([&] { (void)system.solve(column({1, 2, 3})); }), {"3 rows, the system has 2"});
    expect_says(fault_of([&] { (void)system.solve_transposed(column({1, nothing})); }), {"nan in row 1"});
    Matrix const f = column({1, 1});
    expect_says(fault_of([&] {
                    (void)system.solve_updated({{0, 1}, column({0, 0})}, f);
                }),
                {"2 x 1 numbers, not 2 x 2"});
    expect_says(fault_of([&] { (void)system.solve_updated({{2}, column({0, 0})}, f); }), {"column 2 is changed"});
    expect_says(fault_of([&] { (void)system.solve_updated({{1, 1}, Matrix::Zero(2, 2)}, f); }), {"changed twice"});
    expect_says(fault_of([&] {
                    (void)system.solve_updated_transposed({{1}, column({0, nothing})}, f);
                }),
                {"not finite"});
    expect_says(fault_of([&] { (void)system.inverse_elements({{0, 2}}); }), {"cell (0, 2)", "2 rows"});
}

TEST(Leontief, memory_is_asked_for_before_anything_starts) {
    RowMatrix const large = test::make_home_biased(4, 50, 0.7, 0.7, 1);
    LeontiefOptions options = by(LeontiefMethod::mixed_lu);
    options.block = 50;
    options.memory_limit = 3e5;  // the copy in single precision alone is 160 kB, the blocks 80 kB
    std::string const refusal = fault_of([&] { LeontiefSystem(large, options); });
    expect_says(refusal, {"mixed_lu needs", "beside the matrix of 0.32 MB, and 0.30 MB are there", "Use "});
    options.memory_limit = 10;
    expect_says(fault_of([&] { LeontiefSystem(large, options); }), {"No method fits"});
    options.method = LeontiefMethod::automatic;
    expect_says(fault_of([&] { LeontiefSystem(large, options); }), {"No method fits"});
    options.memory_limit = 0.0;
    LeontiefSystem const free(large, options);
    expect_says(free.summary().reason, {"n = 200", "1 right-hand side", "100 %", "are free"});
    EXPECT_GT(free.summary().bytes, 0.0);
}

TEST(Leontief, a_method_that_was_not_built_in_says_how_to_get_it) {
    if (is_available(LeontiefMethod::blas_lu)) {
        EXPECT_TRUE(fault_of([] { LeontiefSystem(two_goods(), by(LeontiefMethod::blas_lu)); }) == "no fault");
        return;
    }
    expect_says(fault_of([] { LeontiefSystem(two_goods(), by(LeontiefMethod::blas_lu)); }),
                {"blas_lu is not in this program", "DESVIO_BLAS=ON"});
}

TEST(Leontief, the_monitor_stops_every_method) {
    RowMatrix const table = test::make_home_biased(4, 50, 0.9, 0.5, 2);
    Matrix const f = test::make_right_hand_sides(200, 3, 1);
    for (LeontiefMethod const method : leontief_methods()) {
        if (!is_available(method)) continue;
        LeontiefOptions options = by(method);
        int calls = 0;
        options.monitor = [&](Iteration const& iteration) {
            EXPECT_EQ(iteration.evaluation, ++calls);
            return false;
        };
        LeontiefSystem system(table, options);
        EXPECT_EQ(system.solve(f).rows(), 200);
        EXPECT_EQ(system.summary().status, Status::stopped) << to_string(method);
        EXPECT_EQ(calls, 1) << to_string(method);
        expect_says(system.summary().message, {"stopped on request"});
    }
}

TEST(Leontief, iterations_that_run_out_are_told) {
    LeontiefOptions options = by(LeontiefMethod::neumann);
    options.max_iterations = 3;
    LeontiefSystem system(two_goods(), options);
    (void)system.solve(column({1, 1}));
    EXPECT_EQ(system.summary().status, Status::max_iterations);
    EXPECT_GT(system.summary().residual, 1e-3);
    EXPECT_EQ(system.summary().iterations, 3);
}

TEST(Leontief, methods_are_named_both_ways) {
    EXPECT_EQ(leontief_methods().size(), 9U);
    for (LeontiefMethod const method : leontief_methods()) EXPECT_EQ(parse_leontief_method(to_string(method)), method);
    EXPECT_EQ(parse_leontief_method("mixed-lu"), LeontiefMethod::mixed_lu);
    EXPECT_EQ(parse_leontief_method("auto"), LeontiefMethod::automatic);
    expect_says(fault_of([] { (void)parse_leontief_method("inverse"); }), {"'inverse' is no method", "sparse_gmres"});
}

TEST(Leontief, every_option_out_of_bounds_is_named) {
    LeontiefOptions options;
    options.tolerance = 0.0;
    options.max_iterations = 0;
    options.block = options.threads = -1;
    options.expected_right_hand_sides = 0;
    options.memory_limit = -1.0;
    expect_says(fault_of([&] { LeontiefSystem(two_goods(), options); }),
                {"tolerance", "max_iterations", "block", "expected_right_hand_sides", "threads", "memory_limit"});
}

TEST(Leontief, systems_can_be_moved) {
    LeontiefSystem first(two_goods(), by(LeontiefMethod::gmres));
    (void)first.solve(column({6, 3}));
    LeontiefSystem second = std::move(first);
    EXPECT_LT((second.solve(column({6, 3})) - column({10.5, 8})).cwiseAbs().maxCoeff(), 1e-10);
}

}  // namespace
}  // namespace desvio
