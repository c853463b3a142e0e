#pragma once

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/solvers/problem.hpp"
#include "model/base_constants.hpp"
#include "model/coarse_correction.hpp"

#include <vector>

namespace desvio {

/// The equilibrium of THEORY §2 as a fixed-point problem over x = (log c_hat, log X', log w_hat), unit costs and
/// expenditure region by region with sectors fastest.
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
/// With rigid factors every wage is held, final spending is alpha I of the base, and D' is imports less exports.
class EquilibriumMap final : public ContinuationProblem {
  public:
    /// \param theta  J elasticities; all arguments are kept by reference
    EquilibriumMap(Accounts const& accounts, BaseConstants const& constants, Shock const& shock,
                   Closures const& closures, Vector const& theta);

    [[nodiscard]] Index size() const override { return 2 * n_cells_ + n_regions_; }
    void residual(Vector const& x, Vector& f) override;
    /// f swept once along each region's own input-output links, its slow part solved for by the coarse model that is
    /// built at the first call after set_step().
    void precondition(Vector const& f, Vector& step) override;
    [[nodiscard]] Vector const& scale() const override { return scale_; }
    void jacobian_times(Vector const& v, Vector& out) override;
    [[nodiscard]] std::string component_name(Index k) const override;
    void set_step(double step) override;

    [[nodiscard]] Vector point_of(WarmStart const& start) const;
    [[nodiscard]] WarmStart state_of(Vector const& x) const;
    /// Everything of the equilibrium at x, shares and flows included.
    [[nodiscard]] Equilibrium equilibrium(Vector const& x);

  private:
    using ConstCells = Eigen::Map<Matrix const>;  ///< J x N part of a state
    using Cells = Eigen::Map<Matrix>;
    using Columns =
        Eigen::Map<Matrix const, EIGEN_MAX_ALIGN_BYTES>;  ///< padded exporters x importers, or users x inputs

    [[nodiscard]] Columns weight(Index j) const { return columns(weight_[static_cast<std::size_t>(j)]); }
    [[nodiscard]] Columns net_weight(Index j) const { return columns(net_weight_[static_cast<std::size_t>(j)]); }
    [[nodiscard]] Columns columns(double const* first) const { return {first, padded(n_regions_), n_regions_}; }
    [[nodiscard]] Columns input_share(Index n) const {
        return {constants_.input_share.data() + n * n_sectors_ * padded(n_sectors_), padded(n_sectors_), n_sectors_};
    }
    [[nodiscard]] bool has_duty(Index j) const {
        return weight_[static_cast<std::size_t>(j)] != net_weight_[static_cast<std::size_t>(j)];
    }
    void make_weights(Index j);
    void normalise_wages(Vector const& x);
    void clear_markets();
    void clear_sector(Index j);
    void compute_incomes();
    void build_correction();
    [[nodiscard]] Vector deficit_change(Vector const& log_wage_change) const;

    Accounts const& accounts_;
    BaseConstants const& constants_;
    Shock const& shock_;
    Closures closures_;
    Vector const& theta_;
    Index n_regions_, n_sectors_, n_cells_;
    bool is_rigid_;
    Vector is_held_, is_free_, free_value_added_;      ///< N: where w_hat = 1, the opposite, V where the wage is free
    std::vector<Matrix> own_weight_, own_net_weight_;  ///< W and B of sectors whose costs change
    std::vector<double const*> weight_;                ///< W of each sector: the base's shares where no cost changes
    std::vector<double const*> net_weight_;            ///< B of each sector: the same as W where no duty is charged
    Matrix log_productivity_;                          ///< J x N, times the step; empty without a productivity shock
    Vector scale_;
    double step_ = 1.0;
    bool goes_forward_ = true;  ///< direction of the next pass over sectors: what the cache holds is used first

    CoarseCorrection correction_;
    Matrix output_weight_, spending_weight_;  ///< J x N: weights of a region's costs and spending, at build
    Matrix own_share_;                        ///< J x N: pi'[j,n,n], at build

    Vector evaluated_at_;  ///< x of the last residual(); empty when it no longer stands
    // State of the last residual(): what precondition(), jacobian_times() and equilibrium() build on.
    Matrix demand_, supply_weight_;       ///< padded(N) x J: e, B' (X / s)
    Matrix spending_, landed_, net_;      ///< N x J: X, s, B e
    Matrix log_price_, output_, wanted_;  ///< J x N: log P, Y, right-hand side of the expenditure equation
    Vector log_wage_, wage_, revenue_, deficit_, income_, paid_;  ///< N
};

}  // namespace desvio
