#include "service/solve_gate.hpp"

namespace desvio {

SolveGate::SolveGate(std::size_t places, std::size_t waiting, double longest_wait)
    : free_(places), most_waiting_(waiting), longest_wait_(longest_wait) {}

SolveGate::Pass SolveGate::enter() {
    std::unique_lock lock(mutex_);
    if (free_ == 0) {
        if (waiting_ >= most_waiting_) return Pass(nullptr);
        ++waiting_;
        bool const is_free = freed_.wait_for(lock, longest_wait_, [&] { return free_ > 0; });
        --waiting_;
        if (!is_free) return Pass(nullptr);
    }
    --free_;
    return Pass(this);
}

void SolveGate::leave() {
    {
        std::lock_guard const lock(mutex_);
        ++free_;
    }
    freed_.notify_one();
}

}  // namespace desvio
