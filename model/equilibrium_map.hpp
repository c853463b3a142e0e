#pragma once

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/solvers/problem.hpp"
#include "model/coarse_correction.hpp"

#include <vector>

namespace desvio {

/// The equilibrium of THEORY §2 as a fixed-point problem over x = (log P_hat, log X', log w_hat), prices and
/// expenditure sector by sector with regions fastest.
///
/// Per sector, constant through a solve (importer x exporter):
///   W = pi kappa_hat^(-theta),  B = W / (1 + t')
/// and with e = c_hat^(-theta):
///   s = W e,  P_hat = s^(-1/theta),  1 - duty share = (B e) / s,  Y' = e (B' (X' / s))
/// so shares pi' are never formed while solving, nor any matrix over region-sectors.
///
/// A cell (sector, region) where the base spends nothing has no supplier and no demand: P_hat = 1, X' = 0 there.
/// A region that trades nothing across its border has no determined wage, one without value added has no wage: both
/// are held at w_hat = 1, the numeraire is kept over the others, and so is the residual of the gdp-share closure.
class EquilibriumMap final : public ContinuationProblem {
  public:
    /// \param theta  J elasticities; all arguments are kept by reference
    EquilibriumMap(Accounts const& accounts, Shock const& shock, Closures const& closures, Vector const& theta);

    [[nodiscard]] Index size() const override { return 2 * n_cells_ + n_regions_; }
    void residual(Vector const& x, Vector& f) override;
    /// f with its slow part solved for, by the coarse model built at the first call after set_step().
    void precondition(Vector const& f, Vector& step) override;
    [[nodiscard]] Vector const& scale() const override { return scale_; }
    void jacobian_times(Vector const& v, Vector& out) override;
    [[nodiscard]] std::string component_name(Index k) const override;
    void set_step(double step) override;

    /// The point a solve from the base starts at.
    [[nodiscard]] Vector base_point() const;
    [[nodiscard]] Vector point_of(WarmStart const& start) const;
    [[nodiscard]] WarmStart state_of(Vector const& x) const;
    /// Everything of the equilibrium at x, shares and flows included.
    [[nodiscard]] Equilibrium equilibrium(Vector const& x);

  private:
    using Cells = Matrix;  ///< N x J: regions fastest
    using ConstCells = Eigen::Map<Matrix const>;

    [[nodiscard]] Tensor3::ConstSlice weight(Index j) const {
        return {weight_[static_cast<std::size_t>(j)], n_regions_, n_regions_};
    }
    [[nodiscard]] Tensor3::ConstSlice net_weight(Index j) const {
        return {net_weight_[static_cast<std::size_t>(j)], n_regions_, n_regions_};
    }
    [[nodiscard]] bool has_duty(Index j) const {
        return weight_[static_cast<std::size_t>(j)] != net_weight_[static_cast<std::size_t>(j)];
    }
    void make_weights(Index j);
    void compute_unit_costs();
    void clear_markets();
    void compute_incomes();
    void build_correction();
    [[nodiscard]] Vector deficit_change(Vector const& log_wage_change) const;

    Accounts const& accounts_;
    Shock const& shock_;
    Closures closures_;
    Vector const& theta_;
    Index n_regions_, n_sectors_, n_cells_;
    std::vector<RowMatrix> own_weight_, own_net_weight_;  ///< W and B of sectors where they are not pi itself
    std::vector<double const*> weight_;                   ///< W of each sector: pi itself where no cost changes
    std::vector<double const*> net_weight_;               ///< B of each sector: the same as W where no duty is charged
    Matrix absent_;                                       ///< N x J: 1 where the base spends nothing
    Vector is_held_, is_free_;                            ///< N: 1 where w_hat is held at 1, and the opposite
    Vector free_value_added_;                             ///< N: V where the wage is free, else 0
    CoarseCorrection correction_;
    Matrix input_weight_, spending_weight_;  ///< N x J: weights of a region's prices and spending, at build
    Matrix log_productivity_;                ///< J x N, times the step; empty without a productivity shock
    Vector scale_;
    double step_ = 1.0;

    // State of the last residual(): what jacobian_times() and equilibrium() build on.
    Cells log_price_, spending_, landed_, demand_;  ///< N x J: log P, X, s, e
    Cells supply_weight_;                           ///< N x J: B' (X / s)
    Cells net_;                                     ///< N x J: B e
    Matrix log_cost_, output_, wanted_;             ///< J x N: log c, Y, right-hand side of the expenditure equation
    Vector log_wage_, wage_, revenue_, deficit_, income_, paid_;  ///< N
};

}  // namespace desvio
