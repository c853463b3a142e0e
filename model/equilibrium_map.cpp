#include "model/equilibrium_map.hpp"

#include <cmath>

namespace desvio {
namespace {

/// 1 where a region trades nothing across its border or has no value added.
Vector held_regions(Accounts const& accounts) {
    Vector is_held(accounts.n_regions());
    for (Index n = 0; n < accounts.n_regions(); ++n) {
        double crossing = 0.0;
        for (Index j = 0; j < accounts.n_sectors(); ++j) {
            auto const trade = accounts.trade.slice(j);
            crossing += trade.row(n).sum() + trade.col(n).sum() - 2.0 * trade(n, n);
        }
        is_held(n) = crossing > 0.0 && accounts.value_added(n) > 0.0 ? 0.0 : 1.0;
    }
    return is_held;
}

/// (a^(1-step) b^step) cell by cell.
template <class A, class B>
auto interpolate(A const& a, B const& b, double step) {
    return ((1.0 - step) * a.log() + step * b.log()).exp();
}

}  // namespace

EquilibriumMap::EquilibriumMap(Accounts const& accounts, Shock const& shock, Closures const& closures,
                               Vector const& theta)
    : accounts_(accounts),
      shock_(shock),
      closures_(closures),
      theta_(theta),
      n_regions_(accounts.n_regions()),
      n_sectors_(accounts.n_sectors()),
      n_cells_(n_regions_ * n_sectors_),
      own_weight_(static_cast<std::size_t>(n_sectors_)),
      own_net_weight_(own_weight_.size()),
      weight_(own_weight_.size()),
      net_weight_(own_weight_.size()),
      absent_((accounts.expenditure.array() == 0.0).cast<double>().matrix().transpose()),
      is_held_(held_regions(accounts)),
      is_free_(1.0 - is_held_.array()),
      free_value_added_(is_free_.cwiseProduct(accounts.value_added)),
      scale_(2 * n_cells_ + n_regions_) {
    // A price error is a share error theta times as large.
    for (Index j = 0; j < n_sectors_; ++j)
        scale_.segment(j * n_regions_, n_regions_).setConstant(std::max(1.0, theta(j)));
    scale_.tail(n_cells_ + n_regions_).setOnes();
    for (Cells* cells : {&log_price_, &spending_, &landed_, &demand_, &supply_weight_, &net_})
        cells->resize(n_regions_, n_sectors_);
    for (Matrix* matrix : {&log_cost_, &output_, &wanted_}) matrix->resize(n_sectors_, n_regions_);
    set_step(1.0);
}

void EquilibriumMap::set_step(double step) {
    step_ = step;
    correction_.clear();
    for (Index j = 0; j < n_sectors_; ++j) make_weights(j);
    if (shock_.productivity_hat.size() > 0) log_productivity_ = step * shock_.productivity_hat.array().log();
}

/// W = pi kappa_hat^(-theta), kappa_hat = d_hat (1 + t') / (1 + t);  B = W / (1 + t')
void EquilibriumMap::make_weights(Index j) {
    auto const at = static_cast<std::size_t>(j);
    auto const share = accounts_.trade_share.slice(j);
    auto const before = accounts_.tariff.slice(j);
    auto const after = shock_.tariff.slice(j);
    bool const has_cost = !shock_.trade_cost_hat.empty() && (shock_.trade_cost_hat.slice(j).array() != 1.0).any();
    bool const has_change = has_cost || (before.array() != after.array()).any();
    weight_[at] = share.data();
    if (has_change) {
        RowMatrix& weight = own_weight_[at];
        weight = share;
        for (Index n = 0; n < n_regions_; ++n) {
            if (!has_cost && (before.row(n).array() == after.row(n).array()).all()) continue;
            Eigen::ArrayXd log_kappa = (1.0 + after.row(n).array()).log() - (1.0 + before.row(n).array()).log();
            if (has_cost) log_kappa += shock_.trade_cost_hat.slice(j).row(n).array().log();
            weight.row(n).array() *= (-theta_(j) * step_ * log_kappa).exp().transpose();
        }
        weight_[at] = weight.data();
    }
    net_weight_[at] = weight_[at];
    if (after.array().isZero(0.0) && before.array().isZero(0.0)) return;
    auto const duty_factor = 1.0 + after.array();
    if (step_ == 1.0)
        own_net_weight_[at] = weight(j).array() / duty_factor;
    else
        own_net_weight_[at] = weight(j).array() / interpolate(1.0 + before.array(), duty_factor, step_);
    net_weight_[at] = own_net_weight_[at].data();
}

Vector EquilibriumMap::base_point() const {
    Vector x = Vector::Zero(size());
    ConstCells const absent(absent_.data(), n_regions_, n_sectors_);
    x.segment(n_cells_, n_cells_) = (accounts_.expenditure.transpose() + absent).array().log().matrix().reshaped();
    return x;
}

Vector EquilibriumMap::point_of(WarmStart const& start) const {
    Vector x(size());
    x.head(n_cells_) = start.log_price_hat.transpose().reshaped();
    x.segment(n_cells_, n_cells_) = start.log_expenditure.transpose().reshaped();
    x.tail(n_regions_) = start.log_wage_hat;
    return x;
}

WarmStart EquilibriumMap::state_of(Vector const& x) const {
    return {ConstCells(x.data(), n_regions_, n_sectors_).transpose(),
            ConstCells(x.data() + n_cells_, n_regions_, n_sectors_).transpose(), x.tail(n_regions_)};
}

/// log c[j,i] = beta[j,i] log w[i] + sum_k gamma[i,k,j] log P[k,i] - log A[j,i]
void EquilibriumMap::compute_unit_costs() {
    Matrix const log_price = log_price_.transpose();
    for (Index i = 0; i < n_regions_; ++i) {
        log_cost_.col(i).noalias() = accounts_.input_share.slice(i).transpose() * log_price.col(i);
        log_cost_.col(i) += log_wage_(i) * accounts_.value_added_share.col(i);
    }
    if (log_productivity_.size() > 0) log_cost_ -= log_productivity_;
}

/// e = c^(-theta); s = W e; B e; Y = e (B' (X / s)); duties paid R[n] = sum_j X (1 - (B e) / s)
void EquilibriumMap::clear_markets() {
    demand_ = log_cost_.transpose();
    for (Index j = 0; j < n_sectors_; ++j) demand_.col(j) *= -theta_(j);
    demand_ = demand_.array().exp();
    revenue_ = Vector::Zero(n_regions_);
    Vector intensity(n_regions_);
    for (Index j = 0; j < n_sectors_; ++j) {
        auto landed = landed_.col(j);
        landed.noalias() = weight(j) * demand_.col(j);
        landed += absent_.col(j);
        intensity = spending_.col(j).cwiseQuotient(landed);
        if (has_duty(j)) {
            net_.col(j).noalias() = net_weight(j) * demand_.col(j);
            revenue_ += spending_.col(j) - intensity.cwiseProduct(net_.col(j));
        }
        supply_weight_.col(j).noalias() = net_weight(j).transpose() * intensity;
    }
    output_ = demand_.cwiseProduct(supply_weight_).transpose();
}

/// I[n] = w V + R + D';  wanted X[j,n] = sum_k gamma[n,j,k] Y[k,n] + alpha[j,n] I[n];  paid[n] = sum_j beta Y
void EquilibriumMap::compute_incomes() {
    Vector const& value_added = accounts_.value_added;
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
            deficit_ = scaled - wage_.cwiseProduct(free_value_added_) * (scaled.sum() / wage_.dot(free_value_added_));
            break;
        }
    }
    income_ = wage_.cwiseProduct(value_added) + revenue_ + deficit_;
    for (Index n = 0; n < n_regions_; ++n) {
        wanted_.col(n).noalias() = accounts_.input_share.slice(n) * output_.col(n);
        wanted_.col(n) += income_(n) * accounts_.final_share.col(n);
    }
    paid_ = accounts_.value_added_share.cwiseProduct(output_).colwise().sum().transpose();
}

/// f = ( log P(x) - log P, log X(x) - log X, log z - log w ) with z[n] = paid[n] / V[n], wages normalised first
void EquilibriumMap::residual(Vector const& x, Vector& f) {
    log_price_ = ConstCells(x.data(), n_regions_, n_sectors_);
    spending_ = ConstCells(x.data() + n_cells_, n_regions_, n_sectors_).array().exp() * (1.0 - absent_.array());
    // numeraire: sum_n w V = sum_n V over the regions whose wage is free
    log_wage_ = x.tail(n_regions_).cwiseProduct(is_free_);
    wage_ = log_wage_.array().exp();
    if (double const world = free_value_added_.sum(); world > 0.0) {
        double const log_level = std::log(wage_.dot(free_value_added_) / world);
        log_wage_ -= log_level * is_free_;
        wage_ = log_wage_.array().exp();
    }

    compute_unit_costs();
    clear_markets();
    compute_incomes();

    f.resize(size());
    Eigen::Map<Matrix> price_residual(f.data(), n_regions_, n_sectors_);
    price_residual = landed_.array().log();
    for (Index j = 0; j < n_sectors_; ++j) price_residual.col(j) /= -theta_(j);
    f.head(n_cells_) -= x.head(n_cells_);
    Eigen::Map<Matrix> spending_residual(f.data() + n_cells_, n_regions_, n_sectors_);
    spending_residual = wanted_.transpose() + absent_;
    // Far from equilibrium an income can be negative: spending is then halved until it is not.
    spending_residual =
        (spending_residual.array() > 0.0).select(spending_residual.array(), spending_.array() / 2.0).log();
    f.segment(n_cells_, n_cells_) -= x.segment(n_cells_, n_cells_);
    auto const offered = (paid_ + is_held_).array() / (free_value_added_ + is_held_).array();
    f.tail(n_regions_) = is_free_.array() * offered.log() - x.tail(n_regions_).array();
}

/// Sums the linearised model over sectors at the last x: pi' = W e / s, m = B e (X / s), t' m = (W - B) e (X / s).
void EquilibriumMap::build_correction() {
    CoarseCorrection::Sums sums;
    for (RowMatrix* matrix : {&sums.cost_weight, &sums.flow, &sums.elastic_flow, &sums.duty_response})
        *matrix = RowMatrix::Zero(n_regions_, n_regions_);
    sums.spending = spending_.rowwise().sum();
    sums.revenue = revenue_;
    sums.is_held = is_held_;
    sums.wages = wage_.cwiseProduct(accounts_.value_added);
    auto const output = output_.colwise().sum().transpose().array();
    sums.value_added_share = (output > 0.0).select(paid_.array() / output, 1.0);
    sums.elastic_output = output_.transpose() * theta_;

    Eigen::ArrayXd const per_spending = (sums.spending.array() > 0.0).select(1.0 / sums.spending.array(), 0.0);
    spending_weight_ = per_spending.matrix().asDiagonal() * spending_;
    // Weights of a region's prices: its input bill, or its spending where it buys no inputs.
    input_weight_ = (wanted_ - accounts_.final_share * income_.asDiagonal()).transpose();
    for (Index n = 0; n < n_regions_; ++n) {
        double const bill = input_weight_.row(n).sum();
        if (bill > 0.0)
            input_weight_.row(n) /= bill;
        else
            input_weight_.row(n) = spending_weight_.row(n);
    }

    RowMatrix duty_inclusive(n_regions_, n_regions_), net(n_regions_, n_regions_);
    for (Index j = 0; j < n_sectors_; ++j) {
        Vector const intensity = spending_.col(j).cwiseQuotient(landed_.col(j));
        duty_inclusive = weight(j) * demand_.col(j).asDiagonal();
        sums.cost_weight += input_weight_.col(j).cwiseQuotient(landed_.col(j)).asDiagonal() * duty_inclusive;
        if (has_duty(j)) {
            net = net_weight(j) * demand_.col(j).asDiagonal();
            Vector const duty_rate = 1.0 - net_.col(j).array() / landed_.col(j).array();
            // theta (R pi' - t' m) = theta X / s (duty share W - (W - B)) e
            sums.duty_response +=
                (theta_(j) * intensity).asDiagonal() * (duty_rate.asDiagonal() * duty_inclusive - duty_inclusive + net);
            duty_inclusive.swap(net);
        }
        duty_inclusive = intensity.asDiagonal() * duty_inclusive;
        sums.flow += duty_inclusive;
        sums.elastic_flow += theta_(j) * duty_inclusive;
    }
    correction_.build(sums);
}

void EquilibriumMap::precondition(Vector const& f, Vector& step) {
    if (!correction_.is_built()) build_correction();
    ConstCells const price_residual(f.data(), n_regions_, n_sectors_);
    ConstCells const spending_residual(f.data() + n_cells_, n_regions_, n_sectors_);
    Vector coarse(3 * n_regions_);
    coarse.head(n_regions_) = input_weight_.cwiseProduct(price_residual).rowwise().sum();
    coarse.segment(n_regions_, n_regions_) = spending_weight_.cwiseProduct(spending_residual).rowwise().sum();
    coarse.tail(n_regions_) = f.tail(n_regions_);
    Vector const solved = correction_.solve(coarse);
    // The region's mean of the residual is replaced by the coarse solution.
    step = f;
    Eigen::Map<Matrix> price_step(step.data(), n_regions_, n_sectors_);
    Eigen::Map<Matrix> spending_step(step.data() + n_cells_, n_regions_, n_sectors_);
    price_step.colwise() += solved.head(n_regions_) - coarse.head(n_regions_);
    spending_step.colwise() += solved.segment(n_regions_, n_regions_) - coarse.segment(n_regions_, n_regions_);
    spending_step.array() *= 1.0 - absent_.array();
    price_step.array() *= 1.0 - absent_.array();
    step.tail(n_regions_) = solved.tail(n_regions_);
}

/// dD' for a change of log wages, by closure.
Vector EquilibriumMap::deficit_change(Vector const& log_wage_change) const {
    if (closures_.deficits != Deficits::gdp_share) return Vector::Zero(n_regions_);
    Vector const scaled = accounts_.deficit.cwiseProduct(wage_);
    Vector const d_scaled = scaled.cwiseProduct(log_wage_change);
    Vector const paid_wages = wage_.cwiseProduct(free_value_added_);
    double const world = paid_wages.sum();  // constant: the numeraire
    return d_scaled - paid_wages * (d_scaled.sum() / world) -
           paid_wages.cwiseProduct(log_wage_change) * (scaled.sum() / world);
}

/// The differential of residual(), line by line, at its last x.
void EquilibriumMap::jacobian_times(Vector const& v, Vector& out) {
    Matrix const d_log_price = ConstCells(v.data(), n_regions_, n_sectors_).transpose();
    ConstCells const d_log_spending(v.data() + n_cells_, n_regions_, n_sectors_);
    // d log w less the change of its level, sum w V dlog w / sum w V
    Vector const free_wages = wage_.cwiseProduct(free_value_added_);
    double const world = free_wages.sum();
    double const d_level = world > 0.0 ? free_wages.dot(v.tail(n_regions_)) / world : 0.0;
    Vector const d_log_wage = is_free_.array() * (v.tail(n_regions_).array() - d_level);

    // dlog c = beta dlog w + gamma' dlog P;  de = -theta e dlog c
    Matrix d_log_cost(n_sectors_, n_regions_);
    for (Index i = 0; i < n_regions_; ++i)
        d_log_cost.col(i) = accounts_.input_share.slice(i).transpose() * d_log_price.col(i) +
                            d_log_wage(i) * accounts_.value_added_share.col(i);
    Matrix d_demand = d_log_cost.transpose().cwiseProduct(demand_);
    for (Index j = 0; j < n_sectors_; ++j) d_demand.col(j) *= -theta_(j);

    // ds = W de;  dq = X dlog X / s - X ds / s^2;  dY = de B'q + e B'dq;  dR = sum_j X dlog X - d(q B e)
    out.resize(size());
    Eigen::Map<Matrix> price_part(out.data(), n_regions_, n_sectors_);
    Eigen::Map<Matrix> spending_part(out.data() + n_cells_, n_regions_, n_sectors_);
    Vector d_revenue = Vector::Zero(n_regions_), d_intensity(n_regions_), d_landed(n_regions_);
    Matrix d_output(n_regions_, n_sectors_);
    for (Index j = 0; j < n_sectors_; ++j) {
        auto const landed = landed_.col(j).array();
        auto const spending = spending_.col(j).array();
        d_landed.noalias() = weight(j) * d_demand.col(j);
        price_part.col(j) = d_landed.array() / (-theta_(j) * landed) - v.segment(j * n_regions_, n_regions_).array();
        d_intensity = spending / landed * (d_log_spending.col(j).array() - d_landed.array() / landed);
        if (has_duty(j)) {
            d_revenue.array() += spending * d_log_spending.col(j).array() - d_intensity.array() * net_.col(j).array() -
                                 spending / landed * (net_weight(j) * d_demand.col(j)).array();
        }
        d_output.col(j) = d_demand.col(j).cwiseProduct(supply_weight_.col(j)) +
                          demand_.col(j).cwiseProduct(net_weight(j).transpose() * d_intensity);
    }
    // dX = gamma dY + alpha dI, dlog z = sum_j beta dY / paid
    Vector const d_income = free_wages.cwiseProduct(d_log_wage) + d_revenue + deficit_change(d_log_wage);
    Matrix const d_output_by_region = d_output.transpose();
    for (Index n = 0; n < n_regions_; ++n) {
        Vector const d_wanted =
            accounts_.input_share.slice(n) * d_output_by_region.col(n) + d_income(n) * accounts_.final_share.col(n);
        spending_part.row(n) =
            (d_wanted.array() / (wanted_.col(n).transpose() + absent_.row(n)).transpose().array()).matrix().transpose();
    }
    out.segment(n_cells_, n_cells_) -= v.segment(n_cells_, n_cells_);
    auto const d_paid = accounts_.value_added_share.cwiseProduct(d_output_by_region).colwise().sum().transpose();
    out.tail(n_regions_) = is_free_.array() * d_paid.array() / (paid_ + is_held_).array() - v.tail(n_regions_).array();
}

std::string EquilibriumMap::component_name(Index k) const {
    if (k >= 2 * n_cells_) return "market clearing (wage) of " + accounts_.regions[k - 2 * n_cells_];
    char const* quantity = k < n_cells_ ? "price of " : "expenditure on ";
    Index const cell = k % n_cells_;
    return quantity + accounts_.sectors[cell / n_regions_] + " in " + accounts_.regions[cell % n_regions_];
}

Equilibrium EquilibriumMap::equilibrium(Vector const& x) {
    Vector unused;
    residual(x, unused);
    Equilibrium result;
    result.wage_hat = wage_;
    result.unit_cost_hat = log_cost_.array().exp();
    result.expenditure = spending_.transpose();
    result.tariff = shock_.tariff;
    result.trade_share = Tensor3(n_sectors_, n_regions_, n_regions_);
    result.trade = Tensor3(n_sectors_, n_regions_, n_regions_);
    result.price_hat.resize(n_sectors_, n_regions_);
    result.gross_output.resize(n_sectors_, n_regions_);
    for (Index j = 0; j < n_sectors_; ++j) {
        // P = s^(-1/theta); pi' = W e / s, which sums to 1 by its making; M' = pi' X' / (1 + t')
        result.price_hat.row(j) = (landed_.col(j).array().log() / -theta_(j)).exp().transpose();
        auto share = result.trade_share.slice(j);
        auto trade = result.trade.slice(j);
        for (Index n = 0; n < n_regions_; ++n) {
            share.row(n) = weight(j).row(n).cwiseProduct(demand_.col(j).transpose()) / landed_(n, j);
            trade.row(n) = share.row(n).array() * spending_(n, j) / (1.0 + shock_.tariff.slice(j).row(n).array());
        }
        result.gross_output.row(j) = trade.colwise().sum();
    }
    // R'[n] = sum t' M' from the flows themselves, exactly 0 without duties;  I' = w V + R' + D'
    result.tariff_revenue = Vector::Zero(n_regions_);
    for (Index j = 0; j < n_sectors_; ++j)
        result.tariff_revenue += result.tariff.slice(j).cwiseProduct(result.trade.slice(j)).rowwise().sum();
    result.deficit = deficit_;
    result.income = wage_.cwiseProduct(accounts_.value_added) + result.tariff_revenue + deficit_;
    return result;
}

}  // namespace desvio
