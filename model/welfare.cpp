#include "desvio/model/welfare.hpp"

#include "desvio/core/units.hpp"

#include <cmath>

namespace desvio {
namespace {

/// P_hat[n] = prod_j P_hat[j,n]^alpha[j,n], at final buyers' prices
Vector price_index(Accounts const& base, Equilibrium const& counterfactual) {
    bool const has_own = counterfactual.final_price_hat.size() > 0;
    Matrix const& price_hat = has_own ? counterfactual.final_price_hat : counterfactual.price_hat;
    return (base.final_share.array() * price_hat.array().log()).colwise().sum().exp().transpose();
}

/// The first-order terms of region n's partner i in sector j, as fractions of n's income; d log v is taken as
/// v_hat - 1, as Caliendo and Parro do (their Mexican volume term is 1.72 % so and would be 0.95 % with logarithms):
///   ToT = (M[j,i,n] (c_hat[j,n] - 1) - M[j,n,i] (c_hat[j,i] - 1)) / I[n]
///   VoT = t M[j,n,i] (M_hat[j,n,i] - c_hat[j,i]) / I[n]
void add_first_order_terms(Accounts const& base, Equilibrium const& counterfactual, Welfare& welfare) {
    Matrix const cost_change = counterfactual.unit_cost_hat.array() - 1.0;
    Index const n_regions = base.n_regions();
    for (Index j = 0; j < base.n_sectors(); ++j)
        for (Index n = 0; n < n_regions; ++n) {
            if (base.income(n) <= 0.0) continue;
            double const to_percent = percent / base.income(n);
            for (Index i = 0; i < n_regions; ++i) {
                double const imports = base.trade(j, n, i);
                double const terms =
                    to_percent * (base.trade(j, i, n) * cost_change(j, n) - imports * cost_change(j, i));
                welfare.terms_of_trade_by_partner(n, i) += terms;
                welfare.terms_of_trade_by_sector(j, n) += terms;
                // t M (M_hat - c_hat) = t (M' - M c_hat)
                double const volume = base.tariff(j, n, i) *
                                      (counterfactual.trade(j, n, i) - imports * counterfactual.unit_cost_hat(j, i)) *
                                      to_percent;
                welfare.volume_of_trade_by_partner(n, i) += volume;
                welfare.volume_of_trade_by_sector(j, n) += volume;
            }
        }
}

}  // namespace

ExactWelfare compute_exact_welfare(Accounts const& base, Equilibrium const& counterfactual) {
    Index const n_regions = base.n_regions();
    ExactWelfare welfare;
    welfare.price_index_hat = price_index(base, counterfactual);
    welfare.real_wage_hat = counterfactual.wage_hat.cwiseQuotient(welfare.price_index_hat);
    welfare.welfare_pct.resize(n_regions);
    welfare.equivalent_variation.resize(n_regions);
    for (Index n = 0; n < n_regions; ++n) {
        // I_hat / P_hat - 1; a region without income has nothing to compare
        double const income_hat = base.income(n) > 0.0 ? counterfactual.income(n) / base.income(n) : 1.0;
        double const change = income_hat / welfare.price_index_hat(n) - 1.0;
        welfare.welfare_pct(n) = percent * change;
        welfare.equivalent_variation(n) = change * base.income(n);
    }
    return welfare;
}

Welfare compute_welfare(Accounts const& base, Equilibrium const& counterfactual) {
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    Welfare welfare;
    static_cast<ExactWelfare&>(welfare) = compute_exact_welfare(base, counterfactual);
    welfare.terms_of_trade_by_partner = Matrix::Zero(n_regions, n_regions);
    welfare.volume_of_trade_by_partner = Matrix::Zero(n_regions, n_regions);
    welfare.terms_of_trade_by_sector = Matrix::Zero(n_sectors, n_regions);
    welfare.volume_of_trade_by_sector = Matrix::Zero(n_sectors, n_regions);
    add_first_order_terms(base, counterfactual, welfare);
    welfare.terms_of_trade_pct = welfare.terms_of_trade_by_partner.rowwise().sum();
    welfare.volume_of_trade_pct = welfare.volume_of_trade_by_partner.rowwise().sum();
    welfare.welfare_linear_pct = welfare.terms_of_trade_pct + welfare.volume_of_trade_pct;
    return welfare;
}

}  // namespace desvio
