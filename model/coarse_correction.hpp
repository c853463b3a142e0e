#pragma once

#include "desvio/core/tensor.hpp"

#include <Eigen/LU>

namespace desvio {

/// The slow modes of the equilibrium map are "all unit costs of a region move together", "all its spending", "its
/// wage". This solves for these 3N numbers with the linearised model summed over sectors and leaves the rest to the
/// fixed point: a two-level correction of the residual. It changes the path of a solve, never its end.
///
/// With b value added over output, flows m[j,n,i] at basic prices, dY = M v + S u and duties dR = Rv v + K u, the
/// residuals (r_u, r_v, r_w) are undone by (u, v, w) with
///   u - C u - b w                           = r_u
///   v - ((1 - b) dY + dR + w V) / sum_j X   = r_v
///   w - b dY / (w V)                        = r_w
class CoarseCorrection {
  public:
    /// What the linearised model is summed from. Matrices are exporter x importer (rows below N are not read).
    struct Sums {
        Matrix cost_weight;        ///< C: sum_j h[j,n] pi'[j,n,i], h: input bill over output of importer n
        Matrix flow;               ///< M: sum_j m[j,n,i]
        Matrix elastic_flow;       ///< sum_j theta[j] m[j,n,i]
        Matrix duty_response;      ///< K: sum_j theta[j] (R[j,n] pi'[j,n,i] - t' m[j,n,i])
        Vector elastic_output;     ///< sum_j theta[j] Y[j,i]
        Vector revenue;            ///< Rv[n] = sum_j R[j,n]
        Vector spending;           ///< sum_j X[j,n]
        Vector value_added_share;  ///< b[n] = sum_j beta Y / sum_j Y
        Vector wages;              ///< w V
        Vector is_held;            ///< 1 where the wage is given, else 0
    };

    void build(Sums const& sums);
    void clear() noexcept { is_built_ = false; }
    [[nodiscard]] bool is_built() const noexcept { return is_built_; }
    /// (u, v, w) that undo the residuals (r_u, r_v, r_w), 3N numbers.
    [[nodiscard]] Vector solve(Vector const& residuals) const;

  private:
    // Single precision is enough for a direction and halves the work.
    Eigen::PartialPivLU<Eigen::MatrixXf> factors_;
    bool is_built_ = false;
};

}  // namespace desvio
