#include "desvio/params/accounts.hpp"
#include "desvio/tables/expand.hpp"
#include "desvio/tables/reduce.hpp"
#include "tests/support/hand_use.hpp"
#include "tests/support/random_base.hpp"
#include "tests/support/random_table.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

Base any_base() {
    test::RandomBaseOptions options;
    options.regions = 4;
    options.seed = 11;
    return test::make_random_base(options);
}

TEST(ExpandBase, rows_and_columns_close) {
    Base const base = any_base();
    IoTable const table = expand_base(base);
    double const size = table.declared_output.maxCoeff();
    EXPECT_LT((test::row_sums(table) - table.declared_output).cwiseAbs().maxCoeff(), 1e-12 * size);
    EXPECT_LT((test::column_costs(table) - table.declared_output).cwiseAbs().maxCoeff(), 1e-12 * size);
    EXPECT_GE(table.final_demand.minCoeff(), -1e-12 * size);
    double duties = 0.0;
    for (Index k = 0; k < base.trade.size(); ++k) duties += base.trade.flat()(k) * base.tariff.flat()(k);
    EXPECT_GT(duties, 0.0);
    EXPECT_NEAR(table.intermediate_taxes.sum() + table.final_taxes.sum(), duties, 1e-12 * size);
}

TEST(ExpandBase, its_sum_over_users_is_the_base) {
    Base const base = any_base();
    Base const again = reduce_table(expand_base(base));
    EXPECT_LT((again.trade.flat() - base.trade.flat()).cwiseAbs().maxCoeff(), 1e-12 * base.trade.flat().maxCoeff());
    // Inputs at basic prices: cheaper than at the purchaser's by the duty on them.
    Accounts const accounts = derive_accounts(base);
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j) {
            double const basic = base.trade.slice(j).row(n).sum() / accounts.expenditure(j, n);
            for (Index k = 0; k < base.n_sectors(); ++k)
                EXPECT_NEAR(again.input_share(n, j, k), base.input_share(n, j, k) * basic, 1e-14);
        }
}

// Duties of A: 25 % on the 20 that GDS buys of B, 5, and on the 20 of its house, 5; of B 10 % on 10 and 10. Value added
// is 120 - 55 - 5 = 60 = 0.5 120, 160 - 60 = 100 = 0.625 160, 100 - 49 - 1 = 50 and 90 - 45 = 45.
TEST(FullTable, a_kept_one_closes_with_duties_and_value_added) {
    Base base = test::hand_base_with_use();
    base.region_table[1].name = "Named since";
    IoTable const table = full_table(base);
    EXPECT_EQ(table.intermediate, base.use_table->intermediate);
    EXPECT_EQ(table.final_categories, (std::vector<std::string>{"house", "stock"}));
    EXPECT_EQ(table.region_table[1].name, "Named since");
    EXPECT_TRUE(table.intermediate_taxes.isApprox(Eigen::RowVector4d(5.0, 0.0, 1.0, 0.0), 1e-14));
    EXPECT_TRUE(table.final_taxes.isApprox(Eigen::RowVector4d(5.0, 0.0, 1.0, 0.0), 1e-14));
    EXPECT_TRUE(table.value_added.isApprox(Eigen::RowVector4d(60.0, 100.0, 50.0, 45.0), 1e-14));
    EXPECT_TRUE(table.declared_output.isApprox(Eigen::Vector4d(120.0, 160.0, 100.0, 90.0), 1e-14));
    EXPECT_TRUE(test::column_costs(table).isApprox(table.declared_output, 1e-14));
    EXPECT_TRUE(test::row_sums(table).isApprox(table.declared_output, 1e-14));
}

TEST(FullTable, of_a_compact_base_is_the_expanded_one) {
    Base const base = any_base();
    EXPECT_EQ(full_table(base).intermediate, expand_base(base).intermediate);
}

}  // namespace
}  // namespace desvio
