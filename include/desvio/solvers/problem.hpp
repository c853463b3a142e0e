#pragma once

#include "desvio/core/tensor.hpp"

#include <string>

namespace desvio {

/// What a solver knows of a model: a map g and its fixed point x = g(x), residual f(x) = g(x) - x.
/// Component k is solved when |f_k(x)| * scale_k <= tolerance.
class FixedPointProblem {
  public:
    virtual ~FixedPointProblem() = default;
    FixedPointProblem() = default;
    FixedPointProblem(FixedPointProblem const&) = delete;
    FixedPointProblem& operator=(FixedPointProblem const&) = delete;

    [[nodiscard]] virtual Index size() const = 0;
    /// f = g(x) - x. x is the argument as the solver holds it; a model that normalises does so inside.
    virtual void residual(Vector const& x, Vector& f) = 0;
    /// Weights that bring every component's residual to one scale, > 0.
    [[nodiscard]] virtual Vector const& scale() const = 0;
    /// A better step than f itself, from the residual f at the x of the last call of residual(): an approximate
    /// solution of (1 - dg/dx) step = f. A problem that knows none copies f. Zero only where f is zero.
    virtual void precondition(Vector const& f, Vector& step) = 0;
    /// out = (dg/dx - 1) v at the x of the last call of residual().
    virtual void jacobian_times(Vector const& v, Vector& out) = 0;
    /// E.g. "unit cost of MET in DEU".
    [[nodiscard]] virtual std::string component_name(Index k) const = 0;
};

/// A family of problems from easy (step = 0, solution known) to the one asked (step = 1), for continuation.
class ContinuationProblem : public FixedPointProblem {
  public:
    /// Sets how much of the shock is applied, 0 < step <= 1.
    virtual void set_step(double step) = 0;
};

}  // namespace desvio
