#include "model/equilibrium_map.hpp"

#include "model/trade_sums.hpp"

#include <cmath>

namespace desvio {

EquilibriumMap::EquilibriumMap(Accounts const& accounts, BaseConstants const& constants, Shock const& shock,
                               Closures const& closures, Vector const& theta)
    : accounts_(accounts),
      constants_(constants),
      shock_(shock),
      closures_(closures),
      theta_(theta),
      n_regions_(accounts.n_regions()),
      n_sectors_(accounts.n_sectors()),
      n_cells_(n_regions_ * n_sectors_),
      is_rigid_(closures.factors == Factors::rigid),
      is_held_(is_rigid_ ? Vector::Ones(n_regions_) : constants.is_held),
      is_free_(1.0 - is_held_.array()),
      free_value_added_(is_free_.cwiseProduct(accounts.value_added)),
      own_weight_(static_cast<std::size_t>(n_sectors_)),
      own_net_weight_(own_weight_.size()),
      weight_(own_weight_.size()),
      net_weight_(own_weight_.size()),
      scale_(2 * n_cells_ + n_regions_) {
    // An error of a unit cost is an error of shares theta times as large.
    Cells(scale_.data(), n_sectors_, n_regions_).colwise() = theta.cwiseMax(1.0);
    scale_.tail(n_cells_ + n_regions_).setOnes();
    demand_ = supply_weight_ = Matrix::Zero(padded(n_regions_), n_sectors_);
    for (Matrix* matrix : {&spending_, &landed_, &net_}) matrix->resize(n_regions_, n_sectors_);
    for (Matrix* matrix : {&log_price_, &output_, &wanted_}) matrix->resize(n_sectors_, n_regions_);
    set_step(1.0);
}

void EquilibriumMap::set_step(double step) {
    step_ = step;
    evaluated_at_.resize(0);
    correction_.clear();
    for (Index j = 0; j < n_sectors_; ++j) make_weights(j);
    if (shock_.productivity_hat.size() > 0) log_productivity_ = step * shock_.productivity_hat.array().log();
}

/// W = pi kappa_hat^(-theta), kappa_hat = d_hat (1 + t') / (1 + t);  B = W / (1 + t')
/// With a step s < 1: kappa_hat^s, and 1 + t' becomes (1 + t)^(1-s) (1 + t')^s. Cells that do not change keep the
/// base's.
void EquilibriumMap::make_weights(Index j) {
    auto const at = static_cast<std::size_t>(j);
    Index const first = j * n_regions_;
    auto const before = accounts_.tariff.slice(j);
    auto const after = shock_.tariff.slice(j);
    bool const has_cost = !shock_.trade_cost_hat.empty() && (shock_.trade_cost_hat.slice(j).array() != 1.0).any();
    weight_[at] = constants_.share.col(first).data();
    net_weight_[at] = constants_.has_duty[at] ? constants_.net_share.col(first).data() : weight_[at];
    if (!has_cost && (before.array() == after.array()).all()) return;

    Matrix& weight = own_weight_[at];
    Matrix& net_weight = own_net_weight_[at];
    weight = constants_.share.middleCols(first, n_regions_);
    net_weight = constants_.net_share.middleCols(first, n_regions_);
    for (Index n = 0; n < n_regions_; ++n)
        for (Index i = 0; i < n_regions_; ++i) {
            double const cost_hat = has_cost ? shock_.trade_cost_hat(j, n, i) : 1.0;
            if (before(n, i) == after(n, i) && cost_hat == 1.0) continue;
            double const duty_hat = (1.0 + after(n, i)) / (1.0 + before(n, i));
            weight(i, n) *= std::pow(cost_hat * duty_hat, -theta_(j) * step_);
            double const stepped_duty_hat = step_ == 1.0 ? duty_hat : std::pow(duty_hat, step_);
            net_weight(i, n) = weight(i, n) / ((1.0 + before(n, i)) * stepped_duty_hat);
        }
    weight_[at] = weight.data();
    net_weight_[at] = net_weight.data();
}

Vector EquilibriumMap::point_of(WarmStart const& start) const {
    Vector x(size());
    x << start.log_unit_cost_hat.reshaped(), start.log_expenditure.reshaped(), start.log_wage_hat;
    return x;
}

WarmStart EquilibriumMap::state_of(Vector const& x) const {
    return {ConstCells(x.data(), n_sectors_, n_regions_), ConstCells(x.data() + n_cells_, n_sectors_, n_regions_),
            x.tail(n_regions_)};
}

/// numeraire: sum_n w V = sum_n V over the regions whose wage is free
void EquilibriumMap::normalise_wages(Vector const& x) {
    log_wage_ = x.tail(n_regions_).cwiseProduct(is_free_);
    wage_ = log_wage_.array().exp();
    double const world = free_value_added_.sum();
    if (world <= 0.0) return;
    log_wage_ -= std::log(wage_.dot(free_value_added_) / world) * is_free_;
    wage_ = log_wage_.array().exp();
}

/// s = W e, B e and B' (X / s) of one sector in one pass: four importers' columns at a time stay in the first cache.
void EquilibriumMap::clear_sector(Index j) {
    constexpr Index block = columns_at_once;
    Columns const weights = weight(j), net_weights = net_weight(j);
    auto const demand = demand_.col(j);
    auto supply_weight = supply_weight_.col(j);
    auto const sweep = [&](Index n, auto const width) {
        Eigen::Array<double, width, 1> landed, intensity;
        for (Index r = 0; r < width; ++r) landed(r) = weights.col(n + r).dot(demand);
        landed += constants_.absent.row(j).template segment<width>(n).transpose().array();
        intensity = spending_.col(j).template segment<width>(n).array() / landed;
        landed_.col(j).template segment<width>(n) = landed;
        if (has_duty(j))
            for (Index r = 0; r < width; ++r) {
                net_(n + r, j) = net_weights.col(n + r).dot(demand);
                revenue_(n + r) += spending_(n + r, j) - intensity(r) * net_(n + r, j);
            }
        if constexpr (width == block)
            supply_weight += intensity(0) * net_weights.col(n) + intensity(1) * net_weights.col(n + 1) +
                             intensity(2) * net_weights.col(n + 2) +
                             intensity(block - 1) * net_weights.col(n + block - 1);
        else
            supply_weight += intensity(0) * net_weights.col(n);
    };
    supply_weight.setZero();
    Index n = 0;
    for (; n + block <= n_regions_; n += block) sweep(n, std::integral_constant<int, block>{});
    for (; n < n_regions_; ++n) sweep(n, std::integral_constant<int, 1>{});
}

/// Y = e (B' (X / s)); duties paid R[n] = sum_j (X - (X / s) B e); log P = -log(s) / theta
void EquilibriumMap::clear_markets() {
    revenue_ = Vector::Zero(n_regions_);
    for (Index k = 0; k < n_sectors_; ++k) clear_sector(goes_forward_ ? k : n_sectors_ - 1 - k);
    goes_forward_ = !goes_forward_;
    output_ = (demand_.topRows(n_regions_).array() * supply_weight_.topRows(n_regions_).array()).matrix().transpose();
    log_price_ = landed_.transpose();
    log_price_ = log_price_.array().log();
    log_price_.array().colwise() /= -theta_.array();
}

/// I[n] = w V + R + D', with rigid factors the base's;  paid[n] = sum_j beta Y
void EquilibriumMap::compute_incomes() {
    switch (closures_.deficits) {
        case Deficits::fixed:
            deficit_ = accounts_.deficit;
            break;
        case Deficits::balanced:
            deficit_ = Vector::Zero(n_regions_);
            break;
        case Deficits::gdp_share: {
            // D'[n] = (D / V) V'[n], less a share V'[n] / sum V' of what these would sum to
            Vector const scaled = accounts_.deficit.cwiseProduct(wage_);
            Vector const free_wages = wage_.cwiseProduct(free_value_added_);
            deficit_ = scaled - free_wages * (scaled.sum() / free_wages.sum());
            break;
        }
    }
    income_ = is_rigid_ ? accounts_.income : wage_.cwiseProduct(accounts_.value_added) + revenue_ + deficit_;
    paid_ = accounts_.value_added_share.cwiseProduct(output_).colwise().sum().transpose();
}

/// f = ( log c(x) - log c, log X(x) - log X, log z - log w ) with z[n] = paid[n] / V[n], wages normalised first;
///   log c(x)[j,i] = beta[j,i] log w[i] + sum_k gamma[i,k,j] log P[k,i] - log A[j,i]
///   X(x)[j,n]     = sum_k gamma[n,j,k] Y[k,n] + alpha[j,n] I[n]
void EquilibriumMap::residual(Vector const& x, Vector& f) {
    ConstCells const log_cost(x.data(), n_sectors_, n_regions_);
    ConstCells const log_spending(x.data() + n_cells_, n_sectors_, n_regions_);
    evaluated_at_ = x;
    normalise_wages(x);
    // wanted_ serves as scratch until it gets its own values below
    wanted_ = (log_cost.array().colwise() * -theta_.array()).exp();
    demand_.topRows(n_regions_) = wanted_.transpose();
    wanted_ = log_spending.array().exp() * (1.0 - constants_.absent.array());
    spending_ = wanted_.transpose();
    clear_markets();
    compute_incomes();

    f.resize(size());
    Cells cost_residual(f.data(), n_sectors_, n_regions_);
    Cells spending_residual(f.data() + n_cells_, n_sectors_, n_regions_);
    Vector output = Vector::Zero(padded(n_sectors_)), inputs(padded(n_sectors_));
    for (Index n = 0; n < n_regions_; ++n) {
        output.head(n_sectors_) = output_.col(n);
        apply_both_ways(input_share(n), log_price_.col(n), output, inputs, wanted_.col(n));
        cost_residual.col(n) = inputs.head(n_sectors_) + log_wage_(n) * accounts_.value_added_share.col(n);
        wanted_.col(n) += income_(n) * accounts_.final_share.col(n);
    }
    if (log_productivity_.size() > 0) cost_residual -= log_productivity_;
    cost_residual -= log_cost;
    spending_residual = wanted_ + constants_.absent;
    // Far from equilibrium an income can be negative: spending is then halved until it is not.
    if (!(spending_residual.minCoeff() > 0.0))
        spending_residual =
            (spending_residual.array() > 0.0).select(spending_residual.array(), log_spending.array().exp() / 2.0);
    spending_residual = spending_residual.array().log() - log_spending.array();
    auto const offered = (paid_ + is_held_).array() / (free_value_added_ + is_held_).array();
    f.tail(n_regions_) = is_free_.array() * offered.log() - x.tail(n_regions_).array();
}

std::string EquilibriumMap::component_name(Index k) const {
    if (k >= 2 * n_cells_) return "market clearing (wage) of " + accounts_.regions[k - 2 * n_cells_];
    char const* quantity = k < n_cells_ ? "unit cost of " : "expenditure on ";
    Index const cell = k % n_cells_;
    return quantity + accounts_.sectors[cell % n_sectors_] + " in " + accounts_.regions[cell / n_sectors_];
}

Equilibrium EquilibriumMap::equilibrium(Vector const& x) {
    if (x.size() != evaluated_at_.size() || x != evaluated_at_) {
        Vector unused;
        residual(x, unused);
    }
    Equilibrium result;
    result.wage_hat = wage_;
    result.unit_cost_hat = ConstCells(x.data(), n_sectors_, n_regions_).array().exp();
    result.price_hat = log_price_.array().exp();
    result.expenditure = spending_.transpose();
    result.tariff = shock_.tariff;
    result.trade_share = Tensor3::uninitialised(n_sectors_, n_regions_, n_regions_);
    result.trade = Tensor3::uninitialised(n_sectors_, n_regions_, n_regions_);
    result.gross_output.resize(n_sectors_, n_regions_);
    result.tariff_revenue = Vector::Zero(n_regions_);
    Eigen::RowVectorXd output(n_regions_);
    for (Index j = 0; j < n_sectors_; ++j) {
        auto share = result.trade_share.slice(j);
        auto trade = result.trade.slice(j);
        auto const tariff = shock_.tariff.slice(j);
        output.setZero();
        for (Index n = 0; n < n_regions_; ++n) {
            // pi' = W e / s, which sums to 1 by its making; M' = pi' X' / (1 + t'); R'[n] = sum t' M'
            share.row(n) = (weight(j).col(n).array() * demand_.col(j).array()).head(n_regions_) / landed_(n, j);
            trade.row(n) = share.row(n).array() * spending_(n, j) / (1.0 + tariff.row(n).array());
            result.tariff_revenue(n) += tariff.row(n).dot(trade.row(n));
            output += trade.row(n);
        }
        result.gross_output.row(j) = output;
    }
    result.value_added = accounts_.value_added_share.cwiseProduct(result.gross_output);
    if (is_rigid_) {
        result.factor_income = result.value_added.colwise().sum().transpose();
        result.deficit = imports_less_exports(result.trade);
    } else {
        result.factor_income = wage_.cwiseProduct(accounts_.value_added);
        result.deficit = deficit_;
    }
    result.income = result.factor_income + result.tariff_revenue + result.deficit;
    return result;
}

}  // namespace desvio
