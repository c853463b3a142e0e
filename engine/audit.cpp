#include "desvio/engine/audit.hpp"

#include "engine/equation_check.hpp"

namespace desvio {

namespace {

// Cells below these shares are compared with the share of the whole instead of with themselves, so that rounding in
// what nobody would notice cannot fail a run: trade of a region against its value added, spending on a good against
// the region's, a flow against the buyer's spending on the good.
constexpr double negligible_trade = 1e-3;
constexpr double negligible_cell = 1e-9;
constexpr double negligible_share = 1e-12;

/// One run's equations, each a plain loop over the result. Symbols as in THEORY §2.
class Audit {
  public:
    Audit(Accounts const& base, Shock const& shock, Closures const& closures, Equilibrium const& result)
        : base_(base),
          shock_(shock),
          closures_(closures),
          result_(result),
          n_regions_(base.n_regions()),
          n_sectors_(base.n_sectors()),
          imports_(Vector::Zero(n_regions_)),
          exports_(Vector::Zero(n_regions_)) {}

    AuditReport report(double tolerance, AuditScope scope) {
        AuditReport report;
        report.tolerance = tolerance;
        check_shapes();
        sum_trade();
        check_unit_costs();
        check_markets();
        check_expenditure();
        check_incomes();
        check_deficits();
        check_balances(report);
        for (EquationCheck const* check :
             {&unit_cost_, &price_index_, &trade_share_, &share_sum_, &expenditure_, &gross_output_, &trade_, &income_,
              &tariff_revenue_, &factor_market_, &trade_balance_, &deficit_, &deficit_sum_, &numeraire_, &zero_flow_,
              &absent_cell_, &tariff_, &value_added_}) {
            report.equations.push_back(check->result(base_.regions, base_.sectors));
        }
        if (scope == AuditScope::counterfactual) return report;
        for (EquationResidual& residual : audit_base(base_)) report.equations.push_back(std::move(residual));
        return report;
    }

  private:
    void check_shapes() const {
        DESVIO_EXPECT(result_.trade.same_shape(base_.trade) && result_.trade_share.same_shape(base_.trade));
        DESVIO_EXPECT(shock_.tariff.same_shape(base_.trade) && result_.tariff.same_shape(base_.trade));
        DESVIO_EXPECT(result_.price_hat.rows() == n_sectors_ && result_.price_hat.cols() == n_regions_);
        DESVIO_EXPECT(result_.wage_hat.size() == n_regions_ && result_.income.size() == n_regions_);
    }

    void sum_trade() {
        for (Index j = 0; j < n_sectors_; ++j) {
            for (Index n = 0; n < n_regions_; ++n) {
                for (Index i = 0; i < n_regions_; ++i) {
                    if (i == n) continue;
                    imports_[n] += result_.trade(j, n, i);
                    exports_[i] += result_.trade(j, n, i);
                }
            }
        }
    }

    /// What an error of n's balance or deficit is measured against.
    [[nodiscard]] double trade_scale(Index n) const {
        return std::max(imports_[n] + exports_[n], negligible_trade * base_.value_added[n]);
    }

    void check_unit_costs() {
        Matrix const log_price = result_.price_hat.array().log();
        for (Index i = 0; i < n_regions_; ++i) {
            double const log_wage = std::log(result_.wage_hat[i]);
            for (Index j = 0; j < n_sectors_; ++j) {
                double log_cost = base_.value_added_share(j, i) * log_wage;
                for (Index k = 0; k < n_sectors_; ++k) log_cost += base_.input_share(i, k, j) * log_price(k, i);
                double const productivity = shock_.productivity_hat.size() == 0 ? 1.0 : shock_.productivity_hat(j, i);
                unit_cost_.compare(result_.unit_cost_hat(j, i), std::exp(log_cost) / productivity, 0.0, j, i);
            }
        }
    }

    /// Prices, shares and flows of every good in every region: the one loop with a power a cell.
    void check_markets() {
        Matrix made = Matrix::Zero(n_sectors_, n_regions_);
        for (Index j = 0; j < n_sectors_; ++j) {
            for (Index n = 0; n < n_regions_; ++n) check_market(j, n, made);
        }
        for (Index j = 0; j < n_sectors_; ++j) {
            for (Index i = 0; i < n_regions_; ++i) {
                gross_output_.compare(result_.gross_output(j, i), made(j, i), 0.0, j, i);
            }
        }
    }

    void check_market(Index j, Index n, Matrix& made) {
        double const price = result_.price_hat(j, n), spent = result_.expenditure(j, n), theta = base_.theta[j];
        double new_share_sum = 0.0, share_sum = 0.0;
        for (Index i = 0; i < n_regions_; ++i) {
            double const share = base_.trade_share(j, n, i), new_share = result_.trade_share(j, n, i);
            double const flow = result_.trade(j, n, i), tariff = shock_.tariff(j, n, i);
            made(j, i) += flow;
            share_sum += new_share;
            tariff_.compare(result_.tariff(j, n, i), tariff, 1.0, j, n, i);
            if (share == 0.0) {
                zero_flow_.compare(new_share, 0.0, 1.0, j, n, i);
                zero_flow_.compare(flow, 0.0, spent, j, n, i);
                continue;
            }
            // pi' = pi (c kappa / P)^(-theta),  kappa = d (1+t') / (1+t)
            double const cost = shock_.trade_cost_hat.empty() ? 1.0 : shock_.trade_cost_hat(j, n, i);
            double const landed = result_.unit_cost_hat(j, i) * cost * (1.0 + tariff) / (1.0 + base_.tariff(j, n, i));
            double const due_share = share * std::pow(landed / price, -theta);
            new_share_sum += due_share;
            trade_share_.compare(new_share, due_share, negligible_share, j, n, i);
            trade_.compare(flow, new_share * spent / (1.0 + tariff), negligible_share * spent, j, n, i);
        }
        if (base_.expenditure(j, n) == 0.0) {
            absent_cell_.compare(price, 1.0, 0.0, j, n);
            absent_cell_.compare(spent, 0.0, 1.0, j, n);
            share_sum_.compare(share_sum, 0.0, 1.0, j, n);
            return;
        }
        share_sum_.compare(share_sum, 1.0, 0.0, j, n);
        // sum_i pi (c kappa / P)^(-theta) = 1 is the price equation; its gap in the price itself:
        price_index_.compare(std::pow(new_share_sum, -1.0 / theta), 1.0, 0.0, j, n);
    }

    void check_expenditure() {
        for (Index n = 0; n < n_regions_; ++n) {
            double const floor = negligible_cell * result_.expenditure.col(n).sum();
            for (Index j = 0; j < n_sectors_; ++j) {
                // With rigid factors final spending is the base's.
                double wanted = base_.final_share(j, n) * (is_rigid() ? base_.income[n] : result_.income[n]);
                for (Index k = 0; k < n_sectors_; ++k) {
                    wanted += base_.input_share(n, j, k) * result_.gross_output(k, n);
                }
                expenditure_.compare(result_.expenditure(j, n), wanted, floor, j, n);
            }
        }
    }

    void check_incomes() {
        double world = 0.0;
        for (Index n = 0; n < n_regions_; ++n) {
            double collected = 0.0, gross = 0.0, earned = 0.0;
            for (Index j = 0; j < n_sectors_; ++j) {
                double const made = base_.value_added_share(j, n) * result_.gross_output(j, n);
                value_added_.compare(result_.value_added(j, n), made, 0.0, j, n);
                earned += made;
                for (Index i = 0; i < n_regions_; ++i) {
                    double const duty = shock_.tariff(j, n, i) * result_.trade(j, n, i);
                    collected += duty;
                    gross += std::abs(duty);
                }
            }
            double const wages = is_rigid() ? earned : result_.wage_hat[n] * base_.value_added[n];
            double const revenue = result_.tariff_revenue[n], deficit = result_.deficit[n];
            tariff_revenue_.compare(revenue, collected, gross, -1, n);
            value_added_.compare(result_.factor_income[n], wages, 0.0, -1, n);
            factor_market_.compare(wages, earned, 0.0, -1, n);
            if (is_rigid()) {
                factor_market_.compare(result_.wage_hat[n], 1.0, 0.0, -1, n);
                income_.compare(result_.income[n], base_.income[n], std::abs(wages) + std::abs(revenue), -1, n);
            }
            income_.compare(result_.income[n], wages + revenue + deficit,
                            std::abs(wages) + std::abs(revenue) + std::abs(deficit), -1, n);
            world += wages;
        }
        if (!is_rigid()) numeraire_.compare(world, base_.value_added.sum());
    }

    /// D' by closure. gdp-share: n keeps D/V, and what then is left over is spread by V' over the regions that trade.
    void check_deficits() {
        double leftover = 0.0, shared_by = 0.0;
        if (closures_.deficits == Deficits::gdp_share) {
            for (Index n = 0; n < n_regions_; ++n) {
                leftover += result_.wage_hat[n] * base_.deficit[n];
                if (imports_[n] + exports_[n] > 0.0) shared_by += result_.wage_hat[n] * base_.value_added[n];
            }
        }
        for (Index n = 0; n < n_regions_; ++n) {
            double due = is_rigid() ? imports_[n] - exports_[n] : 0.0;
            if (!is_rigid() && closures_.deficits == Deficits::fixed) due = base_.deficit[n];
            if (closures_.deficits == Deficits::gdp_share) {
                due = result_.wage_hat[n] * base_.deficit[n];  // = (D/V) V'
                if (imports_[n] + exports_[n] > 0.0) {
                    due -= leftover * result_.wage_hat[n] * base_.value_added[n] / shared_by;
                }
            }
            deficit_.compare(result_.deficit[n], due, trade_scale(n), -1, n);
        }
    }

    void check_balances(AuditReport& report) {
        double const world_trade =
            std::max(imports_.sum(), negligible_trade * negligible_trade * base_.value_added.sum());
        deficit_sum_.compare(result_.deficit.sum(), 0.0, world_trade);
        for (Index n = 0; n < n_regions_; ++n) {
            double const balance = imports_[n] - result_.deficit[n];
            trade_balance_.compare(balance, exports_[n], trade_scale(n), -1, n);
        }
        // N - 1 balances imply the last: what it misses is what the others, the deficits and the markets leave over.
        Index const last = n_regions_ - 1;
        if (n_regions_ > 0) {
            report.walras = relative_gap(imports_[last] - result_.deficit[last], exports_[last], world_trade);
        }
    }

    [[nodiscard]] bool is_rigid() const { return closures_.factors == Factors::rigid; }

    Accounts const& base_;
    Shock const& shock_;
    Closures closures_;
    Equilibrium const& result_;
    Index n_regions_, n_sectors_;
    Vector imports_, exports_;

    EquationCheck unit_cost_{"unit_cost", "c^[j,i] = w^[i]^beta[j,i] prod_k P^[k,i]^gamma[i,k,j] / A^[j,i]; relative"};
    EquationCheck price_index_{"price_index",
                               "P^[j,n] = (sum_i pi[j,n,i] (c^[j,i] kappa^[j,n,i])^-theta[j])^(-1/theta[j]); relative"};
    EquationCheck trade_share_{
        "trade_share", "pi'[j,n,i] = pi (c^[j,i] kappa^[j,n,i] / P^[j,n])^-theta[j]; relative, at least to 1e-12"};
    EquationCheck share_sum_{"share_sum", "sum_i pi'[j,n,i] = 1, 0 where X = 0"};
    EquationCheck expenditure_{"expenditure",
                               "X'[j,n] = sum_k gamma[n,j,k] Y'[k,n] + alpha[j,n] I'[n], I with rigid factors; "
                               "relative to X', at least 1e-9 of "
                               "n's sum"};
    EquationCheck gross_output_{"gross_output", "Y'[j,i] = sum_n M'[j,n,i]; relative"};
    EquationCheck trade_{"trade", "M'[j,n,i] = pi' X' / (1+t'); relative to M', at least 1e-12 of X'"};
    EquationCheck income_{"income", "I'[n] = V' + R' + D', with rigid factors also I; relative to V' + |R'| + |D'|"};
    EquationCheck tariff_revenue_{"tariff_revenue", "R'[n] = sum_j sum_i t' M'; relative to sum |t'| M'"};
    EquationCheck factor_market_{"factor_market",
                                 "w^[n] V[n] = sum_j beta[j,n] Y'[j,n]; with rigid factors w^ = 1; relative"};
    EquationCheck value_added_{"value_added", "beta' Y' by sector; their sum, with mobile factors w^ V; relative"};
    EquationCheck trade_balance_{
        "trade_balance", "imports' - D' = exports'; relative to n's imports' + exports', at least 1e-3 of its V"};
    EquationCheck deficit_{"deficit",
                           "D'[n] = D (fixed), (D/V) V' less the leftover by V' (gdp-share), 0 (balanced), imports' - "
                           "exports' (rigid factors); relative to n's imports' + exports', at least 1e-3 of its V"};
    EquationCheck deficit_sum_{"deficit_sum", "sum_n D'[n] = 0; relative to world trade, at least 1e-6 of world V"};
    EquationCheck numeraire_{"numeraire", "sum_n w^[n] V[n] = sum_n V[n]; relative"};
    EquationCheck zero_flow_{"zero_flow", "pi = 0 => pi' = M' = 0; pi' itself, M' relative to X'"};
    EquationCheck absent_cell_{"absent_cell", "X = 0 => P^ = 1 and X' = 0"};
    EquationCheck tariff_{"tariff", "t'[j,n,i] is the shock's; fraction"};
};

}  // namespace

double AuditReport::largest() const noexcept {
    double largest = 0.0;
    auto const see = [&largest](double residual) {
        largest = std::isnan(residual) ? std::numeric_limits<double>::infinity() : std::max(largest, residual);
    };
    for (EquationResidual const& equation : equations) see(equation.residual);
    see(walras);
    return largest;
}

AuditReport audit_equilibrium(Accounts const& base, Shock const& shock, Closures const& closures,
                              Equilibrium const& counterfactual, double tolerance, AuditScope scope) {
    return Audit(base, shock, closures, counterfactual).report(tolerance, scope);
}

}  // namespace desvio
