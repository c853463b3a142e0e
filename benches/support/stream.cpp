#include "benches/support/stream.hpp"

#include <algorithm>
#include <ctime>
#include <limits>

namespace desvio::bench {

double evaluation_bytes(Index n_regions, Index n_sectors) {
    auto const n = static_cast<double>(n_regions);
    auto const j = static_cast<double>(n_sectors);
    return static_cast<double>(sizeof(double)) * (2.0 * n * n * j + 2.0 * n * j * j);
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double streaming_seconds(double bytes) {
    // Eight registers of eight doubles: enough sums in flight that the adder never waits.
    constexpr Index lane = 64;
    using Lane = Eigen::Array<double, lane, 1>;
    Index const n_lanes = std::max<Index>(1, static_cast<Index>(bytes) / (lane * static_cast<Index>(sizeof(double))));
    Vector const block = Vector::Constant(n_lanes * lane, 1.0);
    // A sample long enough for the clock; the first ones also warm the caches.
    constexpr double bytes_a_sample = 4e7;
    constexpr int n_samples = 25;
    int const sweeps = std::max(1, static_cast<int>(bytes_a_sample / bytes));
    double best = std::numeric_limits<double>::infinity();
    double volatile kept = 0.0;  // NOLINT(misc-const-correctness): written so that the sums are not optimised away
    for (int sample = 0; sample < n_samples; ++sample) {
        double const start = cpu_seconds();
        Lane sums = Lane::Zero();
        for (int sweep = 0; sweep < sweeps; ++sweep) {
            for (Index k = 0; k < n_lanes; ++k) sums += Eigen::Map<Lane const>(block.data() + k * lane);
        }
        kept = kept + sums.sum();
        best = std::min(best, (cpu_seconds() - start) / sweeps);
    }
    return best;
}

}  // namespace desvio::bench
