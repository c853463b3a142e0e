#pragma once

#include "desvio/params/io_table.hpp"
#include "desvio/solvers/leontief.hpp"

#include <Eigen/LU>

#include <vector>

namespace desvio {

/// A full table made ready for analysis: its coefficients, what a unit of output earns, and the Leontief system.
/// L = (I - A)^-1 is applied, never held. Rows are region by region, as in IoTable.
///
/// | symbol        | member            | shape     | unit                                                        |
/// | Z             | table().intermediate | n x n  | million, basic price                                        |
/// | A[a,b]        | (applied)         | n x n     | Z[a,b] / x[b]; 0 where x = 0                                |
/// | x[a]          | output            | n         | million: sum of the row, Z 1 + F 1                          |
/// | F[a,n]        | final_demand      | n x N     | million: what final users of n buy of a, all categories     |
/// | E[a,n]        | exports           | n x N     | million: what n buys of a, inputs and final; 0 when a is in n |
/// | w[a]          | income_share      | n         | 1 - sum of the column of A: value added and taxes paid      |
/// | v[a], t[a]    | value_added_share, tax_share | n | value-added rows, tax rows (duties) over output         |
/// | h[a]          | jobs_per_output   | n or 0    | persons per million of output                               |
/// Duties and other net taxes that producers pay on inputs are income of the region that levies them: w = v + t where
/// the table's columns close, and w' L = 1', so that the income of all origins in a unit of final demand adds up to it.
/// \tests unit/analysis_test.cpp, identities/analysis_identities_test.cpp
class Chain {
  public:
    /// \param jobs_per_output  J x N, NaN where not known (counts as 0), or empty
    /// \throws InputError when a figure is not finite, output is negative, a sector without output buys inputs, or the
    ///         table has no solution (spectral radius of A not below one)
    explicit Chain(IoTable table, Matrix const& jobs_per_output = {}, LeontiefOptions options = {});

    [[nodiscard]] IoTable const& table() const noexcept { return table_; }
    [[nodiscard]] Index n_regions() const noexcept { return table_.n_regions(); }
    [[nodiscard]] Index n_sectors() const noexcept { return table_.n_sectors(); }
    [[nodiscard]] Index size() const noexcept { return table_.n_rows(); }

    Vector output, income_share, value_added_share, tax_share, jobs_per_output;
    Matrix final_demand, exports;

    /// L f and L' f, for many columns.
    [[nodiscard]] Matrix solve(Matrix const& right_hand_sides);
    [[nodiscard]] Matrix solve_transposed(Matrix const& right_hand_sides);
    /// The largest residual of any solve so far, relative to its right-hand side.
    [[nodiscard]] double residual() const noexcept { return residual_; }
    [[nodiscard]] LeontiefSummary const& summary() const { return system_.summary(); }

    /// The block A[s,r]: inputs from s to r per unit of output of r.
    [[nodiscard]] Matrix coefficients(Index from, Index to) const;
    /// A X without A: Z (X / x), rows of region `from` only.
    [[nodiscard]] Matrix inputs_from(Index from, Matrix const& output_columns) const;
    /// (I - A[s,s])^-1 f, and the same with the transpose: production inside one region alone.
    [[nodiscard]] Matrix solve_local(Index region, Matrix const& f) const;
    [[nodiscard]] Vector solve_local_transposed(Index region, Vector const& f) const;

    /// X = L F: output that final demand of each region calls forth, n x N; found once.
    [[nodiscard]] Matrix const& induced_output();
    /// (V L)': income of region i in a unit of final demand for a sector, n x N (row: the sector sold; column: i);
    /// once.
    [[nodiscard]] Matrix const& income_by_origin();
    /// The blocks L[s,s] of all regions, J x J each; found once, by n solves in groups of columns.
    [[nodiscard]] std::vector<Matrix> const& inverse_blocks();
    /// One column a region: values[s] (J numbers) in the rows of region s, 0 elsewhere.
    [[nodiscard]] Matrix stacked(std::vector<Vector> const& values) const;

  private:
    [[nodiscard]] RowMatrix make_coefficients() const;
    void note_residual();

    IoTable table_;
    Vector per_output_;  ///< 1 / x, 0 where x = 0
    LeontiefSystem system_;
    std::vector<Eigen::PartialPivLU<Matrix>> local_;
    std::vector<Matrix> inverse_blocks_;
    Matrix induced_output_, income_by_origin_;
    double residual_ = 0.0;
};

}  // namespace desvio
