#pragma once

#include "desvio/core/tensor.hpp"

#include <functional>

namespace desvio {

/// The threads a solver works on: those asked for, or as many as there are processors when 0 are.
int count_threads(int asked);

/// Calls work(0) ... work(n_threads - 1) at once, the first on the caller's own thread, and waits for all of them.
/// Whatever one of them throws is thrown again here, after all have ended.
void run_on_threads(int n_threads, std::function<void(int)> const& work);

/// A run of consecutive rows or columns.
struct Span {
    Index begin = 0;
    Index size = 0;
};

/// The share of one thread when `total` is dealt out evenly, in multiples of `grain` (the last one takes what is left).
Span share_of(Index total, int thread, int n_threads, Index grain = 1);

}  // namespace desvio
