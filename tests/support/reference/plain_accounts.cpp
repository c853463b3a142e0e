#include "tests/support/reference/plain_accounts.hpp"

namespace desvio::test {

Accounts plain_accounts(Base const& base) {
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    Tensor3 const& m = base.trade;
    Tensor3 const& t = base.tariff;
    Accounts a;
    a.regions = base.regions;
    a.sectors = base.sectors;
    a.trade = m;
    a.tariff = t;
    a.input_share = base.input_share;
    a.theta = base.elasticities.front().theta;
    a.trade_share = Tensor3(n_sectors, n_regions, n_regions);
    a.gross_output = a.expenditure = a.value_added_share = a.final_share = Matrix::Zero(n_sectors, n_regions);
    a.value_added = a.tariff_revenue = a.deficit = a.income = Vector::Zero(n_regions);

    for (Index j = 0; j < n_sectors; ++j) {
        for (Index n = 0; n < n_regions; ++n) {
            for (Index i = 0; i < n_regions; ++i) {
                a.gross_output(j, i) += m(j, n, i);
                a.expenditure(j, n) += (1 + t(j, n, i)) * m(j, n, i);
                a.tariff_revenue[n] += t(j, n, i) * m(j, n, i);
                if (i != n) a.deficit[n] += m(j, n, i);
                if (i != n) a.deficit[i] -= m(j, n, i);
            }
            for (Index i = 0; i < n_regions && a.expenditure(j, n) > 0; ++i) {
                a.trade_share(j, n, i) = (1 + t(j, n, i)) * m(j, n, i) / a.expenditure(j, n);
            }
        }
    }
    for (Index n = 0; n < n_regions; ++n) {
        for (Index k = 0; k < n_sectors; ++k) {
            a.value_added_share(k, n) = 1;
            for (Index j = 0; j < n_sectors; ++j) a.value_added_share(k, n) -= a.input_share(n, j, k);
            a.value_added[n] += a.value_added_share(k, n) * a.gross_output(k, n);
        }
        a.income[n] = a.value_added[n] + a.tariff_revenue[n] + a.deficit[n];
        for (Index j = 0; j < n_sectors; ++j) {
            double final_demand = a.expenditure(j, n);
            for (Index k = 0; k < n_sectors; ++k) final_demand -= a.input_share(n, j, k) * a.gross_output(k, n);
            a.final_share(j, n) = final_demand / a.income[n];
        }
    }
    return a;
}

}  // namespace desvio::test
