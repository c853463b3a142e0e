#include "model/base_constants.hpp"

namespace desvio {
namespace {

/// 1 where a region trades nothing across its border or has no value added.
Vector held_regions(Accounts const& accounts) {
    Vector crossing = Vector::Zero(accounts.n_regions());
    for (Index j = 0; j < accounts.n_sectors(); ++j) {
        auto const trade = accounts.trade.slice(j);
        crossing += trade.rowwise().sum() + trade.colwise().sum().transpose() - 2.0 * trade.diagonal();
    }
    auto const is_free = crossing.array() > 0.0 && accounts.value_added.array() > 0.0;
    return is_free.select(0.0, Vector::Ones(accounts.n_regions()));
}

}  // namespace

BaseConstants::BaseConstants(Accounts const& accounts)
    : absent((accounts.expenditure.array() == 0.0).cast<double>()), is_held(held_regions(accounts)) {
    Index const n_regions = accounts.n_regions(), n_sectors = accounts.n_sectors();
    share = Matrix::Zero(padded(n_regions), n_sectors * n_regions);
    net_share = Matrix::Zero(padded(n_regions), n_sectors * n_regions);
    for (Index j = 0; j < n_sectors; ++j) {
        auto const tariff = accounts.tariff.slice(j).array();
        has_duty.push_back((tariff != 0.0).any());
        share.middleCols(j * n_regions, n_regions).topRows(n_regions) = accounts.trade_share.slice(j).transpose();
        net_share.middleCols(j * n_regions, n_regions).topRows(n_regions) =
            (accounts.trade_share.slice(j).array() / (1.0 + tariff)).matrix().transpose();
    }
    input_share = Matrix::Zero(padded(n_sectors), n_regions * n_sectors);
    for (Index n = 0; n < n_regions; ++n)
        input_share.middleCols(n * n_sectors, n_sectors).topRows(n_sectors) = accounts.input_share.slice(n).transpose();
}

}  // namespace desvio
