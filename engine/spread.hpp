#pragma once

#include "desvio/engine/uncertainty.hpp"

#include <vector>

namespace desvio {

/// 5th, 50th and 95th percentile by linear interpolation between order statistics (Hyndman and Fan's type 7). All NaN
/// where a value is NaN or there is none. Private to engine.
Spread spread_of(std::vector<double> values);

}  // namespace desvio
