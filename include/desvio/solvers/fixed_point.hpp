#pragma once

#include "desvio/solvers/problem.hpp"
#include "desvio/solvers/summary.hpp"

namespace desvio {

enum class Method {
    automatic,  ///< Anderson; when it stalls damped, then Newton-Krylov, then continuation in the shock
    anderson,
    damped,
    newton_krylov,
};

struct FixedPointOptions {
    double tolerance = 1e-11;  ///< on the largest scaled residual; > 0
    int max_iterations = 500;  ///< evaluations a method may take; >= 1
    Method method = Method::automatic;
    int anderson_depth = 5;      ///< residual differences kept; 1..50
    double damping = 0.25;       ///< step of the damped iteration; 0 < damping <= 1
    int krylov_dimension = 60;   ///< GMRES basis of one Newton step; >= 2
    int continuation_steps = 5;  ///< sub-steps of the last resort; >= 2
    void validate() const;       ///< \throws InputError naming every violated bound
};

/// Solves x = g(x) from the x given; x holds the best point found.
/// \tests unit/fixed_point_test.cpp \source Walker and Ni (2011) for Anderson; Knoll and Keyes (2004) for Newton-Krylov
Summary solve_fixed_point(ContinuationProblem& problem, Vector& x, FixedPointOptions const& options = {},
                          Monitor const& monitor = {});

}  // namespace desvio
