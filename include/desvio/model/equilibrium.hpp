#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio {

/// A counterfactual equilibrium beside its base. Money is million numeraire units: world value added is the base's.
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
struct Equilibrium {
    Vector wage_hat;
    Matrix price_hat, unit_cost_hat, expenditure, gross_output;
    Tensor3 trade_share, trade, tariff;
    Vector income, tariff_revenue, deficit;
};

}  // namespace desvio
