#pragma once

#include "desvio/params/base.hpp"

#include <cstdint>

namespace desvio::test {

/// What a random base is like. Regions are R0, R1, ..., sectors S0, S1, ...; the last third of the sectors is services.
struct RandomBaseOptions {
    Index regions = 3, sectors = 3;
    std::uint64_t seed = 1;
    double zero_flow_share = 0.0;  ///< of cross-border flows that are 0; a ring of flows always remains
    bool has_duties = true;        ///< on cross-border flows, 0 to 40 %
    bool has_duties_on_services = false;
    bool has_links = true;                ///< input-output links; else gamma = 0
    bool is_balanced = false;             ///< every region's trade balanced, D = 0 to rounding
    bool has_autarkic_region = false;     ///< the last region trades with nobody
    bool has_untraded_sector = false;     ///< the last sector crosses no border
    bool has_absent_sector = false;       ///< the first region neither makes nor uses the second sector
    bool has_import_only_sector = false;  ///< the second region uses the second sector but makes none
    double theta_low = 2.0, theta_high = 8.0;
};

/// A base that meets every identity of THEORY §1 by construction: flows and duties are drawn with home bias, input
/// shares are drawn and then each input's use in a region is scaled down to at most 0.7 of the region's expenditure on
/// it, so that final demand, the residual, is positive. Same options, same base on every platform.
/// \pre at least 2 regions that trade; 2 sectors where a sector is to be absent or import-only
Base make_random_base(RandomBaseOptions const& options);

}  // namespace desvio::test
