#include "desvio/solvers/gras.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace desvio {
namespace {

RowMatrix signed_table() {
    RowMatrix table(3, 4);
    table << 7, 3, 5, -3, 2, 9, 8, 1, -2, 0, 2, 1;
    return table;
}

Vector vector_of(std::initializer_list<double> values) {
    Vector vector(static_cast<Index>(values.size()));
    std::copy(values.begin(), values.end(), vector.begin());
    return vector;
}

TEST(Gras, proportional_table_by_hand) {
    // Equal cells, rows 3 and 1, columns 2 and 2: each row in halves.
    RowMatrix table = RowMatrix::Ones(2, 2);
    Summary const summary = balance_gras(table, vector_of({3, 1}), vector_of({2, 2}));
    EXPECT_EQ(summary.status, Status::converged);
    RowMatrix wanted(2, 2);
    wanted << 1.5, 1.5, 0.5, 0.5;
    EXPECT_LT((table - wanted).cwiseAbs().maxCoeff(), 1e-14);
}

TEST(Gras, one_row_with_a_negative_cell_by_hand) {
    // One row (2, -1) to a total of 3 with columns 4 and -1: a = (4, -1).
    RowMatrix table(1, 2);
    table << 2, -1;
    ASSERT_EQ(balance_gras(table, vector_of({3}), vector_of({4, -1})).status, Status::converged);
    EXPECT_NEAR(table(0, 0), 4.0, 1e-9);
    EXPECT_NEAR(table(0, 1), -1.0, 1e-9);
}

TEST(Gras, meets_margins_and_keeps_signs_and_zeros) {
    RowMatrix const before = signed_table();
    RowMatrix table = before;
    Vector const rows = vector_of({15, 26, -1}), columns = vector_of({9, 16, 17, -2});
    Summary const summary = balance_gras(table, rows, columns);
    ASSERT_EQ(summary.status, Status::converged) << summary.message;
    EXPECT_LT((table.rowwise().sum() - rows).cwiseAbs().maxCoeff(), 1e-8);
    EXPECT_LT((table.colwise().sum().transpose() - columns).cwiseAbs().maxCoeff(), 1e-8);
    for (Index i = 0; i < 3; ++i)
        for (Index j = 0; j < 4; ++j) {
            EXPECT_EQ(before(i, j) > 0.0, table(i, j) > 0.0) << i << ' ' << j;
            EXPECT_EQ(before(i, j) < 0.0, table(i, j) < 0.0) << i << ' ' << j;
        }
    EXPECT_EQ(table(2, 1), 0.0);
    // a' = r P s - N / (r s): positive cells keep their cross ratios, a negative one turns its factor over.
    double const r0s1 = table(0, 1) / 3, r1s1 = table(1, 1) / 9, r0s3 = -3 / table(0, 3), r1s3 = table(1, 3) / 1;
    EXPECT_NEAR(r0s1 / r1s1, r0s3 / r1s3, 1e-9);
    EXPECT_NEAR((table(0, 1) / table(0, 2)) / (table(1, 1) / table(1, 2)), (3.0 / 5.0) / (9.0 / 8.0), 1e-9);
}

TEST(Gras, a_table_that_meets_its_margins_does_not_move) {
    RowMatrix table = signed_table();
    RowMatrix const before = table;
    balance_gras(table, before.rowwise().sum(), before.colwise().sum().transpose());
    EXPECT_LT((table - before).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(Gras, stops_when_the_monitor_says_so) {
    RowMatrix table = signed_table();
    int calls = 0;
    Summary const summary = balance_gras(table, vector_of({15, 26, -1}), vector_of({9, 16, 17, -2}), {},
                                         [&](Iteration const&) { return ++calls < 2; });
    EXPECT_EQ(summary.status, Status::stopped);
    EXPECT_EQ(calls, 2);
}

TEST(Contradictions, are_named_one_by_one) {
    RowMatrix table(3, 2);
    table << 1, 2, 0, 0, 3, -1;
    using What = Contradiction::What;
    auto const kinds = [&](Vector const& rows, Vector const& columns) {
        std::vector<What> found;
        for (Contradiction const& one : find_contradictions(table, rows, columns, 1e-9)) found.push_back(one.what);
        return found;
    };
    EXPECT_TRUE(kinds(vector_of({3, 0, 2}), vector_of({4, 1})).empty());
    EXPECT_EQ(kinds(vector_of({3, 0, 2}), vector_of({4, 2})), std::vector{What::totals});
    EXPECT_EQ(kinds(vector_of({2, 1, 2}), vector_of({4, 1})), std::vector{What::empty_row});
    EXPECT_EQ(kinds(vector_of({-3, 0, 8}), vector_of({4, 1})), std::vector{What::sign_of_row});
    EXPECT_EQ(kinds(vector_of({3, 0, 2}), vector_of({-1, 6})), std::vector{What::sign_of_column});
    table.col(1).setZero();
    EXPECT_EQ(kinds(vector_of({3, 0, 2}), vector_of({4, 1})), std::vector{What::empty_column});
}

}  // namespace
}  // namespace desvio
