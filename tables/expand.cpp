#include "desvio/tables/expand.hpp"

#include "desvio/params/accounts.hpp"

namespace desvio {

IoTable expand_base(Base const& base) {
    Accounts const accounts = derive_accounts(base, base.elasticities.front().name);
    Index const n_regions = base.n_regions();
    Index const n_sectors = base.n_sectors();

    IoTable table;
    table.name = base.name;
    table.title = base.title;
    table.currency = base.currency;
    table.unit = base.unit;
    table.source = base.source;
    table.licence = base.licence;
    table.origin = base.origin;
    table.format = "desvio";
    table.year = base.year;
    table.region_table = base.region_table;
    table.sector_table = base.sector_table;
    table.final_categories = {"final demand"};
    table.tax_rows = {"duties"};
    table.value_added_rows = {"value added"};
    table.intermediate = RowMatrix::Zero(table.n_rows(), table.n_rows());
    table.final_demand = RowMatrix::Zero(table.n_rows(), n_regions);
    table.intermediate_taxes = RowMatrix::Zero(1, table.n_rows());
    table.final_taxes = RowMatrix::Zero(1, n_regions);
    table.value_added.resize(1, table.n_rows());

    for (Index n = 0; n < n_regions; ++n)
        for (Index j = 0; j < n_sectors; ++j) {
            double const spent = accounts.expenditure(j, n);
            if (!(spent > 0.0)) continue;
            // Who buys good j in n, as shares of what is spent on it.
            Eigen::RowVectorXd const users =
                base.input_share.slice(n).row(j).cwiseProduct(accounts.gross_output.col(n).transpose()) / spent;
            double const household = 1.0 - users.sum();
            for (Index i = 0; i < n_regions; ++i) {
                double const flow = base.trade(j, n, i);
                double const duty = base.tariff(j, n, i) * flow;
                table.intermediate.row(table.row(i, j)).segment(n * n_sectors, n_sectors) = flow * users;
                table.final_demand(table.row(i, j), n) = flow * household;
                table.intermediate_taxes.row(0).segment(n * n_sectors, n_sectors) += duty * users;
                table.final_taxes(0, n) += duty * household;
            }
        }
    table.declared_output.resize(table.n_rows());
    for (Index n = 0; n < n_regions; ++n)
        for (Index k = 0; k < n_sectors; ++k) {
            double const output = accounts.gross_output(k, n);
            table.declared_output(table.row(n, k)) = output;
            table.value_added(0, table.row(n, k)) = accounts.value_added_share(k, n) * output;
        }
    table.declared_cost = table.declared_output;
    return table;
}

IoTable full_table(Base const& base) {
    if (!base.use_table) return expand_base(base);
    IoTable table = *base.use_table;
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors(), n_categories = table.n_categories();
    // Names and groups may have been given to the base since.
    table.region_table = base.region_table;
    table.sector_table = base.sector_table;
    table.tax_rows = {"duties"};
    table.value_added_rows = {"value added"};
    table.intermediate_taxes = RowMatrix::Zero(1, table.n_rows());
    table.final_taxes = RowMatrix::Zero(1, n_regions * n_categories);
    for (Index i = 0; i < n_regions; ++i)
        for (Index j = 0; j < n_sectors; ++j)
            for (Index n = 0; n < n_regions; ++n) {
                double const rate = base.tariff(j, n, i);
                if (rate == 0.0) continue;
                // T[(n,k)] = sum_ij t[j,n,i] Z[(i,j),(n,k)]
                table.intermediate_taxes.middleCols(n * n_sectors, n_sectors) +=
                    rate * table.intermediate.row(table.row(i, j)).segment(n * n_sectors, n_sectors);
                table.final_taxes.middleCols(n * n_categories, n_categories) +=
                    rate * table.final_demand.row(table.row(i, j)).segment(n * n_categories, n_categories);
            }
    table.declared_output = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    table.declared_cost = table.declared_output;
    // V[(n,k)] = x[(n,k)] - sum_ij Z[(i,j),(n,k)] - T[(n,k)]
    table.value_added =
        table.declared_output.transpose() - table.intermediate.colwise().sum() - table.intermediate_taxes.row(0);
    return table;
}

}  // namespace desvio
