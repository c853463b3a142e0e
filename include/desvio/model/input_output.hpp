#pragma once

#include "desvio/model/buyers.hpp"
#include "desvio/model/equilibrium.hpp"
#include "desvio/params/shock.hpp"
#include "desvio/solvers/fixed_point.hpp"

namespace desvio {

/// The first-year answer: an equilibrium with rigid factor prices, and its parts.
///
/// | symbol        | member               | shape     | unit                                                        |
/// | P_hat[j,b]    | buyer_price_hat      | J x B     | 1                                                           |
/// | X'[j,b]       | buyer_spending       | J x B     | million, duty included                                      |
/// | sigma'[j,b,i] | buyer_share          | J x B x N | 1                                                           |
/// | d[j,i]        | direct_output_change | J x N     | million: orders lost were every producer's output the base's |
/// | V direct      | direct_value_added_change | J x N | million: what those orders alone make of value added       |
/// | c_hat direct  | direct_cost_hat      | J x N     | 1: unit cost were every supplier's cost the base's          |
struct ShortRun {
    Matrix buyer_price_hat, buyer_spending;
    Tensor3 buyer_share;
    Matrix direct_output_change, direct_value_added_change, direct_cost_hat;
};

struct ShortRunSolution {
    Equilibrium equilibrium;  ///< price_hat is the mean over a region's buyers, weighted by base spending
    ShortRun short_run;
    Summary summary;
    Matrix log_unit_cost_hat;  ///< J x N, to start a neighbouring solve from
};

/// The short-run input-output model (THEORY §3): wages stay, final demand is given, quantities adjust.
///
///   costs down the chain    c_hat[k,n] = CES_eta(1, P_hat[j,b]; beta, gamma) / A_hat,   b the buyer of user (n,k)
///   sourcing                P_hat[j,b] = (sum_i sigma (c_hat[j,i] kappa_hat[j,n,i])^-theta)^(-1/theta),
///                           sigma' = sigma (c_hat kappa_hat / P_hat)^-theta
///   orders up the chain     X'[j,b] = sum_k gamma'[n,j,k] Y'[k,n] + F P_hat^(1-eta),
///                           gamma' = gamma (P_hat / (c_hat A_hat))^(1-eta),
///                           Y'[j,i] = sum_b sigma' / (1 + t') X'[j,b]
///
/// eta = 1 keeps what every user spends on a good (Cobb-Douglas): with one buyer a region this is caliendo-parro under
/// rigid factors. eta = 0 keeps quantities: costs are then Leontief's p = (I - A')^-1 (v + duty cost).
///
/// The change of output splits into direct and indirect parts:  Y' - Y = d + A' (Y' - Y),  d = (A' - A) Y + f' - f.
/// \cost per evaluation 2 J B N flop; for a full table B = N (J + C): what the table itself takes
/// \source Leontief (1941); Miller and Blair, Input-Output Analysis, ch. 2 \tests identities/input_output_test.cpp
class InputOutput {
  public:
    /// \param demand_elasticity  eta >= 0
    InputOutput(Accounts const& accounts, Buyers const& buyers, double demand_elasticity);  ///< keeps references
    /// \param start  log c_hat of a neighbouring solution (J x N); the base when not given
    /// \param theta  replaces the accounts' elasticities when given (J, > 0)
    [[nodiscard]] ShortRunSolution solve(Shock const& shock, FixedPointOptions const& options = {},
                                         Monitor const& monitor = {}, Matrix const* start = nullptr,
                                         Vector const* theta = nullptr) const;

  private:
    Accounts const& accounts_;
    Buyers const& buyers_;
    double demand_elasticity_;
};

}  // namespace desvio
