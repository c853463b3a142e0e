#include "solvers/leontief_blocks.hpp"

#include "solvers/threads.hpp"

#include <Eigen/LU>

#include <algorithm>

namespace desvio {

template <typename Scalar>
BlockInverse<Scalar>::BlockInverse(RowMatrix const& coefficients, Index block, int n_threads)
    : n_threads_(n_threads), block_(block) {
    Index const n = coefficients.rows();
    Index const n_blocks = (n + block - 1) / block;
    inverses_.resize(static_cast<std::size_t>(n_blocks));
    run_on_threads(n * block * block < 4'000'000 ? 1 : n_threads, [&](int thread) {
        Span const mine = share_of(n_blocks, thread, n * block * block < 4'000'000 ? 1 : n_threads);
        for (Index b = mine.begin; b < mine.begin + mine.size; ++b) {
            Index const begin = b * block, size = std::min(block, n - begin);
            Matrix const system = Matrix::Identity(size, size) - coefficients.block(begin, begin, size, size);
            Matrix const inverse = system.partialPivLu().inverse();
            bool const is_usable = inverse.allFinite();
            inverses_[static_cast<std::size_t>(b)] =
                (is_usable ? inverse : Matrix::Identity(size, size)).template cast<Scalar>();
        }
    });
}

template <typename Scalar>
void BlockInverse<Scalar>::apply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& z) const {
    if (inverses_.empty()) {
        z = x;
        return;
    }
    z.resize(x.rows(), x.cols());
    Index const n_blocks = static_cast<Index>(inverses_.size());
    int const n_threads = x.size() * block_ < 2'000'000 ? 1 : n_threads_;
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(n_blocks, thread, n_threads);
        for (Index b = mine.begin; b < mine.begin + mine.size; ++b) {
            Columns<Scalar> const& inverse = inverses_[static_cast<std::size_t>(b)];
            Index const begin = b * block_, size = inverse.rows();
            auto const part = x.middleRows(begin, size);
            auto target = z.middleRows(begin, size);
            if (x.cols() == 1 && is_transposed)
                as_vector(z).segment(begin, size).noalias() = inverse.transpose() * as_vector(x).segment(begin, size);
            else if (x.cols() == 1)
                as_vector(z).segment(begin, size).noalias() = inverse * as_vector(x).segment(begin, size);
            else if (is_transposed)
                target.noalias() = inverse.transpose() * part;
            else
                target.noalias() = inverse * part;
        }
    });
}

template class BlockInverse<double>;
template class BlockInverse<float>;

}  // namespace desvio
