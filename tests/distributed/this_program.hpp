#pragma once

#include "desvio/distributed/ranks.hpp"

namespace desvio {

/// The ranks of this program; main_of_ranks.cpp starts them.
Ranks& ranks();

}  // namespace desvio
