#include "desvio/params/accounts.hpp"

#include <cmath>

namespace desvio {
namespace {

/// Y[j,i] = sum_n M[j,n,i];  X[j,n] = sum_i (1 + t) M;  R[n] = sum_j sum_i t M
void sum_flows(Accounts& accounts) {
    Index const n_regions = accounts.n_regions(), n_sectors = accounts.n_sectors();
    accounts.gross_output.resize(n_sectors, n_regions);
    accounts.expenditure.resize(n_sectors, n_regions);
    accounts.tariff_revenue = Vector::Zero(n_regions);
    for (Index j = 0; j < n_sectors; ++j) {
        auto const trade = accounts.trade.slice(j).array();
        auto const tariff = accounts.tariff.slice(j).array();
        accounts.gross_output.row(j) = trade.colwise().sum();
        accounts.expenditure.row(j) = ((1.0 + tariff) * trade).rowwise().sum().transpose();
        accounts.tariff_revenue += (tariff * trade).rowwise().sum().matrix();
    }
}

/// D[n] = sum_j sum_i M[j,n,i] - sum_j sum_m M[j,m,n], own sales cancelling
Vector trade_deficit(Tensor3 const& trade) {
    Vector deficit = Vector::Zero(trade.rows());
    for (Index j = 0; j < trade.outer(); ++j) {
        auto const flows = trade.slice(j);
        deficit += flows.rowwise().sum() - flows.colwise().sum().transpose();
    }
    return deficit;
}

/// pi[j,n,i] = (1 + t) M / X, and 0 where nothing is spent
void share_expenditure(Accounts& accounts) {
    accounts.trade_share = Tensor3(accounts.n_sectors(), accounts.n_regions(), accounts.n_regions());
    for (Index j = 0; j < accounts.n_sectors(); ++j) {
        auto const trade = accounts.trade.slice(j);
        auto const tariff = accounts.tariff.slice(j);
        auto share = accounts.trade_share.slice(j);
        for (Index n = 0; n < accounts.n_regions(); ++n) {
            double const spent = accounts.expenditure(j, n);
            if (spent > 0.0) share.row(n) = (1.0 + tariff.row(n).array()) * trade.row(n).array() / spent;
        }
    }
}

double declared_or(std::optional<Matrix> const& declared, Index j, Index n, double residual) {
    if (!declared || std::isnan((*declared)(j, n))) return residual;
    return (*declared)(j, n);
}

}  // namespace

Accounts derive_accounts(Base const& base, std::string const& elasticities, Derivation derivation) {
    Accounts accounts;
    accounts.regions = base.regions;
    accounts.sectors = base.sectors;
    accounts.trade = base.trade;
    accounts.tariff = base.tariff;
    accounts.input_share = base.input_share;
    accounts.theta = base.elasticity_set(elasticities).theta;
    sum_flows(accounts);
    share_expenditure(accounts);
    accounts.deficit = trade_deficit(base.trade);

    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    bool const use_declared = derivation == Derivation::declared;
    accounts.value_added_share.resize(n_sectors, n_regions);
    accounts.final_share.resize(n_sectors, n_regions);
    accounts.value_added.resize(n_regions);
    for (Index n = 0; n < n_regions; ++n) {
        auto const input_share = base.input_share.slice(n);
        // beta[j,n] = 1 - sum_k gamma[n,k,j]
        auto value_added_share = accounts.value_added_share.col(n);
        value_added_share = 1.0 - input_share.colwise().sum().transpose().array();
        if (use_declared)
            for (Index j = 0; j < n_sectors; ++j)
                value_added_share(j) = declared_or(base.value_added_share, j, n, value_added_share(j));
        // V[n] = sum_j beta Y
        accounts.value_added(n) = value_added_share.dot(accounts.gross_output.col(n));
    }
    accounts.income = accounts.value_added + accounts.tariff_revenue + accounts.deficit;
    for (Index n = 0; n < n_regions; ++n) {
        // alpha[j,n] I[n] = X[j,n] - sum_k gamma[n,j,k] Y[k,n]
        Vector final_demand = accounts.expenditure.col(n) - base.input_share.slice(n) * accounts.gross_output.col(n);
        if (use_declared)
            for (Index j = 0; j < n_sectors; ++j)
                final_demand(j) = declared_or(base.final_demand, j, n, final_demand(j));
        double const total = use_declared ? final_demand.sum() : accounts.income(n);
        // A region without income spends nothing: its shares are 0 and never used.
        if (total > 0.0)
            accounts.final_share.col(n) = final_demand / total;
        else
            accounts.final_share.col(n).setZero();
    }
    return accounts;
}

}  // namespace desvio
