#include "desvio/engine/run.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

Base sample() {
    RandomBaseOptions options;
    options.regions = 4;
    options.sectors = 3;
    options.seed = 5;
    return make_random_base(options);
}

/// The sample with its own final demand declared, one cell of it doubled: off equilibrium.
Base disturbed() {
    Base base = sample();
    Accounts const accounts = derive_accounts(base);
    base.final_demand = accounts.final_share * accounts.income.asDiagonal();
    (*base.final_demand)(1, 2) *= 2.0;
    return base;
}

TEST(Settle, an_equilibrium_does_not_move) {
    Settled const settled = settle_base(sample());
    ASSERT_TRUE(settled.summary.is_converged()) << settled.summary.message;
    for (Settled::Movement const& movement : settled.movements)
        EXPECT_LT(movement.largest_relative, 1e-9) << movement.quantity << " at " << movement.where;
}

TEST(Settle, a_base_off_equilibrium_is_refused_and_passes_once_settled) {
    Base const base = disturbed();
    EXPECT_THROW(require_identities(base), InputError);
    Settled const settled = settle_base(base);
    ASSERT_TRUE(settled.summary.is_converged()) << settled.summary.message;
    EXPECT_TRUE(settled.audit.passed()) << settled.audit.largest();
    EXPECT_NO_THROW(require_identities(settled.base));
    Settled const again = settle_base(settled.base);
    EXPECT_LT(again.movements.front().largest_relative, 1e-9) << "settling twice moved trade again";
}

TEST(Settle, keeps_what_was_declared_and_says_what_moved) {
    Base const base = disturbed();
    Accounts const declared = derive_accounts(base, "default", Derivation::declared);
    Settled const settled = settle_base(base);
    Accounts const after = derive_accounts(settled.base);
    EXPECT_LT((after.final_share - declared.final_share).cwiseAbs().maxCoeff(), 1e-9);
    EXPECT_NEAR(after.value_added.sum(), declared.value_added.sum(), 1e-9 * declared.value_added.sum());
    double trade_moved = 0.0;
    for (Settled::Movement const& movement : settled.movements)
        if (movement.quantity == "trade") trade_moved = movement.largest_relative;
    EXPECT_GT(trade_moved, 1e-3);
}

TEST(Settle, negative_final_demand_is_clipped) {
    Base base = sample();
    Accounts const accounts = derive_accounts(base);
    base.final_demand = accounts.final_share * accounts.income.asDiagonal();
    (*base.final_demand)(0, 1) = -1.0;
    Settled const settled = settle_base(base);
    ASSERT_TRUE(settled.summary.is_converged()) << settled.summary.message;
    EXPECT_NEAR(derive_accounts(settled.base).final_share(0, 1), 0.0, 1e-9);
    EXPECT_NO_THROW(require_identities(settled.base));
}

TEST(Settle, declared_value_added_wins_over_input_shares_that_do_not_add_up) {
    Base base = sample();
    Accounts const accounts = derive_accounts(base);
    base.value_added_share = accounts.value_added_share;
    (*base.value_added_share)(0, 0) = 0.9;
    Settled const settled = settle_base(base);
    ASSERT_TRUE(settled.summary.is_converged()) << settled.summary.message;
    EXPECT_NEAR(derive_accounts(settled.base).value_added_share(0, 0), 0.9, 1e-12);
    EXPECT_NO_THROW(require_identities(settled.base));
}

TEST(Settle, balanced_takes_the_deficits_out) {
    Base const base = sample();
    ASSERT_GT(derive_accounts(base).deficit.cwiseAbs().maxCoeff(), 1.0);
    Settled const settled = settle_base(base, Deficits::balanced);
    ASSERT_TRUE(settled.summary.is_converged()) << settled.summary.message;
    double const world_trade = settled.base.trade.flat().sum();
    EXPECT_LT(derive_accounts(settled.base).deficit.cwiseAbs().maxCoeff(), 1e-10 * world_trade);
}

}  // namespace
}  // namespace desvio::test
