#include "tests/support/reference/plain_gauss.hpp"

#include <cmath>
#include <utility>

namespace desvio::test {

Matrix plain_gauss(RowMatrix const& coefficients, Matrix const& right_hand_sides, bool is_transposed) {
    Index const n = coefficients.rows(), m = right_hand_sides.cols();
    Matrix system(n, n), x = right_hand_sides;
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j)
            system(i, j) = (i == j ? 1.0 : 0.0) - (is_transposed ? coefficients(j, i) : coefficients(i, j));
    for (Index k = 0; k < n; ++k) {
        Index pivot = k;
        for (Index i = k + 1; i < n; ++i)
            if (std::abs(system(i, k)) > std::abs(system(pivot, k))) pivot = i;
        for (Index j = 0; j < n; ++j) std::swap(system(k, j), system(pivot, j));
        for (Index c = 0; c < m; ++c) std::swap(x(k, c), x(pivot, c));
        for (Index i = k + 1; i < n; ++i) {
            double const factor = system(i, k) / system(k, k);
            if (factor == 0.0) continue;
            for (Index j = k; j < n; ++j) system(i, j) -= factor * system(k, j);
            for (Index c = 0; c < m; ++c) x(i, c) -= factor * x(k, c);
        }
    }
    for (Index c = 0; c < m; ++c) {
        for (Index i = n - 1; i >= 0; --i) {
            for (Index j = i + 1; j < n; ++j) x(i, c) -= system(i, j) * x(j, c);
            x(i, c) /= system(i, i);
        }
    }
    return x;
}

}  // namespace desvio::test
