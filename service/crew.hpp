#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace desvio {

/// Threads that serve connections, and a queue of those that wait for one. Destroyed, it finishes what it has.
class Crew {
  public:
    /// \param serve  given a socket that is its own to close; must not throw
    Crew(std::size_t threads, std::size_t most_waiting, std::function<void(int)> serve);
    ~Crew();
    Crew(Crew const&) = delete;
    Crew& operator=(Crew const&) = delete;
    /// False when the queue is full: the socket is still the caller's.
    [[nodiscard]] bool take(int socket);

  private:
    void work();
    std::function<void(int)> serve_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<int> waiting_;
    std::size_t most_waiting_;
    bool is_ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace desvio
