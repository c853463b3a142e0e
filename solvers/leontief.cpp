#include "desvio/solvers/leontief.hpp"

#include "desvio/core/error.hpp"

#include <Eigen/LU>

namespace desvio {

void LeontiefOptions::validate() const {
    if (!(tolerance > 0.0)) throw InputError({{}, "tolerance must be above 0", {}, {}});
}

class LeontiefSystem::Implementation {
  public:
    Implementation(RowMatrix coefficients, LeontiefOptions const& options)
        : options_(options), coefficients_(std::move(coefficients)) {
        Matrix const system = Matrix::Identity(coefficients_.rows(), coefficients_.rows()) - coefficients_;
        factors_.compute(system);
    }
    Matrix solve(Matrix const& f, bool transposed) {
        Matrix x = f;
        if (transposed) {
            x = factors_.transpose().solve(f);
            report(f, x - coefficients_.transpose() * x);
        } else {
            x = factors_.solve(f);
            report(f, x - coefficients_ * x);
        }
        return x;
    }
    LeontiefSummary summary;

  private:
    void report(Matrix const& f, Matrix const& product) {
        double const size = f.cwiseAbs().maxCoeff();
        summary.residual = size > 0.0 ? (f - product).cwiseAbs().maxCoeff() / size : 0.0;
        summary.status = summary.residual <= options_.tolerance ? Status::converged : Status::stalled;
        summary.method = LeontiefMethod::lu;
        summary.message.clear();
    }
    LeontiefOptions options_;
    RowMatrix coefficients_;
    Eigen::PartialPivLU<Matrix> factors_;
};

LeontiefSystem::LeontiefSystem(RowMatrix coefficients, LeontiefOptions const& options)
    : implementation_(std::make_unique<Implementation>(std::move(coefficients), options)) {}
LeontiefSystem::~LeontiefSystem() = default;
LeontiefSystem::LeontiefSystem(LeontiefSystem&&) noexcept = default;
LeontiefSystem& LeontiefSystem::operator=(LeontiefSystem&&) noexcept = default;

Matrix LeontiefSystem::solve(Matrix const& right_hand_sides) { return implementation_->solve(right_hand_sides, false); }
Matrix LeontiefSystem::solve_transposed(Matrix const& right_hand_sides) {
    return implementation_->solve(right_hand_sides, true);
}
LeontiefSummary const& LeontiefSystem::summary() const { return implementation_->summary; }

}  // namespace desvio
