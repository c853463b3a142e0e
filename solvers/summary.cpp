#include "desvio/solvers/summary.hpp"

namespace desvio {

std::string to_string(Status status) {
    switch (status) {
        case Status::not_run:
            return "not run";
        case Status::converged:
            return "converged";
        case Status::max_iterations:
            return "iteration limit reached";
        case Status::stalled:
            return "stalled";
        case Status::diverged:
            return "diverged";
        case Status::stopped:
            return "stopped";
    }
    return "unknown";
}

}  // namespace desvio
