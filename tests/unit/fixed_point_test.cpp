#include "desvio/solvers/fixed_point.hpp"

#include "desvio/core/error.hpp"

#include <gtest/gtest.h>
#include <Eigen/LU>

#include <cmath>

namespace desvio {
namespace {

/// x = step * a + B x: a linear contraction with the solution (1 - B)^-1 a, or a map that expands when B is large.
class LinearMap final : public ContinuationProblem {
  public:
    LinearMap(Matrix slope, Vector constant) : slope_(std::move(slope)), constant_(std::move(constant)) {
        scale_ = Vector::Ones(constant_.size());
    }
    [[nodiscard]] Index size() const override { return constant_.size(); }
    void residual(Vector const& x, Vector& f) override { f = step_ * constant_ + slope_ * x - x; }
    void precondition(Vector const& f, Vector& step) override { step = f; }
    [[nodiscard]] Vector const& scale() const override { return scale_; }
    void jacobian_times(Vector const& v, Vector& out) override { out = slope_ * v - v; }
    [[nodiscard]] std::string component_name(Index k) const override { return "component " + std::to_string(k); }
    void set_step(double step) override { step_ = step; }

    Vector scale_;

  private:
    Matrix slope_;
    Vector constant_;
    double step_ = 1.0;
};

/// g(x) = x + step - x^3 from 0: cubic root; its plain iteration overshoots, and NaN appears for |x| > limit.
class CubicMap final : public ContinuationProblem {
  public:
    [[nodiscard]] Index size() const override { return 1; }
    void residual(Vector const& x, Vector& f) override {
        x_ = x(0);
        f = Vector::Constant(1, std::abs(x_) > 100.0 ? std::nan("") : 64.0 * step_ - x_ * x_ * x_);
    }
    void precondition(Vector const& f, Vector& step) override { step = f; }
    [[nodiscard]] Vector const& scale() const override { return scale_; }
    void jacobian_times(Vector const& v, Vector& out) override { out = -3.0 * x_ * x_ * v; }
    [[nodiscard]] std::string component_name(Index) const override { return "root"; }
    void set_step(double step) override { step_ = step; }

  private:
    Vector scale_ = Vector::Ones(1);
    double step_ = 1.0, x_ = 0.0;
};

LinearMap contraction() {
    Matrix slope(3, 3);
    slope << 0.5, 0.2, 0.0, 0.1, 0.4, 0.2, 0.0, 0.3, 0.3;
    return {slope, Vector::LinSpaced(3, 1.0, 3.0)};
}

class EveryMethod : public ::testing::TestWithParam<Method> {};

TEST_P(EveryMethod, finds_the_fixed_point_of_a_linear_contraction) {
    Matrix slope(3, 3);
    slope << 0.5, 0.2, 0.0, 0.1, 0.4, 0.2, 0.0, 0.3, 0.3;
    Vector const constant = Vector::LinSpaced(3, 1.0, 3.0);
    Vector const expected = (Matrix::Identity(3, 3) - slope).inverse() * constant;
    LinearMap map(slope, constant);
    FixedPointOptions options;
    options.method = GetParam();
    Vector x = Vector::Zero(3);
    Summary const summary = solve_fixed_point(map, x, options);
    EXPECT_TRUE(summary.is_converged()) << summary.message;
    // The error is at most |(1 - B)^-1| times the residual, here below 10 times.
    EXPECT_LT((x - expected).lpNorm<Eigen::Infinity>(), 10 * options.tolerance);
    EXPECT_EQ(summary.evaluations, static_cast<int>(summary.history.size()));
    EXPECT_LE(summary.final_residual, options.tolerance);
}

INSTANTIATE_TEST_SUITE_P(methods, EveryMethod,
                         ::testing::Values(Method::automatic, Method::anderson, Method::damped, Method::newton_krylov));

TEST(FixedPoint, anderson_solves_a_linear_problem_in_a_multiple_of_its_components) {
    LinearMap map = contraction();
    Vector x = Vector::Zero(3);
    FixedPointOptions options;
    options.method = Method::anderson;
    Summary const summary = solve_fixed_point(map, x, options);
    // In exact arithmetic n + 2 evaluations: the start, n differences, one that sees the solution. The normal equations
    // keep half the digits of a least-squares solution, so a second round of as many may be needed.
    EXPECT_LE(summary.evaluations, 2 * (3 + 2) + 1);
}

TEST(FixedPoint, a_tolerance_counts_on_the_scaled_residual) {
    LinearMap map = contraction();
    map.scale_ = Vector::Constant(3, 1e6);
    Vector x = Vector::Zero(3), f(3);
    FixedPointOptions options;
    options.method = Method::damped;
    options.tolerance = 1e-6;
    options.max_iterations = 2000;
    ASSERT_TRUE(solve_fixed_point(map, x, options).is_converged());
    map.residual(x, f);
    EXPECT_LE(f.lpNorm<Eigen::Infinity>(), 1e-12);
}

TEST(FixedPoint, an_expanding_map_is_solved_by_newton_when_the_others_fail) {
    LinearMap map(Matrix::Constant(1, 1, 3.0), Vector::Constant(1, 1.0));  // x = 1 + 3x: x = -1/2
    Vector x = Vector::Constant(1, 5.0);
    FixedPointOptions damped;
    damped.method = Method::damped;
    damped.max_iterations = 50;
    Summary const failed = solve_fixed_point(map, x, damped);
    EXPECT_EQ(failed.status, Status::max_iterations);
    EXPECT_NE(failed.message.find("component 0"), std::string::npos) << failed.message;

    x = Vector::Constant(1, 5.0);
    Summary const solved = solve_fixed_point(map, x);
    EXPECT_TRUE(solved.is_converged()) << solved.message;
    EXPECT_NEAR(x(0), -0.5, 1e-10);
}

TEST(FixedPoint, a_point_that_is_not_finite_is_left_for_the_best_one) {
    CubicMap map;
    Vector x = Vector::Constant(1, 90.0);
    FixedPointOptions options;
    options.method = Method::damped;
    Summary const summary = solve_fixed_point(map, x, options);  // 90 + 0.25 (64 - 90^3) is far out of range
    EXPECT_EQ(summary.status, Status::diverged);
    EXPECT_EQ(x(0), 90.0);
    EXPECT_TRUE(std::isfinite(summary.final_residual));
}

TEST(FixedPoint, fallbacks_and_continuation_solve_a_stiff_cubic) {
    CubicMap map;
    Vector x = Vector::Constant(1, 0.1);
    Summary const summary = solve_fixed_point(map, x);
    EXPECT_TRUE(summary.is_converged()) << summary.message;
    EXPECT_NEAR(x(0), 4.0, 1e-10);
}

TEST(FixedPoint, the_monitor_sees_every_evaluation_and_can_stop) {
    LinearMap map = contraction();
    Vector x = Vector::Zero(3);
    int seen = 0;
    FixedPointOptions options;
    options.method = Method::damped;
    Summary const summary = solve_fixed_point(map, x, options, [&](Iteration const& iteration) {
        ++seen;
        EXPECT_EQ(iteration.evaluation, seen);
        EXPECT_EQ(iteration.method, "damped");
        return seen < 7;
    });
    EXPECT_EQ(seen, 7);
    EXPECT_EQ(summary.status, Status::stopped);
    EXPECT_EQ(summary.evaluations, 7);
}

TEST(FixedPoint, a_summary_is_pessimistic_before_anything_happens) {
    Summary const summary;
    EXPECT_EQ(summary.status, Status::not_run);
    EXPECT_FALSE(summary.is_converged());
    EXPECT_LT(summary.final_residual, 0.0);
    EXPECT_LT(summary.seconds, 0.0);
}

TEST(FixedPoint, every_option_out_of_bounds_is_named_at_once) {
    FixedPointOptions options;
    options.tolerance = 0.0;
    options.max_iterations = 0;
    options.anderson_depth = 51;
    options.damping = 1.5;
    options.krylov_dimension = 1;
    options.continuation_steps = 1;
    try {
        options.validate();
        FAIL() << "accepted";
    } catch (InputError const& error) {
        EXPECT_EQ(error.faults().size(), 6U);
        for (char const* name :
             {"tolerance", "max_iterations", "anderson_depth", "damping", "krylov_dimension", "continuation_steps"})
            EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace desvio
