#include "solvers/gmres.hpp"

#include <Eigen/Jacobi>
#include <Eigen/LU>

#include <vector>

namespace desvio {

Vector solve_gmres(std::function<void(Vector const&, Vector&)> const& times, Vector const& b, int dimension,
                   double relative) {
    double const norm = b.norm();
    Vector solution = Vector::Zero(b.size());
    if (norm == 0.0) return solution;
    Matrix basis(b.size(), dimension + 1);
    Matrix triangle = Matrix::Zero(dimension + 1, dimension);
    Vector rhs = Vector::Zero(dimension + 1);
    std::vector<Eigen::JacobiRotation<double>> rotations(static_cast<std::size_t>(dimension));
    basis.col(0) = b / norm;
    rhs(0) = norm;
    Vector product(b.size());
    Index used = 0;
    while (used < dimension) {
        Index const k = used;
        times(basis.col(k), product);
        for (Index q = 0; q <= k; ++q) {
            triangle(q, k) = basis.col(q).dot(product);
            product -= triangle(q, k) * basis.col(q);
        }
        double const length = product.norm();
        triangle(k + 1, k) = length;
        for (Index q = 0; q < k; ++q)
            triangle.col(k).applyOnTheLeft(q, q + 1, rotations[static_cast<std::size_t>(q)].adjoint());
        auto& rotation = rotations[static_cast<std::size_t>(k)];
        rotation.makeGivens(triangle(k, k), triangle(k + 1, k));
        triangle.col(k).applyOnTheLeft(k, k + 1, rotation.adjoint());
        rhs.applyOnTheLeft(k, k + 1, rotation.adjoint());
        ++used;
        // |rhs_{k+1}| is the residual of the least-squares problem; length 0: the space holds the solution.
        if (std::abs(rhs(k + 1)) <= relative * norm || length == 0.0) break;
        basis.col(k + 1) = product / length;
    }
    Vector const weights = triangle.topLeftCorner(used, used).triangularView<Eigen::Upper>().solve(rhs.head(used));
    solution.noalias() = basis.leftCols(used) * weights;
    return solution;
}

}  // namespace desvio
