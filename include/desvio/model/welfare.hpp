#pragma once

#include "desvio/model/equilibrium.hpp"
#include "desvio/params/accounts.hpp"

namespace desvio {

/// Exact welfare and its first-order split (THEORY §5).
///
/// | symbol                       | member                      | shape | unit    |
/// | P_hat[n] = prod_j P_hat^alpha | price_index_hat            | N     | 1       |
/// | w_hat / P_hat                | real_wage_hat               | N     | 1       |
/// | 100 (I_hat / P_hat - 1)      | welfare_pct                 | N     | percent |
/// | (I_hat / P_hat - 1) I        | equivalent_variation        | N     | million |
/// | 100 ToT                      | terms_of_trade_pct          | N     | percent |
/// | 100 VoT                      | volume_of_trade_pct         | N     | percent |
/// | ToT + VoT                    | welfare_linear_pct          | N     | percent |
/// Partner terms are (region, partner), sector terms (sector, region); each sums to the total.
struct ExactWelfare {
    Vector price_index_hat, real_wage_hat, welfare_pct, equivalent_variation;
};

struct Welfare : ExactWelfare {
    Vector terms_of_trade_pct, volume_of_trade_pct, welfare_linear_pct;
    Matrix terms_of_trade_by_partner, volume_of_trade_by_partner;  ///< N x N (region, partner), percent
    Matrix terms_of_trade_by_sector, volume_of_trade_by_sector;    ///< J x N, percent
};

/// The exact part alone, for draws and sweeps.
ExactWelfare compute_exact_welfare(Accounts const& base, Equilibrium const& counterfactual);

/// Both parts. In the first-order terms d log v is v_hat - 1, as in the source's own computation.
/// \source Caliendo and Parro (2015), welfare decomposition \tests published/nafta_test.cpp
Welfare compute_welfare(Accounts const& base, Equilibrium const& counterfactual);

}  // namespace desvio
