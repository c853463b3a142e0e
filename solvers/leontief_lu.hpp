#pragma once

#include "desvio/core/tensor.hpp"

#include <functional>
#include <vector>

namespace desvio {

/// LU with row exchanges in the memory of the matrix:  P M = L U,  M column by column in `values`.
///
/// Panels of `panel_width` columns are factorised by halves; the rest is updated by products of matrices, which all
/// threads share. The first of them updates the next panel before the others' columns are done and factorises it
/// meanwhile, so that nobody waits for a panel.
/// \source Toledo (1997) for the halves; Golub and Van Loan, Matrix Computations, ch. 3
template <typename Scalar>
class BlockedLu {
  public:
    using Dense = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

    BlockedLu() = default;
    /// \param values  n x n, stays the caller's and must outlive this
    BlockedLu(Scalar* values, Index n, int n_threads) : values_(values), n_(n), n_threads_(n_threads) {}

    /// \param go_on  called by the caller's thread after every panel with the share of work done; false to stop
    /// \returns false when it was stopped or a pivot is 0 or not finite; the matrix is lost then
    bool factorise(std::function<bool(double)> const& go_on = {});
    [[nodiscard]] bool is_singular() const noexcept { return is_singular_; }

    /// x = M^-1 x, or M'^-1 x; the columns are shared out among the threads.
    void solve_in_place(Dense& x, bool is_transposed) const;

    static Index panel_width(Index n) noexcept;
    /// Bytes needed beside the matrix.
    static double workspace(Index n, int n_threads) noexcept;

  private:
    using View = Eigen::Map<Dense, 0, Eigen::OuterStride<>>;
    [[nodiscard]] View view(Index row, Index column, Index rows, Index columns) const {
        return View(values_ + column * n_ + row, rows, columns, Eigen::OuterStride<>(n_));
    }
    void factorise_panel(Index begin, Index end, Index first_row);
    void factorise_narrow(Index begin, Index end, Index first_row);
    void exchange_rows(Index column, Index n_columns, Index first_pivot, Index last_pivot) const;
    void update(Index panel, Index panel_end, Index column, Index n_columns) const;
    void solve_lower(Index begin, Index end, Index column, Index n_columns) const;

    Scalar* values_ = nullptr;
    Index n_ = 0;
    int n_threads_ = 1;
    bool is_singular_ = false;
    std::vector<Index> pivots_;  ///< row exchanged with row k
};

extern template class BlockedLu<double>;
extern template class BlockedLu<float>;

}  // namespace desvio
