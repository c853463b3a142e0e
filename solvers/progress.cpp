#include "solvers/progress.hpp"

#include <cmath>

namespace desvio {

Progress::Progress(FixedPointProblem& problem, FixedPointOptions const& options, Monitor const& monitor,
                   Summary& summary)
    : problem_(problem), options_(options), monitor_(monitor), summary_(summary) {}

void Progress::begin(std::string_view method, int sub_step) {
    method_ = method;
    sub_step_ = sub_step;
    taken_ = 0;
    since_best_ = 0;
    best_residual_ = -1.0;
    summary_.method = method;
}

double Progress::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

Verdict Progress::evaluate(Vector const& x, Vector& f) {
    problem_.residual(x, f);
    ++taken_;
    ++summary_.evaluations;
    // max_k |f_k| scale_k; NaN must not slip through a maximum, so finiteness is asked of the sum.
    residual_ = (f.array().abs() * problem_.scale().array()).maxCoeff();
    bool const is_finite = std::isfinite(f.sum());
    if (!is_finite) residual_ = std::numeric_limits<double>::infinity();
    summary_.history.push_back({summary_.evaluations, residual_, seconds(), method_, sub_step_, options_.tolerance});
    ++since_best_;
    if (is_finite && (best_residual_ < 0.0 || residual_ < best_residual_)) {
        best_residual_ = residual_;
        best_ = x;
        since_best_ = 0;
    }
    if (monitor_ && !monitor_(summary_.history.back())) return Verdict::stopped;
    if (!is_finite) return Verdict::not_finite;
    if (residual_ <= options_.tolerance) return Verdict::converged;
    return taken_ >= options_.max_iterations ? Verdict::out_of_iterations : Verdict::go_on;
}

void Progress::conclude(Vector const& f) {
    Index worst = 0;
    summary_.final_residual = (f.array().abs() * problem_.scale().array()).maxCoeff(&worst);
    summary_.worst_component = problem_.component_name(worst);
    summary_.seconds = seconds();
}

}  // namespace desvio
