#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio::test {

/// Plain-loop twin of LeontiefSystem: (I - A) X = F, or (I - A)' X = F, by Gauss with row exchanges.
Matrix plain_gauss(RowMatrix const& coefficients, Matrix const& right_hand_sides, bool is_transposed = false);

}  // namespace desvio::test
