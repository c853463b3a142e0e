#include "benches/support/timed_solve.hpp"

#include "benches/support/stream.hpp"
#include "desvio/engine/audit.hpp"
#include "desvio/model/equilibrium_problem.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace desvio::bench {

TimedSolve::TimedSolve(Case given, double tolerance)
    : given_(std::move(given)),
      accounts_(derive_accounts(given_.base)),
      model_(accounts_),
      best_seconds_(std::numeric_limits<double>::infinity()) {
    options_.tolerance = tolerance;
}

void TimedSolve::run() {
    double const start = cpu_seconds();
    solution_ = model_.solve(given_.shock, Closures{}, options_);
    best_seconds_ = std::min(best_seconds_, cpu_seconds() - start);
    if (!solution_.summary.is_converged()) throw std::runtime_error(given_.name + ": " + solution_.summary.message);
}

double TimedSolve::iteration_seconds(int repeats) const {
    auto const problem = make_equilibrium_problem(accounts_, given_.shock, Closures{});
    double best = std::numeric_limits<double>::infinity();
    for (int k = 0; k < repeats; ++k) {
        problem->set_step(1.0);  // forgets what the last solve found out
        Vector x = base_point(accounts_);
        double const start = cpu_seconds();
        solve_fixed_point(*problem, x, options_);
        best = std::min(best, cpu_seconds() - start);
    }
    return best;
}

double TimedSolve::audited_residual() const {
    return audit_equilibrium(accounts_, given_.shock, Closures{}, solution_.equilibrium).largest();
}

}  // namespace desvio::bench
