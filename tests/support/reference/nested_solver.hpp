#pragma once

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/equilibrium.hpp"

namespace desvio::test {

/// Plain-loop twin of CaliendoParro::solve(): the textbook algorithm, slow and obvious. Wages are damped in an outer
/// loop, prices iterated in an inner one, expenditure solved directly as one dense system of J N unknowns.
/// A region without cross-border trade keeps w_hat = 1 (its nominal wage is otherwise undetermined).
/// \throws std::runtime_error when the wage loop does not reach its tolerance, 1e-13 of world value added
/// \cost (J N)^3 a step: for J N up to about 60
Equilibrium solve_by_nested_loops(Accounts const& base, Shock const& shock, Closures const& closures);

}  // namespace desvio::test
