#pragma once

#include "desvio/params/base.hpp"

namespace desvio::test {

/// USA, BRA and CHN with AGR (goods, group "food") and FIN (services): round flows and duties for rules by hand.
/// Groups: @brics = BRA CHN, @latin_america = BRA, @advanced = USA. Not an equilibrium: only flows and duties matter.
///
/// | AGR, importer \ exporter | USA         | BRA        | CHN        |
/// | USA                      | 1000        | 40 at 0.05 | 200 at 0.10 |
/// | BRA                      | 10 at 0.20  | 500        | 60 at 0.30  |
/// | CHN                      | 100 at 0.25 | 30 at 0.15 | 2000        |
/// FIN is free of duty: USA 3000 5 7, BRA 8 900 2, CHN 20 1 4000.
Base three_region_base();

/// Places on the two axes of three_region_base().
inline constexpr Index usa = 0, bra = 1, chn = 2;
inline constexpr Index agr = 0, fin = 1;

}  // namespace desvio::test
