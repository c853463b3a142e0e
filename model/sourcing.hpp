#pragma once

#include "desvio/model/buyers.hpp"
#include "desvio/params/shock.hpp"
#include "desvio/solvers/problem.hpp"

#include <string>

namespace desvio {

/// The price side of the input-output model as a fixed-point problem over x = log c_hat (J x N, sectors fastest).
/// Constant through a solve: W[j,b,i] = sigma kappa_hat^(-theta). With q = c_hat^(-theta):
///   s[j,b] = sum_i W q,  P_hat = s^(-1/theta),  c_hat = (beta + sum_j gamma P_hat^(1-eta))^(1/(1-eta)) / A_hat
/// and the Cobb-Douglas product for eta = 1. A buyer who buys nothing of a good sees P_hat = 1.
class CostMap final : public ContinuationProblem {
  public:
    /// \param theta  J elasticities; all arguments are kept by reference
    CostMap(Accounts const& accounts, Buyers const& buyers, Shock const& shock, Vector const& theta, double eta);

    [[nodiscard]] Index size() const override { return accounts_.n_sectors() * accounts_.n_regions(); }
    void residual(Vector const& x, Vector& f) override;
    void precondition(Vector const& f, Vector& step) override { step = f; }
    [[nodiscard]] Vector const& scale() const override { return scale_; }
    void jacobian_times(Vector const& v, Vector& out) override;
    [[nodiscard]] std::string component_name(Index k) const override;
    void set_step(double step) override;

    /// log c(x) without the residual's -x: what suppliers' costs x make of unit costs, J x N.
    [[nodiscard]] Matrix log_cost_at(Vector const& x);
    [[nodiscard]] Matrix const& log_price() const noexcept { return log_price_; }  ///< J x B, at the last x
    /// sigma'[j,b,i] = W q / s at the last x.
    [[nodiscard]] Tensor3 shares() const;
    /// gamma'[n,j,k] at the last x, N x J x J, and beta'[k,n] = beta (c_hat A_hat)^(eta-1).
    [[nodiscard]] Tensor3 input_shares() const;
    [[nodiscard]] Matrix value_added_shares() const;

  private:
    [[nodiscard]] bool is_cobb_douglas() const noexcept { return eta_ == 1.0; }

    Accounts const& accounts_;
    Buyers const& buyers_;
    Shock const& shock_;
    Vector const& theta_;
    double eta_;
    Vector scale_;
    Tensor3 weight_;                      ///< J x B x N: W
    Matrix log_productivity_;             ///< J x N, times the step
    Matrix demand_, landed_, log_price_;  ///< N x J: q; J x B: s, log P_hat
    Matrix log_technology_;               ///< J x N: log(c_hat A_hat) at the last x
};

}  // namespace desvio
