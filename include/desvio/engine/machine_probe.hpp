#pragma once

#include <functional>
#include <vector>

namespace desvio {

/// What the machine can do at most, measured now with that many threads.
struct MachineProbe {
    int threads = 1;
    double gemm = 0.0;          ///< flop/s of products of two matrices, double precision, all threads together
    double gemm_float = 0.0;    ///< the same in single precision
    double stream = 0.0;        ///< bytes/s read from memory, each thread its own part
    double stream_bytes = 0.0;  ///< size of what was read
};

/// Measures with each number of threads: the best of several samples, since every disturbance only takes away.
/// \param threads      each at least 1
/// \param cache_bytes  the last-level cache: what is read is twice as large, unless memory forbids it
///                     or a pass would take longer than half a second
/// \param memory_free  bytes: at most a quarter of it is read
/// \param go_on        asked between samples; nothing more is measured when it says no
/// Products are of Eigen's own kernel, as in the solvers, every thread its own matrices of 1024 rows (fewer where a
/// product takes longer than 20 ms); a solver with a
/// better kernel can be above it. Sums of what is read keep the adders busier than the memory can.
/// \tests unit/leontief_bench_test.cpp
std::vector<MachineProbe> probe_machine(std::vector<int> const& threads, double cache_bytes, double memory_free,
                                        std::function<bool()> const& go_on);

}  // namespace desvio
