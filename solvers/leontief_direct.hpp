#pragma once

#include "solvers/leontief_correct.hpp"
#include "solvers/leontief_lu.hpp"

#include <Eigen/SparseLU>

namespace desvio {

/// What factors a matrix; afterwards a corrector that takes one solve. Corrections are as good as the factors.
class Factors : public Corrector {
  public:
    /// \returns converged, stopped or diverged (a pivot of 0)
    virtual Status factorise(Tally& tally) = 0;
};

/// LU of (I - A)' column by column, which is I - A row by row: the memory of A becomes the factors.
class InPlaceFactors : public Factors {
  public:
    InPlaceFactors(RowMatrix& coefficients, int n_threads);
    Status factorise(Tally& tally) override;
    void correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                 Tally& tally) override;

  private:
    RowMatrix& coefficients_;
    BlockedLu<double> lu_;
};

/// The same in single precision, in memory of its own.
class FloatFactors : public Factors {
  public:
    FloatFactors(RowMatrix const& coefficients, int n_threads);
    Status factorise(Tally& tally) override;
    void correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                 Tally& tally) override;

  private:
    RowMatrix const& coefficients_;
    int n_threads_;
    Eigen::MatrixXf factors_;
    BlockedLu<float> lu_;
};

/// LU of the non-zeros of I - A.   \source Demmel et al. (1999), as in Eigen::SparseLU
class SparseFactors : public Factors {
  public:
    explicit SparseFactors(RowMatrix const& coefficients);
    Status factorise(Tally& tally) override;
    void correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                 Tally& tally) override;

  private:
    Eigen::SparseMatrix<double> system_;
    Eigen::SparseLU<Eigen::SparseMatrix<double>, Eigen::COLAMDOrdering<int>> lu_;
};

/// LAPACK's LU in the memory of A. Null where the program was configured without DESVIO_BLAS.
std::unique_ptr<Factors> make_blas_factors(RowMatrix& coefficients);

/// A := I - A, on threads.
void subtract_from_identity(RowMatrix& coefficients, int n_threads);

}  // namespace desvio
