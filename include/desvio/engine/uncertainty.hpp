#pragma once

#include "desvio/model/equilibrium.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/base.hpp"
#include "desvio/solvers/fixed_point.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace desvio {

/// Quantiles of an outcome over elasticity draws, by region.
struct Interval {
    Vector lower, median, upper;  ///< N: 5th, 50th and 95th percentile; NaN where a draw has no such number
};

/// The same of one number.
struct Spread {
    double lower = 0.0, median = 0.0, upper = 0.0;
};

struct Uncertainty {
    int draws = 0;   ///< draws that solved
    int failed = 0;  ///< draws that did not; left out, and said so
    unsigned seed = 0;
    Interval welfare_pct, real_wage_pct, redirection_rate, loss;
    Interval value_added_pct;                         ///< of value added in the result's money
    Spread focus_welfare_pct, focus_value_added_pct;  ///< of the regions in focus taken together
};

/// The model solved at given elasticities; nothing when that fails. Called from several threads at once.
using DrawSolver = std::function<std::optional<Equilibrium>(Vector const& theta, FixedPointOptions const& options)>;

/// What the draws are made around.
struct DrawSetting {
    Accounts const& accounts;
    ElasticitySet const& elasticities;  ///< theta and standard errors; sectors without one keep their theta
    DrawSolver solve;                   ///< best warm-started from the solution at the central elasticities
    Index market = 0;                   ///< of the redirection ledger
    std::vector<Index> focus = {};      ///< regions that are also taken together
};

/// theta[j] of draw d: lognormal with the published mean and standard error. Sectors whose figure comes from one and
/// the same estimate (same theta, standard error and source) move together. The same for every number of threads.
Vector draw_elasticities(ElasticitySet const& elasticities, unsigned seed, int draw);

/// Solves the shock at every draw and takes quantiles of the outcomes.
/// \param threads  0: as many as there are processors
/// \param monitor  called by the calling thread after each of its draws; false stops, and what is left is not drawn
/// \source THEORY §6; lognormal around the estimate as advised for Fontagné, Guimbard and Orefice (2022)
/// \tests unit/uncertainty_test.cpp
Uncertainty draw_uncertainty(DrawSetting const& setting, int draws, unsigned seed, int threads,
                             Monitor const& monitor = {});

}  // namespace desvio
