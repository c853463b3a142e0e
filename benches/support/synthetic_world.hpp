#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/shock.hpp"

#include <cstdint>

namespace desvio::bench {

/// What the synthetic world is drawn from. The defaults are round figures of the size met in multi-region tables; none
/// is an estimate. Money is million, rates are fractions, distances are standard deviations of a region's position.
struct WorldTraits {
    std::uint64_t seed = 20230101;
    double world_income = 1e8;         ///< sum of regional spending, million
    double size_spread = 1.4;          ///< standard deviation of log regional size
    double capability_spread = 1.0;    ///< of log capability, by region and sector
    double distance_elasticity = 1.2;  ///< of cross-border flows
    double pair_spread = 0.6;          ///< of what distance does not explain of a log flow
    double smallest_share = 1e-7;      ///< of a market's spending; what would be less is no flow at all
    double deficit_spread = 0.03;      ///< standard deviation of D / I
    double theta_low = 3.0, theta_high = 10.0;
};

/// A base of N regions and J sectors that meets THEORY §1 to rounding: the first J/2 sectors are goods with duties, the
/// rest services without. Sizes are log-normal; cross-border flows follow gravity with noise; markets buy mostly at
/// home (goods 35 to 95 %, services 88 to 99 %, more in large regions); input shares are one technology with regional
/// variation and a heavy diagonal. The same traits give the same figures on every platform.
///
/// How it is made consistent: incomes and spending shares are given; expenditure and the competitiveness of every
/// region are then iterated until goods markets clear, X = gamma Y + alpha I, and exports pay for imports less the
/// deficit. \pre n_regions >= 3, n_sectors >= 2   \throws std::runtime_error if that iteration does not settle \cost
/// O(N^2 J) an iteration, some hundreds of iterations
Base make_synthetic_world(Index n_regions, Index n_sectors, WorldTraits const& traits = {});

/// A tariff war: the region with most value added and all others raise duties on each other's goods by `points`
/// (0.10 = 10 percentage points), both ways; services stay free.
Shock make_tariff_war(Base const& base, double points);

/// The region with the largest value added.
Index largest_region(Base const& base);

}  // namespace desvio::bench
