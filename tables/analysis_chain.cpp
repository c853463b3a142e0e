#include "desvio/tables/analysis_chain.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

/// Columns solved at a time where the blocks of the inverse are looked for: enough for fast products, little memory.
constexpr Index columns_at_once = 512;
/// Faults of one kind that are named before the rest is counted.
constexpr Index most_named = 5;

Vector row_totals(IoTable const& table) {
    return table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
}

/// Refuses what no analysis could mean.
IoTable examined(IoTable table) {
    FaultList faults;
    SourceLocation const where{table.origin};
    if (!table.intermediate.allFinite() || !table.final_demand.allFinite())
        faults.add(where, "the table holds NaN or infinity", "every multiplier would be NaN", "Mend the table first.");
    faults.throw_if_any();
    Vector const output = row_totals(table);
    Eigen::RowVectorXd const inputs = table.intermediate.cwiseAbs().colwise().sum();
    Index n_faults = 0;
    for (Index row = 0; row < table.n_rows(); ++row) {
        bool const is_negative = output(row) < 0.0;
        if (!is_negative && !(output(row) == 0.0 && inputs(row) > 0.0)) continue;
        if (++n_faults > most_named) continue;
        faults.add(where, fmt::format("{} has an output of {}", table.row_name(row), output(row)),
                   is_negative ? "a share of a negative output has no meaning" : "it buys inputs and makes nothing",
                   "Import the table with 'base import', which mends it.");
    }
    if (n_faults > most_named) faults.add(where, fmt::format("and {} more", n_faults - most_named));
    faults.throw_if_any();
    return table;
}

Vector inverse_or_zero(Vector const& values) {
    return (values.array() > 0.0).select(values.array().max(1e-300).inverse(), 0.0);
}

LeontiefOptions with_block(LeontiefOptions options, IoTable const& table) {
    options.block = table.n_sectors();
    return options;
}

}  // namespace

Chain::Chain(IoTable table, Matrix const& jobs, LeontiefOptions options)
    : output(row_totals(table)),
      table_(examined(std::move(table))),
      per_output_(inverse_or_zero(output)),
      system_(make_coefficients(), with_block(options, table_)) {
    Index const n_sectors = table_.n_sectors();
    auto const share = [&](RowMatrix const& rows) -> Vector {
        if (rows.rows() == 0) return Vector::Zero(size());
        return rows.colwise().sum().transpose().cwiseProduct(per_output_);
    };
    value_added_share = share(table_.value_added);
    tax_share = share(table_.intermediate_taxes);
    // w = 1 - 1' A;  what makes nothing earns nothing
    income_share = (output.array() > 0.0).select(1.0 - share(table_.intermediate).array(), 0.0);

    final_demand.resize(size(), n_regions());
    exports = Matrix::Zero(size(), n_regions());
    Index const n_categories = table_.n_categories();
    for (Index n = 0; n < n_regions(); ++n) {
        final_demand.col(n) = table_.final_demand.middleCols(n * n_categories, n_categories).rowwise().sum();
        exports.col(n) = final_demand.col(n) + table_.intermediate.middleCols(n * n_sectors, n_sectors).rowwise().sum();
        exports.col(n).segment(n * n_sectors, n_sectors).setZero();
    }
    if (jobs.size() > 0) {
        jobs_per_output.resize(size());
        for (Index n = 0; n < n_regions(); ++n)
            for (Index j = 0; j < n_sectors; ++j)
                jobs_per_output(table_.row(n, j)) = std::isnan(jobs(j, n)) ? 0.0 : jobs(j, n);
    }
    for (Index s = 0; s < n_regions(); ++s)
        local_.emplace_back(Matrix::Identity(n_sectors, n_sectors) - coefficients(s, s));
}

RowMatrix Chain::make_coefficients() const { return table_.intermediate * per_output_.asDiagonal(); }

void Chain::note_residual() { residual_ = std::max(residual_, system_.summary().residual); }

Matrix Chain::solve(Matrix const& right_hand_sides) {
    Matrix solution = system_.solve(right_hand_sides);
    note_residual();
    return solution;
}

Matrix Chain::solve_transposed(Matrix const& right_hand_sides) {
    Matrix solution = system_.solve_transposed(right_hand_sides);
    note_residual();
    return solution;
}

Matrix Chain::coefficients(Index from, Index to) const {
    Index const n_sectors = table_.n_sectors();
    return table_.intermediate.block(from * n_sectors, to * n_sectors, n_sectors, n_sectors) *
           per_output_.segment(to * n_sectors, n_sectors).asDiagonal();
}

Matrix Chain::inputs_from(Index from, Matrix const& output_columns) const {
    Index const n_sectors = table_.n_sectors();
    return table_.intermediate.middleRows(from * n_sectors, n_sectors) * (per_output_.asDiagonal() * output_columns);
}

Matrix Chain::solve_local(Index region, Matrix const& f) const {
    return local_[static_cast<std::size_t>(region)].solve(f);
}

Vector Chain::solve_local_transposed(Index region, Vector const& f) const {
    return local_[static_cast<std::size_t>(region)].transpose().solve(f);
}

Matrix const& Chain::induced_output() {
    if (induced_output_.size() == 0) induced_output_ = solve(final_demand);
    return induced_output_;
}

Matrix const& Chain::income_by_origin() {
    if (income_by_origin_.size() > 0) return income_by_origin_;
    std::vector<Vector> weights;
    for (Index s = 0; s < n_regions(); ++s) weights.emplace_back(income_share.segment(s * n_sectors(), n_sectors()));
    return income_by_origin_ = solve_transposed(stacked(weights));
}

std::vector<Matrix> const& Chain::inverse_blocks() {
    if (!inverse_blocks_.empty()) return inverse_blocks_;
    Index const n_sectors = table_.n_sectors();
    Index const at_once = std::max<Index>(1, columns_at_once / n_sectors);
    for (Index first = 0; first < n_regions(); first += at_once) {
        Index const count = std::min(at_once, n_regions() - first);
        Matrix unit = Matrix::Zero(size(), count * n_sectors);
        unit.middleRows(first * n_sectors, count * n_sectors).setIdentity();
        Matrix const columns = solve(unit);
        for (Index s = 0; s < count; ++s)
            inverse_blocks_.emplace_back(columns.block((first + s) * n_sectors, s * n_sectors, n_sectors, n_sectors));
    }
    return inverse_blocks_;
}

Matrix Chain::stacked(std::vector<Vector> const& values) const {
    Matrix columns = Matrix::Zero(size(), static_cast<Index>(values.size()));
    Index const n_sectors = table_.n_sectors();
    for (Index s = 0; s < columns.cols(); ++s)
        columns.col(s).segment(s * n_sectors, n_sectors) = values[static_cast<std::size_t>(s)];
    return columns;
}

}  // namespace desvio
