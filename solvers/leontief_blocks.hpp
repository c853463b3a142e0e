#pragma once

#include "solvers/leontief_product.hpp"

namespace desvio {

/// Inverses of the blocks on the diagonal of I - A: what regions buy from themselves, which is most of what they buy.
///
///   Z = (I - D)^-1 X,   D the blocks of A, `block` rows each, the last one what is left
///
/// A block that cannot be inverted is left out (its part of D is taken as 0).
template <typename Scalar>
class BlockInverse {
  public:
    /// Room for nothing: Z = X.
    BlockInverse() = default;
    BlockInverse(RowMatrix const& coefficients, Index block, int n_threads);
    void apply(Columns<Scalar> const& x, bool is_transposed, Columns<Scalar>& z) const;

  private:
    int n_threads_ = 1;
    Index block_ = 0;
    std::vector<Columns<Scalar>> inverses_;
};

extern template class BlockInverse<double>;
extern template class BlockInverse<float>;

}  // namespace desvio
