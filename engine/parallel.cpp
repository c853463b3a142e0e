#include "engine/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace desvio {

bool work_in_parallel(std::size_t count, int threads, Monitor const& monitor, std::string_view what,
                      std::function<void(std::size_t)> const& work) {
    auto const begin = std::chrono::steady_clock::now();
    std::atomic<std::size_t> next{0};
    std::atomic<bool> is_stopped{false};
    std::exception_ptr thrown;
    std::mutex guard;
    auto const take_pieces = [&](bool is_caller) {
        for (std::size_t k = next++; k < count && !is_stopped; k = next++) {
            try {
                work(k);
            } catch (...) {
                std::lock_guard const lock(guard);
                if (!thrown) thrown = std::current_exception();
                is_stopped = true;
            }
            if (!is_caller || !monitor) continue;
            std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - begin;
            if (!monitor({static_cast<int>(k + 1), 0.0, seconds.count(), what, 0, 0.0, static_cast<int>(count)}))
                is_stopped = true;
        }
    };
    auto const available = static_cast<std::size_t>(std::max(1U, std::thread::hardware_concurrency()));
    std::size_t const wanted = threads > 0 ? static_cast<std::size_t>(threads) : available;
    {
        std::vector<std::jthread> helpers;
        for (std::size_t t = 1; t < std::min(wanted, count); ++t) helpers.emplace_back([&] { take_pieces(false); });
        take_pieces(true);
    }
    if (thrown) std::rethrow_exception(thrown);
    return !is_stopped;
}

}  // namespace desvio
