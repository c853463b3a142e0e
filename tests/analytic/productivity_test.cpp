#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/random_base.hpp"

#include <Eigen/LU>

#include <gtest/gtest.h>
#include <cmath>

/// Productivity changes whose effect is known exactly, input-output links included.
namespace desvio::test {

namespace {

constexpr double tolerance = 1e-10;

Base random_base() { return make_random_base({.regions = 4, .sectors = 5, .seed = 51, .zero_flow_share = 0.2}); }

/// Prices all 1/a, wages 1: real income of every region is a times what it was and no flow changes.
void expect_uniform_growth(Accounts const& accounts, Shock const& shock, double a) {
    for (Deficits deficits : {Deficits::fixed, Deficits::gdp_share}) {
        Solution const solution = CaliendoParro(accounts).solve(shock, {deficits});
        ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;
        Equilibrium const& e = solution.equilibrium;
        EXPECT_LE((e.wage_hat.array() - 1).abs().maxCoeff(), tolerance);
        EXPECT_LE((e.price_hat.array() - 1 / a).abs().maxCoeff(), tolerance);
        EXPECT_LE((e.trade.flat() - accounts.trade.flat()).cwiseAbs().maxCoeff(),
                  tolerance * accounts.trade.flat().maxCoeff());
        EXPECT_LE((compute_welfare(accounts, e).welfare_pct.array() - 100 * (a - 1)).abs().maxCoeff(),
                  1000 * tolerance);
    }
}

// A[j,n] = a^beta[j,n]: factors everywhere do a times as much. With P = 1/a and w = 1,
// c = prod_k P^gamma / A = a^(-(1 - beta)) a^(-beta) = 1/a: consistent.
TEST(Productivity, factors_a_times_as_good_raise_real_income_by_a) {
    constexpr double a = 1.25;
    Base const base = random_base();
    Accounts const accounts = derive_accounts(base);
    Shock shock;
    shock.tariff = base.tariff;
    shock.productivity_hat = accounts.value_added_share.unaryExpr([](double beta) { return std::pow(a, beta); });
    expect_uniform_growth(accounts, shock, a);
}

// Every producer in the world pays the same share b for factors: A = z everywhere compounds along the chain of inputs
// to z^(1/b), since c = P^(1-b) / z = P gives P = z^(-1/b).
TEST(Productivity, uniform_growth_compounds_through_inputs) {
    constexpr double z = 1.1, inputs = 0.25, b = 1 - inputs;
    Base base = random_base();
    for (Index n = 0; n < base.n_regions(); ++n) {
        auto shares = base.input_share.slice(n);
        for (Index j = 0; j < base.n_sectors(); ++j) shares.col(j) *= inputs / shares.col(j).sum();
    }
    ASSERT_NO_THROW(require_identities(base));
    Shock shock;
    shock.tariff = base.tariff;
    shock.productivity_hat = Matrix::Constant(base.n_sectors(), base.n_regions(), z);
    expect_uniform_growth(derive_accounts(base), shock, std::pow(z, 1 / b));
}

// A region that trades with nobody: log(P/w) = -(I - gamma')^-1 log A, the Leontief price dual, and real income changes
// by exp(alpha' (I - gamma')^-1 log A). A transposed gamma gives another number.
TEST(Productivity, closed_region_gains_by_the_leontief_multiplier) {
    Base const& base = named_base("autarkic_region_4x3");
    Accounts const accounts = derive_accounts(base);
    Index const alone = base.n_regions() - 1;
    Shock const shock = make_shock(base, ShockKind::productivity);
    Solution const solution = CaliendoParro(accounts).solve(shock, {});
    ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;

    Matrix const gamma = base.input_share.slice(alone);
    Matrix const system = Matrix::Identity(3, 3) - gamma.transpose();
    Vector const log_price = system.partialPivLu().solve(-shock.productivity_hat.col(alone).array().log().matrix());
    Matrix const wrong = Matrix::Identity(3, 3) - gamma;
    Vector const log_wrong = wrong.partialPivLu().solve(-shock.productivity_hat.col(alone).array().log().matrix());
    ASSERT_GT((log_price - log_wrong).cwiseAbs().maxCoeff(), 1e-3) << "the base cannot tell a transpose";

    Equilibrium const& e = solution.equilibrium;
    for (Index j = 0; j < 3; ++j) {
        EXPECT_NEAR(std::log(e.price_hat(j, alone) / e.wage_hat[alone]), log_price[j], tolerance);
    }
    double const gain = std::exp(-accounts.final_share.col(alone).dot(log_price));
    EXPECT_NEAR(compute_welfare(accounts, e).welfare_pct[alone], 100 * (gain - 1), 1000 * tolerance);
}

}  // namespace

}  // namespace desvio::test
