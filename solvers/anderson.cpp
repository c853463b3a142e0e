#include "solvers/progress.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

// A step of more than e^2 in any component is an extrapolation gone wrong, not a solution of a trade model in logs.
constexpr double largest_step = 2.0;
// Relative ridge on the Gram matrix: keeps the factorisation defined when differences become collinear near the end.
constexpr double ridge = 1e-14;
// Evaluations without a new best point after which the method gives up.
constexpr int patience = 60;

/// The last m differences of steps and of map values, and the Gram matrix of the former.
class History {
  public:
    History(Index size, Index depth)
        : step_differences_(size, depth),
          value_differences_(size, depth),
          gram_(Matrix::Zero(depth, depth)),
          projection_(Vector::Zero(depth)) {}

    void clear() noexcept { count_ = 0; }

    /// Adds p - p_old and g - g_old; drops the oldest pair when full.
    void add(Vector const& p, Vector const& p_old, Vector const& g, Vector const& g_old) {
        Index const column = count_ % step_differences_.cols();
        step_differences_.col(column) = p - p_old;
        value_differences_.col(column) = g - g_old;
        ++count_;
        Index const used = n_used();
        // G[a,c] = dP_a . dP_c
        gram_.col(column).head(used).noalias() =
            step_differences_.leftCols(used).transpose() * step_differences_.col(column);
        gram_.row(column).head(used) = gram_.col(column).head(used).transpose();
    }

    /// x = g - dG argmin_a |p - dP a|
    void extrapolate(Vector const& p, Vector const& g, Vector& x) {
        Index const used = n_used();
        x = g;
        if (used == 0) return;
        Matrix gram = gram_.topLeftCorner(used, used);
        gram.diagonal() *= 1.0 + ridge;
        projection_.head(used).noalias() = step_differences_.leftCols(used).transpose() * p;
        Vector const weights = gram.ldlt().solve(projection_.head(used));
        if (weights.allFinite()) x.noalias() -= value_differences_.leftCols(used) * weights;
    }

  private:
    [[nodiscard]] Index n_used() const noexcept { return std::min<Index>(count_, step_differences_.cols()); }
    Matrix step_differences_, value_differences_, gram_;
    Vector projection_;
    Index count_ = 0;
};

}  // namespace

/// With p = precondition(f), g = x + p:  x_{k+1} = g_k - dG_k argmin_a |p_k - dP_k a|_2 over the last m differences
/// [Walker and Ni 2011, eq. 2.2]. A runaway step is shortened to a damped one and the memory dropped.
Verdict run_anderson(Progress& progress, Vector& x, Vector& f) {
    progress.begin("anderson");
    History history(x.size(), progress.options().anderson_depth);
    Vector step(x.size()), g(x.size()), step_old, g_old, next;
    bool has_old = false;
    for (;;) {
        Verdict const verdict = progress.evaluate(x, f);
        if (verdict != Verdict::go_on) return verdict;
        if (progress.idle() > patience) return Verdict::out_of_iterations;
        progress.problem().precondition(f, step);
        g = x + step;
        if (has_old) history.add(step, step_old, g, g_old);
        history.extrapolate(step, g, next);
        step_old.swap(step);
        g_old.swap(g);
        step.resize(x.size());
        g.resize(x.size());
        has_old = true;
        if ((next - x).lpNorm<Eigen::Infinity>() > largest_step) {
            history.clear();
            has_old = false;
            next = x + progress.options().damping * f;
        }
        x.swap(next);
    }
}

}  // namespace desvio
