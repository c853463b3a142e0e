#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio {

/// D[n] = sum_j (sum_{i != n} M[j,n,i] - sum_{m != n} M[j,m,n]); own sales cancel.
inline Vector imports_less_exports(Tensor3 const& trade) {
    Vector balance = Vector::Zero(trade.rows());
    for (Index j = 0; j < trade.outer(); ++j)
        balance += trade.slice(j).rowwise().sum() - trade.slice(j).colwise().sum().transpose();
    return balance;
}

}  // namespace desvio
