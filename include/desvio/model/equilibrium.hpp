#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio {

/// A counterfactual equilibrium beside its base. Money is million numeraire units: world value added is the base's;
/// with rigid factors wages stay, so it is money of the base.
///
/// | symbol      | member         | shape     |
/// | w_hat[n]    | wage_hat       | N         |
/// | P_hat[j,n]  | price_hat      | J x N     |
/// | c_hat[j,n]  | unit_cost_hat  | J x N     |
/// | X'[j,n]     | expenditure    | J x N     |
/// | Y'[j,n]     | gross_output   | J x N     |
/// | pi'[j,n,i]  | trade_share    | J x N x N |
/// | M'[j,n,i]   | trade          | J x N x N |
/// | t'[j,n,i]   | tariff         | J x N x N |
/// | I', R', D'  | income, tariff_revenue, deficit | N |
/// |             | final_price_hat | J x N    | P_hat for final buyers where they pay others than producers do; else
/// empty | | beta' Y'    | value_added    | J x N     | | V'[n]       | factor_income  | N         | w_hat V; with
/// rigid factors sum_j beta' Y', employment having adjusted
/// |
struct Equilibrium {
    Vector wage_hat;
    Matrix price_hat, unit_cost_hat, expenditure, gross_output;
    Tensor3 trade_share, trade, tariff;
    Vector income, tariff_revenue, deficit;
    Matrix final_price_hat, value_added;
    Vector factor_income;
};

}  // namespace desvio
