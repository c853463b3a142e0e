#include "desvio/model/equilibrium_problem.hpp"

#include "tests/support/cases.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

#include <random>

namespace desvio::test {
namespace {

Vector random_direction(Index size) {
    std::mt19937_64 generator(3);
    std::normal_distribution<double> normal;
    return Vector::NullaryExpr(size, [&](Index) { return normal(generator); });
}

Base zeros_and_autarky() {
    RandomBaseOptions options;
    options.regions = 5;
    options.sectors = 4;
    options.zero_flow_share = 0.3;
    options.has_autarkic_region = true;
    options.has_absent_sector = true;
    return make_random_base(options);
}

class JacobianOf : public ::testing::TestWithParam<Deficits> {};

TEST_P(JacobianOf, the_map_agrees_with_central_differences) {
    Base const base = zeros_and_autarky();
    Accounts const accounts = derive_accounts(base);
    Shock const shock = make_shock(base, ShockKind::mixed);
    auto const problem = make_equilibrium_problem(accounts, shock, {GetParam()});
    Vector const x = base_point(accounts) + 0.05 * random_direction(problem->size());
    Vector const v = random_direction(problem->size()).reverse();
    Vector f, forward, backward, product;
    problem->residual(x, f);
    problem->jacobian_times(v, product);
    double const h = 1e-5;
    problem->residual(x + h * v, forward);
    problem->residual(x - h * v, backward);
    Vector const difference = (forward - backward) / (2.0 * h);
    // Truncation is h^2 times third derivatives (theta^3 at most), rounding 1e-16 / h.
    for (Index k = 0; k < x.size(); ++k)
        EXPECT_NEAR(product(k), difference(k), 1e-6 * (1.0 + std::abs(difference(k)))) << problem->component_name(k);
}

INSTANTIATE_TEST_SUITE_P(deficits, JacobianOf,
                         ::testing::Values(Deficits::fixed, Deficits::gdp_share, Deficits::balanced));

TEST(EquilibriumProblem, the_base_solves_the_unshocked_problem) {
    Accounts const accounts = derive_accounts(hand_base());
    Shock unshocked;
    unshocked.tariff = accounts.tariff;
    auto const problem = make_equilibrium_problem(accounts, unshocked, {});
    Vector f;
    problem->residual(base_point(accounts), f);
    EXPECT_LT(f.lpNorm<Eigen::Infinity>(), 1e-14);
}

TEST(EquilibriumProblem, a_preconditioned_step_is_zero_only_where_the_residual_is) {
    Base const base = zeros_and_autarky();
    Accounts const accounts = derive_accounts(base);
    Shock const shock = make_shock(base, ShockKind::tariffs);
    auto const problem = make_equilibrium_problem(accounts, shock, {});
    Vector f, step;
    problem->residual(base_point(accounts), f);
    problem->precondition(f, step);
    EXPECT_GT(step.norm(), 0.1 * f.norm());
    problem->precondition(Vector::Zero(f.size()), step);
    EXPECT_EQ(step.norm(), 0.0);
}

TEST(EquilibriumProblem, half_a_step_is_the_shock_with_the_root_of_its_cost_changes) {
    Base const base = hand_base();
    Accounts const accounts = derive_accounts(base);
    Shock const whole = make_shock(base, ShockKind::mixed);
    Shock half = whole;
    half.tariff.flat() = ((1.0 + accounts.tariff.flat().array()) * (1.0 + whole.tariff.flat().array())).sqrt() - 1.0;
    half.trade_cost_hat.flat() = whole.trade_cost_hat.flat().cwiseSqrt();
    half.productivity_hat = whole.productivity_hat.cwiseSqrt();
    auto const stepped = make_equilibrium_problem(accounts, whole, {});
    stepped->set_step(0.5);
    auto const halved = make_equilibrium_problem(accounts, half, {});
    Vector const x = base_point(accounts);
    Vector f_stepped, f_halved;
    stepped->residual(x, f_stepped);
    halved->residual(x, f_halved);
    EXPECT_LT((f_stepped - f_halved).lpNorm<Eigen::Infinity>(), 1e-13);
}

TEST(EquilibriumProblem, components_are_named_by_sector_and_region) {
    Accounts const accounts = derive_accounts(hand_base());
    Shock unshocked;
    unshocked.tariff = accounts.tariff;
    auto const problem = make_equilibrium_problem(accounts, unshocked, {});
    std::string const first_sector = accounts.sectors[0], second_region = accounts.regions[1];
    EXPECT_EQ(problem->component_name(2), "unit cost of " + first_sector + " in " + second_region);
    EXPECT_EQ(problem->component_name(4), "expenditure on " + first_sector + " in " + accounts.regions[0]);
    EXPECT_EQ(problem->component_name(problem->size() - 1), "market clearing (wage) of " + second_region);
}

}  // namespace
}  // namespace desvio::test
