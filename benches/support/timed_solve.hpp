#pragma once

#include "benches/support/raw_case.hpp"
#include "desvio/model/caliendo_parro.hpp"

namespace desvio::bench {

/// A case ready to be solved again and again, and what is measured of it.
class TimedSolve {
  public:
    /// \param tolerance  on every residual of the solver
    TimedSolve(Case given, double tolerance);
    // The model keeps a reference to the accounts.
    TimedSolve(TimedSolve const&) = delete;
    TimedSolve& operator=(TimedSolve const&) = delete;

    /// Solves once from the base: constants of the shock, iteration, the whole equilibrium with its shares and flows.
    /// \throws std::runtime_error when it does not converge
    void run();

    [[nodiscard]] Case const& given() const noexcept { return given_; }
    [[nodiscard]] Accounts const& accounts() const noexcept { return accounts_; }
    [[nodiscard]] Solution const& solution() const noexcept { return solution_; }
    [[nodiscard]] double best_seconds() const noexcept { return best_seconds_; }  ///< CPU, least of the runs
    /// CPU seconds of the solver's loop alone, least of some runs: no constants of the shock, no shares and flows at
    /// the end.
    [[nodiscard]] double iteration_seconds(int repeats) const;
    /// Largest relative residual of any equation, recomputed from the result alone by plain loops.
    [[nodiscard]] double audited_residual() const;

  private:
    Case given_;
    Accounts accounts_;
    CaliendoParro model_;
    FixedPointOptions options_;
    Solution solution_;
    double best_seconds_;
};

}  // namespace desvio::bench
