#pragma once

#include "desvio/solvers/fixed_point.hpp"

#include <chrono>

namespace desvio {

/// How a method may go on after an evaluation.
enum class Verdict { go_on, converged, out_of_iterations, stopped, not_finite };

/// What every method shares: evaluates the residual, keeps the best point, history and counts, asks the monitor.
/// Stopping is decided here and nowhere else.
class Progress {
  public:
    Progress(FixedPointProblem& problem, FixedPointOptions const& options, Monitor const& monitor, Summary& summary);

    /// Starts a method: its evaluations count from 0 against max_iterations, its best point starts anew.
    void begin(std::string_view method, int sub_step = 0);
    /// f = g(x) - x, recorded.
    Verdict evaluate(Vector const& x, Vector& f);

    [[nodiscard]] double residual() const noexcept { return residual_; }  ///< of the last evaluation
    [[nodiscard]] double best_residual() const noexcept { return best_residual_; }
    [[nodiscard]] Vector const& best() const noexcept { return best_; }
    /// Evaluations since the best point was found.
    [[nodiscard]] int idle() const noexcept { return since_best_; }
    [[nodiscard]] double seconds() const;
    /// Writes the final residual and its worst component for the point whose residual is f.
    void conclude(Vector const& f);
    [[nodiscard]] FixedPointProblem& problem() noexcept { return problem_; }
    [[nodiscard]] FixedPointOptions const& options() const noexcept { return options_; }

  private:
    FixedPointProblem& problem_;
    FixedPointOptions const& options_;
    Monitor const& monitor_;
    Summary& summary_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::string_view method_;
    int sub_step_ = 0, taken_ = 0, since_best_ = 0;
    double residual_ = -1.0, best_residual_ = -1.0;
    Vector best_;
};

/// The methods: from x on; when they converge f is the residual at x.
Verdict run_anderson(Progress& progress, Vector& x, Vector& f);
Verdict run_damped(Progress& progress, Vector& x, Vector& f);
Verdict run_newton_krylov(Progress& progress, Vector& x, Vector& f);

}  // namespace desvio
