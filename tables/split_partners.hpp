#pragma once

#include "desvio/core/tensor.hpp"

#include <optional>
#include <vector>

namespace desvio {

/// How the parts of a region share its trade with others, when shares with some partners are known. Partners stand in
/// the order of the base's regions; what the region sells to (buys from) itself is `home`.
///
/// | symbol  | member | shape          | unit                                                      |
/// | E[j,m]  | whole  | J x N          | million: what the parent trades with m; 0 with itself       |
/// | H[j]    | home   | J              | million: its own sales                                    |
/// | Y[j,p]  | size   | J x P          | million: output (or spending) of a part, sum_m E + H in all |
/// | e[p,j]  | prior  | P x J          | fraction: the parts' shares of trade where nothing is known |
/// | w[m][p] | wanted | N x (P or none) | fraction: the shares over all sectors with partner m      |
/// | W[p]    | total  | P or none      | fraction: the shares over all sectors and partners        |
struct PartnerShares {
    Matrix whole;
    Vector home;
    Matrix size;
    Matrix prior;
    std::vector<std::optional<Vector>> wanted;
    std::optional<Vector> total;
};

/// Flows of the parts and how near they came; pessimistic until something happens.
struct PartnerFit {
    std::vector<Matrix> flows;  ///< N of P x J, million
    int iterations = 0;
    double error = -1.0;  ///< largest miss of a share asked for, or of a part's size over the parent's
    bool converged = false;
};

/// Scales e[p,j] E[j,m] and what is left at home in turn until all margins are met (RAS of three ways):
///
///   sum_j x[p,j,m] = w[m][p] sum_j E[j,m]     sum_jm x[p,j,m] = W[p] sum E     sum_m x[p,j,m] + h[p,j] = Y[j,p]
///   sum_p x[p,j,m] = E[j,m],   sum_p h[p,j] = H[j]     (last, and so met to rounding)
///
/// The result is nearest to its beginnings in relative entropy. \source Deming and Stephan (1940)
/// \tests unit/split_partners_test.cpp
PartnerFit fit_partners(PartnerShares const& shares);

}  // namespace desvio
