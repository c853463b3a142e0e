#pragma once

#include "desvio/core/tensor.hpp"

namespace desvio::bench {

/// Bytes one evaluation of the equilibrium reads where nothing is known of its duties: 8 (2 N^2 J + 2 N J^2), the
/// shares with and without duty and the input shares once for costs and once for orders.
double evaluation_bytes(Index n_regions, Index n_sectors);

/// CPU seconds to read `bytes` once, summing doubles, when the same block is read over and over on one thread: the
/// least time in which any code can stream a working set of that size. The minimum of many sweeps, measured now.
double streaming_seconds(double bytes);

/// CPU seconds this process has used. Other processes on the machine slow the wall clock, not this.
double cpu_seconds();

}  // namespace desvio::bench
