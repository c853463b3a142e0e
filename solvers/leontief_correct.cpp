#include "solvers/leontief_correct.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {

bool Tally::go_on(double residual) {
    ++evaluations_;
    if (monitor_ && !monitor_({evaluations_, residual, seconds(), method_, 0})) is_stopped_ = true;
    return !is_stopped_;
}

double Tally::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

double largest_ratio(Columns<double> const& r, Columns<double> const& f) {
    double worst = 0.0;
    for (Index c = 0; c < f.cols(); ++c) {
        double const size = f.rows() > 0 ? f.col(c).cwiseAbs().maxCoeff() : 0.0;
        double const left = f.rows() > 0 ? r.col(c).cwiseAbs().maxCoeff() : 0.0;
        // NaN must not slip through a maximum.
        if (!std::isfinite(r.col(c).sum())) return std::numeric_limits<double>::infinity();
        if (size > 0.0) worst = std::max(worst, left / size);
    }
    return worst;
}

Refined refine(CoefficientProduct<double> const& product, Corrector& corrector, Columns<double> const& f,
               bool is_transposed, double tolerance, int max_iterations, Tally& tally) {
    constexpr int most_idle = 3;  // rounds without a residual a third smaller
    Goal goal;
    goal.tolerance = tolerance;
    goal.residual = Vector::Zero(f.cols());
    if (f.rows() > 0) goal.residual = tolerance * f.cwiseAbs().colwise().maxCoeff().transpose();
    Refined best;
    best.solution = Columns<double>::Zero(f.rows(), f.cols());
    best.left_over = f;
    best.residual = largest_ratio(f, f);
    best.status = best.residual <= tolerance ? Status::converged : Status::max_iterations;
    Columns<double> x = best.solution, r = f, c, product_of_x;
    int idle = 0;
    while (best.status == Status::max_iterations && tally.iterations() < max_iterations) {
        goal.iterations_left = max_iterations - tally.iterations();
        corrector.correct(r, is_transposed, goal, c, tally);
        x += c;
        product.multiply(x, is_transposed, product_of_x);
        tally.count_product();
        r = f - x + product_of_x;
        double const residual = largest_ratio(r, f);
        if (!std::isfinite(residual)) {
            best.status = Status::diverged;
            break;
        }
        idle = residual < 0.7 * best.residual ? 0 : idle + 1;
        if (residual < best.residual) {
            best.residual = residual;
            best.left_over = r;
            best.solution = x;
        }
        if (best.residual <= tolerance)
            best.status = Status::converged;
        else if (tally.is_stopped() || !tally.go_on(residual))
            best.status = Status::stopped;
        else if (idle >= most_idle)
            best.status = Status::stalled;
    }
    return best;
}

}  // namespace desvio
