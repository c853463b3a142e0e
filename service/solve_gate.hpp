#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

namespace desvio {

/// Lets a few in at a time; some wait, but not for ever; the rest are turned away.
/// \tests unit/solve_gate_test.cpp
class SolveGate {
  public:
    SolveGate(std::size_t places, std::size_t waiting, double longest_wait);
    /// Holds a place until it is destroyed.
    class Pass {
      public:
        explicit Pass(SolveGate* gate) : gate_(gate) {}

      private:
        struct Leave {
            void operator()(SolveGate* gate) const { gate->leave(); }
        };
        std::unique_ptr<SolveGate, Leave> gate_;

      public:
        explicit operator bool() const noexcept { return gate_ != nullptr; }
    };
    /// A pass that is empty for who has to come again later.
    [[nodiscard]] Pass enter();

  private:
    void leave();
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t free_, waiting_ = 0, most_waiting_;
    std::chrono::duration<double> longest_wait_;
};

}  // namespace desvio
