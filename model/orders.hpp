#pragma once

#include "desvio/model/buyers.hpp"
#include "desvio/solvers/problem.hpp"

#include <string>

namespace desvio {

/// The quantity side of the input-output model: orders passed up the chain at given shares.
///   Y[j,i] = sum_b sigma[j,b,i] / (1 + t[j,n(b),i]) X[j,b],   X[j,b] = sum_k gamma[n,j,k] Y[k,n] + F[j,b]
class OrderChain {
  public:
    /// \param share  J x B x N, \param input_share  N x J x J, kept by reference; \param tariff  J x N x N
    OrderChain(Buyers const& buyers, Tensor3 const& share, Tensor3 const& input_share, Tensor3 const& tariff);

    /// What sectors producing `output` (J x N) spend on inputs, by buyer: J x B.
    [[nodiscard]] Matrix input_spending(Matrix const& output) const;
    /// The orders that spending (J x B) brings to producers, at basic price: J x N.
    [[nodiscard]] Matrix orders(Matrix const& spending) const;
    /// A Y: orders for the inputs of that output.
    [[nodiscard]] Matrix input_orders(Matrix const& output) const { return orders(input_spending(output)); }
    /// M[j,n,i]: the flows that spending (J x B) pays for, J x N x N.
    [[nodiscard]] Tensor3 flows(Matrix const& spending) const;

  private:
    Buyers const& buyers_;
    Tensor3 const& input_share_;
    Tensor3 net_share_;  ///< sigma / (1 + t)
};

/// Y = A Y + f as a fixed-point problem over x = Y / Y of the base; cells that produce nothing stay so.
class OrderMap final : public ContinuationProblem {
  public:
    /// \param final_orders  f, J x N; \param base  Y of the base, J x N; chain and labels are kept by reference
    OrderMap(Accounts const& accounts, OrderChain const& chain, Matrix final_orders, Matrix base);

    [[nodiscard]] Index size() const override { return base_.size(); }
    void residual(Vector const& x, Vector& f) override;
    void precondition(Vector const& f, Vector& step) override { step = f; }
    [[nodiscard]] Vector const& scale() const override { return scale_; }
    void jacobian_times(Vector const& v, Vector& out) override;
    [[nodiscard]] std::string component_name(Index k) const override;
    /// f of a step s: (1 - s) (Y - A Y) + s f, which the base solves at s = 0.
    void set_step(double step) override { step_ = step; }

    [[nodiscard]] Matrix output(Vector const& x) const;

  private:
    [[nodiscard]] Matrix relative(Matrix const& output) const { return output.cwiseProduct(per_base_); }

    Accounts const& accounts_;
    OrderChain const& chain_;
    Matrix base_, per_base_, final_orders_, base_orders_;  ///< J x N; 1 / base, 0 where nothing is produced
    Vector scale_;
    double step_ = 1.0;
};

}  // namespace desvio
