#include "service/crew.hpp"

#include <utility>

namespace desvio {

Crew::Crew(std::size_t threads, std::size_t most_waiting, std::function<void(int)> serve)
    : serve_(std::move(serve)), most_waiting_(most_waiting) {
    threads_.reserve(threads);
    for (std::size_t k = 0; k < threads; ++k) threads_.emplace_back([this] { work(); });
}

Crew::~Crew() {
    {
        std::lock_guard const lock(mutex_);
        is_ending_ = true;
    }
    arrived_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool Crew::take(int socket) {
    {
        std::lock_guard const lock(mutex_);
        if (waiting_.size() >= most_waiting_) return false;
        waiting_.push_back(socket);
    }
    arrived_.notify_one();
    return true;
}

void Crew::work() {
    while (true) {
        int socket = -1;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] { return !waiting_.empty() || is_ending_; });
            if (waiting_.empty()) return;
            socket = waiting_.front();
            waiting_.pop_front();
        }
        serve_(socket);
    }
}

}  // namespace desvio
