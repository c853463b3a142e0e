#include "solvers/gmres.hpp"
#include "solvers/progress.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

// Forcing terms of an inexact Newton method [Eisenstat and Walker 1996]: no closer than the nonlinear model deserves.
constexpr double loosest_forcing = 0.1, tightest_forcing = 1e-8;
// Sufficient decrease and the shortest step of the backtracking line search [Dennis and Schnabel 1983, ch. 6].
constexpr double sufficient_decrease = 1e-4, shortest_step = 1.0 / 1024;

}  // namespace

/// (dg/dx - 1) s = -f by GMRES, then x += lambda s with lambda halved until |f| falls [Knoll and Keyes 2004, §2].
Verdict run_newton_krylov(Progress& progress, Vector& x, Vector& f) {
    progress.begin("newton-krylov");
    FixedPointProblem& problem = progress.problem();
    Vector trial(x.size()), f_trial(x.size()), step;
    Verdict verdict = progress.evaluate(x, f);
    while (verdict == Verdict::go_on) {
        double const norm = f.norm();
        double const forcing = std::clamp(norm, tightest_forcing, loosest_forcing);
        step = solve_gmres([&](Vector const& v, Vector& out) { problem.jacobian_times(v, out); }, -f,
                           progress.options().krylov_dimension, forcing);
        double lambda = 1.0;
        for (;;) {
            trial = x + lambda * step;
            verdict = progress.evaluate(trial, f_trial);
            bool const is_better =
                verdict != Verdict::not_finite && f_trial.norm() <= (1.0 - sufficient_decrease * lambda) * norm;
            if (verdict == Verdict::converged || verdict == Verdict::stopped || is_better) break;
            if (verdict == Verdict::out_of_iterations) break;
            lambda /= 2.0;
            if (lambda < shortest_step) return Verdict::out_of_iterations;
        }
        x.swap(trial);
        f.swap(f_trial);
    }
    return verdict;
}

}  // namespace desvio
