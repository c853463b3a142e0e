#include "solvers/threads.hpp"

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace desvio {

int count_threads(int asked) {
    if (asked > 0) return asked;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void run_on_threads(int n_threads, std::function<void(int)> const& work) {
    if (n_threads <= 1) return work(0);
    std::vector<std::exception_ptr> failures(static_cast<std::size_t>(n_threads));
    auto const guarded = [&](int thread) {
        try {
            work(thread);
        } catch (...) {
            failures[static_cast<std::size_t>(thread)] = std::current_exception();
        }
    };
    std::vector<std::thread> others;
    others.reserve(static_cast<std::size_t>(n_threads) - 1);
    for (int thread = 1; thread < n_threads; ++thread) others.emplace_back(guarded, thread);
    guarded(0);
    for (std::thread& other : others) other.join();
    for (std::exception_ptr const& failure : failures)
        if (failure) std::rethrow_exception(failure);
}

Span share_of(Index total, int thread, int n_threads, Index grain) {
    Index const n_grains = (total + grain - 1) / grain;
    Index const first = n_grains * thread / n_threads, last = n_grains * (thread + 1) / n_threads;
    Index const begin = std::min(total, first * grain);
    return {begin, std::min(total, last * grain) - begin};
}

}  // namespace desvio
