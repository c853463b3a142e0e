#pragma once

#include "solvers/leontief_blocks.hpp"
#include "solvers/leontief_correct.hpp"

namespace desvio {

/// GMRES, BiCGSTAB or the power series for (I - A) C = R in the precision `Scalar`, all columns of R at once: each has
/// a Krylov space of its own, but the products with A are one product with a matrix. The inverse blocks precondition
/// from the right, so that residuals are those of the system itself.
///
/// \source Saad and Schultz (1986); van der Vorst (1992); Saad, Iterative Methods for Sparse Linear Systems, ch. 9
template <typename Scalar>
class KrylovCorrector : public Corrector {
  public:
    /// \param weights  z >= (I - |A|')^-1 1, which bounds what is left of a power series; empty when there is none
    KrylovCorrector(CoefficientProduct<Scalar> const& product, BlockInverse<Scalar> const& inverse,
                    LeontiefMethod method, int n_threads, Vector const& weights = {})
        : product_(product), inverse_(inverse), method_(method), n_threads_(n_threads), weights_(weights) {}
    void correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                 Tally& tally) override;

  private:
    struct Task;
    void run_gmres(Task const& task, Columns<Scalar>& c, Tally& tally) const;
    void run_bicgstab(Task const& task, Columns<Scalar>& c, Tally& tally) const;
    void run_series(Task const& task, Columns<Scalar>& c, Tally& tally) const;
    /// w = (I - A) z,  z = (I - D)^-1 v
    void apply(Columns<Scalar> const& v, bool is_transposed, Columns<Scalar>& z, Columns<Scalar>& w,
               Tally& tally) const;

    CoefficientProduct<Scalar> const& product_;
    BlockInverse<Scalar> const& inverse_;
    LeontiefMethod method_;
    int n_threads_;
    Vector weights_;
};

/// Vectors of the basis before GMRES starts anew, and columns that are iterated on together.
inline constexpr int gmres_basis = 60;
inline constexpr Index columns_together = 64;

extern template class KrylovCorrector<double>;
extern template class KrylovCorrector<float>;

}  // namespace desvio
