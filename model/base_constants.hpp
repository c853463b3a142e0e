#pragma once

#include "desvio/core/padded_columns.hpp"
#include "desvio/params/accounts.hpp"

#include <vector>

namespace desvio {

/// What stays the same over all solves on one base. Flow matrices are stored exporter by importer with the exporters of
/// one importer in a padded column (zeros below), sector after sector; input shares user by input likewise.
struct BaseConstants {
    explicit BaseConstants(Accounts const& accounts);

    Matrix share;                ///< padded(N) x (J N): column j N + n holds pi[j,n,.]
    Matrix net_share;            ///< the same of pi / (1 + t)
    Matrix input_share;          ///< padded(J) x (N J): column n J + k holds gamma[n,k,.]
    std::vector<bool> has_duty;  ///< J: whether any duty is charged on the sector
    Matrix absent;               ///< J x N: 1 where nothing is spent
    Vector is_held;              ///< N: 1 where the wage is held at w_hat = 1, else 0
};

}  // namespace desvio
