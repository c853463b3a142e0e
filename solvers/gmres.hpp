#pragma once

#include "desvio/core/tensor.hpp"

#include <functional>

namespace desvio {

/// Solves A s = b by GMRES from s = 0, A given by its products; stops when |A s - b| <= relative * |b| or the basis
/// holds `dimension` vectors (no restart: a Newton step need not be exact).
/// \source Saad and Schultz (1986), modified Gram-Schmidt with Givens rotations
Vector solve_gmres(std::function<void(Vector const&, Vector&)> const& times, Vector const& b, int dimension,
                   double relative);

}  // namespace desvio
