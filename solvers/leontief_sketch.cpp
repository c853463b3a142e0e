#include "solvers/leontief_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace desvio {

ResidualSketch::ResidualSketch(CoefficientProduct<double> const& product) {
    constexpr unsigned seed = 20'011;
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> normal;
    vectors_.resize(product.size(), n_vectors);
    for (Index i = 0; i < vectors_.size(); ++i) vectors_.data()[i] = normal(generator);
    Columns<double> y;
    product.multiply(vectors_, true, y);
    plain_ = vectors_ - y;
    product.multiply(vectors_, false, y);
    transposed_ = vectors_ - y;
}

double ResidualSketch::estimate(Columns<double> const& x, Columns<double> const& f, bool is_transposed,
                                LeontiefUpdate const& update) const {
    Columns<double> images = is_transposed ? transposed_ : plain_;
    for (std::size_t k = 0; k < update.columns.size(); ++k) {
        auto const change = update.changes.col(static_cast<Index>(k));
        // (I - A - U E')' W = ... - E (U' W),  (I - A - U E') W = ... - U (E' W)
        if (is_transposed)
            images -= change * vectors_.row(update.columns[k]);
        else
            images.row(update.columns[k]) -= change.transpose() * vectors_;
    }
    Matrix const seen = vectors_.transpose() * f - images.transpose() * x;
    double worst = 0.0;
    for (Index c = 0; c < f.cols(); ++c) {
        double const size = f.rows() > 0 ? f.col(c).cwiseAbs().maxCoeff() : 0.0;
        double const norm = std::sqrt(seen.col(c).squaredNorm() / static_cast<double>(n_vectors));
        if (!std::isfinite(norm)) return norm;
        if (size > 0.0) worst = std::max(worst, norm / size);
    }
    return worst;
}

}  // namespace desvio
