#pragma once

#include "desvio/tables/analysis_chain.hpp"

namespace desvio {

/// Whose income is in what is exported and in what is finally used.
///
///   in_exports[(i,j),s] = w[i,j] (L E^_s)[(i,j)]      in_final_demand[(i,j),n] = w[i,j] (L F_n)[(i,j)]
///
/// | symbol | member          | shape     | unit                                                               |
/// | E^_s   |                 | n         | exports of s by sector in its own rows, 0 elsewhere                |
/// |        | in_exports      | n x N     | million: income of sector j of i in exports of s; sums to exports  |
/// |        | by_partner      | N x (N N) | million: income of i in exports from s to r, column s N + r        |
/// |        | in_final_demand | n x N     | million: income of sector j of i in final demand of n              |
/// |        | vax             | N x N     | million: income of i absorbed in n, n != i                         |
/// |        | vax_ratio       | N x N     | vax over gross exports of i to n; NaN without exports              |
/// |        | vax_ratio_total | N         | the same over all n                                                |
/// Income is value added and taxes on inputs (Chain).
/// \source Johnson and Noguera (JIE 2012); OECD, TiVA indicators
/// \tests published/leather_test.cpp, identities/analysis_identities_test.cpp
struct ValueAddedTrade {
    Matrix in_exports, by_partner, in_final_demand, vax, vax_ratio;
    Vector vax_ratio_total;
};
/// \cost 2 N solves and N with the transpose
ValueAddedTrade find_value_added_trade(Chain& chain);

/// The parts of gross exports from every sector of s to every r (n x N each; a row a sector of s, a column r).
///
/// | member       | meaning                                                                                     |
/// | gross        | E: exports at basic prices                                                                  |
/// | absorbed_abroad | domestic value added that ends in final demand of another region (VAX)                   |
/// | returned     | domestic value added that comes home and is absorbed there (REF)                            |
/// | domestic_double | domestic value added that has crossed the exporter's border before (DDC)                 |
/// | foreign      | value added of others, counted once (FVA)                                                   |
/// | foreign_double | value added of others that has crossed the exporter's border before (FDC)                 |
/// | direct       | of absorbed_abroad: what crosses one border only, absorbed by the importer (DAVAX)          |
/// The first six: gross = absorbed_abroad + returned + domestic_double + foreign + foreign_double, cell by cell.
struct ExportParts {
    Matrix gross, absorbed_abroad, returned, domestic_double, foreign, foreign_double, direct;
};

/// Source-based: value added is counted where it leaves the region for the first time. With l = (I - A[s,s])^-1 and
/// X^m = L F_m the output that final demand of m calls forth,
///
///   domestic value added [s,r] = (w' l)[s] E[s,r], of which absorbed in m: (w' l) (F[s,r] (m = r) + A[s,r] X^m[r])
///   foreign [s,r] = (1' L[s,s]^-1 l - w' l) E[s,r],   double counted: what is left of w'L[s,s] and 1' - w'L[s,s]
///
/// The exporting country's perspective. \source Borin and Mancini (2019; Economic Systems Research 2023)
/// \cost n solves for the blocks of the inverse, and N \tests published/leather_test.cpp
ExportParts source_based_parts(Chain& chain);

/// Sink-based: value added is counted where it leaves the region for the last time. In the system without exports of s,
/// L~ = (I - A~)^-1,  X~^m = X^m - L~_s E^m_s,
///
///   domestic value added [s,r] absorbed in m = (w'L[s,s]) (F[s,r] (m = r) + A[s,r] X~^m[r])
///   double counted [s,r] = (w'L[s,s]) A[s,r] L~[r,s] E_s,   foreign: the same with 1' - w'L[s,s] in front
///
/// Each part adds up, over sectors and importers, to the source-based one. `direct` as by source.
/// \source as above \cost as above \tests published/leather_test.cpp
ExportParts sink_based_parts(Chain& chain);

/// Koopman, Wang and Wei's nine terms (AER 2014, equation 36), N x 9; a row adds up to the exports of a region.
/// Columns: see koopman_wang_wei_names. \cost 2 N solves \tests published/leather_test.cpp
Matrix koopman_wang_wei(Chain& chain);
/// Short names of the nine terms, for the axis of a table.
std::vector<std::string> koopman_wang_wei_names();

}  // namespace desvio
