#pragma once

#include "desvio/params/base.hpp"

#include <cstdint>

namespace desvio::test {

/// hand_base() with a full table in which users do not buy in the same proportions, worked by hand in hand_use.cpp, and
/// with jobs: 4 and 2 persons per million in A, 10 in GDS of B, not known in SRV of B.
Base hand_base_with_use();

/// A base that keeps a full table in which every sector buys from other origins than its neighbours: that of
/// expand_base(), with purchases exchanged between users and exporters so that flows and costs stay; and random jobs.
/// \pre the base meets its identities
Base with_random_use(Base base, std::uint64_t seed);

}  // namespace desvio::test
