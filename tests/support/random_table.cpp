#include "tests/support/random_table.hpp"

#include <fmt/format.h>

#include <random>

namespace desvio::test {

IoTable make_random_table(Index n_regions, Index n_sectors, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform(0.1, 1.0);
    IoTable table;
    table.name = "random";
    table.format = "test";
    table.origin = "random table";
    table.currency = "USD";
    table.unit = "million US$";
    table.year = 2000;
    for (Index i = 0; i < n_regions; ++i) table.region_table.push_back({fmt::format("R{}", i), "", {}});
    for (Index j = 0; j < n_sectors; ++j)
        table.sector_table.push_back(
            {fmt::format("S{}", j), "", j == 0 ? SectorKind::services : SectorKind::goods, "", {}});
    table.final_categories = {"HFCE", "INVNT"};
    Index const n = table.n_rows();
    auto const bias = [&](Index row, Index region) { return row / n_sectors == region ? 10.0 : 1.0; };
    table.intermediate = RowMatrix::NullaryExpr(
        n, n, [&](Index row, Index column) { return bias(row, column / n_sectors) * uniform(generator); });
    table.final_demand = RowMatrix::NullaryExpr(n, n_regions * 2, [&](Index row, Index column) {
        double const demand = bias(row, column / 2) * uniform(generator) * static_cast<double>(n_sectors) * 2.0;
        return column % 2 == 0 ? demand : 0.0;
    });
    table.tax_rows = {"TLS"};
    table.value_added_rows = {"VA"};
    table.declared_output = row_sums(table);
    table.declared_cost = table.declared_output;
    Eigen::RowVectorXd const left = table.declared_output.transpose() - table.intermediate.colwise().sum();
    table.intermediate_taxes = 0.1 * left;
    table.value_added = 0.9 * left;
    table.final_taxes = RowMatrix::Constant(1, n_regions * 2, 0.5);
    return table;
}

Vector row_sums(IoTable const& table) {
    return table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
}

Vector column_costs(IoTable const& table) {
    return (table.intermediate.colwise().sum() + table.intermediate_taxes.colwise().sum() +
            table.value_added.colwise().sum())
        .transpose();
}

}  // namespace desvio::test
