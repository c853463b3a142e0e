#pragma once

#include "desvio/tables/analysis_chain.hpp"

namespace desvio {

/// What one more unit of final demand for a sector's product calls forth, in all and in the producing region:
///
///   m[b] = sum_a q[a] L[a,b],   domestic: a in the region of b
///
/// | symbol | member    | q                | unit                                         |
/// | m      | output    | 1                | million of output per million of final demand |
/// | m      | income    | w                | 1 in all: value added and taxes on inputs     |
/// | m      | value_added | v              | million per million                          |
/// | m      | taxes     | t                | million per million                          |
/// | m      | jobs      | h                | persons per million; empty when not known     |
/// Type I: households' spending is given. \source Miller and Blair, Input-Output Analysis, ch. 6
/// \tests published/leather_test.cpp, unit/analysis_test.cpp
struct Multipliers {
    struct Kind {
        Vector total, domestic;  ///< n each
        Matrix by_origin;        ///< n x N: where it arises, a column a region
    };
    Kind output, income, value_added, taxes, jobs;
};
/// \cost N solves with the transpose for each kind
Multipliers find_multipliers(Chain& chain);

/// How far a sector stands from final users and from factors, and how strongly it pulls and pushes.
///
///   backward[b] = (1'L)[b] / mean,  forward[a] = (G 1)[a] / mean,  sensitivity[a] = (L 1)[a] / mean
///   upstreamness U = G 1 = (I - Z^ )^-1 1 with Z^[a,b] = Z[a,b] / x[a],  downstreamness D = 1'L
///
/// | symbol | member       | shape | meaning                                                            |
/// |        | backward     | n     | Rasmussen's power of dispersion; above 1: pulls more than the mean |
/// |        | sensitivity  | n     | Rasmussen's sensitivity of dispersion, row sums of Leontief's inverse |
/// |        | forward      | n     | the same by Ghosh's inverse G = x^-1 L x                           |
/// | U      | upstreamness | n     | mean number of stages to final use, >= 1                           |
/// | D      | downstreamness | n   | mean number of stages from factors, >= 1                           |
/// Means are over sectors that have output; others are NaN.
/// \source Rasmussen (1956); Antras, Chor, Fally and Hillberry (AER P&P 2012); Antras and Chor (2013);
///         Miller and Temurshoev (2017) \tests unit/analysis_test.cpp, identities/analysis_identities_test.cpp
struct Linkages {
    Vector backward, sensitivity, forward, upstreamness, downstreamness;
    Vector export_upstreamness;  ///< N: mean of U weighted by exports; NaN without exports
};
/// \cost three solves
Linkages find_linkages(Chain& chain);

}  // namespace desvio
