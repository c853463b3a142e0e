#pragma once

#include "distributed/petsc/system_operator.hpp"

namespace desvio {

/// What is known of rho(A) without eigenvalues.
struct SpectralBounds {
    double lower = 0.0;
    double upper = 0.0;  ///< of rho(|A|)
    int products = 0;
};

/// The largest column sum of |A|; where that is not below one and A has no negative cell, Collatz-Wielandt bounds
///   min_{i in S} (A x)_i / x_i  <=  rho(A)  <=  max_i (A x)_i / x_i,   x > 0,   x zero outside S on the left,
/// with x from power iterations of (I + A) / 2, until one bound decides.
SpectralBounds bound_spectral_radius(SystemOperator const& system);

}  // namespace desvio
