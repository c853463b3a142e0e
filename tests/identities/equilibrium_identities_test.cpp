#include "desvio/engine/audit.hpp"
#include "tests/support/cases.hpp"

#include <Eigen/LU>

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <string>

/// Every equation of THEORY §2, and what follows from several of them together, over every case. One test an equation.
namespace desvio::test {

namespace {

// The solver stops at 1e-11 on scaled residuals; what a test recomputes from the result adds rounding, and errors of
// prices enter shares times theta.
constexpr double tolerance = 1e-10;

class Equation : public testing::TestWithParam<Case> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(solved_.solution.summary.is_converged()) << solved_.solution.summary.message;
        ASSERT_TRUE(e_.price_hat.allFinite() && e_.expenditure.allFinite() && e_.wage_hat.allFinite());
        ASSERT_GT((e_.price_hat.array() - 1).abs().maxCoeff(), 1e-3) << "a shock that changes nothing checks nothing";
    }
    /// a = b, the difference measured against `size`.
    static void expect_equal(double a, double b, double size, std::string const& where) {
        if (!(std::abs(a - b) <= tolerance * size)) ADD_FAILURE() << where << ": " << a << " is not " << b;
    }
    [[nodiscard]] std::string at(Index j, Index n) const { return a_.sectors[j] + " in " + a_.regions[n]; }
    [[nodiscard]] std::string at(Index j, Index n, Index i) const { return at(j, n) + " from " + a_.regions[i]; }

    [[nodiscard]] double imports(Index n) const {
        double sum = 0;
        for (Index j = 0; j < J_; ++j) {
            for (Index i = 0; i < N_; ++i) sum += i == n ? 0 : e_.trade(j, n, i);
        }
        return sum;
    }
    [[nodiscard]] double exports(Index n) const {
        double sum = 0;
        for (Index j = 0; j < J_; ++j) {
            for (Index m = 0; m < N_; ++m) sum += m == n ? 0 : e_.trade(j, m, n);
        }
        return sum;
    }
    [[nodiscard]] double wages(Index n) const { return e_.wage_hat[n] * a_.value_added[n]; }

    SolvedCase const& solved_ = solve_case(GetParam());
    Accounts const& a_ = solved_.accounts;
    Equilibrium const& e_ = solved_.equilibrium();
    Index N_ = a_.n_regions(), J_ = a_.n_sectors();
};

TEST_P(Equation, unit_cost_equals_wages_and_input_prices_over_productivity) {
    for (Index i = 0; i < N_; ++i) {
        for (Index j = 0; j < J_; ++j) {
            double cost = std::pow(e_.wage_hat[i], a_.value_added_share(j, i));
            for (Index k = 0; k < J_; ++k) cost *= std::pow(e_.price_hat(k, i), a_.input_share(i, k, j));
            cost /= solved_.productivity_hat(j, i);
            expect_equal(e_.unit_cost_hat(j, i), cost, cost, at(j, i));
        }
    }
}

TEST_P(Equation, price_index_equals_ces_of_landed_costs) {
    for (Index j = 0; j < J_; ++j) {
        for (Index n = 0; n < N_; ++n) {
            double sum = 0;
            for (Index i = 0; i < N_; ++i) {
                double const landed = e_.unit_cost_hat(j, i) * solved_.kappa_hat(j, n, i);
                if (a_.trade_share(j, n, i) > 0) sum += a_.trade_share(j, n, i) * std::pow(landed, -a_.theta[j]);
            }
            double const price = a_.expenditure(j, n) == 0 ? 1 : std::pow(sum, -1 / a_.theta[j]);
            expect_equal(e_.price_hat(j, n), price, price, at(j, n));
        }
    }
}

TEST_P(Equation, shares_follow_relative_landed_costs) {
    for (Index j = 0; j < J_; ++j) {
        for (Index n = 0; n < N_; ++n) {
            for (Index i = 0; i < N_; ++i) {
                double const landed = e_.unit_cost_hat(j, i) * solved_.kappa_hat(j, n, i) / e_.price_hat(j, n);
                double const share = a_.trade_share(j, n, i) * std::pow(landed, -a_.theta[j]);
                expect_equal(e_.trade_share(j, n, i), share, share, at(j, n, i));
            }
        }
    }
}

TEST_P(Equation, shares_sum_to_one) {
    for (Index j = 0; j < J_; ++j) {
        for (Index n = 0; n < N_; ++n) {
            double const due = a_.expenditure(j, n) == 0 ? 0 : 1;
            expect_equal(e_.trade_share.slice(j).row(n).sum(), due, 1, at(j, n));
        }
    }
}

TEST_P(Equation, expenditure_equals_inputs_bought_plus_final_demand) {
    for (Index n = 0; n < N_; ++n) {
        for (Index j = 0; j < J_; ++j) {
            double wanted = a_.final_share(j, n) * e_.income[n];
            for (Index k = 0; k < J_; ++k) wanted += a_.input_share(n, j, k) * e_.gross_output(k, n);
            expect_equal(e_.expenditure(j, n), wanted, e_.expenditure(j, n), at(j, n));
        }
    }
}

TEST_P(Equation, flows_equal_shares_of_spending_net_of_duty) {
    for (Index j = 0; j < J_; ++j) {
        for (Index n = 0; n < N_; ++n) {
            for (Index i = 0; i < N_; ++i) {
                double const net = e_.expenditure(j, n) / (1 + solved_.shock.tariff(j, n, i));
                expect_equal(e_.trade(j, n, i), e_.trade_share(j, n, i) * net, e_.trade(j, n, i), at(j, n, i));
                EXPECT_EQ(e_.tariff(j, n, i), solved_.shock.tariff(j, n, i)) << at(j, n, i);
            }
        }
    }
}

TEST_P(Equation, output_equals_sales_to_everyone) {
    for (Index j = 0; j < J_; ++j) {
        for (Index i = 0; i < N_; ++i) {
            double const sales = e_.trade.slice(j).col(i).sum();
            expect_equal(e_.gross_output(j, i), sales, sales, at(j, i));
        }
    }
}

TEST_P(Equation, income_equals_wages_duties_and_deficit) {
    for (Index n = 0; n < N_; ++n) {
        double const sum = wages(n) + e_.tariff_revenue[n] + e_.deficit[n];
        expect_equal(e_.income[n], sum, sum, a_.regions[n]);
    }
}

TEST_P(Equation, tariff_revenue_equals_duties_on_flows) {
    for (Index n = 0; n < N_; ++n) {
        double sum = 0;
        for (Index j = 0; j < J_; ++j) {
            for (Index i = 0; i < N_; ++i) sum += solved_.shock.tariff(j, n, i) * e_.trade(j, n, i);
        }
        expect_equal(e_.tariff_revenue[n], sum, sum, a_.regions[n]);
    }
}

TEST_P(Equation, imports_less_deficit_equal_exports) {
    for (Index n = 0; n < N_; ++n) {
        double const trade = imports(n) + exports(n);
        // A region without trade balances exactly; its own sales alone carry rounding.
        expect_equal(imports(n) - e_.deficit[n], exports(n), std::max(trade, 1e-3 * wages(n)), a_.regions[n]);
    }
}

TEST_P(Equation, walras_last_balance_follows_from_the_others) {
    // Summing the goods' equations over goods gives every region's balance but for its wage; over regions, zero.
    double others = 0, world_trade = 0;
    for (Index n = 0; n < N_ - 1; ++n) others += exports(n) - imports(n) + e_.deficit[n];
    for (Index n = 0; n < N_; ++n) world_trade += imports(n);
    Index const last = N_ - 1;
    expect_equal(imports(last) - exports(last) - e_.deficit[last], others, world_trade, a_.regions[last]);
    expect_equal(imports(last) - exports(last), e_.deficit[last], world_trade, a_.regions[last]);
}

TEST_P(Equation, deficits_follow_the_closure) {
    double leftover = 0, shared_by = 0;
    for (Index n = 0; n < N_; ++n) {
        leftover += a_.deficit[n] / a_.value_added[n] * wages(n);
        if (imports(n) + exports(n) > 0) shared_by += wages(n);
    }
    for (Index n = 0; n < N_; ++n) {
        double due = 0;
        if (solved_.closures.deficits == Deficits::fixed) due = a_.deficit[n];
        if (solved_.closures.deficits == Deficits::gdp_share && imports(n) + exports(n) > 0) {
            due = wages(n) * (a_.deficit[n] / a_.value_added[n] - leftover / shared_by);
        }
        expect_equal(e_.deficit[n], due, imports(n) + exports(n) + 1e-3 * wages(n), a_.regions[n]);
    }
}

TEST_P(Equation, deficits_sum_to_zero) {
    double world_trade = 0;
    for (Index n = 0; n < N_; ++n) world_trade += imports(n);
    expect_equal(e_.deficit.sum(), 0, world_trade, "world");
}

TEST_P(Equation, world_value_added_is_constant) {
    expect_equal(e_.wage_hat.dot(a_.value_added), a_.value_added.sum(), a_.value_added.sum(), "world");
}

TEST_P(Equation, wages_equal_value_added_of_output) {
    for (Index n = 0; n < N_; ++n) {
        expect_equal(wages(n), a_.value_added_share.col(n).dot(e_.gross_output.col(n)), wages(n), a_.regions[n]);
    }
}

TEST_P(Equation, zero_flows_stay_zero) {
    for (Index j = 0; j < J_; ++j) {
        for (Index n = 0; n < N_; ++n) {
            for (Index i = 0; i < N_; ++i) {
                if (a_.trade(j, n, i) != 0) continue;
                EXPECT_EQ(e_.trade(j, n, i), 0) << at(j, n, i);
                EXPECT_EQ(e_.trade_share(j, n, i), 0) << at(j, n, i);
            }
            if (a_.expenditure(j, n) == 0) {
                EXPECT_EQ(e_.expenditure(j, n), 0) << at(j, n);
            }
            if (a_.gross_output(j, n) == 0) {
                EXPECT_EQ(e_.gross_output(j, n), 0) << at(j, n);
            }
        }
    }
}

// Ties prices to quantities without input shares: the change in the cost of what a region makes equals that of the
// factors and inputs it takes,  sum_j Y (log c + log A) = V log w + sum_k (X - alpha I) log P,  with the quantities of
// the base and with those of the counterfactual. Shares used the wrong way round in either place break it.
TEST_P(Equation, cost_change_of_output_equals_that_of_factors_and_inputs) {
    for (Index n = 0; n < N_; ++n) {
        double base_cost = 0, new_cost = 0, size = 0;
        double base_paid = a_.value_added[n] * std::log(e_.wage_hat[n]), new_paid = wages(n) * std::log(e_.wage_hat[n]);
        for (Index j = 0; j < J_; ++j) {
            double const log_cost = std::log(e_.unit_cost_hat(j, n) * solved_.productivity_hat(j, n));
            double const log_price = std::log(e_.price_hat(j, n)), alpha = a_.final_share(j, n);
            base_cost += a_.gross_output(j, n) * log_cost;
            new_cost += e_.gross_output(j, n) * log_cost;
            base_paid += (a_.expenditure(j, n) - alpha * a_.income[n]) * log_price;
            new_paid += (e_.expenditure(j, n) - alpha * e_.income[n]) * log_price;
            size += a_.gross_output(j, n) + e_.gross_output(j, n);
        }
        expect_equal(base_cost, base_paid, size, a_.regions[n] + " at base quantities");
        expect_equal(new_cost, new_paid, size, a_.regions[n] + " at counterfactual quantities");
    }
}

// log(P/w) = (I - gamma')^-1 (log lambda / theta - log A) over the goods a region makes, lambda the change of the share
// of own sales: prices from quantities alone (CP15 equation 15, CRC14 equation 28).
TEST_P(Equation, prices_relative_to_wages_follow_from_own_shares) {
    for (Index n = 0; n < N_; ++n) {
        Matrix system = Matrix::Identity(J_, J_);
        Vector right(J_);
        bool has_own_sales = true;
        for (Index j = 0; j < J_; ++j) {
            if (a_.expenditure(j, n) == 0) {
                right[j] = -std::log(e_.wage_hat[n]);  // P = 1
                continue;
            }
            has_own_sales = has_own_sales && a_.trade(j, n, n) > 0;
            right[j] = std::log(e_.trade_share(j, n, n) / a_.trade_share(j, n, n)) / a_.theta[j] -
                       std::log(solved_.productivity_hat(j, n));
            for (Index k = 0; k < J_; ++k) system(j, k) -= a_.input_share(n, k, j);
        }
        if (!has_own_sales) continue;
        Vector const log_real_price = system.partialPivLu().solve(right);
        for (Index j = 0; j < J_; ++j) {
            double const expected = e_.wage_hat[n] * std::exp(log_real_price[j]);
            // (I - gamma')^-1 adds up as many errors as a good has inputs, directly and indirectly.
            expect_equal(e_.price_hat(j, n), expected, 10 * expected, at(j, n));
        }
    }
}

TEST_P(Equation, audit_passes) {
    AuditReport const report = audit_equilibrium(a_, solved_.shock, solved_.closures, e_);
    for (EquationResidual const& equation : report.equations) {
        EXPECT_LE(equation.residual, tolerance) << equation.equation << " at " << equation.worst;
    }
    EXPECT_LE(report.walras, tolerance);
    EXPECT_TRUE(report.passed());
}

INSTANTIATE_TEST_SUITE_P(over, Equation, testing::ValuesIn(all_cases()),
                         [](auto const& which) { return which.param.name(); });

}  // namespace

}  // namespace desvio::test
