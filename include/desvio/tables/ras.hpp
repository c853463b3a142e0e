#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio {

struct RasOptions {
    double tolerance = 1e-12;  ///< on RasResult::error
    int max_iterations = 5000;
};

/// A matrix scaled to its margins; pessimistic until something happens.
struct RasResult {
    RowMatrix matrix;
    int iterations = 0;
    double error = -1.0;  ///< largest miss of a row sum, over the largest row sum
    bool converged = false;
};

/// Scales rows and columns in turn until both margins are met:  X = diag(r) A diag(s),  X 1 = u,  1' X = v.
///
/// | symbol | argument    | shape | meaning                              |
/// | A      | prior       | R x C | >= 0; a cell that is 0 stays 0       |
/// | u      | row_sums    | R     | >= 0                                 |
/// | v      | column_sums | C     | >= 0, with the same sum as u         |
/// The result is the matrix nearest to A in relative entropy. Its last step scales columns: column sums are met to
/// rounding, row sums to the tolerance. It does not converge where the zeros of A leave no matrix with these margins,
/// or where the margins do not sum to the same: that is told, not thrown. \pre shapes agree and nothing is negative
/// \cost O(R C) an iteration \source Stone (1961); Bacharach, Biproportional Matrices (1970)   \tests unit/ras_test.cpp
RasResult balance_ras(RowMatrix const& prior, Vector const& row_sums, Vector const& column_sums,
                      RasOptions const& options = {});

}  // namespace desvio
