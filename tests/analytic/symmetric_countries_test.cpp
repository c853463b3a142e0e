#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/welfare.hpp"
#include "tests/support/base_builder.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <ostream>

/// Alike countries, one good that is also its own input (share g), duty t between all of them raised to t' and trade
/// cost changed by d. By symmetry w_hat = 1, and with lambda the own share, kappa = d (1+t') / (1+t):
///
///   c = P^g,  P^(-theta) = c^(-theta) (lambda + (1 - lambda) kappa^(-theta))
///     =>  P = S^(-1 / (theta (1 - g))),  S = lambda + (1 - lambda) kappa^(-theta)
///   own share       lambda' = lambda (c / P)^(-theta) = lambda / S
///   value added     (1 - g) Y' = V  =>  Y' = Y
///   spending        X' = Y' / (lambda' + (1 - lambda') / (1 + t'))
///   duties          R' = t' / (1 + t') (1 - lambda') X',  welfare = (V + R') / (V + R) / P
namespace desvio::test {

namespace {

struct Setting {
    Index n_regions;
    double input_share, theta, duty, new_duty, cost;
};
std::ostream& operator<<(std::ostream& out, Setting const& setting) {
    return out << setting.n_regions << " regions, g " << setting.input_share << ", duty " << setting.new_duty;
}

class SymmetricCountries : public testing::TestWithParam<Setting> {};

TEST_P(SymmetricCountries, agree_with_the_closed_form) {
    auto const [n_regions, g, theta, duty, new_duty, cost] = GetParam();
    constexpr double own_sales = 300, flow = 50, tolerance = 1e-10;
    auto const others = static_cast<double>(n_regions - 1);
    BaseParts parts;
    parts.sectors = {"ALL"};
    parts.theta = {theta};
    for (Index n = 0; n < n_regions; ++n) parts.regions.push_back("C" + std::to_string(n));
    RowMatrix trade = RowMatrix::Constant(n_regions, n_regions, flow);
    RowMatrix duties = RowMatrix::Constant(n_regions, n_regions, duty);
    trade.diagonal().setConstant(own_sales);
    duties.diagonal().setZero();
    parts.trade = {trade};
    parts.tariff = {duties};
    parts.input_share.assign(static_cast<std::size_t>(n_regions), RowMatrix::Constant(1, 1, g));
    Accounts const accounts = derive_accounts(make_base(parts));

    Shock shock;
    shock.tariff = Tensor3(1, n_regions, n_regions, new_duty);
    shock.trade_cost_hat = Tensor3(1, n_regions, n_regions, cost);
    for (Index n = 0; n < n_regions; ++n) {
        shock.tariff(0, n, n) = 0;
        shock.trade_cost_hat(0, n, n) = 1;
    }
    Solution const solution = CaliendoParro(accounts).solve(shock, {});
    ASSERT_TRUE(solution.summary.is_converged()) << solution.summary.message;
    Equilibrium const& e = solution.equilibrium;
    Welfare const welfare = compute_welfare(accounts, e);

    double const output = own_sales + others * flow, revenue = duty * others * flow;
    double const spending = own_sales + others * flow * (1 + duty), value_added = (1 - g) * output;
    double const lambda = own_sales / spending, kappa = cost * (1 + new_duty) / (1 + duty);
    double const s = lambda + (1 - lambda) * std::pow(kappa, -theta);
    double const price = std::pow(s, -1 / (theta * (1 - g))), new_lambda = lambda / s;
    double const new_spending = output / (new_lambda + (1 - new_lambda) / (1 + new_duty));
    double const new_revenue = new_duty / (1 + new_duty) * (1 - new_lambda) * new_spending;
    double const gain = (value_added + new_revenue) / (value_added + revenue) / price;
    for (Index n = 0; n < n_regions; ++n) {
        EXPECT_NEAR(e.wage_hat[n], 1, tolerance);
        EXPECT_NEAR(e.price_hat(0, n), price, tolerance * price);
        EXPECT_NEAR(e.unit_cost_hat(0, n), std::pow(price, g), tolerance);
        EXPECT_NEAR(e.trade_share(0, n, n), new_lambda, tolerance);
        EXPECT_NEAR(e.gross_output(0, n), output, tolerance * output);
        EXPECT_NEAR(e.expenditure(0, n), new_spending, tolerance * new_spending);
        EXPECT_NEAR(e.tariff_revenue[n], new_revenue, tolerance * new_spending);
        EXPECT_NEAR(welfare.welfare_pct[n], 100 * (gain - 1), 100 * 10 * tolerance);
    }
}

INSTANTIATE_TEST_SUITE_P(settings, SymmetricCountries,
                         testing::Values(Setting{2, 0.0, 4, 0.0, 0.5, 1.0}, Setting{2, 0.4, 4, 0.1, 1.0, 1.0},
                                         Setting{2, 0.6, 8, 0.3, 0.0, 1.0}, Setting{3, 0.5, 5, 0.0, 0.0, 0.8},
                                         Setting{5, 0.3, 2, 0.2, 0.6, 1.3}, Setting{4, 0.5, 65, 0.05, 0.15, 1.0}));

}  // namespace

}  // namespace desvio::test
