#include "tables/inventories.hpp"

#include "desvio/core/error.hpp"
#include "desvio/tables/mend.hpp"
#include "tables/cell_names.hpp"
#include "tables/step_report.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace desvio {
namespace {

// ICIO INVNT; WIOD 2013 c42, WIOD 2016 INVEN (c61); Eora, EXIOBASE and GLORIA by their English names.
constexpr std::array<std::string_view, 4> inventory_codes{"INVNT", "INVEN", "c42", "c61"};
constexpr std::string_view inventory_word = "inventor";
constexpr int most_rounds = 3000;
constexpr double leontief_tolerance = 1e-13;  // of the largest output
constexpr std::size_t listed = 10;

bool is_inventory(std::string const& category) {
    if (std::find(inventory_codes.begin(), inventory_codes.end(), category) != inventory_codes.end()) return true;
    std::string folded = category;
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return folded.find(inventory_word) != std::string::npos;
}

std::vector<Index> inventory_categories(IoTable const& table) {
    std::vector<Index> found;
    for (Index c = 0; c < table.n_categories(); ++c)
        if (is_inventory(table.final_categories[static_cast<std::size_t>(c)])) found.push_back(c);
    return found;
}

/// Takes whole categories out of the final block.
void drop_categories(IoTable& table, std::vector<Index> const& dropped) {
    Index const n_categories = table.n_categories();
    std::vector<Index> kept_columns;
    std::vector<std::string> names;
    for (Index n = 0; n < table.n_regions(); ++n)
        for (Index c = 0; c < n_categories; ++c) {
            if (std::find(dropped.begin(), dropped.end(), c) != dropped.end()) continue;
            kept_columns.push_back(n * n_categories + c);
            if (n == 0) names.push_back(table.final_categories[static_cast<std::size_t>(c)]);
        }
    table.final_demand = RowMatrix(table.final_demand(Eigen::all, kept_columns));
    if (table.final_taxes.rows() > 0) table.final_taxes = RowMatrix(table.final_taxes(Eigen::all, kept_columns));
    table.final_categories = std::move(names);
}

/// x = f + A x with A = Z diag(1/x0), by rounds from x0; A is never formed.
Vector recompute_output(IoTable const& table, Vector const& old_output, Vector const& demand, Monitor const& monitor) {
    Vector const per_output = old_output.unaryExpr([](double x) { return x > 0.0 ? 1.0 / x : 0.0; });
    Vector output = old_output.cwiseMax(0.0);
    for (int round = 1; round <= most_rounds; ++round) {
        Vector const next = demand + table.intermediate * output.cwiseProduct(per_output);
        double const residual = (next - output).cwiseAbs().maxCoeff() / std::max(next.cwiseAbs().maxCoeff(), 1e-300);
        output = next;
        if (residual <= leontief_tolerance) return output;
        if (!std::isfinite(residual)) break;
        if (monitor && !monitor({round, residual, 0.0, "leontief", 0, leontief_tolerance}))
            throw InputError({{table.origin}, "stopped on request", "nothing was written", {}});
    }
    Eigen::RowVectorXd const cost = table.intermediate.colwise().sum();
    Index worst = 0;
    (cost.transpose().array() * per_output.array()).maxCoeff(&worst);
    throw InputError({{table.origin},
                      fmt::format("the Leontief inverse of the table does not exist: inputs of {} cost {:.4g} of its "
                                  "output",
                                  table.row_name(worst), cost(worst) * per_output(worst)),
                      "the spectral radius of A is 1 or more",
                      "Try --inventories absorb, or --least-value-added 0.05."});
}

ProvenanceStep recompute(IoTable& table, Monitor const& monitor) {
    Vector const before = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    double dropped = 0.0;
    for (Index const column : inventory_columns(table)) dropped += table.final_demand.col(column).sum();
    drop_categories(table, inventory_categories(table));
    double const negative = table.final_demand.cwiseMin(0.0).sum();
    table.final_demand = table.final_demand.cwiseMax(0.0);
    Vector const after = recompute_output(table, before, table.final_demand.rowwise().sum(), monitor);

    StepReport report("inventories");
    Vector factor = Vector::Ones(before.size());
    for (Index row = 0; row < before.size(); ++row) {
        double output = before(row);
        report.change(output, after(row), [&] { return "output of " + table.row_name(row); });
        factor(row) = before(row) > 0.0 ? after(row) / before(row) : 0.0;
    }
    // A sector's inputs, taxes and value added follow its output.
    for (RowMatrix* const block : {&table.intermediate, &table.intermediate_taxes, &table.value_added})
        if (block->rows() > 0) *block = (*block * factor.asDiagonal()).eval();
    if (table.declared_output.size() > 0) table.declared_output = after;
    if (table.declared_cost.size() > 0) table.declared_cost = after;
    return report.finish(
        fmt::format("changes in inventories ({:+.6g} in all) and other negative final cells ({:+.6g}) dropped, output "
                    "recomputed as (I - A)^-1 F: it moved by {:.4g} of its sum",
                    dropped, negative, report.moved() / before.sum()));
}

ProvenanceStep absorb(IoTable& table) {
    std::vector<Index> const dropped = inventory_categories(table);
    Index const n_categories = table.n_categories();
    Index household = 0;
    while (std::find(dropped.begin(), dropped.end(), household) != dropped.end()) ++household;
    StepReport report("inventories");
    FaultList faults;
    std::size_t n_negative = 0;
    for (Index row = 0; row < table.n_rows(); ++row)
        for (Index n = 0; n < table.n_regions(); ++n) {
            double moved = 0.0;
            for (Index const c : dropped) moved += table.final_demand(row, n * n_categories + c);
            double& cell = table.final_demand(row, n * n_categories + household);
            double const sum = cell + moved;
            if (sum < 0.0 && moved < 0.0 && ++n_negative <= listed)
                faults.add({table.origin},
                           fmt::format("{}: {:.6g} with inventories of {:.6g} would be {:.6g}",
                                       final_name(table, row, n * n_categories + household), cell, moved, sum),
                           "demand cannot be negative", "Use --inventories leontief.");
            report.change(cell, sum, [&] { return final_name(table, row, n * n_categories + household); });
        }
    if (n_negative > listed) faults.add({table.origin}, fmt::format("and {} cells more", n_negative - listed));
    faults.throw_if_any();
    std::string const into = table.final_categories[static_cast<std::size_t>(household)];
    drop_categories(table, dropped);
    return report.finish(fmt::format("changes in inventories added to {}, cell by cell", into));
}

}  // namespace

std::vector<Index> inventory_columns(IoTable const& table) {
    std::vector<Index> columns;
    for (Index n = 0; n < table.n_regions(); ++n)
        for (Index const c : inventory_categories(table)) columns.push_back(n * table.n_categories() + c);
    return columns;
}

std::string to_string(Inventories inventories) {
    switch (inventories) {
        case Inventories::leontief:
            return "leontief";
        case Inventories::absorb:
            return "absorb";
        case Inventories::keep:
            return "keep";
    }
    return {};
}

ProvenanceStep mend_inventories(IoTable& table, Inventories how, Monitor const& monitor) {
    if (how == Inventories::leontief) return recompute(table, monitor);
    if (how == Inventories::absorb) return absorb(table);
    double const negative = table.final_demand.cwiseMin(0.0).sum();
    return StepReport("inventories")
        .finish(fmt::format("kept, with negative final cells of {:+.6g} in all: only the input-output model takes them",
                            negative));
}

}  // namespace desvio
