#include "tests/support/leontief_cases.hpp"

#include <random>

namespace desvio::test {

RowMatrix make_home_biased(Index n_regions, Index n_sectors, double radius, double home, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform;
    Index const n = n_regions * n_sectors;
    RowMatrix coefficients(n, n);
    for (Index j = 0; j < n; ++j) {
        double domestic = 0.0, foreign = 0.0;
        for (Index i = 0; i < n; ++i) {
            coefficients(i, j) = uniform(generator);
            (i / n_sectors == j / n_sectors ? domestic : foreign) += coefficients(i, j);
        }
        double const sum = j == 0 ? radius : radius * (0.8 + 0.2 * uniform(generator));
        for (Index i = 0; i < n; ++i) {
            bool const is_home = i / n_sectors == j / n_sectors;
            double const share = n_regions == 1 ? 1.0 : is_home ? home : 1.0 - home;
            coefficients(i, j) *= sum * share / (is_home ? domestic : foreign);
        }
    }
    return coefficients;
}

namespace {

RowMatrix make_sparse(Index n, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform;
    std::uniform_int_distribution<Index> row(0, n - 1);
    RowMatrix coefficients = RowMatrix::Zero(n, n);
    for (Index j = 0; j < n; ++j)
        for (int cell = 0; cell < 4; ++cell) coefficients(row(generator), j) += 0.2 * uniform(generator);
    return coefficients;
}

/// Everyone uses one neighbour's good, around a ring: a permutation times 0.9, which breaks no row into blocks.
RowMatrix make_ring(Index n) {
    RowMatrix coefficients = RowMatrix::Zero(n, n);
    for (Index j = 0; j < n; ++j) coefficients((j + 7) % n, j) = 0.9;
    return coefficients;
}

RowMatrix make_signed() {
    RowMatrix coefficients = make_home_biased(4, 9, 0.8, 0.7, 5);
    for (Index k = 0; k < 36; ++k) coefficients(k, (5 * k + 2) % 36) *= -1.0;
    return coefficients;
}

/// All columns add up to 0.999.
RowMatrix make_nearly_singular() {
    RowMatrix coefficients = make_home_biased(5, 8, 1.0, 0.8, 4);
    for (Index j = 0; j < coefficients.cols(); ++j) coefficients.col(j) *= 0.999 / coefficients.col(j).sum();
    return coefficients;
}

}  // namespace

std::vector<LeontiefCase> const& leontief_cases() {
    static std::vector<LeontiefCase> const cases{
        {"home_biased", make_home_biased(7, 30, 0.8, 0.75, 1), 30},
        {"blocks_that_do_not_divide", make_home_biased(3, 11, 0.7, 0.6, 2), 10},
        {"sparse", make_sparse(150, 3), 10},
        {"nearly_singular", make_nearly_singular(), 8, 60'000, 4000.0},
        {"ring", make_ring(40), 0, 2000},
        {"negative_cells", make_signed(), 9},
        {"one_row", RowMatrix::Constant(1, 1, 0.25), 1},
        {"no_rows", RowMatrix(0, 0), 0},
    };
    return cases;
}

Matrix make_right_hand_sides(Index n, Index m, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);
    Matrix values(n, m);
    for (Index k = 0; k < values.size(); ++k) values.data()[k] = uniform(generator);
    return values;
}

}  // namespace desvio::test
