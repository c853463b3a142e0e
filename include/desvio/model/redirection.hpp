#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio {

/// The redirection ledger of every exporter i towards the market u (THEORY §5). Million numeraire units.
///   loss = -dM[.,u,i]; redirected = sum over n != u,i of dM[.,n,i]; absorbed = dM[.,i,i]; output_cut = -dY[.,i]
///   loss = redirected + absorbed + output_cut, sector by sector.
/// For i = u there is no loss in the market: loss = 0, own sales are `absorbed`.
struct Redirection {
    Index market = 0;
    Vector loss, redirected, absorbed, output_cut;  ///< N
    Vector rate;                                    ///< N: redirected / loss; NaN where loss <= 0
    Matrix loss_by_sector, redirected_by_sector, absorbed_by_sector, output_cut_by_sector, rate_by_sector;  ///< J x N
    RowMatrix by_destination;  ///< N x N (exporter, importer): dM[.,n,i]; 0 for n = u and n = i
    Vector herfindahl_base, herfindahl_counterfactual;  ///< N, of export destinations, 0..1; NaN without exports
    RowMatrix destination_share_base, destination_share_counterfactual;  ///< N x N (exporter, importer), of exports
};

/// Who supplies the market before and after: imports of u by origin, basic prices.
struct MarketShift {
    Index market = 0;
    Vector import_base, import_counterfactual;                         ///< N by exporter (0 for u itself), million
    Vector share_base, share_counterfactual;                           ///< N, of u's imports
    RowMatrix import_base_by_sector, import_counterfactual_by_sector;  ///< J x N (sector, exporter)
    double diversion = 0.0;    ///< imports gained from exporters whose duty did not rise, million (>= 0)
    double destruction = 0.0;  ///< total imports lost, million (negative when u imports more)
};

/// Flows of the counterfactual at base prices of their origin: M' / c_hat[j,i], million.
/// \param unit_cost_hat  J x N
Tensor3 volume_at_base_prices(Tensor3 const& trade, Matrix const& unit_cost_hat);

/// \param trade_base, trade  J x N x N flows (sector, importer, exporter), million
/// \tests identities/redirection_test.cpp
Redirection compute_redirection(Tensor3 const& trade_base, Tensor3 const& trade, Index market);

/// \param tariff_base, tariff  J x N x N duties: bystanders are exporters whose duty in the market rose in no sector
/// they sell
MarketShift compute_market_shift(Tensor3 const& trade_base, Tensor3 const& trade, Tensor3 const& tariff_base,
                                 Tensor3 const& tariff, Index market);

}  // namespace desvio
