#include "desvio/engine/machine_probe.hpp"

#include "desvio/core/tensor.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <memory>
#include <thread>

namespace desvio {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int n_samples = 7;  // the first ones also warm up caches, pages and clocks
constexpr int n_rough_samples = 1;
constexpr double most_seconds = 3.0;  // of all samples: a program built to be checked is a hundred times slower

/// Best wall seconds of several samples in which every thread does its work once, all beginning together.
/// \param prepare  (thread) -> the thread's own work, made on that thread so that its memory is near
template <typename Prepare>
double best_seconds(int threads, int samples, std::function<bool()> const& go_on, Prepare const& prepare) {
    double best = -1.0, spent = 0.0;
    Clock::time_point begin;
    std::atomic<bool> is_going{true};
    int passed = 0;
    // Runs on one thread when all have come: between two of them lies one sample.
    auto const on_all_here = [&]() noexcept {
        auto const now = Clock::now();
        std::chrono::duration<double> const seconds = now - begin;
        if (passed > 0) {
            best = best < 0.0 ? seconds.count() : std::min(best, seconds.count());
            spent += seconds.count();
        }
        if (++passed > samples || spent > most_seconds || !go_on()) is_going = false;
        begin = Clock::now();
    };
    std::barrier all_here(threads, on_all_here);
    {
        std::vector<std::jthread> workers;
        workers.reserve(static_cast<std::size_t>(threads));
        for (int t = 0; t < threads; ++t)
            workers.emplace_back([&, t] {
                auto work = prepare(t);
                for (;;) {
                    all_here.arrive_and_wait();
                    if (!is_going) return;
                    work();
                }
            });
    }
    return best;
}

template <typename Scalar>
double gemm_rate(int threads, Index size, int samples, std::function<bool()> const& go_on) {
    using Square = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    double const best = best_seconds(threads, samples, go_on, [size](int) {
        auto a = std::make_shared<Square>(Square::Constant(size, size, Scalar(0.5)));
        auto b = std::make_shared<Square>(Square::Constant(size, size, Scalar(0.25)));
        auto c = std::make_shared<Square>(Square::Zero(size, size));
        return [a, b, c] { c->noalias() += *a * *b; };
    });
    double const flops = 2.0 * static_cast<double>(size) * static_cast<double>(size) * static_cast<double>(size);
    return best > 0.0 ? flops * threads / best : 0.0;
}

/// With matrices of 1024 rows, or fewer where those would take too long.
template <typename Scalar>
double measure_gemm(int threads, std::function<bool()> const& go_on) {
    constexpr Index smallest = 128, largest = 1024;
    constexpr double long_enough = 0.02;  // seconds of a sample
    Index size = smallest;
    for (; size < largest; size *= 2) {
        double const rate = gemm_rate<Scalar>(threads, size, n_rough_samples, go_on);
        auto const rows = static_cast<double>(size);
        if (!(rate > 0.0) || 2.0 * rows * rows * rows * threads > long_enough * rate) break;
    }
    return gemm_rate<Scalar>(threads, size, n_samples, go_on);
}

double stream_rate(int threads, double bytes, int samples, std::function<bool()> const& go_on) {
    // Eight registers of eight doubles: enough sums in flight that the adder never waits.
    constexpr Index lane = 64;
    using Lane = Eigen::Array<double, lane, 1>;
    auto const n_lanes = std::max<Index>(
        1, static_cast<Index>(bytes / (static_cast<double>(lane) * sizeof(double) * static_cast<double>(threads))));
    std::atomic<double> kept{0.0};  // so that the sums are not optimised away
    double const best = best_seconds(threads, samples, go_on, [&kept, n_lanes](int) {
        auto part = std::make_shared<Vector>(Vector::Constant(n_lanes * lane, 1.0));
        return [part, n_lanes, &kept] {
            Lane sums = Lane::Zero();
            for (Index k = 0; k < n_lanes; ++k) sums += Eigen::Map<Lane const>(part->data() + k * lane);
            kept = sums.sum();
        };
    });
    double const read = static_cast<double>(n_lanes * lane) * sizeof(double) * threads;
    return best > 0.0 ? read / best : 0.0;
}

}  // namespace

std::vector<MachineProbe> probe_machine(std::vector<int> const& threads, double cache_bytes, double memory_free,
                                        std::function<bool()> const& go_on) {
    constexpr double least = 256e6;  // bytes, where the caches are small or not known
    double bytes = std::max(least, 2.0 * cache_bytes);
    if (memory_free > 0.0) bytes = std::min(bytes, 0.25 * memory_free);
    std::vector<MachineProbe> probes;
    for (int const count : threads) {
        if (!go_on()) break;
        MachineProbe probe;
        probe.threads = count;
        probe.gemm = measure_gemm<double>(count, go_on);
        probe.gemm_float = measure_gemm<float>(count, go_on);
        // A small block first: a pass over the large one shall not take longer than this.
        constexpr double small_block = 16e6, longest_pass = 0.5;  // bytes, seconds
        double const rough = stream_rate(count, small_block, n_rough_samples, go_on);
        probe.stream_bytes = std::min(bytes, std::max(small_block, longest_pass * rough));
        probe.stream = stream_rate(count, probe.stream_bytes, n_samples, go_on);
        probes.push_back(probe);
    }
    return probes;
}

}  // namespace desvio
