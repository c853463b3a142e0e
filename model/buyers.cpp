#include "desvio/model/buyers.hpp"

namespace desvio {
namespace {

/// Turns spending by origin into shares and returns the spending: sigma = S / sum_i S, 0 where nothing is bought.
Matrix normalise(Tensor3& spending) {
    Matrix total(spending.outer(), spending.rows());
    for (Index j = 0; j < spending.outer(); ++j) {
        auto slice = spending.slice(j);
        for (Index b = 0; b < slice.rows(); ++b) {
            total(j, b) = slice.row(b).sum();
            if (total(j, b) > 0.0)
                slice.row(b) /= total(j, b);
            else
                slice.row(b).setZero();
        }
    }
    return total;
}

Matrix value_added_share(Tensor3 const& input_share) {
    Matrix share(input_share.cols(), input_share.outer());
    for (Index n = 0; n < input_share.outer(); ++n)
        share.col(n) = 1.0 - input_share.slice(n).colwise().sum().transpose().array();
    return share;
}

}  // namespace

Buyers compact_buyers(Accounts const& accounts) {
    Buyers buyers;
    buyers.share = accounts.trade_share;
    for (Index n = 0; n < accounts.n_regions(); ++n) buyers.region.push_back(n);
    buyers.input_share = accounts.input_share;
    buyers.value_added_share = accounts.value_added_share;
    buyers.final_spending = accounts.final_share * accounts.income.asDiagonal();
    return buyers;
}

Buyers table_buyers(Accounts const& accounts, IoTable const& table) {
    Index const n_regions = table.n_regions(), n_sectors = table.n_sectors(), n_categories = table.n_categories();
    DESVIO_EXPECT(n_regions == accounts.n_regions() && n_sectors == accounts.n_sectors());
    Buyers buyers;
    buyers.buyers_a_region = n_sectors + n_categories;
    Index const n_buyers = n_regions * buyers.buyers_a_region;
    for (Index b = 0; b < n_buyers; ++b) buyers.region.push_back(b / buyers.buyers_a_region);

    // (1 + t) Z and (1 + t) F, by good, buyer and origin
    buyers.share = Tensor3(n_sectors, n_buyers, n_regions);
    auto const is_held = [&](Index column) { return (table.final_demand.col(column).array() < 0.0).any(); };
    for (Index i = 0; i < n_regions; ++i)
        for (Index j = 0; j < n_sectors; ++j) {
            Index const row = table.row(i, j);
            auto slice = buyers.share.slice(j);
            for (Index n = 0; n < n_regions; ++n) {
                double const paid = 1.0 + accounts.tariff(j, n, i);
                Index const first = n * buyers.buyers_a_region;
                slice.col(i).segment(first, n_sectors) =
                    paid * table.intermediate.row(row).segment(n * n_sectors, n_sectors).transpose();
                slice.col(i).segment(first + n_sectors, n_categories) =
                    paid * table.final_demand.row(row).segment(n * n_categories, n_categories).transpose();
            }
        }
    for (Index n = 0; n < n_regions; ++n)
        for (Index c = 0; c < n_categories; ++c) {
            Index const column = n * n_categories + c;
            if (!is_held(column)) continue;
            if (buyers.held.empty()) buyers.held = Tensor3(n_sectors, n_regions, n_regions);
            for (Index j = 0; j < n_sectors; ++j) {
                for (Index i = 0; i < n_regions; ++i)
                    buyers.held(j, n, i) += table.final_demand(table.row(i, j), column);
                buyers.share.slice(j).row(n * buyers.buyers_a_region + n_sectors + c).setZero();
            }
        }

    Matrix const spending = normalise(buyers.share);
    buyers.final_spending = Matrix::Zero(n_sectors, n_buyers);
    buyers.input_share = Tensor3(n_regions, n_sectors, n_sectors);
    for (Index n = 0; n < n_regions; ++n) {
        Index const first = n * buyers.buyers_a_region;
        buyers.final_spending.middleCols(first + n_sectors, n_categories) =
            spending.middleCols(first + n_sectors, n_categories);
        for (Index k = 0; k < n_sectors; ++k)
            if (double const output = accounts.gross_output(k, n); output > 0.0)
                buyers.input_share.slice(n).col(k) = spending.col(first + k) / output;
    }
    buyers.value_added_share = value_added_share(buyers.input_share);
    return buyers;
}

}  // namespace desvio
