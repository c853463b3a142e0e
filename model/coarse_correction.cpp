#include "model/coarse_correction.hpp"

namespace desvio {

void CoarseCorrection::build(Sums const& sums) {
    Index const n = sums.spending.size();
    Eigen::ArrayXd const inputs = 1.0 - sums.value_added_share.array();
    Eigen::ArrayXd const value_added = sums.value_added_share.array();

    // S[i,l] = sum_n Mt[i,n] Mt[l,n] / sum_k Mt[k,n] - diag(sum_j theta Y): what i sells less when l gets dearer
    Vector const imports = sums.elastic_flow.rowwise().sum();
    RowMatrix const share =
        (imports.array() > 0.0).select(1.0 / imports.array(), 0.0).matrix().asDiagonal() * sums.elastic_flow;
    Matrix response = sums.elastic_flow.transpose() * share;
    response.diagonal() -= sums.elastic_output;
    Matrix const flow = sums.flow.transpose();

    Matrix system = Matrix::Identity(3 * n, 3 * n);
    auto rows_u = system.topRows(n);
    auto rows_v = system.middleRows(n, n);
    auto rows_w = system.bottomRows(n);
    auto const per_cost = [&](auto rows, Matrix const& by_cost) {
        // c = (1 - b) u + b w
        rows.leftCols(n) -= by_cost * inputs.matrix().asDiagonal();
        rows.rightCols(n) -= by_cost * value_added.matrix().asDiagonal();
    };
    per_cost(rows_u, sums.cost_weight);

    Eigen::ArrayXd const per_spending = (sums.spending.array() > 0.0).select(1.0 / sums.spending.array(), 0.0);
    per_cost(rows_v, per_spending.matrix().asDiagonal() *
                         (inputs.matrix().asDiagonal() * response + Matrix(sums.duty_response)));
    rows_v.middleCols(n, n) -= per_spending.matrix().asDiagonal() * (inputs.matrix().asDiagonal() * flow);
    rows_v.middleCols(n, n).diagonal().array() -= per_spending * sums.revenue.array();
    rows_v.rightCols(n).diagonal().array() -= per_spending * sums.wages.array();

    Eigen::ArrayXd const is_free = 1.0 - sums.is_held.array();
    Eigen::ArrayXd const per_wage =
        is_free * value_added * (sums.wages.array() > 0.0).select(1.0 / sums.wages.array(), 0.0);
    per_cost(rows_w, per_wage.matrix().asDiagonal() * response);
    rows_w.middleCols(n, n) -= per_wage.matrix().asDiagonal() * flow;
    // The level of wages is the numeraire's: without this the system would be singular along it.
    Eigen::ArrayXd const free_wages = is_free * sums.wages.array();
    if (double const total = free_wages.sum(); total > 0.0)
        rows_w.rightCols(n) += is_free.matrix() * (free_wages / total).matrix().transpose();
    factors_.compute(system.cast<float>());
    is_built_ = true;
}

Vector CoarseCorrection::solve(Vector const& residuals) const {
    return factors_.solve(residuals.cast<float>()).cast<double>();
}

}  // namespace desvio
