#pragma once

#include "solvers/leontief_correct.hpp"

#include <Eigen/LU>

namespace desvio {

/// Corrections for A with some columns changed, from corrections for A:
///
///   plain       c = c0 + W (1 - E' W)^-1 E' c0,   W = (I - A)^-1 U
///   transposed  c = c0 + V (1 - U' V)^-1 U' c0,   V = (I - A)'^-1 E
/// \source Woodbury (1950); Hager (1989), Updating the inverse of a matrix
class UpdateCorrector : public Corrector {
  public:
    /// \param responses  W, or V for the transposed system
    UpdateCorrector(Corrector& base, LeontiefUpdate const& update, Matrix const& responses, bool is_transposed);
    void correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                 Tally& tally) override;

    /// U, or E for the transposed system: what the responses respond to.
    static Matrix impulses(LeontiefUpdate const& update, Index n, bool is_transposed);

  private:
    [[nodiscard]] Matrix pick(Matrix const& x) const;  ///< E' x, or U' x
    Corrector& base_;
    LeontiefUpdate const& update_;
    Matrix responses_;
    bool is_transposed_;
    Eigen::PartialPivLU<Matrix> small_;
};

/// \throws InputError when a column is out of range, comes twice, or the shapes do not agree
void check_update(LeontiefUpdate const& update, Index n);

}  // namespace desvio
