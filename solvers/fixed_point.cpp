#include "desvio/solvers/fixed_point.hpp"

#include "desvio/core/error.hpp"
#include "solvers/progress.hpp"

#include <array>

namespace desvio {
namespace {

using MethodFunction = Verdict (*)(Progress&, Vector&, Vector&);

/// Runs one method; when it fails x goes back to the best point it saw, and f to the residual there.
Verdict attempt(MethodFunction method, Progress& progress, Vector& x, Vector& f) {
    Verdict const verdict = method(progress, x, f);
    if (verdict != Verdict::converged && progress.best_residual() >= 0.0) {
        x = progress.best();
        progress.problem().residual(x, f);
    }
    return verdict;
}

bool is_final(Verdict verdict) { return verdict == Verdict::converged || verdict == Verdict::stopped; }

/// The shock in equal sub-steps, each solved from the one before: the last resort.
Verdict run_continuation(ContinuationProblem& problem, Progress& progress, Vector& x, Vector& f, Vector const& start,
                         Summary& summary) {
    int const n_steps = progress.options().continuation_steps;
    x = start;
    Verdict verdict = Verdict::go_on;
    for (int step = 1; step <= n_steps; ++step) {
        problem.set_step(static_cast<double>(step) / n_steps);
        summary.sub_steps = step;
        verdict = attempt(run_anderson, progress, x, f);
        if (!is_final(verdict)) verdict = attempt(run_newton_krylov, progress, x, f);
        if (verdict != Verdict::converged) break;
    }
    problem.set_step(1.0);
    return verdict;
}

Status status_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::converged:
            return Status::converged;
        case Verdict::stopped:
            return Status::stopped;
        case Verdict::not_finite:
            return Status::diverged;
        case Verdict::out_of_iterations:
            return Status::max_iterations;
        case Verdict::go_on:
            break;
    }
    return Status::stalled;
}

}  // namespace

void FixedPointOptions::validate() const {
    FaultList faults;
    auto const require = [&](bool holds, char const* bound, auto value) {
        if (!holds)
            faults.add({}, fmt::format("solver option {} is {}", bound, value), "the solver cannot work with it", {});
    };
    require(tolerance > 0.0, "tolerance > 0", tolerance);
    require(max_iterations >= 1, "max_iterations >= 1", max_iterations);
    require(anderson_depth >= 1 && anderson_depth <= 50, "1 <= anderson_depth <= 50", anderson_depth);
    require(damping > 0.0 && damping <= 1.0, "0 < damping <= 1", damping);
    require(krylov_dimension >= 2, "krylov_dimension >= 2", krylov_dimension);
    require(continuation_steps >= 2, "continuation_steps >= 2", continuation_steps);
    faults.throw_if_any();
}

Summary solve_fixed_point(ContinuationProblem& problem, Vector& x, FixedPointOptions const& options,
                          Monitor const& monitor) {
    options.validate();
    Summary summary;
    Progress progress(problem, options, monitor, summary);
    Vector const start = x;
    Vector f(x.size());
    Verdict verdict = Verdict::go_on;
    switch (options.method) {
        case Method::anderson:
            verdict = attempt(run_anderson, progress, x, f);
            break;
        case Method::damped:
            verdict = attempt(run_damped, progress, x, f);
            break;
        case Method::newton_krylov:
            verdict = attempt(run_newton_krylov, progress, x, f);
            break;
        case Method::automatic:
            for (MethodFunction method : std::array{run_anderson, run_newton_krylov, run_damped}) {
                verdict = attempt(method, progress, x, f);
                if (is_final(verdict)) break;
            }
            if (!is_final(verdict) && options.max_iterations > 1)
                verdict = run_continuation(problem, progress, x, f, start, summary);
            break;
    }
    progress.conclude(f);
    summary.status = status_of(verdict);
    summary.message =
        summary.is_converged()
            ? fmt::format("converged by {} in {} evaluations", summary.method, summary.evaluations)
            : fmt::format(
                  "{}: {} has the largest residual, {:.2e} (tolerance {:.1e}), after {} evaluations, last by {}",
                  to_string(summary.status), summary.worst_component, summary.final_residual, options.tolerance,
                  summary.evaluations, summary.method);
    return summary;
}

}  // namespace desvio
