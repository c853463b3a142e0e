#pragma once

#include "desvio/core/labels.hpp"
#include "desvio/core/tensor.hpp"

#include <string>

namespace desvio {

/// Flows and duties of some source, with no accounts around them.
struct FlowTable {
    std::string name;
    Labels regions, sectors;
    Tensor3 trade;   ///< J x N x N: sector, importer, exporter; million
    Tensor3 tariff;  ///< the same shape, fractions; empty when the source has none
};

}  // namespace desvio
