#include "io/large_pages.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace desvio {

void prefer_large_pages(RowMatrix& matrix) {
#ifdef MADV_HUGEPAGE
    constexpr std::uintptr_t large_page = std::uintptr_t{2} << 20U;
    auto const begin = reinterpret_cast<std::uintptr_t>(matrix.data());
    auto const end = begin + static_cast<std::size_t>(matrix.size()) * sizeof(double);
    std::uintptr_t const first = (begin + large_page - 1) / large_page * large_page;
    if (end < first + large_page) return;
    // Advice only: when it is not taken, the pages are small.
    (void)madvise(reinterpret_cast<void*>(first), (end - first) / large_page * large_page, MADV_HUGEPAGE);
#else
    (void)matrix;
#endif
}

}  // namespace desvio
