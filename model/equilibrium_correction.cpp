// The two-level step of EquilibriumMap: one sweep along own input-output links, then the coarse model.

#include "model/equilibrium_map.hpp"

namespace desvio {

/// Sums the linearised model over sectors at the last x: pi' = W e / s, m = B e (X / s), t' m = (W - B) e (X / s).
void EquilibriumMap::build_correction() {
    CoarseCorrection::Sums sums;
    Index const length = padded(n_regions_);
    sums.cost_weight = sums.flow = sums.elastic_flow = sums.duty_response = Matrix::Zero(length, n_regions_);
    sums.spending = spending_.rowwise().sum();
    sums.revenue = revenue_;
    sums.is_held = is_held_;
    sums.wages = wage_.cwiseProduct(accounts_.value_added);
    if (is_rigid_) {  // no income answers
        sums.revenue.setZero();
        sums.wages.setZero();
    }
    sums.elastic_output = output_.transpose() * theta_;
    Eigen::ArrayXd const total_output = output_.colwise().sum().transpose();
    sums.value_added_share = (total_output > 0.0).select(paid_.array() / total_output, 1.0);

    auto const inverse = [](auto const& total) { return (total > 0.0).select(1.0 / total, 0.0).matrix(); };
    Vector const per_output = inverse(total_output);
    output_weight_ = output_ * per_output.asDiagonal();
    spending_weight_ = spending_.transpose() * Vector(inverse(sums.spending.array())).asDiagonal();
    // h[k,n] = sum_j gamma[n,k,j] Y[j,n] / sum_j Y[j,n]: what a change of all input prices does to costs
    Matrix const input_weight = (wanted_ - accounts_.final_share * income_.asDiagonal()) * per_output.asDiagonal();

    own_share_.resize(n_sectors_, n_regions_);
    Vector gross(length), flow(length);
    for (Index j = 0; j < n_sectors_; ++j)
        for (Index n = 0; n < n_regions_; ++n) {
            double const landed = landed_(n, j), intensity = spending_(n, j) / landed;
            gross = weight(j).col(n).cwiseProduct(demand_.col(j));
            own_share_(j, n) = gross(n) / landed;
            sums.cost_weight.col(n) += (input_weight(j, n) / landed) * gross;
            if (has_duty(j)) {
                flow = net_weight(j).col(n).cwiseProduct(demand_.col(j));
                // theta (R pi' - t' m) = theta (X / s) (B e - (B e / s) W e)
                sums.duty_response.col(n) += (theta_(j) * intensity) * (flow - (net_(n, j) / landed) * gross);
                flow *= intensity;
            } else {
                flow = intensity * gross;
            }
            sums.flow.col(n) += flow;
            sums.elastic_flow.col(n) += theta_(j) * flow;
        }
    if (is_rigid_) sums.duty_response.setZero();
    correction_.build(sums);
}

/// d_c = f_c + gamma' (h f_c), d_X = f_X + gamma (h X f_X) / X with own shares h: each region's first round of its own
/// links. Then the region means of d give way to the coarse solution of the residual's means.
void EquilibriumMap::precondition(Vector const& f, Vector& step) {
    if (!correction_.is_built()) build_correction();
    ConstCells const cost_residual(f.data(), n_sectors_, n_regions_);
    ConstCells const spending_residual(f.data() + n_cells_, n_sectors_, n_regions_);
    Vector means(n_regions_ + n_regions_ + n_regions_);
    means.head(n_regions_) = output_weight_.cwiseProduct(cost_residual).colwise().sum().transpose();
    means.segment(n_regions_, n_regions_) =
        spending_weight_.cwiseProduct(spending_residual).colwise().sum().transpose();
    means.tail(n_regions_) = f.tail(n_regions_);
    Vector const solved = correction_.solve(means);

    step = f;
    Cells cost_step(step.data(), n_sectors_, n_regions_);
    Cells spending_step(step.data() + n_cells_, n_sectors_, n_regions_);
    Vector prices(n_sectors_), costs(padded(n_sectors_)), orders = Vector::Zero(padded(n_sectors_)), uses(n_sectors_);
    for (Index n = 0; n < n_regions_; ++n) {
        prices = own_share_.col(n).cwiseProduct(cost_residual.col(n));
        orders.head(n_sectors_) = own_share_.col(n).cwiseProduct(wanted_.col(n)).cwiseProduct(spending_residual.col(n));
        apply_both_ways(input_share(n), prices, orders, costs, uses);
        cost_step.col(n) += costs.head(n_sectors_);
        spending_step.col(n) += uses.cwiseQuotient(wanted_.col(n) + constants_.absent.col(n));
        cost_step.col(n).array() += solved(n) - output_weight_.col(n).dot(cost_step.col(n));
        spending_step.col(n).array() += solved(n_regions_ + n) - spending_weight_.col(n).dot(spending_step.col(n));
        spending_step.col(n).array() *= 1.0 - constants_.absent.col(n).array();
    }
    step.tail(n_regions_) = solved.tail(n_regions_);
}

}  // namespace desvio
