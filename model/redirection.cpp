#include "desvio/model/redirection.hpp"

#include <cmath>
#include <limits>

namespace desvio {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

double rate_of(double redirected, double loss) { return loss > 0.0 ? redirected / loss : missing; }

/// Shares of each exporter's foreign sales by destination; NaN for an exporter that exports nothing.
RowMatrix destination_shares(Tensor3 const& trade) {
    Index const n_regions = trade.rows();
    RowMatrix shares = RowMatrix::Zero(n_regions, n_regions);
    for (Index j = 0; j < trade.outer(); ++j) shares += trade.slice(j).transpose();
    shares.diagonal().setZero();
    for (Index i = 0; i < n_regions; ++i) {
        double const exports = shares.row(i).sum();
        if (exports > 0.0)
            shares.row(i) /= exports;
        else
            shares.row(i).setConstant(missing);
    }
    return shares;
}

}  // namespace

Tensor3 volume_at_base_prices(Tensor3 const& trade, Matrix const& unit_cost_hat) {
    Tensor3 volume = trade;
    for (Index j = 0; j < trade.outer(); ++j)
        volume.slice(j) = trade.slice(j) * unit_cost_hat.row(j).transpose().cwiseInverse().asDiagonal();
    return volume;
}

Redirection compute_redirection(Tensor3 const& trade_base, Tensor3 const& trade, Index market) {
    Index const n_sectors = trade.outer(), n_regions = trade.rows();
    Redirection ledger;
    ledger.market = market;
    Matrix const zeros = Matrix::Zero(n_sectors, n_regions);
    for (Matrix* part : {&ledger.loss_by_sector, &ledger.redirected_by_sector, &ledger.absorbed_by_sector,
                         &ledger.output_cut_by_sector, &ledger.rate_by_sector})
        *part = zeros;
    ledger.by_destination = RowMatrix::Zero(n_regions, n_regions);
    for (Index j = 0; j < n_sectors; ++j)
        for (Index n = 0; n < n_regions; ++n)
            for (Index i = 0; i < n_regions; ++i) {
                double const change = trade(j, n, i) - trade_base(j, n, i);
                ledger.output_cut_by_sector(j, i) -= change;
                if (n == i) {
                    ledger.absorbed_by_sector(j, i) += change;
                } else if (n == market) {
                    ledger.loss_by_sector(j, i) -= change;
                } else {
                    ledger.redirected_by_sector(j, i) += change;
                    ledger.by_destination(i, n) += change;
                }
            }
    ledger.loss = ledger.loss_by_sector.colwise().sum().transpose();
    ledger.redirected = ledger.redirected_by_sector.colwise().sum().transpose();
    ledger.absorbed = ledger.absorbed_by_sector.colwise().sum().transpose();
    ledger.output_cut = ledger.output_cut_by_sector.colwise().sum().transpose();
    ledger.rate = ledger.redirected.binaryExpr(ledger.loss, &rate_of);
    ledger.rate_by_sector = ledger.redirected_by_sector.binaryExpr(ledger.loss_by_sector, &rate_of);

    ledger.destination_share_base = destination_shares(trade_base);
    ledger.destination_share_counterfactual = destination_shares(trade);
    // H[i] = sum_n share[i,n]^2
    ledger.herfindahl_base = ledger.destination_share_base.rowwise().squaredNorm();
    ledger.herfindahl_counterfactual = ledger.destination_share_counterfactual.rowwise().squaredNorm();
    return ledger;
}

MarketShift compute_market_shift(Tensor3 const& trade_base, Tensor3 const& trade, Tensor3 const& tariff_base,
                                 Tensor3 const& tariff, Index market) {
    Index const n_sectors = trade.outer(), n_regions = trade.rows();
    MarketShift shift;
    shift.market = market;
    shift.import_base_by_sector = RowMatrix::Zero(n_sectors, n_regions);
    shift.import_counterfactual_by_sector = RowMatrix::Zero(n_sectors, n_regions);
    Eigen::Array<bool, Eigen::Dynamic, 1> is_bystander =
        Eigen::Array<bool, Eigen::Dynamic, 1>::Constant(n_regions, true);
    for (Index j = 0; j < n_sectors; ++j)
        for (Index i = 0; i < n_regions; ++i) {
            if (i == market) continue;
            shift.import_base_by_sector(j, i) = trade_base(j, market, i);
            shift.import_counterfactual_by_sector(j, i) = trade(j, market, i);
            bool const duty_rose = tariff(j, market, i) > tariff_base(j, market, i);
            if (duty_rose && trade_base(j, market, i) > 0.0) is_bystander(i) = false;
        }
    shift.import_base = shift.import_base_by_sector.colwise().sum().transpose();
    shift.import_counterfactual = shift.import_counterfactual_by_sector.colwise().sum().transpose();
    double const total_base = shift.import_base.sum(), total = shift.import_counterfactual.sum();
    shift.share_base = total_base > 0.0 ? Vector(shift.import_base / total_base) : Vector::Zero(n_regions);
    shift.share_counterfactual = total > 0.0 ? Vector(shift.import_counterfactual / total) : Vector::Zero(n_regions);
    for (Index i = 0; i < n_regions; ++i)
        if (is_bystander(i)) shift.diversion += std::max(0.0, shift.import_counterfactual(i) - shift.import_base(i));
    shift.destruction = total_base - total;
    return shift;
}

}  // namespace desvio
