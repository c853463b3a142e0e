#include "desvio/tables/ras.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

Vector of(std::initializer_list<double> values) {
    Vector vector(static_cast<Index>(values.size()));
    std::copy(values.begin(), values.end(), vector.data());
    return vector;
}

// The odds ratio (1 x 4) / (2 x 3) of the prior is kept, which with the margins gives an equation for x = X[0,0].
TEST(Ras, TwoByTwoKeepsTheOddsRatio) {
    RowMatrix prior(2, 2);
    prior << 1, 2, 3, 4;
    RasResult const done = balance_ras(prior, of({6, 4}), of({4, 6}));
    EXPECT_TRUE(done.converged);
    double const x = done.matrix(0, 0);
    EXPECT_NEAR(done.matrix(0, 1), 6.0 - x, 1e-11);
    EXPECT_NEAR(done.matrix(1, 0), 4.0 - x, 1e-11);
    EXPECT_NEAR(done.matrix(1, 1), x, 1e-11) << "6 - (6 - x)";
    // x^2 / ((6 - x)(4 - x)) = 2/3:  x^2 + 20 x - 48 = 0
    EXPECT_NEAR(x, -10.0 + std::sqrt(148.0), 1e-11);
}

TEST(Ras, MatchingMarginsChangeNothing) {
    RowMatrix prior(2, 3);
    prior << 1, 0, 2, 3, 4, 0;
    RasResult const done = balance_ras(prior, of({3, 7}), of({4, 4, 2}));
    EXPECT_EQ(done.iterations, 1);
    EXPECT_EQ(done.matrix, prior);
}

TEST(Ras, ZerosStay) {
    RowMatrix prior(2, 2);
    prior << 0, 1, 1, 1;
    RasResult const done = balance_ras(prior, of({2, 5}), of({4, 3}));
    EXPECT_TRUE(done.converged);
    EXPECT_EQ(done.matrix(0, 0), 0.0);
    EXPECT_NEAR(done.matrix(1, 0), 4.0, 1e-11);
    EXPECT_NEAR(done.matrix(1, 1), 1.0, 1e-11);
}

TEST(Ras, TellsWhatCannotBeMet) {
    RowMatrix prior(2, 2);
    prior << 1, 0, 0, 1;
    RasResult const zeros = balance_ras(prior, of({1, 2}), of({2, 1}), {.tolerance = 1e-12, .max_iterations = 50});
    EXPECT_FALSE(zeros.converged);
    EXPECT_EQ(zeros.iterations, 50);
    EXPECT_NEAR(zeros.error, 0.5, 1e-12) << "1 of 2 is missed";
    RasResult const sums = balance_ras(RowMatrix::Ones(2, 2), of({1, 1}), of({2, 2}), {.max_iterations = 50});
    EXPECT_FALSE(sums.converged);
}

}  // namespace
}  // namespace desvio
