#include "solvers/leontief_product.hpp"

#include "solvers/threads.hpp"

namespace desvio {
namespace {

/// Threads worth starting for so many multiplications: below a fraction of a millisecond one is faster.
int worthwhile_threads(int n_threads, double n_multiplications) { return n_multiplications < 4e5 ? 1 : n_threads; }

double count_multiplications(Index rows, Index columns) {
    return static_cast<double>(rows) * static_cast<double>(columns);
}

/// x columns at the given rows:  E' X
template <typename Scalar>
Columns<Scalar> select_rows(Columns<Scalar> const& x, std::vector<Index> const& rows) {
    Columns<Scalar> selected(static_cast<Index>(rows.size()), x.cols());
    for (std::size_t k = 0; k < rows.size(); ++k) selected.row(static_cast<Index>(k)) = x.row(rows[k]);
    return selected;
}

}  // namespace

template <typename Scalar>
void DenseProduct<Scalar>::multiply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& y) const {
    Index const n = size();
    y.resize(n, x.cols());
    int const n_threads = worthwhile_threads(n_threads_, count_multiplications(n, n) * static_cast<double>(x.cols()));
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(n, thread, n_threads, 16);
        if (mine.size == 0) return;
        // One vector is a product of its own kind: it runs at the speed of memory.
        if (x.cols() == 1 && is_transposed)
            as_vector(y).segment(mine.begin, mine.size).noalias() =
                coefficients_.middleCols(mine.begin, mine.size).transpose() * as_vector(x);
        else if (x.cols() == 1)
            as_vector(y).segment(mine.begin, mine.size).noalias() =
                coefficients_.middleRows(mine.begin, mine.size) * as_vector(x);
        else if (is_transposed)
            y.middleRows(mine.begin, mine.size).noalias() =
                coefficients_.middleCols(mine.begin, mine.size).transpose() * x;
        else
            y.middleRows(mine.begin, mine.size).noalias() = coefficients_.middleRows(mine.begin, mine.size) * x;
    });
}

void AbsoluteProduct::multiply(Columns<double> const& x, bool is_transposed, Columns<double>& y) const {
    Index const n = size();
    y = Columns<double>::Zero(n, x.cols());
    int const n_threads = worthwhile_threads(n_threads_, count_multiplications(n, n));
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(n, thread, n_threads, 8);
        for (Index c = 0; c < x.cols(); ++c) {
            if (is_transposed) {
                auto sums = y.col(c).segment(mine.begin, mine.size);
                for (Index i = 0; i < n; ++i)
                    sums += x(i, c) * coefficients_.row(i).segment(mine.begin, mine.size).cwiseAbs().transpose();
            } else {
                for (Index i = mine.begin; i < mine.begin + mine.size; ++i)
                    y(i, c) = coefficients_.row(i).cwiseAbs().dot(x.col(c).transpose());
            }
        }
    });
}

SparseProduct::SparseProduct(RowMatrix const& coefficients, Index n_nonzeros, int n_threads)
    : rows_(coefficients.rows(), coefficients.cols()), n_threads_(n_threads) {
    rows_.reserve(n_nonzeros);
    for (Index i = 0; i < coefficients.rows(); ++i) {
        rows_.startVec(i);
        for (Index j = 0; j < coefficients.cols(); ++j)
            if (coefficients(i, j) != 0.0) rows_.insertBack(i, j) = coefficients(i, j);
    }
    rows_.finalize();
    columns_ = rows_.transpose();
}

void SparseProduct::multiply(Columns<double> const& x, bool is_transposed, Columns<double>& y) const {
    Sparse const& matrix = is_transposed ? columns_ : rows_;
    y.resize(size(), x.cols());
    int const n_threads = worthwhile_threads(n_threads_, count_multiplications(matrix.nonZeros(), x.cols()));
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(size(), thread, n_threads);
        for (Index i = mine.begin; i < mine.begin + mine.size; ++i) {
            auto row = y.row(i);
            row.setZero();
            for (Sparse::InnerIterator cell(matrix, i); cell; ++cell) row += cell.value() * x.row(cell.col());
        }
    });
}

template <typename Scalar>
void UpdatedProduct<Scalar>::multiply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& y) const {
    base_.multiply(x, is_transposed, y);
    if (is_transposed) {
        Columns<Scalar> const added = changes_.transpose() * x;
        for (std::size_t k = 0; k < columns_.size(); ++k) y.row(columns_[k]) += added.row(static_cast<Index>(k));
    } else {
        y.noalias() += changes_ * select_rows(x, columns_);
    }
}

template class DenseProduct<double>;
template class DenseProduct<float>;
template class UpdatedProduct<double>;
template class UpdatedProduct<float>;

}  // namespace desvio
