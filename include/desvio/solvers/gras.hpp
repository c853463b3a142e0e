#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/solvers/summary.hpp"

namespace desvio {

struct GrasOptions {
    double tolerance = 1e-10;   ///< on the largest |margin - target| over the largest |target|; > 0
    int max_iterations = 5000;  ///< >= 1
};

/// Scales the rows and columns of a table with signs until it has the margins asked for, as near as can be to what it
/// was (generalised RAS). With P the positive and N the absolute negative cells,
///
///   a'[i,j] = r[i] P[i,j] s[j] - N[i,j] / (r[i] s[j])
///   r[i] = (u[i] + sqrt(u[i]^2 + 4 p[i] q[i])) / (2 p[i]),  p[i] = sum_j P s,  q[i] = sum_j N / s
///   r[i] = -q[i] / u[i] where p[i] = 0; likewise for s with v
///
/// | symbol | argument      | shape | unit           |
/// | a      | table         | m x n | any, in place  |
/// | u      | row_totals    | m     | the same       |
/// | v      | column_totals | n     | the same       |
/// Cells keep their signs and zeros stay zero. A row or column of zeros is left alone, whatever its target.
/// \pre sum u = sum v (see find_contradictions)   \cost O(m n) an iteration
/// \source Lenzen, Wood and Gallego (2007); Temurshoev, Miller and Bouwmeester (2013) for the signs of the roots
/// \tests unit/gras_test.cpp
Summary balance_gras(RowMatrix& table, Vector const& row_totals, Vector const& column_totals,
                     GrasOptions const& options = {}, Monitor const& monitor = {});

/// A margin that no scaling can meet.
struct Contradiction {
    enum class What {
        totals,        ///< the row totals do not add up to the column totals
        empty_row,     ///< a total other than 0 for a row of zeros
        empty_column,  ///< the same for a column
        sign_of_row,   ///< a total of the sign that none of the row's cells has
        sign_of_column,
    };
    What what;
    Index at = 0;         ///< row or column
    double wanted = 0.0;  ///< its total; for totals, the sum of the row totals
    double there = 0.0;   ///< what its cells add up to; for totals, the sum of the column totals
};

/// \param tolerance  on the relative difference of the sums of both totals
std::vector<Contradiction> find_contradictions(RowMatrix const& table, Vector const& row_totals,
                                               Vector const& column_totals, double tolerance);

}  // namespace desvio
