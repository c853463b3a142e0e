#include "tests/support/reference/nested_solver.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/reference/plain_accounts.hpp"

#include <gtest/gtest.h>
#include <cmath>

/// The fused solver agrees with its plain-loop twin, which shares nothing with it but THEORY §2.
namespace desvio::test {

namespace {

// Both stop near 1e-11 in their own measures; theta (up to 65) carries price errors into shares.
constexpr double tolerance = 1e-9;

void expect_near(Vector const& a, Vector const& b, Vector const& size, char const* what) {
    ASSERT_EQ(a.size(), b.size()) << what;
    for (Index k = 0; k < a.size(); ++k) {
        EXPECT_LE(std::abs(a[k] - b[k]), tolerance * size[k]) << what << " " << k << ": " << a[k] << " and " << b[k];
    }
}

class Twin : public testing::TestWithParam<Case> {};

TEST_P(Twin, agrees_with_nested_loops) {
    SolvedCase const& solved = solve_case(GetParam());
    ASSERT_TRUE(solved.solution.summary.is_converged()) << solved.solution.summary.message;
    Equilibrium const& fast = solved.equilibrium();
    Equilibrium const slow =
        solve_by_nested_loops(plain_accounts(named_base(GetParam().base)), solved.shock, solved.closures);
    auto const flat = [](Matrix const& matrix) { return Vector(matrix.reshaped()); };
    expect_near(fast.wage_hat, slow.wage_hat, slow.wage_hat, "wage");
    expect_near(flat(fast.price_hat), flat(slow.price_hat), flat(slow.price_hat), "price");
    expect_near(flat(fast.unit_cost_hat), flat(slow.unit_cost_hat), flat(slow.unit_cost_hat), "unit cost");
    expect_near(flat(fast.expenditure), flat(slow.expenditure), flat(slow.expenditure), "expenditure");
    expect_near(flat(fast.gross_output), flat(slow.gross_output), flat(slow.gross_output), "output");
    expect_near(fast.trade_share.flat(), slow.trade_share.flat(), Vector::Ones(slow.trade_share.size()), "share");
    expect_near(fast.trade.flat(), slow.trade.flat(), slow.trade.flat(), "trade");
    expect_near(fast.income, slow.income, slow.income, "income");
    expect_near(fast.tariff_revenue, slow.tariff_revenue, slow.tariff_revenue, "revenue");
    expect_near(fast.deficit, slow.deficit, slow.income, "deficit");
}

INSTANTIATE_TEST_SUITE_P(over, Twin, testing::ValuesIn(small_cases()),
                         [](auto const& which) { return which.param.name(); });

}  // namespace

}  // namespace desvio::test
