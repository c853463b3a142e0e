#include "desvio/tables/mend.hpp"

#include "desvio/core/error.hpp"
#include "tables/cell_names.hpp"
#include "tables/inventories.hpp"
#include "tables/step_report.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

constexpr double percent = 100.0;
constexpr std::size_t listed_margins = 10;
constexpr double printed_margins = 1e-6;  // published totals are rounded

Vector row_sums(IoTable const& table) {
    return table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
}

/// The column of its own region that takes what has no other place: the first that is no inventory.
Index household_column(IoTable const& table, Index region) {
    auto const inventories = inventory_columns(table);
    Index column = region * table.n_categories();
    while (std::find(inventories.begin(), inventories.end(), column) != inventories.end()) ++column;
    return column;
}

std::string name_contradiction(IoTable const& table, Contradiction const& one) {
    auto const column = [&](Index at) {
        return at < table.n_rows()
                   ? "inputs of " + table.row_name(at)
                   : "final demand of " + final_name(table, 0, at - table.n_rows())
                                              .substr(table.row_name(0).size() + std::string(" to ").size());
    };
    switch (one.what) {
        case Contradiction::What::totals:
            return fmt::format("rows are to add up to {:.9g} in all, columns to {:.9g}", one.wanted, one.there);
        case Contradiction::What::empty_row:
            return fmt::format("{} is to sell {:.6g} and has only zeros", table.row_name(one.at), one.wanted);
        case Contradiction::What::empty_column:
            return fmt::format("{} are to be {:.6g} and have only zeros", column(one.at), one.wanted);
        case Contradiction::What::sign_of_row:
            return fmt::format("{} is to sell {:.6g} and has no cell of that sign", table.row_name(one.at), one.wanted);
        case Contradiction::What::sign_of_column:
            return fmt::format("{} are to be {:.6g} and have no cell of that sign", column(one.at), one.wanted);
    }
    return {};
}

void refuse_contradictions(IoTable const& table, std::vector<Contradiction> const& found) {
    if (found.empty()) return;
    FaultList faults;
    for (std::size_t k = 0; k < std::min(found.size(), listed_margins); ++k)
        faults.add({table.origin}, name_contradiction(table, found[k]), "no scaling of the table can meet such margins",
                   "Correct the stated outputs or value added, or leave --balance out.");
    if (found.size() > listed_margins)
        faults.add({table.origin}, fmt::format("and {} more such margins", found.size() - listed_margins));
    faults.throw_if_any();
}

}  // namespace

ProvenanceStep report_taxes(IoTable const& table) {
    double const on_inputs = table.intermediate_taxes.sum();
    double const on_final = table.final_taxes.rows() > 0 ? table.final_taxes.sum() : 0.0;
    return StepReport("taxes").finish(
        fmt::format("net taxes on products: {:.6g} on intermediate use count as value added, {:.6g} on final use are "
                    "left out; duties are taken out of the former when tariffs are set",
                    on_inputs, on_final));
}

ProvenanceStep zero_negative_inputs(IoTable& table) {
    StepReport report("negative inputs");
    for (Index row = 0; row < table.n_rows(); ++row)
        for (Index column = 0; column < table.n_rows(); ++column)
            if (double& cell = table.intermediate(row, column); cell < 0.0)
                report.change(cell, 0.0, [&] { return input_name(table, row, column); });
    return report.finish(fmt::format("{:.0f} negative intermediate cells set to 0", report.cells()));
}

ProvenanceStep zero_negative_final(IoTable& table) {
    StepReport report("negative final cells");
    for (Index row = 0; row < table.n_rows(); ++row)
        for (Index column = 0; column < table.final_demand.cols(); ++column)
            if (double& cell = table.final_demand(row, column); cell < 0.0)
                report.change(cell, 0.0, [&] { return final_name(table, row, column); });
    return report.finish(fmt::format("{:.0f} negative final cells set to 0", report.cells()));
}

ProvenanceStep give_own_sales(IoTable& table, double share) {
    StepReport report("own sales");
    Vector const output = row_sums(table);
    Index const n_sectors = table.n_sectors();
    Index const n_categories = table.n_categories();
    for (Index i = 0; i < table.n_regions(); ++i)
        for (Index j = 0; j < n_sectors; ++j) {
            Index const row = table.row(i, j);
            double const own = table.intermediate.row(row).segment(i * n_sectors, n_sectors).sum() +
                               table.final_demand.row(row).segment(i * n_categories, n_categories).sum();
            if (!(output(row) > 0.0) || own > 0.0) continue;
            Index const column = household_column(table, i);
            report.change(table.final_demand(row, column), table.final_demand(row, column) + share * output(row),
                          [&] { return final_name(table, row, column); });
        }
    return report.finish(
        fmt::format("{:.0f} sectors without own sales were given {:.4g} % of their output, as final "
                    "demand",
                    report.cells(), percent * share));
}

ProvenanceStep zero_tiny_cells(IoTable& table, double threshold) {
    StepReport report("tiny cells");
    auto const clear = [&](RowMatrix& block, auto const& name) {
        for (Index row = 0; row < block.rows(); ++row)
            for (Index column = 0; column < block.cols(); ++column)
                if (double& cell = block(row, column); cell != 0.0 && std::abs(cell) < threshold)
                    report.change(cell, 0.0, [&] { return name(table, row, column); });
    };
    clear(table.intermediate, input_name);
    clear(table.final_demand, final_name);
    return report.finish(fmt::format("{:.0f} cells below {:.4g} set to 0", report.cells(), threshold));
}

ProvenanceStep raise_value_added(IoTable& table, double share) {
    StepReport report("value added");
    Vector const output = row_sums(table);
    Index const n_sectors = table.n_sectors();
    double n_sectors_raised = 0.0;
    for (Index n = 0; n < table.n_regions(); ++n) {
        Index const household = household_column(table, n);
        for (Index k = 0; k < n_sectors; ++k) {
            Index const user = table.row(n, k);
            double const inputs = table.intermediate.col(user).sum();
            double const most = (1.0 - share) * std::max(output(user), 0.0);
            if (!(inputs > most)) continue;
            ++n_sectors_raised;
            for (Index row = 0; row < table.n_rows(); ++row) {
                double& cell = table.intermediate(row, user);
                double const kept = cell * most / inputs;
                table.final_demand(row, household) += cell - kept;
                report.change(cell, kept, [&] { return input_name(table, row, user); });
            }
        }
    }
    return report.finish(
        fmt::format("inputs of {:.0f} sectors scaled down to leave {:.4g} % of output as value added; "
                    "the goods became final demand of the same region",
                    n_sectors_raised, percent * share));
}

ProvenanceStep balance_table(IoTable& table, GrasOptions const& options, Monitor const& monitor) {
    Index const n = table.n_rows();
    if (table.value_added.rows() == 0)
        throw InputError({{table.origin},
                          "cannot be balanced: it has no value added",
                          "columns then have no totals to meet",
                          "Leave --balance out; value added is what is left of output."});
    Vector const output = table.declared_output.size() > 0 ? table.declared_output : row_sums(table);
    Vector columns(n + table.final_demand.cols());
    columns.head(n) = output - table.value_added.colwise().sum().transpose();
    if (table.intermediate_taxes.rows() > 0) columns.head(n) -= table.intermediate_taxes.colwise().sum().transpose();
    columns.tail(table.final_demand.cols()) = table.final_demand.colwise().sum().transpose();

    RowMatrix whole(n, n + table.final_demand.cols());
    whole << table.intermediate, table.final_demand;
    refuse_contradictions(table, find_contradictions(whole, output, columns, printed_margins));
    // Within the rounding of what was printed final demand takes up the difference.
    double const final = columns.tail(table.final_demand.cols()).sum();
    if (final > 0.0) columns.tail(table.final_demand.cols()) *= (output.sum() - columns.head(n).sum()) / final;

    Summary const summary = balance_gras(whole, output, columns, options, monitor);
    if (!summary.is_converged())
        throw InputError({{table.origin},
                          fmt::format("balancing came to {:.3g} of the largest total in {} iterations: {}",
                                      summary.final_residual, summary.evaluations, summary.message),
                          "its zeros leave no way to meet every margin, or it was stopped",
                          "Look at the table with --check first."});
    StepReport report("balance");
    for (Index row = 0; row < n; ++row) {
        for (Index column = 0; column < n; ++column)
            report.change(table.intermediate(row, column), whole(row, column),
                          [&] { return input_name(table, row, column); });
        for (Index column = 0; column < table.final_demand.cols(); ++column)
            report.change(table.final_demand(row, column), whole(row, n + column),
                          [&] { return final_name(table, row, column); });
    }
    return report.finish(
        fmt::format("rows and columns scaled to the stated outputs (GRAS, {} iterations, largest miss "
                    "{:.2g} of the largest total)",
                    summary.evaluations, summary.final_residual));
}

std::vector<ProvenanceStep> mend_table(IoTable& table, MendOptions const& options) {
    std::vector<ProvenanceStep> steps;
    if (options.balance) steps.push_back(balance_table(table, options.gras, options.monitor));
    if (!table.tax_rows.empty()) steps.push_back(report_taxes(table));
    if (options.zero_negative_inputs && (table.intermediate.array() < 0.0).any())
        steps.push_back(zero_negative_inputs(table));
    bool const has_inventories = !inventory_columns(table).empty() || (table.final_demand.array() < 0.0).any();
    if (has_inventories) steps.push_back(mend_inventories(table, options.inventories, options.monitor));
    if (options.inventories == Inventories::absorb && (table.final_demand.array() < 0.0).any())
        steps.push_back(zero_negative_final(table));
    if (options.least_own_sales > 0.0) steps.push_back(give_own_sales(table, options.least_own_sales));
    if (options.tiny > 0.0) steps.push_back(zero_tiny_cells(table, options.tiny));
    if (options.least_value_added > 0.0) steps.push_back(raise_value_added(table, options.least_value_added));
    return steps;
}

}  // namespace desvio
