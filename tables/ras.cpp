#include "desvio/tables/ras.hpp"

#include <algorithm>
#include <limits>

namespace desvio {
namespace {

/// wanted / sum, and 1 where there is nothing to scale.
Vector scales(Vector const& wanted, Vector const& sums) {
    Vector scale = Vector::Ones(sums.size());
    for (Index k = 0; k < sums.size(); ++k)
        if (sums(k) > 0.0) scale(k) = wanted(k) / sums(k);
    return scale;
}

}  // namespace

RasResult balance_ras(RowMatrix const& prior, Vector const& row_sums, Vector const& column_sums,
                      RasOptions const& options) {
    DESVIO_EXPECT(prior.rows() == row_sums.size() && prior.cols() == column_sums.size());
    RasResult result;
    result.matrix = prior;
    double const size = std::max(row_sums.size() > 0 ? row_sums.maxCoeff() : 0.0, std::numeric_limits<double>::min());
    while (!result.converged && result.iterations < options.max_iterations) {
        ++result.iterations;
        Vector const rows = result.matrix.rowwise().sum();
        result.matrix = scales(row_sums, rows).asDiagonal() * result.matrix;
        Vector const columns = result.matrix.colwise().sum().transpose();
        result.matrix = result.matrix * scales(column_sums, columns).asDiagonal();
        Vector const row_miss = result.matrix.rowwise().sum() - row_sums;
        Vector const column_miss = result.matrix.colwise().sum().transpose() - column_sums;
        result.error = std::max(row_miss.cwiseAbs().maxCoeff(), column_miss.cwiseAbs().maxCoeff()) / size;
        result.converged = result.error <= options.tolerance;
    }
    return result;
}

}  // namespace desvio
