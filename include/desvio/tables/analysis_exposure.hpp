#pragma once

#include "desvio/tables/analysis_chain.hpp"

namespace desvio {

/// How much income of every sector of every region depends on final demand of one market u, and by which way it gets
/// there. With X^u = L F_u and g[m] = F[m,u] + A[m,u] (I - A[u,u])^-1 F[u,u], what u buys from m for its own final use,
///
///   total[i]  = w[i] X^u[i]
///             = direct[i] + again[i] + sum_m via[i,m]                 (i a region-sector, m not its region)
///   direct[i] = w[i] ((I - A[i,i])^-1 g[i])        made at home from home inputs, sold to u by i itself
///   again[i]  = w[i] ((L[i,i] - (I - A[i,i])^-1) g[i])   sold to u by i, after having been abroad and come home
///   via[i,m]  = w[i] (L[i,m] g[m])                 sold to u by m, the last seller before u
///
/// | symbol | member        | shape | unit                                                                         |
/// |        | total         | n     | million: income that final demand of the market calls forth                  |
/// |        | direct, again | n     | million; in the market's own rows direct is what never leaves it             |
/// |        | via           | n x N | million; by last seller m; 0 where m is the row's own region or the market   |
/// |        | first_buyer   | n x N | million: the total by the region that the origin's product is sold to first  |
/// |        | any_stage     | n x N | million: what passes through m at some stage of the way; these overlap       |
/// first_buyer[i,r] = w[i] ((I - A[i,i])^-1 (F[i,u] (r = u) + A[i,r] X^u[r])) adds up to total outside the market;
/// any_stage[i,m] = w[i] (L[i,m] L[m,m]^-1 X^u[m]).
/// \cost 2 N solves and the blocks of the inverse
/// \source accounting identities of L; Johnson and Noguera (2012) for total
/// \tests unit/analysis_test.cpp, identities/analysis_identities_test.cpp
struct Exposure {
    Index market = 0;
    Vector total, direct, again;
    Matrix via, first_buyer, any_stage;
};
Exposure find_exposure(Chain& chain, Index market);

/// Sums over the sectors of each region: n x m -> N x m.
Matrix by_region(Chain const& chain, Matrix const& rows);

}  // namespace desvio
