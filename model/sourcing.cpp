#include "model/sourcing.hpp"

#include <cmath>

namespace desvio {

CostMap::CostMap(Accounts const& accounts, Buyers const& buyers, Shock const& shock, Vector const& theta, double eta)
    : accounts_(accounts), buyers_(buyers), shock_(shock), theta_(theta), eta_(eta) {
    // An error of a unit cost is an error of shares theta times as large.
    scale_ = theta.cwiseMax(1.0).replicate(accounts.n_regions(), 1);
    set_step(1.0);
}

/// W = sigma kappa_hat^(-theta s), kappa_hat = d_hat (1 + t') / (1 + t); step s of the whole shock
void CostMap::set_step(double step) {
    Index const n_sectors = accounts_.n_sectors(), n_regions = accounts_.n_regions();
    weight_ = buyers_.share;
    RowMatrix factor(n_regions, n_regions);
    for (Index j = 0; j < n_sectors; ++j) {
        auto const before = accounts_.tariff.slice(j).array(), after = shock_.tariff.slice(j).array();
        factor = (1.0 + after) / (1.0 + before);
        if (!shock_.trade_cost_hat.empty()) factor.array() *= shock_.trade_cost_hat.slice(j).array();
        if ((factor.array() == 1.0).all()) continue;
        factor = (factor.array().log() * (-theta_(j) * step)).exp();
        auto weight = weight_.slice(j);
        for (Index b = 0; b < buyers_.size(); ++b)
            weight.row(b).array() *= factor.row(buyers_.region[static_cast<std::size_t>(b)]).array();
    }
    log_productivity_ = Matrix::Zero(n_sectors, n_regions);
    if (shock_.productivity_hat.size() > 0) log_productivity_ = step * shock_.productivity_hat.array().log();
}

Matrix CostMap::log_cost_at(Vector const& x) {
    Index const n_sectors = accounts_.n_sectors(), n_regions = accounts_.n_regions();
    Eigen::Map<Matrix const> const log_cost(x.data(), n_sectors, n_regions);
    demand_ = (log_cost.array().colwise() * -theta_.array()).exp().transpose();
    landed_.resize(n_sectors, buyers_.size());
    for (Index j = 0; j < n_sectors; ++j) landed_.row(j).noalias() = (weight_.slice(j) * demand_.col(j)).transpose();
    log_price_ = (landed_.array() > 0.0).select(landed_.array().log().colwise() / -theta_.array(), 0.0);

    // log of (beta + sum_j gamma P^(1-eta))^(1/(1-eta)), its limit sum_j gamma log P for eta = 1
    log_technology_.resize(n_sectors, n_regions);
    for (Index n = 0; n < n_regions; ++n)
        for (Index k = 0; k < n_sectors; ++k) {
            auto const share = buyers_.input_share.slice(n).col(k).array();
            auto const price = log_price_.col(buyers_.of_user(n, k)).array();
            log_technology_(k, n) =
                is_cobb_douglas()
                    ? (share * price).sum()
                    : std::log(buyers_.value_added_share(k, n) + (share * (price * (1.0 - eta_)).exp()).sum()) /
                          (1.0 - eta_);
        }
    return log_technology_ - log_productivity_;
}

void CostMap::residual(Vector const& x, Vector& f) { f = log_cost_at(x).reshaped() - x; }

/// dlog P = sum_i sigma' dlog c[j,i];  dlog c[k,n] = sum_j gamma' dlog P
void CostMap::jacobian_times(Vector const& v, Vector& out) {
    Index const n_sectors = accounts_.n_sectors(), n_regions = accounts_.n_regions();
    Eigen::Map<Matrix const> const change(v.data(), n_sectors, n_regions);
    Matrix price_change = Matrix::Zero(n_sectors, buyers_.size());
    for (Index j = 0; j < n_sectors; ++j) {
        Vector const weighted = demand_.col(j).cwiseProduct(change.row(j).transpose());
        price_change.row(j) =
            (landed_.row(j).array() > 0.0)
                .select((weight_.slice(j) * weighted).transpose().array() / landed_.row(j).array(), 0.0);
    }
    Tensor3 const share = input_shares();
    Matrix cost_change(n_sectors, n_regions);
    for (Index n = 0; n < n_regions; ++n)
        for (Index k = 0; k < n_sectors; ++k)
            cost_change(k, n) = share.slice(n).col(k).dot(price_change.col(buyers_.of_user(n, k)));
    out = cost_change.reshaped() - v;
}

std::string CostMap::component_name(Index k) const {
    return "unit cost of " + accounts_.sectors[k % accounts_.n_sectors()] + " in " +
           accounts_.regions[k / accounts_.n_sectors()];
}

Tensor3 CostMap::shares() const {
    Tensor3 share = weight_;
    for (Index j = 0; j < share.outer(); ++j) {
        auto slice = share.slice(j);
        slice *= demand_.col(j).asDiagonal();
        for (Index b = 0; b < slice.rows(); ++b)
            if (landed_(j, b) > 0.0) slice.row(b) /= landed_(j, b);
    }
    return share;
}

/// gamma' = gamma (P_hat / (c_hat A_hat))^(1-eta)
Tensor3 CostMap::input_shares() const {
    Tensor3 share = buyers_.input_share;
    if (is_cobb_douglas()) return share;
    for (Index n = 0; n < accounts_.n_regions(); ++n)
        for (Index k = 0; k < accounts_.n_sectors(); ++k)
            share.slice(n).col(k).array() *=
                ((log_price_.col(buyers_.of_user(n, k)).array() - log_technology_(k, n)) * (1.0 - eta_)).exp();
    return share;
}

Matrix CostMap::value_added_shares() const {
    return buyers_.value_added_share.array() * (log_technology_.array() * (eta_ - 1.0)).exp();
}

}  // namespace desvio
