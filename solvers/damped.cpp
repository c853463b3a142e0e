#include "solvers/progress.hpp"

namespace desvio {

/// x_{k+1} = x_k + damping f_k: slow, and the last thing to diverge.
Verdict run_damped(Progress& progress, Vector& x, Vector& f) {
    progress.begin("damped");
    for (;;) {
        Verdict const verdict = progress.evaluate(x, f);
        if (verdict != Verdict::go_on) return verdict;
        x += progress.options().damping * f;
    }
}

}  // namespace desvio
