#pragma once

#include "desvio/tables/analysis_chain.hpp"

/// What several analyses need. Private to tables.
namespace desvio {

/// V L: income of region i in a unit of final demand for each sector, n x N (row: the sector sold; column: i).
inline Matrix income_by_origin(Chain& chain) {
    std::vector<Vector> weights;
    for (Index s = 0; s < chain.n_regions(); ++s)
        weights.emplace_back(chain.income_share.segment(s * chain.n_sectors(), chain.n_sectors()));
    return chain.solve_transposed(chain.stacked(weights));
}

}  // namespace desvio
