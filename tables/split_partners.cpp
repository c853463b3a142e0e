#include "tables/split_partners.hpp"

#include "tables/place.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

constexpr double fit_tolerance = 1e-12;
constexpr int most_rounds = 20000;
// Of a part's size: what its home market begins with at least where the prior leaves nothing.
constexpr double least_home = 1e-2;

/// What takes a sum to a target; 1 where there is nothing to scale.
double ratio(double target, double sum) { return sum > 0.0 ? target / sum : 1.0; }

class PartnerFitter {
  public:
    explicit PartnerFitter(PartnerShares const& shares)
        : shares_(shares),
          n_parts_(shares.prior.rows()),
          n_sectors_(shares.prior.cols()),
          partner_size_(shares.whole.colwise().sum()) {
        for (Index m = 0; m < shares.whole.cols(); ++m)
            fit_.flows.emplace_back(shares.prior * shares.whole.col(m).asDiagonal());
        Vector const outside = shares.whole.rowwise().sum();
        home_ = shares.size.transpose() - shares.prior * outside.asDiagonal();
        home_ = home_.cwiseMax(least_home * shares.size.transpose());
        for (Index j = 0; j < n_sectors_; ++j)
            if (shares.home(j) <= 0.0) home_.col(j).setZero();
        scale_to_parent();
    }

    PartnerFit fit() {
        for (; fit_.iterations < most_rounds && !fit_.converged; ++fit_.iterations) {
            fit_.error = 0.0;
            scale_to_shares();
            scale_to_total();
            scale_to_size();
            fit_.converged = fit_.error <= fit_tolerance;
            scale_to_parent();
        }
        return std::move(fit_);
    }

  private:
    void miss(double sum, double target, double whole) {
        if (whole > 0.0) fit_.error = std::max(fit_.error, std::abs(sum - target) / whole);
    }

    /// sum_j x[p,j,m] = w[m][p] sum_j E[j,m]
    void scale_to_shares() {
        for (std::size_t m = 0; m < fit_.flows.size(); ++m) {
            if (!shares_.wanted[m]) continue;
            double const whole = partner_size_(static_cast<Index>(m));
            for (Index p = 0; p < n_parts_; ++p) {
                double const target = (*shares_.wanted[m])(p)*whole;
                double const sum = fit_.flows[m].row(p).sum();
                miss(sum, target, whole);
                fit_.flows[m].row(p) *= ratio(target, sum);
            }
        }
    }

    /// sum_jm x[p,j,m] = W[p] sum E
    void scale_to_total() {
        if (!shares_.total) return;
        double const whole = partner_size_.sum();
        for (Index p = 0; p < n_parts_; ++p) {
            double const target = (*shares_.total)(p)*whole;
            double sum = 0.0;
            for (Matrix const& flow : fit_.flows) sum += flow.row(p).sum();
            miss(sum, target, whole);
            for (Matrix& flow : fit_.flows) flow.row(p) *= ratio(target, sum);
        }
    }

    /// sum_m x[p,j,m] + h[p,j] = Y[j,p]
    void scale_to_size() {
        for (Index j = 0; j < n_sectors_; ++j) {
            double const whole = shares_.size.row(j).sum();
            for (Index p = 0; p < n_parts_; ++p) {
                double sum = home_(p, j);
                for (Matrix const& flow : fit_.flows) sum += flow(p, j);
                miss(sum, shares_.size(j, p), whole);
                double const factor = ratio(shares_.size(j, p), sum);
                home_(p, j) *= factor;
                for (Matrix& flow : fit_.flows) flow(p, j) *= factor;
            }
        }
    }

    /// sum_p x[p,j,m] = E[j,m], sum_p h[p,j] = H[j]
    void scale_to_parent() {
        for (Index j = 0; j < n_sectors_; ++j) {
            home_.col(j) *= ratio(shares_.home(j), home_.col(j).sum());
            for (std::size_t m = 0; m < fit_.flows.size(); ++m)
                fit_.flows[m].col(j) *= ratio(shares_.whole(j, static_cast<Index>(m)), fit_.flows[m].col(j).sum());
        }
    }

    PartnerShares const& shares_;
    Index n_parts_, n_sectors_;
    Vector partner_size_;
    Matrix home_;  // P x J
    PartnerFit fit_;
};

}  // namespace

PartnerFit fit_partners(PartnerShares const& shares) { return PartnerFitter(shares).fit(); }

}  // namespace desvio
