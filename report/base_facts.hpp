#pragma once

#include "desvio/params/base.hpp"

#include <string>
#include <vector>

/// Totals of a base for its description. Private to report.
namespace desvio::text {

/// Totals over the world and by region, million.
struct BaseFacts {
    double value_added = 0.0, gross_output = 0.0, cross_border = 0.0, duties = 0.0;
    Vector exports, imports, region_value_added, region_duties;  ///< N
    std::vector<Index> by_exports;                               ///< regions, largest exporter first
    double jobs = 0.0;                                           ///< persons, where the base tells
};
BaseFacts gather_facts(Base const& base);

struct Range {
    double lowest = 0.0, median = 0.0, highest = 0.0;
};
/// \pre at least one value
Range range_of(Vector const& values);

/// How much of the flows between regions carries one mark of quality.
struct QualityShare {
    std::string name;
    double trade = 0.0;  ///< fraction of the value of flows between regions
    Index cells = 0;     ///< flows between regions that are not zero
};
/// Largest share first; empty when the base carries no marks.
std::vector<QualityShare> quality_shares(Base const& base);

}  // namespace desvio::text
