#pragma once

#include "desvio/params/base.hpp"

namespace desvio::test {

/// hand_base() with a full table in which users do not buy in the same proportions, worked by hand in hand_use.cpp, and
/// with jobs: 4 and 2 persons per million in A, 10 in GDS of B, not known in SRV of B.
Base hand_base_with_use();

}  // namespace desvio::test
