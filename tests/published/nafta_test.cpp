// Caliendo and Parro (2015): NAFTA's duties from 1993 to 2005 on the authors' base without aggregate deficits.
// Expected: an independent solution of the same experiment to 1e-13, and the figures printed in the paper (table 2).

#include "desvio/engine/run.hpp"
#include "tests/support/cp1993.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace desvio::test {
namespace {

/// One column of expected_nafta/country.csv by country.
std::map<std::string, double> read_expected(std::filesystem::path const& file, std::string const& column) {
    std::ifstream stream(file);
    std::string line, cell;
    std::getline(stream, line);
    std::istringstream header(line);
    int wanted = 0;
    while (std::getline(header, cell, ',') && cell != column) ++wanted;
    std::map<std::string, double> values;
    while (std::getline(stream, line)) {
        std::istringstream row(line);
        std::string name;
        std::getline(row, name, ',');
        for (int k = 0; k < wanted; ++k) std::getline(row, cell, ',');
        values[name] = std::stod(cell);
    }
    return values;
}

class Nafta : public ::testing::Test {
  protected:
    struct Case {
        Base base;
        Accounts accounts;
        Shock shock;
        Solution solution;
        Welfare welfare;
        AuditReport audit;
    };

    static std::filesystem::path folder() { return shared_data("cp1993"); }

    void SetUp() override {
        DESVIO_NEED_SHARED_DATA(folder());
        static Case const solved = solve();
        case_ = &solved;
    }

    /// The published base is a little off equilibrium, so it is settled first and the answer is taken against that.
    static Case solve() {
        Case result;
        Settled const settled = settle_base(read_cp1993(folder()));
        EXPECT_TRUE(settled.summary.is_converged()) << settled.summary.message;
        result.base = settled.base;
        result.accounts = derive_accounts(result.base);
        result.shock = nafta_shock(folder(), result.base);
        FixedPointOptions options;
        options.tolerance = 1e-12;
        result.solution = CaliendoParro(result.accounts).solve(result.shock, {}, options);
        EXPECT_TRUE(result.solution.summary.is_converged()) << result.solution.summary.message;
        result.welfare = compute_welfare(result.accounts, result.solution.equilibrium);
        result.audit = audit_equilibrium(result.accounts, result.shock, {}, result.solution.equilibrium);
        return result;
    }

    [[nodiscard]] Index country(std::string const& name) const { return *case_->base.regions.find(name); }

    Case const* case_ = nullptr;
};

// The published base is printed with 7 digits in its input shares, so the independent solution and ours, which settles
// first, agree to their mutual rounding and no further; 1e-6 is what the figures can bear.
constexpr double published_base_tolerance = 1e-6;

TEST_F(Nafta, wages_agree_with_the_independent_solution) {
    for (auto const& [name, expected] : read_expected(folder() / "expected_nafta/country.csv", "wage_hat"))
        EXPECT_NEAR(case_->solution.equilibrium.wage_hat(country(name)), expected, published_base_tolerance) << name;
}

TEST_F(Nafta, prices_and_unit_costs_agree_with_the_independent_solution) {
    Matrix const price = read_matrix(folder() / "expected_nafta/p_hat.csv", 40, 31);
    Matrix const cost = read_matrix(folder() / "expected_nafta/c_hat.csv", 40, 31);
    EXPECT_LT((case_->solution.equilibrium.price_hat - price).cwiseAbs().maxCoeff(), published_base_tolerance);
    EXPECT_LT((case_->solution.equilibrium.unit_cost_hat - cost).cwiseAbs().maxCoeff(), published_base_tolerance);
}

TEST_F(Nafta, expenditure_agrees_with_the_independent_solution) {
    Matrix const expected = read_matrix(folder() / "expected_nafta/X_cf.csv", 40, 31);
    Matrix const gap = (case_->solution.equilibrium.expenditure - expected).cwiseAbs();
    EXPECT_LT((gap.array() / expected.array().max(1e-12)).maxCoeff(), published_base_tolerance);
}

TEST_F(Nafta, exact_welfare_agrees_with_the_independent_solution) {
    for (auto const& [name, expected] : read_expected(folder() / "expected_nafta/country.csv", "welfare_exact_hat"))
        EXPECT_NEAR(1.0 + case_->welfare.welfare_pct(country(name)) / 100.0, expected, published_base_tolerance)
            << name;
}

TEST_F(Nafta, first_order_terms_agree_with_the_independent_solution) {
    auto const terms = read_expected(folder() / "expected_nafta/country.csv", "tot_linear");
    auto const volume = read_expected(folder() / "expected_nafta/country.csv", "vot_linear");
    for (auto const& [name, expected] : terms) {
        EXPECT_NEAR(case_->welfare.terms_of_trade_pct(country(name)) / 100.0, expected, published_base_tolerance)
            << name;
        EXPECT_NEAR(case_->welfare.volume_of_trade_pct(country(name)) / 100.0, volume.at(name),
                    published_base_tolerance)
            << name;
    }
}

struct PrintedRow {
    char const* country;
    double welfare, terms_of_trade, volume_of_trade;  // percent, as printed
};

class NaftaTable2 : public Nafta, public ::testing::WithParamInterface<PrintedRow> {};

TEST_P(NaftaTable2, welfare_and_its_split_match_the_printed_digits) {
    PrintedRow const& row = GetParam();
    Index const n = country(row.country);
    double const last_digit = 0.5e-2;  // printed with two decimals
    EXPECT_NEAR(case_->welfare.welfare_linear_pct(n), row.welfare, last_digit);
    EXPECT_NEAR(case_->welfare.terms_of_trade_pct(n), row.terms_of_trade, last_digit);
    EXPECT_NEAR(case_->welfare.volume_of_trade_pct(n), row.volume_of_trade, last_digit);
}

INSTANTIATE_TEST_SUITE_P(printed, NaftaTable2,
                         ::testing::Values(PrintedRow{"Mexico", 1.31, -0.41, 1.72},
                                           PrintedRow{"Canada", -0.06, -0.11, 0.04},
                                           PrintedRow{"USA", 0.08, 0.04, 0.04}),
                         [](auto const& row) { return std::string(row.param.country); });

TEST_F(Nafta, every_equation_holds) {
    for (EquationResidual const& equation : case_->audit.equations)
        EXPECT_LE(equation.residual, 1e-10) << equation.equation << " at " << equation.worst;
    EXPECT_LE(case_->audit.walras, 1e-10);
}

TEST_F(Nafta, the_three_methods_find_the_same_equilibrium) {
    for (Method method : {Method::damped, Method::newton_krylov}) {
        FixedPointOptions options;
        options.tolerance = 1e-12;
        options.method = method;
        options.max_iterations = 2000;
        Solution const other = CaliendoParro(case_->accounts).solve(case_->shock, {}, options);
        ASSERT_TRUE(other.summary.is_converged()) << other.summary.message;
        EXPECT_LT((other.equilibrium.wage_hat - case_->solution.equilibrium.wage_hat).cwiseAbs().maxCoeff(), 1e-11);
    }
}

}  // namespace
}  // namespace desvio::test
