#pragma once

#include "desvio/engine/attribution.hpp"
#include "desvio/params/threats.hpp"

#include <vector>

/// What uncertain prospects mean for outcomes: means, spread, and who makes the spread. Pure arithmetic.
namespace desvio {

/// Moments of O outcomes over worlds w with probabilities p[w] and values x[w].
///
/// | member            | shape   | formula                                                                        |
/// | probability       | W       | p[w]                                                                           |
/// | expected          | O       | m = sum_w p x                                                                  |
/// | variance          | O       | sum_w p (x - m)^2                                                              |
/// | world_variance    | W x O   | p (x - m)^2: what each world adds to the variance                              |
/// | worst, best       | O       | world of smallest, largest x among those with p > 0                            |
/// | expected_without, variance_without | T x O | the same with the probability of one threat set to 0: of one of
/// several that exclude one another it goes to none of them | | by_lottery        | L x O   | variance split over
/// lotteries: alone = Var E[x | k] (first-order effect), last = E Var[x | all but k] (total effect), shapley between
/// the two; these sum to the variance |
struct Risk {
    Vector probability, expected, variance;
    Matrix world_variance, expected_without, variance_without;
    std::vector<Index> worst, best;
    Attribution by_lottery;
    [[nodiscard]] Vector standard_deviation() const { return variance.cwiseSqrt(); }
};

/// \param values  one row a world of enumerate_prospects(threats), one column an outcome
/// \source Owen (2014), Sobol' indices and Shapley value \tests unit/risk_test.cpp
Risk assess_risk(std::vector<Threat> const& threats, Matrix const& values);

/// Probabilities of the worlds when one threat has another one.
Vector world_probabilities(std::vector<Threat> threats, std::size_t changed, double probability);

/// What a household that is averse to risk would give up to be sure of the mean, percent of base real income:
///   100 (E[u] - CE),  u = 1 + x / 100,  CE = (E[u^(1-rho)])^(1/(1-rho)),  exp(E[log u]) for rho = 1
/// NaN where some u that may happen is not positive.
/// \param percent_changes  W, of real income \param rho  relative risk aversion, >= 0
/// \source Pratt (1964); Lucas (1987): about rho Var / 2
double certainty_cost_pct(Vector const& probability, Vector const& percent_changes, double rho);

/// Variance of O outcomes told apart by its source (law of total variance), over D equally likely draws of the
/// elasticities, in each of which the worlds have the same probabilities:
///   Var[x] = E_d[ Var_w[x | d] ] + Var_d[ E_w[x | d] ]
struct SourcesOfVariance {
    Vector from_threats, from_elasticities;  ///< O; they sum to the variance of all
    Vector expected_lower, expected_upper;   ///< O: 5th and 95th percentile of E_w[x | d] over the draws
};

/// \param draws  values of each draw, as for assess_risk(); not empty
SourcesOfVariance split_variance(Vector const& probability, std::vector<Matrix> const& draws);

}  // namespace desvio
