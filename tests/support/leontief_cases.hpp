#pragma once

#include "desvio/core/tensor.hpp"

#include <string>
#include <vector>

namespace desvio::test {

/// A matrix of coefficients and what is special about it.
struct LeontiefCase {
    std::string name;
    RowMatrix coefficients;
    Index block = 0;  ///< rows of a region
    int max_iterations = 500;
    /// How much larger than the residual errors may be: |(I - A)^-1| in the largest norm, roughly.
    double condition = 20.0;
};

/// Coefficients of n_regions x n_sectors with home bias: a region's own block carries `home` of a column's inputs, and
/// columns add up to `radius` times a number between 0.8 and 1, one of them to `radius` itself.
RowMatrix make_home_biased(Index n_regions, Index n_sectors, double radius, double home, unsigned seed);

/// Home-biased, mostly zeros, nearly singular, a chain around a ring, with negative cells, of no rows, of one.
std::vector<LeontiefCase> const& leontief_cases();

/// m right-hand sides between -1 and 1.
Matrix make_right_hand_sides(Index n, Index m, unsigned seed);

}  // namespace desvio::test
