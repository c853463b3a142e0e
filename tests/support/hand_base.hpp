#pragma once

#include "desvio/params/base.hpp"

namespace desvio::test {

/// Two regions, two sectors, every figure worked by hand in hand_base.cpp; B sells no services to A.
Base hand_base();

}  // namespace desvio::test
