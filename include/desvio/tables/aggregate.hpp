#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/concordance.hpp"

#include <string>
#include <vector>

namespace desvio {

/// A base with fewer regions or sectors, and what it took.
struct Aggregated {
    Base base;
    Vector duty_within;                    ///< N': duties paid between regions that became one, million
    double trade_within = 0.0;             ///< trade across borders that is inside a region now, million
    std::vector<std::string> lost_groups;  ///< "@mercosur of MIX": a group that only some of the merged carried
};

/// Merges regions and sectors. Primes are the new base; sums run over the members of a cell.
///
///   flows between regions    M'[j,n,i] = sum M,   t'[j,n,i] = sum t M / sum M     (duty paid over value, no mean of
///   rates) flows inside a region    M'[j,n,n] = sum (1 + t) M,   t' = 0 input shares             gamma'[n,k,j] = sum
///   gamma Y / Y'[j,n],   Y' = sum_n M' elasticities             theta'[j] = sum w theta / sum w,   w = trade across
///   borders in the given base
///
/// A duty between regions that become one cannot stay a duty, as own sales bear none. What the purchaser paid is kept:
/// the flow is counted at its duty-paid value, so expenditure X, the cost of every input and final demand are the sums
/// of their parts. The money W is then value added of the sector that sold, as net taxes on products inside a country
/// are (THEORY §7): V' = sum V + W, R' = sum R - W, income and deficits are unchanged, and identities 1 to 4 hold
/// because each is a sum of identities that held.
///
/// - A cell with one member keeps its figures to the bit; a merged flow of 0 has the rate its members share, else 0.
/// - Standard errors are weighted as the elasticities are (the exact error only when the errors go together: an upper
///   bound else), NaN when any member has none. Where the members do not cross borders, output is the weight.
/// - A new region or sector carries the groups that all its members carry, so that "@brics" never names an outsider.
/// - Goods when all members are; goods mixed with services: the kind of the larger output.
/// - Declared value added is the declared value added of the members plus W over Y', declared final demand their sum;
///   a cell with an undeclared member is undeclared.
/// - Jobs per output are persons over output: jobs' = sum jobs Y / Y'.
/// - A full table is summed cell by cell, each at what its user pays: Z' = sum (1 + t) Z / (1 + t'). Its users together
///   buy M', and every input costs what it did, though a merged flow has one rate where its members had several.
/// - A merged flow has the quality of the largest share of its value.
/// \pre the mergings are of the axes of this base
/// \cost O(J N^2 + N J^2), with a full table O(N^2 J^2)  \tests unit/aggregate_test.cpp
Aggregated aggregate_base(Base const& base, Merging const& regions, Merging const& sectors);

}  // namespace desvio
