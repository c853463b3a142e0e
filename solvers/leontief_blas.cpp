#include "solvers/leontief_direct.hpp"

#ifdef DESVIO_BLAS

// LAPACK's own names, as its Fortran compiler makes them.
extern "C" {
void dgetrf_(int const* m, int const* n, double* a, int const* lda, int* ipiv, int* info);
void dgetrs_(char const* trans, int const* n, int const* nrhs, double const* a, int const* lda, int const* ipiv,
             double* b, int const* ldb, int* info, std::size_t trans_length);
}

namespace desvio {
namespace {

class BlasFactors : public Factors {
  public:
    explicit BlasFactors(RowMatrix& coefficients)
        : coefficients_(coefficients), pivots_(static_cast<std::size_t>(coefficients.rows())) {
        subtract_from_identity(coefficients_, 1);
    }
    Status factorise(Tally& tally) override {
        if (!tally.go_on(-1.0)) return Status::stopped;
        int const n = static_cast<int>(coefficients_.rows());
        int info = 0;
        if (n > 0) dgetrf_(&n, &n, coefficients_.data(), &n, pivots_.data(), &info);
        return info == 0 ? Status::converged : Status::diverged;
    }
    void correct(Columns<double> const& r, bool is_transposed, Goal const&, Columns<double>& c, Tally& tally) override {
        tally.count_iteration();
        Matrix x = r;
        int const n = static_cast<int>(x.rows()), m = static_cast<int>(x.cols());
        int info = 0;
        // Row by row I - A is its transpose column by column.
        char const transposition = is_transposed ? 'N' : 'T';
        if (x.size() > 0)
            dgetrs_(&transposition, &n, &m, coefficients_.data(), &n, pivots_.data(), x.data(), &n, &info, 1);
        c = x;
    }

  private:
    RowMatrix& coefficients_;
    std::vector<int> pivots_;
};

}  // namespace

std::unique_ptr<Factors> make_blas_factors(RowMatrix& coefficients) {
    return std::make_unique<BlasFactors>(coefficients);
}

}  // namespace desvio

#else

namespace desvio {

std::unique_ptr<Factors> make_blas_factors(RowMatrix&) { return nullptr; }

}  // namespace desvio

#endif
