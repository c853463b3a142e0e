// The differential of EquilibriumMap::residual(), line by line, at its last x.

#include "model/equilibrium_map.hpp"

namespace desvio {

/// dD' for a change of log wages, by closure.
Vector EquilibriumMap::deficit_change(Vector const& log_wage_change) const {
    if (closures_.deficits != Deficits::gdp_share) return Vector::Zero(n_regions_);
    Vector const scaled = accounts_.deficit.cwiseProduct(wage_);
    Vector const d_scaled = scaled.cwiseProduct(log_wage_change);
    Vector const free_wages = wage_.cwiseProduct(free_value_added_);
    double const world = free_wages.sum();  // constant: the numeraire
    return d_scaled - free_wages * (d_scaled.sum() / world) -
           free_wages.cwiseProduct(log_wage_change) * (scaled.sum() / world);
}

void EquilibriumMap::jacobian_times(Vector const& v, Vector& out) {
    ConstCells const d_log_cost(v.data(), n_sectors_, n_regions_);
    Matrix const d_log_spending = ConstCells(v.data() + n_cells_, n_sectors_, n_regions_).transpose();
    // d log w less the change of its level, sum w V dlog w / sum w V
    Vector const free_wages = wage_.cwiseProduct(free_value_added_);
    double const world = free_wages.sum();
    double const d_level = world > 0.0 ? free_wages.dot(v.tail(n_regions_)) / world : 0.0;
    Vector const d_log_wage = is_free_.array() * (v.tail(n_regions_).array() - d_level);

    // de = -theta e dlog c
    Matrix d_demand = Matrix::Zero(padded(n_regions_), n_sectors_);
    d_demand.topRows(n_regions_) = d_log_cost.transpose();
    d_demand.array() *= demand_.array();
    d_demand.array().rowwise() *= -theta_.transpose().array();

    // ds = W de;  dlog P = -ds / (theta s);  dq = X dlog X / s - X ds / s^2;  dY = de B'q + e B'dq;
    // dR = sum_j X dlog X - d(q B e)
    Vector d_revenue = Vector::Zero(n_regions_), d_intensity(n_regions_), d_landed(n_regions_);
    Matrix d_log_price(n_sectors_, n_regions_), d_output(n_sectors_, n_regions_);
    for (Index j = 0; j < n_sectors_; ++j) {
        auto const landed = landed_.col(j).array();
        auto const spending = spending_.col(j).array();
        d_landed.noalias() = weight(j).transpose() * d_demand.col(j);
        d_log_price.row(j) = (d_landed.array() / (-theta_(j) * landed)).transpose();
        d_intensity = spending / landed * (d_log_spending.col(j).array() - d_landed.array() / landed);
        if (has_duty(j)) {
            Vector const d_net = net_weight(j).transpose() * d_demand.col(j);
            d_revenue.array() += spending * d_log_spending.col(j).array() - d_intensity.array() * net_.col(j).array() -
                                 spending / landed * d_net.array();
        }
        Vector const d_supply = d_demand.col(j).cwiseProduct(supply_weight_.col(j)) +
                                demand_.col(j).cwiseProduct(net_weight(j) * d_intensity);
        d_output.row(j) = d_supply.head(n_regions_).transpose();
    }

    // dlog c = beta dlog w + gamma' dlog P;  dX = gamma dY + alpha dI;  dlog z = sum_j beta dY / paid
    out.resize(size());
    Cells cost_part(out.data(), n_sectors_, n_regions_);
    Cells spending_part(out.data() + n_cells_, n_sectors_, n_regions_);
    Vector d_income = free_wages.cwiseProduct(d_log_wage) + d_revenue + deficit_change(d_log_wage);
    if (is_rigid_) d_income.setZero();  // final spending is held
    for (Index n = 0; n < n_regions_; ++n) {
        auto const share = accounts_.input_share.slice(n);
        cost_part.col(n) = share.transpose() * d_log_price.col(n) + d_log_wage(n) * accounts_.value_added_share.col(n);
        Vector const d_wanted = share * d_output.col(n) + d_income(n) * accounts_.final_share.col(n);
        spending_part.col(n) = d_wanted.cwiseQuotient(wanted_.col(n) + constants_.absent.col(n));
    }
    out.head(2 * n_cells_) -= v.head(2 * n_cells_);
    auto const d_paid = accounts_.value_added_share.cwiseProduct(d_output).colwise().sum().transpose().array();
    out.tail(n_regions_) = is_free_.array() * d_paid / (paid_ + is_held_).array() - v.tail(n_regions_).array();
}

}  // namespace desvio
