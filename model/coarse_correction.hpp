#pragma once

#include "desvio/core/tensor.hpp"

#include <Eigen/LU>

namespace desvio {

/// The slow modes of the equilibrium map are "all prices of a region move together", "all its spending", "its wage".
/// This solves for these 3N numbers with the linearised model summed over sectors and leaves the rest to the fixed
/// point: a two-level correction of the residual. It changes the path of a solve, never its end.
///
/// With a region's unit-cost change c = (1 - b) u + b w (b: value added over output), flows m[j,n,i] at basic prices,
/// dY = M v + S c and duties dR = Rv v + K c, the residuals (r_u, r_v, r_w) are undone by (u, v, w) with
///   u - C c                                 = r_u
///   v - ((1 - b) dY + dR + w V) / sum_j X   = r_v
///   w - b dY / (w V)                        = r_w
class CoarseCorrection {
  public:
    /// What the linearised model is summed from: one sector's matrices at a time.
    struct Sums {
        RowMatrix cost_weight;     ///< C[n,i] = sum_j h[j,n] pi'[j,n,i], h: shares in the region's input bill
        RowMatrix flow;            ///< M'[n,i] = sum_j m[j,n,i]
        RowMatrix elastic_flow;    ///< sum_j theta[j] m[j,n,i]
        RowMatrix duty_response;   ///< K[n,i] = sum_j theta[j] (R[j,n] pi'[j,n,i] - t' m[j,n,i])
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
