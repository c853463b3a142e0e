#pragma once

#include "desvio/core/tensor.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace desvio {

/// Asks for the memory of a large matrix in large pages, where the system has them: before its first cells are written,
/// else a third of the time of a fast import is page faults. Nothing changes where there are none.
inline void prefer_large_pages(RowMatrix& matrix) {
#ifdef MADV_HUGEPAGE
    constexpr std::size_t large_page = std::size_t{2} << 20U;
    auto* const begin = reinterpret_cast<char*>(matrix.data());
    auto const size = static_cast<std::size_t>(matrix.size()) * sizeof(double);
    std::size_t const skipped = (large_page - reinterpret_cast<std::uintptr_t>(begin) % large_page) % large_page;
    if (size < skipped + large_page) return;
    // Advice only: when it is not taken, the pages are small.
    (void)madvise(begin + skipped, (size - skipped) / large_page * large_page, MADV_HUGEPAGE);
#else
    (void)matrix;
#endif
}

}  // namespace desvio
