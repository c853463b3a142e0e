#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// How a solve ended; tells whether the caller's x holds a solution.
enum class Status {
    not_run,         ///< solve() was not called; x untouched
    converged,       ///< the largest scaled residual is within tolerance; x is the solution
    max_iterations,  ///< x holds the best point found, not a solution
    stalled,         ///< no progress by any method; x holds the best point found
    diverged,        ///< a residual was not finite; x holds the last finite point
    stopped,         ///< the monitor asked to stop; x holds the best point found
};
std::string to_string(Status status);

/// One evaluation of the residual, as the monitor and the history see it.
struct Iteration {
    int evaluation = 0;       ///< counts from 1 over the whole solve, restarts included
    double residual = 0.0;    ///< largest scaled residual
    double seconds = 0.0;     ///< since the solve began
    std::string_view method;  ///< "anderson", "damped", "newton-krylov"
    int sub_step = 0;         ///< continuation step the solve is in, 0 when there is none
    double goal = 0.0;        ///< residual at which the solve ends; 0 where it is not known
    int of = 0;               ///< how many there will be, where evaluations are pieces of a known number; else 0
};

/// Called after every evaluation; return false to stop. Solvers never print.
using Monitor = std::function<bool(Iteration const&)>;

/// What happened; pessimistic until something does.
struct Summary {
    Status status = Status::not_run;
    std::string message = "solve() was not called";
    std::string method;            ///< the method that ended the solve
    int evaluations = 0;           ///< of the residual, all methods together
    double final_residual = -1.0;  ///< largest scaled residual at x
    std::string worst_component;   ///< its name, from FixedPointProblem::component_name
    double seconds = -1.0;
    int sub_steps = 0;  ///< continuation steps taken; 0 = solved directly
    std::vector<Iteration> history;
    [[nodiscard]] bool is_converged() const noexcept { return status == Status::converged; }
};

}  // namespace desvio
