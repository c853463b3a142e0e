#include "desvio/model/revenue.hpp"

namespace desvio {

Shock waste_revenue(Shock shock, Accounts const& base) {
    if (shock.trade_cost_hat.empty())
        shock.trade_cost_hat = Tensor3(base.n_sectors(), base.n_regions(), base.n_regions(), 1.0);
    // d_hat := d_hat (1 + t') / (1 + t), t' := t
    shock.trade_cost_hat.flat().array() *= (1.0 + shock.tariff.flat().array()) / (1.0 + base.tariff.flat().array());
    shock.tariff = base.tariff;
    return shock;
}

}  // namespace desvio
