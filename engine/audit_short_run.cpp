#include "desvio/engine/audit.hpp"

#include "engine/equation_check.hpp"

namespace desvio {

namespace {

// As in audit.cpp: what is too small to notice is compared with a share of the whole it belongs to.
constexpr double negligible_spending = 1e-9;
constexpr double negligible_purchase = 1e-12;

/// One short-run answer's equations, each a plain loop over the result. Symbols as in THEORY §3 and buyers.hpp.
class ShortRunAudit {
  public:
    ShortRunAudit(Accounts const& base, Buyers const& buyers, Shock const& shock, double eta, Equilibrium const& result,
                  ShortRun const& parts)
        : base_(base),
          buyers_(buyers),
          shock_(shock),
          eta_(eta),
          result_(result),
          parts_(parts),
          n_regions_(base.n_regions()),
          n_sectors_(base.n_sectors()),
          trade_made_(n_sectors_, n_regions_, n_regions_),
          all_(n_sectors_, n_regions_),
          final_(n_sectors_, n_regions_) {}

    AuditReport report(double tolerance) {
        AuditReport report;
        report.tolerance = tolerance;
        for (Index b = 0; b < buyers_.size(); ++b) check_buyer(b);
        for (Index n = 0; n < n_regions_; ++n)
            for (Index k = 0; k < n_sectors_; ++k) check_producer(n, k);
        check_means(all_, result_.price_hat);
        if (buyers_.is_by_user()) check_means(final_, result_.final_price_hat);
        check_flows();
        check_direct_orders();
        check_regions();
        for (EquationCheck const* check :
             {&unit_cost_, &price_index_, &mean_price_, &buyer_share_, &share_sum_, &spending_, &trade_, &gross_output_,
              &expenditure_, &value_added_, &income_, &tariff_revenue_, &deficit_, &deficit_sum_, &wage_,
              &direct_orders_, &direct_cost_, &zero_flow_, &tariff_})
            report.equations.push_back(check->result(base_.regions, base_.sectors));
        for (EquationResidual& residual : audit_base(base_)) report.equations.push_back(std::move(residual));
        return report;
    }

  private:
    /// Sums over a region's buyers: what they spent in the base, and that at the new prices.
    struct Spending {
        Spending(Index n_sectors, Index n_regions)
            : before(Matrix::Zero(n_sectors, n_regions)), at_new_prices(Matrix::Zero(n_sectors, n_regions)) {}
        void add(Index j, Index n, double spent, double price) {
            before(j, n) += spent;
            at_new_prices(j, n) += spent * price;
        }
        Matrix before, at_new_prices;
    };

    [[nodiscard]] Index region(Index b) const { return buyers_.region[static_cast<std::size_t>(b)]; }
    [[nodiscard]] double productivity(Index j, Index n) const {
        return shock_.productivity_hat.size() == 0 ? 1.0 : shock_.productivity_hat(j, n);
    }
    [[nodiscard]] double kappa(Index j, Index n, Index i) const {
        double const cost = shock_.trade_cost_hat.empty() ? 1.0 : shock_.trade_cost_hat(j, n, i);
        return cost * (1.0 + shock_.tariff(j, n, i)) / (1.0 + base_.tariff(j, n, i));
    }
    /// gamma' = gamma (P_hat / (c_hat A_hat))^(1-eta) of what user k of region n spends on good j
    [[nodiscard]] double input_share(Index n, Index j, Index k) const {
        double const technology = result_.unit_cost_hat(k, n) * productivity(k, n);
        double const price = parts_.buyer_price_hat(j, buyers_.of_user(n, k));
        return buyers_.input_share(n, j, k) * std::pow(price / technology, 1.0 - eta_);
    }
    /// sum_j gamma' [n,j,k] output by buyer: what buyer b spends on good j for the sectors it buys for
    [[nodiscard]] double spending_on_inputs(Index b, Index j, Matrix const& output) const {
        Index const n = region(b);
        double spent = 0.0;
        for (Index k = 0; k < n_sectors_; ++k)
            if (buyers_.of_user(n, k) == b) spent += input_share(n, j, k) * output(k, n);
        return spent;
    }

    /// P_hat and sigma' of a buyer, what it spends, and the flows that pays for.
    void check_buyer(Index b) {
        Index const n = region(b);
        double const floor = negligible_spending * parts_.buyer_spending.col(b).sum();
        for (Index j = 0; j < n_sectors_; ++j) {
            double const price = parts_.buyer_price_hat(j, b), theta = base_.theta[j];
            double base_sum = 0.0, sum = 0.0, new_sum = 0.0;
            for (Index i = 0; i < n_regions_; ++i) {
                double const share = buyers_.share(j, b, i), new_share = parts_.buyer_share(j, b, i);
                base_sum += share;
                new_sum += new_share;
                if (share == 0.0) {
                    zero_flow_.compare(new_share, 0.0, 1.0, j, n, i);
                    continue;
                }
                double const due = share * std::pow(result_.unit_cost_hat(j, i) * kappa(j, n, i) / price, -theta);
                sum += due;
                buyer_share_.compare(new_share, due, negligible_purchase, j, n, i);
                trade_made_(j, n, i) += new_share * parts_.buyer_spending(j, b) / (1.0 + shock_.tariff(j, n, i));
            }
            if (base_sum > 0.0) {
                price_index_.compare(std::pow(sum, -1.0 / theta), 1.0, 0.0, j, n);
                share_sum_.compare(new_sum, 1.0, 0.0, j, n);
            } else {
                price_index_.compare(price, 1.0, 0.0, j, n);
            }
            final_.add(j, n, buyers_.final_spending(j, b), price);
            all_.add(j, n, buyers_.final_spending(j, b), price);
            for (Index k = 0; k < n_sectors_; ++k)
                if (buyers_.of_user(n, k) == b)
                    all_.add(j, n, buyers_.input_share(n, j, k) * base_.gross_output(k, n), price);
            double const due = spending_on_inputs(b, j, result_.gross_output) +
                               buyers_.final_spending(j, b) * std::pow(price, 1.0 - eta_);
            spending_.compare(parts_.buyer_spending(j, b), due, floor, j, n);
        }
    }

    /// P_hat of a region: the mean of its buyers', weighted by what they spent; 1 where nobody did.
    void check_means(Spending const& spent, Matrix const& price_hat) {
        for (Index j = 0; j < n_sectors_; ++j)
            for (Index n = 0; n < n_regions_; ++n) {
                bool const is_bought = spent.before(j, n) > 0.0;
                mean_price_.compare(price_hat(j, n), is_bought ? spent.at_new_prices(j, n) / spent.before(j, n) : 1.0,
                                    0.0, j, n);
            }
    }

    /// Unit cost from input prices, with rigid factors; the same from suppliers' base costs; value added.
    void check_producer(Index n, Index k) {
        Index const b = buyers_.of_user(n, k);
        double log_cost = 0.0, cost = buyers_.value_added_share(k, n);
        double log_direct = 0.0, direct = cost;
        for (Index j = 0; j < n_sectors_; ++j) {
            double const share = buyers_.input_share(n, j, k), price = parts_.buyer_price_hat(j, b);
            if (share == 0.0) continue;
            double landed = 0.0;
            for (Index i = 0; i < n_regions_; ++i)
                if (buyers_.share(j, b, i) > 0.0)
                    landed += buyers_.share(j, b, i) * std::pow(kappa(j, n, i), -base_.theta[j]);
            double const direct_price = landed > 0.0 ? std::pow(landed, -1.0 / base_.theta[j]) : 1.0;
            log_cost += share * std::log(price);
            log_direct += share * std::log(direct_price);
            cost += share * std::pow(price, 1.0 - eta_);
            direct += share * std::pow(direct_price, 1.0 - eta_);
        }
        bool const is_cobb_douglas = eta_ == 1.0;
        double const due = is_cobb_douglas ? std::exp(log_cost) : std::pow(cost, 1.0 / (1.0 - eta_));
        double const due_direct = is_cobb_douglas ? std::exp(log_direct) : std::pow(direct, 1.0 / (1.0 - eta_));
        unit_cost_.compare(result_.unit_cost_hat(k, n), due / productivity(k, n), 0.0, k, n);
        direct_cost_.compare(parts_.direct_cost_hat(k, n), due_direct / productivity(k, n), 0.0, k, n);
        // beta' = beta (c_hat A_hat)^(eta-1)
        double const technology = result_.unit_cost_hat(k, n) * productivity(k, n);
        double const share = buyers_.value_added_share(k, n) * std::pow(technology, eta_ - 1.0);
        value_added_.compare(result_.value_added(k, n), share * result_.gross_output(k, n), 0.0, k, n);
        double const before = base_.gross_output(k, n);
        double const made_before = buyers_.value_added_share(k, n) * before;
        direct_orders_.compare(parts_.direct_value_added_change(k, n),
                               share * (before + parts_.direct_output_change(k, n)) - made_before, made_before, k, n);
    }

    /// M' summed over buyers and what is held; output, spending and duties from it.
    void check_flows() {
        for (Index j = 0; j < n_sectors_; ++j) {
            for (Index n = 0; n < n_regions_; ++n) {
                double spent = 0.0;
                for (Index i = 0; i < n_regions_; ++i) {
                    if (!buyers_.held.empty())
                        trade_made_(j, n, i) += buyers_.held(j, n, i) * result_.unit_cost_hat(j, i);
                    spent += (1.0 + shock_.tariff(j, n, i)) * result_.trade(j, n, i);
                    tariff_.compare(result_.tariff(j, n, i), shock_.tariff(j, n, i), 1.0, j, n, i);
                    if (base_.trade(j, n, i) == 0.0)
                        zero_flow_.compare(result_.trade(j, n, i), 0.0, result_.expenditure(j, n), j, n, i);
                }
                expenditure_.compare(result_.expenditure(j, n), spent, 0.0, j, n);
                for (Index i = 0; i < n_regions_; ++i)
                    trade_.compare(result_.trade(j, n, i), trade_made_(j, n, i), negligible_purchase * spent, j, n, i);
            }
            for (Index i = 0; i < n_regions_; ++i) {
                double made = 0.0;
                for (Index n = 0; n < n_regions_; ++n) made += result_.trade(j, n, i);
                gross_output_.compare(result_.gross_output(j, i), made, 0.0, j, i);
            }
        }
    }

    /// Y' - Y = d + A' (Y' - Y)
    void check_direct_orders() {
        Matrix const change = result_.gross_output - base_.gross_output;
        Matrix due = parts_.direct_output_change;
        for (Index b = 0; b < buyers_.size(); ++b)
            for (Index j = 0; j < n_sectors_; ++j) {
                double const spent = spending_on_inputs(b, j, change);
                for (Index i = 0; i < n_regions_; ++i)
                    due(j, i) += parts_.buyer_share(j, b, i) * spent / (1.0 + shock_.tariff(j, region(b), i));
            }
        for (Index i = 0; i < n_regions_; ++i)
            for (Index j = 0; j < n_sectors_; ++j)
                direct_orders_.compare(change(j, i), due(j, i), base_.gross_output(j, i), j, i);
    }

    void check_regions() {
        double deficits = 0.0, world_trade = 0.0;
        for (Index n = 0; n < n_regions_; ++n) {
            double imports = 0.0, exports = 0.0, duties = 0.0, gross = 0.0, earned = 0.0;
            for (Index j = 0; j < n_sectors_; ++j) {
                earned += result_.value_added(j, n);
                for (Index i = 0; i < n_regions_; ++i) {
                    double const duty = shock_.tariff(j, n, i) * result_.trade(j, n, i);
                    duties += duty;
                    gross += std::abs(duty);
                    if (i == n) continue;
                    imports += result_.trade(j, n, i);
                    exports += result_.trade(j, i, n);
                }
            }
            double const scale = std::abs(earned) + gross + imports + exports;
            wage_.compare(result_.wage_hat[n], 1.0, 0.0, -1, n);
            value_added_.compare(result_.factor_income[n], earned, 0.0, -1, n);
            tariff_revenue_.compare(result_.tariff_revenue[n], duties, gross, -1, n);
            deficit_.compare(result_.deficit[n], imports - exports, scale, -1, n);
            income_.compare(result_.income[n], earned + duties + imports - exports, scale, -1, n);
            deficits += result_.deficit[n];
            world_trade += imports;
        }
        deficit_sum_.compare(deficits, 0.0, world_trade);
    }

    Accounts const& base_;
    Buyers const& buyers_;
    Shock const& shock_;
    double eta_;
    Equilibrium const& result_;
    ShortRun const& parts_;
    Index n_regions_, n_sectors_;
    Tensor3 trade_made_;
    Spending all_, final_;  ///< of every buyer; for final use alone

    EquationCheck unit_cost_{
        "unit_cost",
        "c^[k,n] = (beta + sum_j gamma P^^(1-eta))^(1/(1-eta)) / A^, prod_j P^^gamma / A^ for eta = 1; "
        "relative"};
    EquationCheck price_index_{"price_index",
                               "P^[j,b] = (sum_i sigma (c^[j,i] kappa^[j,n,i])^-theta[j])^(-1/theta[j]); relative"};
    EquationCheck mean_price_{"mean_price",
                              "P^[j,n] = sum_b X[j,b] P^[j,b] / sum_b X[j,b], and the same of final buyers; relative"};
    EquationCheck buyer_share_{"buyer_share",
                               "sigma'[j,b,i] = sigma (c^ kappa^ / P^)^-theta[j]; relative, at least to 1e-12"};
    EquationCheck share_sum_{"share_sum", "sum_i sigma'[j,b,i] = 1 where the buyer buys"};
    EquationCheck spending_{"spending",
                            "X'[j,b] = sum_k gamma'[n,j,k] Y'[k,n] + F P^^(1-eta); relative, at least 1e-9 of b's sum"};
    EquationCheck trade_{"trade",
                         "M'[j,n,i] = sum_b sigma' X' / (1+t') + c^ H; relative, at least 1e-12 of n's spending"};
    EquationCheck gross_output_{"gross_output", "Y'[j,i] = sum_n M'[j,n,i]; relative"};
    EquationCheck expenditure_{"expenditure", "X'[j,n] = sum_i (1+t') M'; relative"};
    EquationCheck value_added_{"value_added", "V'[k,n] = beta (c^ A^)^(eta-1) Y'[k,n], and its sum; relative"};
    EquationCheck income_{"income", "I'[n] = V' + R' + D'; relative to V', duties and trade"};
    EquationCheck tariff_revenue_{"tariff_revenue", "R'[n] = sum_j sum_i t' M'; relative to sum |t'| M'"};
    EquationCheck deficit_{"deficit", "D'[n] = imports' - exports'; relative to V', duties and trade"};
    EquationCheck deficit_sum_{"deficit_sum", "sum_n D'[n] = 0; relative to world trade"};
    EquationCheck wage_{"wage", "w^[n] = 1"};
    EquationCheck direct_orders_{"direct_orders",
                                 "Y' - Y = d + A' (Y' - Y) and beta' (Y + d) - beta Y; relative to Y and V"};
    EquationCheck direct_cost_{"direct_cost", "unit cost were every supplier's cost the base's; relative"};
    EquationCheck zero_flow_{"zero_flow", "sigma = 0 => sigma' = 0, M = 0 => M' = 0; M' relative to X'"};
    EquationCheck tariff_{"tariff", "t'[j,n,i] is the shock's; fraction"};
};

}  // namespace

AuditReport audit_short_run(Accounts const& base, Buyers const& buyers, Shock const& shock, double demand_elasticity,
                            Equilibrium const& counterfactual, ShortRun const& short_run, double tolerance) {
    return ShortRunAudit(base, buyers, shock, demand_elasticity, counterfactual, short_run).report(tolerance);
}

}  // namespace desvio
