#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/split_plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace desvio {

struct RegionSplitOptions {
    /// Fraction of the parent's own sales that crosses between its parts; by gravity when not given.
    std::optional<double> internal_trade;
};

/// A base with a region or a sector in parts, and what was assumed.
struct Split {
    Base base;
    std::vector<Index> region_parts, sector_parts;  ///< places of the parts in the new base; one of the two is empty
    double own_sales = 0.0;                         ///< of the parent, million (regions)
    double internal_trade = 0.0;                    ///< of it between different parts, million (regions)
    std::vector<std::string> bounded_sectors;  ///< where the wanted fraction was out of reach and the nearest was taken
};

/// The mark of cells that a split made.
inline constexpr char const* split_quality = "estimated (split)";

/// One region P in parts p, by the parts' shares s[p,j] of output. Figures of the parent without an index p.
///
///   technology       gamma[p,k,j] = gamma[P,k,j]                        every part makes as the parent does
///   output           Y[j,p] = s[p,j] Y[j]
///   final demand     F[j,p] = f[p] F[j],   f[p] = V[p] / V               by value added
///   expenditure      X[j,p] = sum_k gamma[j,k] Y[k,p] + F[j,p]
///   exports          M[j,m,p] = e[p,j] M[j,m],   e = s unless shares of exports are given
///   imports          M[j,p,i] = b[p,j] M[j,P,i],   b = X[j,p] / X[j] unless shares of imports are given
///   among the parts  margins A[q] = Y[j,q] - exports (sales), B[p] = X[j,p] - imports with duty (purchases); both sum
///   to
///                    the parent's own sales, and M[j,p,q] = (1 - l) least[p,q] + l B[p] A[q] / sum A
///
/// `least` is the table with these margins that has the least trade between parts. The weight l gives the wanted
/// fraction of internal trade, as near as the margins allow; by gravity, l is the parent's imports over what it would
/// import without frictions (its purchases times the rest of the world's share of world output): parts are taken to be
/// to one another what the world is to the parent, a low estimate, as borders inside a country are thinner.
/// Given total shares of exports (imports) are met by RAS over sectors x parts from the default shares. Shares given by
/// partner are met over all sectors, imports at what is paid with duty: flows of the parts with each partner and their
/// sales (purchases) inside the parent are scaled in turn from the default shares until the partner's shares, the
/// parts' output (spending) and the parent's flows are met (RAS of three ways).
///
/// Duties with others are the parent's; there are none among the parts. Every identity of THEORY §1 holds because costs
/// and final demand are divided with the output that bears them; aggregating the parts gives the parent back. Groups,
/// declared value added shares and elasticities are inherited; final demand of the parts is not declared.
/// \throws InputError: unknown parent, sector or code; a part that exports more than it makes, or imports more than it
///         spends, in a sector; shares by partner that cannot be met   \cost O(J N^2) \tests unit/split_test.cpp
Split split_region(Base const& base, std::string const& parent, SplitPlan const& plan,
                   RegionSplitOptions const& options = {});

/// One sector S in parts q, by the parts' shares s[q,i] of output in each region.
///
///   flows            M[q,n,i] = s[q,i] M[S,n,i], at the duty of S
///   technology       gamma[n,k,q] = gamma[n,k,S]
///   use              gamma[n,q,u] = x[q,n] gamma[n,S,u],   x[q,n] = X[q,n] / X[S,n]
///
/// Every user buys the parts in the proportions in which its region does, so F[q,n] = x[q,n] F[S,n] and the identities
/// hold. Elasticities are those of S.
/// \throws InputError: unknown parent, region or code   \tests unit/split_test.cpp
Split split_sector(Base const& base, std::string const& parent, SplitPlan const& plan);

}  // namespace desvio
