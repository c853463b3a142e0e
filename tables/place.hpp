#pragma once

#include "desvio/core/tensor.hpp"

#include <cstddef>

namespace desvio {

/// An index as the place in a std::vector.
inline std::size_t to_place(Index k) { return static_cast<std::size_t>(k); }

}  // namespace desvio
