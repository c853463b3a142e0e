#include "desvio/core/error.hpp"
#include "desvio/tables/mend.hpp"
#include "desvio/tables/reduce.hpp"
#include "tests/support/random_table.hpp"

#include <gtest/gtest.h>
#include <Eigen/LU>

namespace desvio {
namespace {

using test::column_costs;
using test::make_random_table;
using test::row_sums;

/// Inventories of both signs, rows and columns still closing.
IoTable table_with_inventories(unsigned seed) {
    IoTable table = make_random_table(3, 2, seed);
    for (Index row = 0; row < table.n_rows(); ++row)
        for (Index n = 0; n < 3; ++n) table.final_demand(row, 2 * n + 1) = (row + n) % 2 == 0 ? 0.3 : -0.05;
    Eigen::RowVectorXd const left = row_sums(table).transpose() - table.intermediate.colwise().sum();
    table.intermediate_taxes = 0.1 * left;
    table.value_added = 0.9 * left;
    table.declared_output = table.declared_cost = row_sums(table);
    return table;
}

double moved_between(RowMatrix const& a, RowMatrix const& b) { return (a - b).cwiseAbs().sum(); }

TEST(Inventories, leontief_is_the_inverse_times_what_is_left) {
    IoTable const before = table_with_inventories(3);
    IoTable table = before;
    ProvenanceStep const step = mend_inventories(table, Inventories::leontief, {});
    EXPECT_EQ(table.final_categories, std::vector<std::string>{"HFCE"});
    ASSERT_EQ(table.final_demand.cols(), 3);

    Vector const x = row_sums(before);
    Matrix const a = before.intermediate * x.cwiseInverse().asDiagonal();
    Vector demand = Vector::Zero(before.n_rows());
    for (Index n = 0; n < 3; ++n) demand += before.final_demand.col(2 * n);
    Vector const wanted = (Matrix::Identity(6, 6) - a).partialPivLu().solve(demand);
    EXPECT_LT((row_sums(table) - wanted).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((column_costs(table) - wanted).cwiseAbs().maxCoeff(), 1e-10);
    // Technology stays: the same inputs and value added per unit of output.
    Matrix const after = table.intermediate * row_sums(table).cwiseInverse().asDiagonal();
    EXPECT_LT((after - a).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_NEAR(step.moved, (wanted - x).cwiseAbs().sum(), 1e-9);
    EXPECT_NE(step.worst.find("output of "), std::string::npos);
}

TEST(Inventories, leontief_drops_other_negative_demand_too) {
    IoTable table = make_random_table(2, 2, 4);
    table.final_demand(1, 0) = -0.7;
    mend_inventories(table, Inventories::leontief, {});
    EXPECT_EQ(table.final_demand(1, 0), 0.0);
    EXPECT_GE(table.final_demand.minCoeff(), 0.0);
}

TEST(Inventories, leontief_refuses_a_table_whose_inputs_cost_more_than_output) {
    // One sector that sells 3 to itself, 1 abroad and takes 2 back into stock: x = 2, inputs 3.
    IoTable table = make_random_table(1, 1, 5);
    table.intermediate(0, 0) = 3.0;
    table.final_demand << 1.0, -2.0;
    try {
        mend_inventories(table, Inventories::leontief, {});
        FAIL() << "no refusal";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("inputs of R0_S0 cost 1.5 of its output"), std::string::npos)
            << error.what();
    }
}

TEST(Inventories, absorb_adds_them_to_household_demand) {
    IoTable const before = table_with_inventories(6);
    IoTable table = before;
    mend_inventories(table, Inventories::absorb, {});
    EXPECT_EQ(table.final_categories, std::vector<std::string>{"HFCE"});
    for (Index n = 0; n < 3; ++n)
        for (Index row = 0; row < 6; ++row)
            EXPECT_DOUBLE_EQ(table.final_demand(row, n),
                             before.final_demand(row, 2 * n) + before.final_demand(row, 2 * n + 1));
    EXPECT_LT((row_sums(table) - row_sums(before)).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(Inventories, absorb_refuses_to_make_demand_negative) {
    IoTable table = table_with_inventories(7);
    table.final_demand(3, 2) = 0.01;
    table.final_demand(3, 3) = -0.5;
    try {
        mend_inventories(table, Inventories::absorb, {});
        FAIL() << "no refusal";
    } catch (InputError const& error) {
        ASSERT_EQ(error.faults().size(), 1U);
        EXPECT_EQ(error.faults()[0].problem, "R1_S1 to R1 HFCE: 0.01 with inventories of -0.5 would be -0.49");
    }
}

TEST(Mending, negative_inputs_become_0) {
    IoTable table = make_random_table(2, 2, 8);
    table.intermediate(0, 1) = -3.0;
    table.intermediate(2, 3) = -1.0;
    ProvenanceStep const step = zero_negative_inputs(table);
    EXPECT_EQ(table.intermediate(0, 1), 0.0);
    EXPECT_EQ(step.cells, 2.0);
    EXPECT_EQ(step.moved, 4.0);
    EXPECT_EQ(step.worst, "R0_S0 to R0_S1: -3 to 0");
}

TEST(Mending, own_sales_are_given_where_there_are_none) {
    IoTable table = make_random_table(2, 2, 9);
    table.intermediate.row(1).head(2).setZero();
    table.final_demand.row(1).head(2).setZero();
    double const output = row_sums(table)(1);
    ProvenanceStep const step = give_own_sales(table, 0.01);
    EXPECT_EQ(step.cells, 1.0);
    EXPECT_DOUBLE_EQ(table.final_demand(1, 0), 0.01 * output);
    EXPECT_DOUBLE_EQ(step.moved, 0.01 * output);
}

TEST(Mending, tiny_cells_become_0) {
    IoTable table = make_random_table(2, 2, 10);
    table.intermediate(0, 3) = 0.004;
    table.final_demand(1, 2) = -0.003;
    ProvenanceStep const step = zero_tiny_cells(table, 0.005);
    EXPECT_EQ(step.cells, 2.0);
    EXPECT_NEAR(step.moved, 0.007, 1e-15);
    EXPECT_EQ(table.intermediate(0, 3), 0.0);
}

TEST(Mending, value_added_is_raised_without_touching_rows) {
    IoTable table = make_random_table(2, 2, 11);
    table.intermediate.col(2) *= 20.0;
    Vector const before = row_sums(table);
    ASSERT_LT(before(2), table.intermediate.col(2).sum());
    RowMatrix const inputs = table.intermediate;
    ProvenanceStep const step = raise_value_added(table, 0.05);
    EXPECT_LT((row_sums(table) - before).cwiseAbs().maxCoeff(), 1e-11);
    EXPECT_NEAR(table.intermediate.col(2).sum(), 0.95 * before(2), 1e-10);
    EXPECT_NEAR(step.moved, moved_between(inputs, table.intermediate), 1e-9);
    EXPECT_EQ(step.cells, 4.0);
}

TEST(Balancing, restores_the_stated_outputs) {
    IoTable const whole = make_random_table(3, 3, 12);
    IoTable table = whole;
    table.intermediate.array() *= 1.0 + 0.2 * Eigen::ArrayXXd::Random(9, 9);
    table.final_demand(2, 1) = -0.4;  // of another sign: GRAS, not RAS
    table.final_demand(2, 0) += 0.4;
    ProvenanceStep const step = balance_table(table, {}, {});
    EXPECT_LT((row_sums(table) - whole.declared_output).cwiseAbs().maxCoeff(), 1e-7);
    EXPECT_LT((column_costs(table) - whole.declared_output).cwiseAbs().maxCoeff(), 1e-7);
    EXPECT_LT(table.final_demand(2, 1), 0.0);
    EXPECT_GT(step.moved, 0.0);
}

TEST(Balancing, names_margins_that_contradict_each_other) {
    IoTable table = make_random_table(2, 2, 13);
    table.declared_output(3) += 100.0;
    table.value_added(0, 3) += 50.0;
    try {
        balance_table(table, {}, {});
        FAIL() << "no refusal";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("rows are to add up to "), std::string::npos) << error.what();
    }
    table = make_random_table(2, 2, 13);
    table.intermediate.row(1).setZero();
    table.final_demand.row(1).setZero();
    try {
        balance_table(table, {}, {});
        FAIL() << "no refusal";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("R0_S1 is to sell "), std::string::npos) << error.what();
    }
}

TEST(Reducing, sums_over_users_and_leaves_value_added) {
    IoTable const table = make_random_table(3, 2, 14);
    Base const base = reduce_table(table);
    Vector const output = row_sums(table);
    for (Index j = 0; j < 2; ++j)
        for (Index i = 0; i < 3; ++i) {
            EXPECT_NEAR(base.trade.slice(j).col(i).sum(), output(table.row(i, j)), 1e-12);
            for (Index n = 0; n < 3; ++n) {
                double wanted = 0.0;
                for (Index k = 0; k < 2; ++k) wanted += table.intermediate(table.row(i, j), table.row(n, k));
                for (Index c = 0; c < 2; ++c) wanted += table.final_demand(table.row(i, j), 2 * n + c);
                EXPECT_NEAR(base.trade(j, n, i), wanted, 1e-13);
            }
        }
    for (Index n = 0; n < 3; ++n)
        for (Index k = 0; k < 2; ++k) {
            // 1 - sum gamma = (taxes + value added) / output
            Index const column = table.row(n, k);
            EXPECT_NEAR(1.0 - base.input_share.slice(n).col(k).sum(),
                        (table.value_added(0, column) + table.intermediate_taxes(0, column)) / output(column), 1e-13);
        }
}

TEST(NegativeShares, keep_the_bill_of_their_sector) {
    Base base = reduce_table(make_random_table(2, 3, 15));
    base.input_share(1, 0, 2) = -0.01;
    double const bill = base.input_share.slice(1).col(2).sum();
    ProvenanceStep const step = zero_negative_shares(base);
    EXPECT_EQ(base.input_share(1, 0, 2), 0.0);
    EXPECT_NEAR(base.input_share.slice(1).col(2).sum(), bill, 1e-15);
    EXPECT_EQ(step.cells, 3.0);
    EXPECT_NE(step.detail.find("1 negative input share"), std::string::npos) << step.detail;
}

}  // namespace
}  // namespace desvio
