#include "io/large_pages.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace desvio {

void prefer_large_pages(RowMatrix& matrix) {
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
