#include "solvers/leontief_direct.hpp"

#include "solvers/threads.hpp"

namespace desvio {

void subtract_from_identity(RowMatrix& coefficients, int n_threads) {
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(coefficients.rows(), thread, n_threads);
        auto rows = coefficients.middleRows(mine.begin, mine.size);
        rows = -rows;
        for (Index i = mine.begin; i < mine.begin + mine.size; ++i) coefficients(i, i) += 1.0;
    });
}

InPlaceFactors::InPlaceFactors(RowMatrix& coefficients, int n_threads)
    : coefficients_(coefficients), lu_(coefficients.data(), coefficients.rows(), n_threads) {
    subtract_from_identity(coefficients_, n_threads);
}

Status InPlaceFactors::factorise(Tally& tally) {
    if (lu_.factorise([&](double) { return tally.go_on(-1.0); })) return Status::converged;
    return lu_.is_singular() ? Status::diverged : Status::stopped;
}

void InPlaceFactors::correct(Columns<double> const& r, bool is_transposed, Goal const&, Columns<double>& c,
                             Tally& tally) {
    tally.count_iteration();
    Matrix x = r;
    // The factors are those of the transpose.
    lu_.solve_in_place(x, !is_transposed);
    c = x;
}

FloatFactors::FloatFactors(RowMatrix const& coefficients, int n_threads)
    : coefficients_(coefficients), n_threads_(n_threads) {}

Status FloatFactors::factorise(Tally& tally) {
    Index const n = coefficients_.rows();
    factors_.resize(n, n);
    run_on_threads(n_threads_, [&](int thread) {
        Span const mine = share_of(n, thread, n_threads_);
        for (Index i = mine.begin; i < mine.begin + mine.size; ++i) {
            factors_.col(i) = -coefficients_.row(i).cast<float>();
            factors_(i, i) = static_cast<float>(1.0 - coefficients_(i, i));
        }
    });
    lu_ = BlockedLu<float>(factors_.data(), n, n_threads_);
    if (lu_.factorise([&](double) { return tally.go_on(-1.0); })) return Status::converged;
    return lu_.is_singular() ? Status::diverged : Status::stopped;
}

void FloatFactors::correct(Columns<double> const& r, bool is_transposed, Goal const&, Columns<double>& c,
                           Tally& tally) {
    tally.count_iteration();
    // Scaled, so that small residuals do not fall below what single precision can hold.
    Vector const scale = r.cwiseAbs().colwise().maxCoeff().transpose();
    Vector const inverse = (scale.array() > 0.0).select(scale.array().inverse(), 0.0);
    Eigen::MatrixXf x = (r * inverse.asDiagonal()).cast<float>();
    lu_.solve_in_place(x, !is_transposed);
    c = x.cast<double>() * scale.asDiagonal();
}

SparseFactors::SparseFactors(RowMatrix const& coefficients) : system_(coefficients.rows(), coefficients.cols()) {
    Index const n = coefficients.rows();
    std::vector<Eigen::Triplet<double>> cells;
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j)
            if (i == j || coefficients(i, j) != 0.0)
                cells.emplace_back(i, j, (i == j ? 1.0 : 0.0) - coefficients(i, j));
    system_.setFromTriplets(cells.begin(), cells.end());
}

Status SparseFactors::factorise(Tally& tally) {
    if (!tally.go_on(-1.0)) return Status::stopped;
    if (system_.rows() == 0) return Status::converged;
    lu_.compute(system_);
    return lu_.info() == Eigen::Success ? Status::converged : Status::diverged;
}

void SparseFactors::correct(Columns<double> const& r, bool is_transposed, Goal const&, Columns<double>& c,
                            Tally& tally) {
    tally.count_iteration();
    Matrix const f = r;
    Matrix x = f;
    if (f.rows() > 0) {
        if (is_transposed)
            x = lu_.transpose().solve(f);
        else
            x = lu_.solve(f);
    }
    c = x;
}

}  // namespace desvio
