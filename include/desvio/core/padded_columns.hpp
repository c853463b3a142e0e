#pragma once

#include "desvio/core/tensor.hpp"

/// Matrices whose columns are padded with zeros to whole cache lines, and passes over them that read memory once.
namespace desvio {

/// Columns a pass takes together: their sum is written back once, and all stay in the first cache.
inline constexpr Index columns_at_once = 4;

/// Length of n numbers filled up to whole cache lines, so that a column neither shares a line nor ends in a part of
/// one.
constexpr Index padded(Index n) {
    constexpr Index line = EIGEN_MAX_ALIGN_BYTES / static_cast<Index>(sizeof(double));
    return (n + line - 1) / line * line;
}

/// combined = S w and products = S' v in one pass over the padded columns of S, four of which stay in the first cache.
/// \pre v and combined have the rows of S; w and products one number a column
template <class Columns, class Weights, class Products>
void apply_both_ways(Columns const& columns, Weights const& w, Vector const& v, Vector& combined, Products&& products) {
    Index const n_columns = columns.cols();
    combined.setZero();
    Index k = 0;
    for (; k + columns_at_once <= n_columns; k += columns_at_once) {
        auto const a = columns.col(k), b = columns.col(k + 1), c = columns.col(k + 2), d = columns.col(k + 3);
        combined += w(k) * a + w(k + 1) * b + w(k + 2) * c + w(k + 3) * d;
        products(k) = a.dot(v);
        products(k + 1) = b.dot(v);
        products(k + 2) = c.dot(v);
        products(k + 3) = d.dot(v);
    }
    for (; k < n_columns; ++k) {
        combined += w(k) * columns.col(k);
        products(k) = columns.col(k).dot(v);
    }
}

}  // namespace desvio
