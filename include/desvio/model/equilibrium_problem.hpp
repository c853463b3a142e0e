#pragma once

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/solvers/problem.hpp"

#include <memory>

namespace desvio {

/// The fixed-point problem that CaliendoParro::solve() hands to the solver, for benchmarks and solver tests:
/// x = (log c_hat[j,n], log X'[j,n], log w_hat[n]), 2 J N + N numbers. Keeps references to all three arguments.
std::unique_ptr<ContinuationProblem> make_equilibrium_problem(Accounts const& accounts, Shock const& shock,
                                                              Closures const& closures);

/// The point where a solve from the base starts: no change of prices and wages, the base's expenditure.
Vector base_point(Accounts const& accounts);

}  // namespace desvio
