#pragma once

#include "desvio/tables/analysis_chain.hpp"

#include <string>
#include <vector>

namespace desvio {

/// What is taken out of a table. Nothing takes its place: a user makes do with less, and output falls by what is not
/// ordered any more.
struct Extraction {
    std::string name;              ///< for people: "BRA", "BRA:MET", "BRA->USA"
    std::vector<Index> rows;       ///< region-sectors, in order, each once
    std::vector<Index> importers;  ///< not empty: a flow. Only what these regions buy from `rows` of others is cut
    std::vector<Index> regions;    ///< regions taken out whole: what their final users buy goes too
};

/// What is lost by region-sector (n each): million of output, million of income, persons (empty when not known).
struct ExtractionLoss {
    Vector output, income, jobs;
};

/// Hypothetical extraction:  loss = x - x*,  (I - A*) x* = f*
///
/// A* and f* are A and F 1 without the sales and the purchases of the rows (a part), or without their sales to the
/// importers (a flow); coefficients of what remains are as they were. A part S leaves, with R the rest and y = L f*,
/// x*[S] = 0 and x*[R] = y[R] - L[R,S] L[S,S]^-1 y[S]; a flow with cut rows D = A[S,C] leaves
/// x* = y - L[.,S] (1 + D L[.,S])^-1 D y, or the same over its columns where they are fewer.
/// \throws InputError when it holds no row, or cuts nothing
/// \cost as many solves as rows (a flow: or as columns)
/// \source Dietzenbacher, van der Linden and Steenge (1993); Dietzenbacher and Lahr (2013); Miller and Blair, ch. 12
/// \tests unit/analysis_test.cpp, identities/analysis_identities_test.cpp
ExtractionLoss extract(Chain& chain, Extraction const& extraction);

/// Every region-sector and every region taken out by itself.
///
/// | member        | formula                                     | shape | unit | | sector_output | (1'L)[k] x[k] /
/// L[k,k]                      | n     | million: output lost in the world               | | sector_income | (w'L)[k]
/// x[k] / L[k,k]                      | n     | million: income lost in the world               | | region_output | X^s
/// + L_s L[s,s]^-1 (x - X^s)[s], by region | N x N | million: row the region taken out, column where | | region_income
/// | the same weighted by w                      | N x N | million                                         | A region's
/// own row entry is all it has. \cost 2 N solves and the blocks of the inverse
struct EveryExtraction {
    Vector sector_output, sector_income;
    Matrix region_output, region_income;
};
EveryExtraction extract_each(Chain& chain);

}  // namespace desvio
