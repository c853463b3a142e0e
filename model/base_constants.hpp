#pragma once

#include "desvio/params/accounts.hpp"

#include <vector>

namespace desvio {

/// Length of n numbers filled up to whole cache lines, so that a column neither shares a line nor ends in a part of
/// one.
constexpr Index padded(Index n) {
    constexpr Index line = EIGEN_MAX_ALIGN_BYTES / static_cast<Index>(sizeof(double));
    return (n + line - 1) / line * line;
}

/// What stays the same over all solves on one base. Flow matrices are stored exporter by importer with the exporters of
/// one importer in a padded column (zeros below), sector after sector; input shares user by input likewise.
struct BaseConstants {
    explicit BaseConstants(Accounts const& accounts);

    Matrix share;                ///< padded(N) x (J N): column j N + n holds pi[j,n,.]
    Matrix net_share;            ///< the same of pi / (1 + t)
    Matrix input_share;          ///< padded(J) x (N J): column n J + k holds gamma[n,k,.]
    std::vector<bool> has_duty;  ///< J: whether any duty is charged on the sector
    Matrix absent;               ///< J x N: 1 where nothing is spent
    Vector is_held, is_free;     ///< N: 1 where the wage is held at w_hat = 1, and the opposite
    Vector free_value_added;     ///< N: V where the wage is free, else 0
};

}  // namespace desvio
