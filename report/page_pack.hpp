#pragma once

#include "desvio/params/sets.hpp"

#include <span>

namespace desvio {

/// The files of page/ inside the binary, sorted by path. Filled by cmake/desvio_page.cmake. Private to report.
std::span<PackedFile const> packed_page();

}  // namespace desvio
