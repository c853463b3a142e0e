#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/base.hpp"

#include <string>
#include <vector>

namespace desvio {

/// Everything THEORY §1 defines, derived from a base: the input of every model.
///
/// | symbol       | member            | shape     | formula                                             |
/// | M[j,n,i]     | trade             | J x N x N | given; million, basic price                         |
/// | t[j,n,i]     | tariff            | J x N x N | given; fraction                                     |
/// | pi[j,n,i]    | trade_share       | J x N x N | (1+t) M / X; 0 where X = 0                          |
/// | gamma[n,k,j] | input_share       | N x J x J | given                                               |
/// | Y[j,i]       | gross_output      | J x N     | sum_n M[j,n,i]; million                             |
/// | X[j,n]       | expenditure       | J x N     | sum_i (1+t) M; million, duty included               |
/// | beta[j,n]    | value_added_share | J x N     | 1 - sum_k gamma[n,k,j]                              |
/// | alpha[j,n]   | final_share       | J x N     | (X - sum_k gamma[n,j,k] Y[k,n]) / I                 |
/// | V[n]         | value_added       | N         | sum_j beta Y; million                               |
/// | R[n]         | tariff_revenue    | N         | sum_j sum_i t M; million                            |
/// | D[n]         | deficit           | N         | imports - exports at basic prices; million          |
/// | I[n]         | income            | N         | V + R + D; million                                  |
/// | theta[j]     | theta             | J         | trade elasticity                                    |
struct Accounts {
    Labels regions, sectors;
    Tensor3 trade, tariff, trade_share, input_share;
    Matrix gross_output, expenditure, value_added_share, final_share;
    Vector value_added, tariff_revenue, deficit, income, theta;

    [[nodiscard]] Index n_regions() const noexcept { return regions.size(); }
    [[nodiscard]] Index n_sectors() const noexcept { return sectors.size(); }
};

/// How final shares and value-added shares are come by.
enum class Derivation {
    residual,  ///< from the identities: alpha is what is left of expenditure, beta of cost (the default)
    declared,  ///< as the base declares them, alpha normalised to sum to 1: for `settle`, off equilibrium
};

/// Derives the accounts with the elasticities of one set (theta[j] > 0).
/// \throws InputError when the elasticity set is unknown; never for identities: check_base() reports those
/// \source THEORY §1 \tests unit/accounts_test.cpp, identities/base_identities_test.cpp
Accounts derive_accounts(Base const& base, std::string const& elasticities = "default",
                         Derivation derivation = Derivation::residual);

/// One identity of THEORY §1 over a whole base: its worst cell and by how much it fails there.
struct IdentityCheck {
    std::string identity;  ///< e.g. "X[j,n] = sum_k gamma[n,j,k] Y[k,n] + alpha[j,n] I[n]"
    std::string meaning;   ///< in words, for the report
    double error = 0.0;    ///< largest relative error (0 for the sign conditions when they hold, else the worst value)
    double tolerance = 0.0;  ///< what error may be
    std::string worst;       ///< "sector STEEL, region DEU" - labels of the worst cell; empty when there is none
    std::string detail;      ///< the two numbers that should agree there
    [[nodiscard]] bool passed() const noexcept { return error <= tolerance; }  // NaN fails
};

/// Every identity of THEORY §1 and the agreement of declared figures, each with its worst cell.
/// Tolerances: 1e-9 relative for identities; 1e-8 of output or expenditure for declared figures (FORMATS §1).
/// \cost O(N^2 J + N J^2) \tests identities/base_identities_test.cpp
std::vector<IdentityCheck> check_base(Base const& base);

/// \throws InputError with every failed identity, its region and sector and the size of the error
void require_identities(Base const& base);

}  // namespace desvio
