#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/shock.hpp"

namespace desvio {

/// Whether a shock leaves every cell of the base as it is. Then the answer is the base to the bit, and what is not
/// defined without a change (the rate of a loss that is none) is not made of rounding.
inline bool changes_nothing(Shock const& shock, Base const& base) {
    auto const costs = shock.trade_cost_hat.flat().array();
    return shock.tariff.flat() == base.tariff.flat() && (costs == 1.0).all() &&
           (shock.productivity_hat.array() == 1.0).all();
}

}  // namespace desvio
