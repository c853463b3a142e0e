#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/solvers/leontief.hpp"

#include <Eigen/SparseCore>

namespace desvio {

/// Several vectors side by side, those of one row together: a product with a dense matrix reads its rows once for all.
template <typename Scalar>
using Columns = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The one column of a block of one: contiguous, which col(0) does not know.
template <typename Scalar>
auto as_vector(Columns<Scalar> const& x) {
    return Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1> const>(x.data(), x.rows());
}
template <typename Scalar>
auto as_vector(Columns<Scalar>& x) {
    return Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>(x.data(), x.rows());
}

/// Y = A X or Y = A' X for the coefficients A in whatever form they are kept.
template <typename Scalar>
class CoefficientProduct {
  public:
    virtual ~CoefficientProduct() = default;
    [[nodiscard]] virtual Index size() const = 0;
    virtual void multiply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& y) const = 0;
};

/// A dense matrix that stands elsewhere. Plain products share out its rows among the threads, transposed ones its
/// columns, so that no two threads write to one place.
template <typename Scalar>
class DenseProduct : public CoefficientProduct<Scalar> {
  public:
    DenseProduct(Columns<Scalar> const& coefficients, int n_threads)
        : coefficients_(coefficients), n_threads_(n_threads) {}
    [[nodiscard]] Index size() const override { return coefficients_.rows(); }
    void multiply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& y) const override;

  private:
    Columns<Scalar> const& coefficients_;
    int n_threads_;
};

/// |A| in place of A, for proofs about matrices with negative cells. One vector at a time.
class AbsoluteProduct : public CoefficientProduct<double> {
  public:
    AbsoluteProduct(RowMatrix const& coefficients, int n_threads)
        : coefficients_(coefficients), n_threads_(n_threads) {}
    [[nodiscard]] Index size() const override { return coefficients_.rows(); }
    void multiply(Columns<double> const& x, bool is_transposed, Columns<double>& y) const override;

  private:
    RowMatrix const& coefficients_;
    int n_threads_;
};

/// The non-zeros, row by row and, for transposed products, column by column.
class SparseProduct : public CoefficientProduct<double> {
  public:
    SparseProduct(RowMatrix const& coefficients, Index n_nonzeros, int n_threads);
    [[nodiscard]] Index size() const override { return rows_.rows(); }
    void multiply(Columns<double> const& x, bool is_transposed, Columns<double>& y) const override;

  private:
    using Sparse = Eigen::SparseMatrix<double, Eigen::RowMajor, int>;
    Sparse rows_, columns_;  ///< A and A'
    int n_threads_;
};

/// A with some columns changed:  (A + U E') X = A X + U (E' X).
template <typename Scalar>
class UpdatedProduct : public CoefficientProduct<Scalar> {
  public:
    UpdatedProduct(CoefficientProduct<Scalar> const& base, LeontiefUpdate const& update)
        : base_(base), columns_(update.columns), changes_(update.changes.template cast<Scalar>()) {}
    [[nodiscard]] Index size() const override { return base_.size(); }
    void multiply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& y) const override;

  private:
    CoefficientProduct<Scalar> const& base_;
    std::vector<Index> columns_;
    Columns<Scalar> changes_;
};

extern template class DenseProduct<double>;
extern template class DenseProduct<float>;
extern template class UpdatedProduct<double>;
extern template class UpdatedProduct<float>;

}  // namespace desvio
