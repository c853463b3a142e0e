#include "model/coarse_correction.hpp"

namespace desvio {
namespace {

/// 1 / value, and 0 where there is nothing to divide by.
Vector inverse_or_zero(Vector const& values) { return (values.array() > 0.0).select(1.0 / values.array(), 0.0); }

}  // namespace

void CoarseCorrection::build(Sums const& sums) {
    Index const n = sums.spending.size();
    auto const flow = sums.flow.topRows(n);
    auto const elastic_flow = sums.elastic_flow.topRows(n);
    Vector const inputs = 1.0 - sums.value_added_share.array();

    // S[i,l] = sum_n Mt[i,n] Mt[l,n] / sum_k Mt[k,n] - diag(sum_j theta Y): what i sells less when l gets dearer
    Vector const per_import = inverse_or_zero(elastic_flow.colwise().sum().transpose());
    Matrix response(n, n);
    response.noalias() = elastic_flow * (elastic_flow * per_import.asDiagonal()).transpose();
    response.diagonal() -= sums.elastic_output;

    Index const size = n + n + n;  // u, v and w of each region
    Matrix system = Matrix::Identity(size, size);
    auto rows_u = system.topRows(n);
    rows_u.leftCols(n) -= sums.cost_weight.topRows(n).transpose();
    rows_u.rightCols(n).diagonal() -= sums.value_added_share;

    Vector const per_spending = inverse_or_zero(sums.spending);
    Vector const inputs_per_spending = per_spending.cwiseProduct(inputs);
    auto rows_v = system.middleRows(n, n);
    rows_v.leftCols(n) -= inputs_per_spending.asDiagonal() * response;
    rows_v.leftCols(n) -= per_spending.asDiagonal() * sums.duty_response.topRows(n).transpose();
    rows_v.middleCols(n, n) -= inputs_per_spending.asDiagonal() * flow;
    rows_v.middleCols(n, n).diagonal() -= per_spending.cwiseProduct(sums.revenue);
    rows_v.rightCols(n).diagonal() -= per_spending.cwiseProduct(sums.wages);

    Vector const is_free = 1.0 - sums.is_held.array();
    Vector const per_wage = is_free.cwiseProduct(sums.value_added_share).cwiseProduct(inverse_or_zero(sums.wages));
    auto rows_w = system.bottomRows(n);
    rows_w.leftCols(n) -= per_wage.asDiagonal() * response;
    rows_w.middleCols(n, n) -= per_wage.asDiagonal() * flow;
    // The level of wages is the numeraire's: without this the system would be singular along it.
    Vector const free_wages = is_free.cwiseProduct(sums.wages);
    if (double const total = free_wages.sum(); total > 0.0)
        rows_w.rightCols(n) += is_free * (free_wages / total).transpose();
    factors_.compute(system.cast<float>());
    is_built_ = true;
}

Vector CoarseCorrection::solve(Vector const& residuals) const {
    return factors_.solve(residuals.cast<float>()).cast<double>();
}

}  // namespace desvio
