#include "solvers/leontief_krylov.hpp"

#include "solvers/threads.hpp"

#include <Eigen/Jacobi>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

/// A residual can be made smaller by about this before rounding in the recurrences shows.
template <typename Scalar>
constexpr double attainable() {
    return 32.0 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
}

template <typename Scalar>
using Row = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;

/// sum_i a[i,c] b[i,c] for columns begin, begin + 1, ... Rows are added up in short runs first: one long sum in single
/// precision would lose the orthogonality of a basis.
template <typename Scalar>
void add_dots(Columns<Scalar> const& a, Columns<Scalar> const& b, Span span, Row<Scalar>& sums) {
    constexpr Index run = 128;
    sums.setZero(span.size);
    if (a.cols() == 1) {
        sums(0) = as_vector(a).dot(as_vector(b));
        return;
    }
    Row<Scalar> part(span.size);
    Row<double> total = Row<double>::Zero(span.size);
    for (Index begin = 0; begin < a.rows(); begin += run) {
        part.setZero();
        for (Index i = begin; i < std::min(begin + run, a.rows()); ++i)
            part += a.row(i).segment(span.begin, span.size).cwiseProduct(b.row(i).segment(span.begin, span.size));
        total += part.template cast<double>();
    }
    sums = total.template cast<Scalar>();
}

template <typename Scalar>
Row<Scalar> dots(Columns<Scalar> const& a, Columns<Scalar> const& b) {
    Row<Scalar> sums;
    add_dots(a, b, Span{0, a.cols()}, sums);
    return sums;
}

/// a / b, and 0 where b is 0: a column that has come to its end stays where it is.
template <typename Scalar>
Row<Scalar> quotients(Row<Scalar> const& a, Row<Scalar> const& b) {
    Row<Scalar> q = Row<Scalar>::Zero(a.size());
    for (Index c = 0; c < a.size(); ++c)
        if (b(c) != Scalar(0)) q(c) = a(c) / b(c);
    return q;
}

}  // namespace

/// The least-squares problem of one column of GMRES, brought to triangular form by rotations as it grows.
struct GmresProblem {
    Matrix triangle = Matrix::Zero(gmres_basis + 1, gmres_basis);
    Vector rhs = Vector::Zero(gmres_basis + 1);
    std::vector<Eigen::JacobiRotation<double>> rotations;

    /// Takes in column k, whose k + 2 entries stand in the triangle.   \returns the norm of the residual
    double append(Index k) {
        for (Index q = 0; q < k; ++q)
            triangle.col(k).applyOnTheLeft(q, q + 1, rotations[static_cast<std::size_t>(q)].adjoint());
        rotations.emplace_back();
        rotations.back().makeGivens(triangle(k, k), triangle(k + 1, k));
        triangle.col(k).applyOnTheLeft(k, k + 1, rotations.back().adjoint());
        rhs.applyOnTheLeft(k, k + 1, rotations.back().adjoint());
        return std::abs(rhs(k + 1));
    }
    /// Weights of the basis in the residual after k + 1 steps.
    [[nodiscard]] Vector residual_weights(Index k) const {
        Vector weights = Vector::Zero(k + 2);
        weights(k + 1) = rhs(k + 1);
        for (Index q = k; q >= 0; --q) weights.applyOnTheLeft(q, q + 1, rotations[static_cast<std::size_t>(q)]);
        return weights;
    }
    /// Weights of the basis in the solution; a direction that was not reached gets none.
    [[nodiscard]] Vector solution_weights(Index used) const {
        Vector weights = rhs.head(used);
        for (Index q = used - 1; q >= 0; --q) {
            weights(q) = triangle(q, q) != 0.0 ? weights(q) / triangle(q, q) : 0.0;
            weights.head(q) -= weights(q) * triangle.col(q).head(q);
        }
        return weights;
    }
};

namespace {

/// Takes the directions of the basis out of w, column by column; the products go into the columns' triangles.
/// \returns what is left of the columns of w, as lengths
template <typename Scalar>
Row<Scalar> orthogonalise(std::vector<Columns<Scalar>> const& basis, Columns<Scalar>& w,
                          std::vector<GmresProblem>& small, int n_threads) {
    Index const k = static_cast<Index>(basis.size()) - 1;
    Row<Scalar> lengths(w.cols());
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(w.cols(), thread, n_threads);
        if (mine.size == 0) return;
        Row<Scalar> sums;
        for (Index q = 0; q <= k; ++q) {
            auto const& v = basis[static_cast<std::size_t>(q)];
            add_dots(v, w, mine, sums);
            for (Index p = 0; p < mine.size; ++p)
                small[static_cast<std::size_t>(mine.begin + p)].triangle(q, k) = static_cast<double>(sums(p));
            if (w.cols() == 1)
                as_vector(w) -= sums(0) * as_vector(v);
            else
                for (Index i = 0; i < w.rows(); ++i)
                    w.row(i).segment(mine.begin, mine.size) -=
                        v.row(i).segment(mine.begin, mine.size).cwiseProduct(sums);
        }
        add_dots(w, w, mine, sums);
        lengths.segment(mine.begin, mine.size) = sums.cwiseSqrt();
    });
    return lengths;
}

/// sum_q basis[q] weights.row(q), the weights one column a column of the basis
template <typename Scalar>
Columns<Scalar> combine(std::vector<Columns<Scalar>> const& basis, Matrix const& weights) {
    Columns<Scalar> sum = Columns<Scalar>::Zero(basis.front().rows(), basis.front().cols());
    for (Index q = 0; q < weights.rows(); ++q)
        sum += basis[static_cast<std::size_t>(q)] * weights.row(q).template cast<Scalar>().asDiagonal();
    return sum;
}

}  // namespace

/// One chunk of columns, scaled so that the largest entry of each is 1.
template <typename Scalar>
struct KrylovCorrector<Scalar>::Task {
    Columns<Scalar> r;
    Vector goal;  ///< on max |residual| of every column, in the scale of r
    bool is_transposed = false;
    double tolerance = 0.0;  ///< what the monitor is told when every goal is just met
    int most_iterations = 1;
};

template <typename Scalar>
void KrylovCorrector<Scalar>::correct(Columns<double> const& r, bool is_transposed, Goal const& goal,
                                      Columns<double>& c, Tally& tally) {
    c = Columns<double>::Zero(r.rows(), r.cols());
    if (r.rows() == 0) return;
    Vector const scale = r.cwiseAbs().colwise().maxCoeff().transpose();
    for (Index begin = 0; begin < r.cols() && !tally.is_stopped(); begin += columns_together) {
        Index const size = std::min(columns_together, r.cols() - begin);
        Task task;
        Vector const inverse_scale =
            (scale.segment(begin, size).array() > 0.0).select(scale.segment(begin, size).array().inverse(), 0.0);
        task.r = (r.middleCols(begin, size) * inverse_scale.asDiagonal()).template cast<Scalar>();
        task.goal = goal.residual.segment(begin, size).cwiseProduct(inverse_scale).cwiseMax(attainable<Scalar>());
        task.is_transposed = is_transposed;
        task.tolerance = goal.tolerance;
        task.most_iterations = goal.iterations_left;
        Columns<Scalar> part = Columns<Scalar>::Zero(r.rows(), size);
        if (method_ == LeontiefMethod::bicgstab)
            run_bicgstab(task, part, tally);
        else if (method_ == LeontiefMethod::neumann)
            run_series(task, part, tally);
        else
            run_gmres(task, part, tally);
        c.middleCols(begin, size) = part.template cast<double>() * scale.segment(begin, size).asDiagonal();
    }
}

template <typename Scalar>
void KrylovCorrector<Scalar>::apply(Columns<Scalar> const& v, bool is_transposed, Columns<Scalar>& z,
                                    Columns<Scalar>& w, Tally& tally) const {
    inverse_.apply(v, is_transposed, z);
    product_.multiply(z, is_transposed, w);
    tally.count_product();
    w = z - w;
}

template <typename Scalar>
void KrylovCorrector<Scalar>::run_gmres(Task const& task, Columns<Scalar>& c, Tally& tally) const {
    Index const n = task.r.rows(), m = task.r.cols();
    Row<Scalar> const norms = dots(task.r, task.r).cwiseSqrt();
    std::vector<GmresProblem> small(static_cast<std::size_t>(m));
    for (Index k = 0; k < m; ++k) small[static_cast<std::size_t>(k)].rhs(0) = static_cast<double>(norms(k));
    std::vector<Columns<Scalar>> basis;
    basis.emplace_back(task.r * quotients<Scalar>(Row<Scalar>::Ones(m), norms).asDiagonal());
    Columns<Scalar> z, w;
    int const n_threads = m > 1 && n * m > 50'000 ? n_threads_ : 1;
    Index used = 0;
    bool is_done = false;
    while (!is_done && used < std::min(gmres_basis, task.most_iterations)) {
        Index const k = used++;
        apply(basis.back(), task.is_transposed, z, w, tally);
        tally.count_iteration();
        Row<Scalar> const lengths = orthogonalise(basis, w, small, n_threads);
        Vector norm(m);
        double worst = 0.0;
        bool is_near = true;
        for (Index p = 0; p < m; ++p) {
            auto& problem = small[static_cast<std::size_t>(p)];
            problem.triangle(k + 1, k) = static_cast<double>(lengths(p));
            norm(p) = problem.append(k);
            worst = std::max(worst, norm(p) / task.goal(p));
            is_near = is_near && norm(p) <= task.goal(p) * std::sqrt(static_cast<double>(n));
        }
        basis.emplace_back(w * quotients<Scalar>(Row<Scalar>::Ones(m), lengths).asDiagonal());
        // The norm is at most sqrt(n) times the largest entry: only then is it worth forming the residual itself.
        if (is_near) {
            Matrix weights(k + 2, m);
            for (Index p = 0; p < m; ++p) weights.col(p) = small[static_cast<std::size_t>(p)].residual_weights(k);
            Vector const largest =
                combine(basis, weights).cwiseAbs().colwise().maxCoeff().transpose().template cast<double>();
            is_done = (largest.array() <= 0.9 * task.goal.array()).all();
            worst = largest.cwiseQuotient(task.goal).maxCoeff();
        }
        if (!tally.go_on(worst * task.tolerance)) break;
    }
    Matrix weights(used, m);
    for (Index p = 0; p < m; ++p) weights.col(p) = small[static_cast<std::size_t>(p)].solution_weights(used);
    c += combine(basis, weights);
    inverse_.apply(c, task.is_transposed, z);
    c.swap(z);
}

template <typename Scalar>
void KrylovCorrector<Scalar>::run_bicgstab(Task const& task, Columns<Scalar>& c, Tally& tally) const {
    Index const n = task.r.rows(), m = task.r.cols();
    Columns<Scalar> r = task.r, p = Columns<Scalar>::Zero(n, m), v = p, p_hat, s_hat, t;
    Row<Scalar> rho = Row<Scalar>::Ones(m), alpha = rho, omega = rho;
    for (int step = 0; step < task.most_iterations; ++step) {
        Row<Scalar> const next_rho = dots(task.r, r);
        Row<Scalar> const beta = quotients(next_rho, rho).cwiseProduct(quotients(alpha, omega));
        p = (r + (p - v * omega.asDiagonal()) * beta.asDiagonal()).eval();
        apply(p, task.is_transposed, p_hat, v, tally);
        rho = next_rho;
        alpha = quotients(rho, dots(task.r, v));
        r -= v * alpha.asDiagonal();
        apply(r, task.is_transposed, s_hat, t, tally);
        omega = quotients(dots(t, r), dots(t, t));
        c += p_hat * alpha.asDiagonal() + s_hat * omega.asDiagonal();
        r -= t * omega.asDiagonal();
        tally.count_iteration();
        Vector const largest = r.cwiseAbs().colwise().maxCoeff().transpose().template cast<double>();
        double const worst = largest.cwiseQuotient(task.goal).maxCoeff();
        if (!tally.go_on(worst * task.tolerance) || worst <= 0.5 || !std::isfinite(worst)) break;
    }
}

template <typename Scalar>
void KrylovCorrector<Scalar>::run_series(Task const& task, Columns<Scalar>& c, Tally& tally) const {
    Columns<Scalar> r = task.r, z, w;
    double const largest_weight = weights_.size() > 0 ? weights_.maxCoeff() : 0.0;
    for (int step = 0; step < task.most_iterations; ++step) {
        // c += (I - D)^-1 r,  r -= (I - A) (I - D)^-1 r
        apply(r, task.is_transposed, z, w, tally);
        c += z;
        r -= w;
        tally.count_iteration();
        double worst = 0.0;
        for (Index k = 0; k < r.cols(); ++k) {
            Vector const left = r.col(k).cwiseAbs().template cast<double>();
            double const reached = left.maxCoeff();
            worst = std::max(worst, reached / task.goal(k));
            if (largest_weight == 0.0) continue;
            // What is left of the series is (I - A)^-1 r: at most z' |r| in sum, or max z max |r| when transposed.
            double const bound = task.is_transposed ? largest_weight * reached : weights_.dot(left);
            double const size = static_cast<double>(c.col(k).cwiseAbs().maxCoeff());
            if (size > 0.0) worst = std::max(worst, bound / (size * task.goal(k)));
        }
        if (!tally.go_on(worst * task.tolerance) || worst <= 0.9 || !std::isfinite(worst)) break;
    }
}

template class KrylovCorrector<double>;
template class KrylovCorrector<float>;

}  // namespace desvio
