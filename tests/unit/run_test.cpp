#include "desvio/engine/run.hpp"

#include "desvio/io/scenario_io.hpp"
#include "desvio/params/vary.hpp"
#include "desvio/tables/expand.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

RunOptions without_draws() {
    RunOptions options;
    options.draws = 0;
    return options;
}

/// brics-100 on the built-in base with a [model] table of the test's own.
RunResult run_with(std::string const& model) {
    std::string const toml =
        "[scenario]\nname = \"test\"\n[model]\n" + model +
        "\n[[tariff]]\nimporter = \"USA\"\nexporter = \"@brics\"\nsector = \"@goods\"\nrate = 1.0\n";
    return run_scenario(parse_scenario(toml, "test.toml"), named_base("world2023"), without_draws());
}

/// The same with draws, on a base whose every elasticity and standard error was multiplied beforehand.
TEST(Run, theta_factor_multiplies_elasticities_and_their_errors) {
    std::string const duty =
        "[[tariff]]\nimporter = \"USA\"\nexporter = \"@brics\"\nrate = 1.0\n[report]\ndraws = 4\n[model]\n";
    for (std::string const option :
         {"", "variant = \"one-sector\"\n", "deficits = \"balanced\"\n", "kind = \"input-output\"\n"}) {
        std::string const toml = "[scenario]\nname = \"test\"\n" + duty + option;
        Base scaled = named_base("world2023");
        scale_elasticities(scaled, 1.5);
        RunResult const expected = run_scenario(parse_scenario(toml, "test.toml"), scaled);
        RunResult const result =
            run_scenario(parse_scenario(toml + "theta_factor = 1.5\n", "test.toml"), named_base("world2023"));
        EXPECT_EQ(result.welfare.welfare_pct, expected.welfare.welfare_pct) << option;
        ASSERT_EQ(result.uncertainty.has_value(), expected.uncertainty.has_value()) << option;
        if (result.uncertainty) {
            EXPECT_EQ(result.uncertainty->welfare_pct.lower, expected.uncertainty->welfare_pct.lower) << option;
        }
        EXPECT_NE(to_tables(result, "").text_attribute("closures").find("theta_factor = 1.5"), std::string::npos);
    }
}

class EveryModel : public ::testing::TestWithParam<char const*> {};

TEST_P(EveryModel, converges_and_passes_its_audit) {
    RunResult const result = run_with(GetParam());
    ASSERT_TRUE(result.summary.is_converged()) << result.summary.message;
    EXPECT_TRUE(result.audit.passed()) << result.audit.largest();
    // A duty of 100 % on a tenth of the world hurts the taxed: Brazil loses under every closure.
    EXPECT_LT(result.welfare.welfare_pct(*result.base.regions.find("BRA")), 0.0);
    // The ledger of every exporter adds up to its loss.
    Redirection const& ledger = result.redirection;
    Vector const gap = ledger.loss - ledger.redirected - ledger.absorbed - ledger.output_cut;
    EXPECT_LT(gap.cwiseAbs().maxCoeff(), 1e-9 * result.accounts.gross_output.sum());
}

INSTANTIATE_TEST_SUITE_P(options, EveryModel,
                         ::testing::Values("", "deficits = \"gdp-share\"", "deficits = \"balanced\"",
                                           "revenue = \"waste\"", "variant = \"no-io\"", "variant = \"one-sector\"",
                                           "variant = \"one-sector-no-io\"", "elasticities = \"uniform\"",
                                           "elasticities = \"cp2015\"",
                                           "variant = \"one-sector\"\ndeficits = \"balanced\"\nrevenue = \"waste\"",
                                           "factors = \"rigid\"", "kind = \"input-output\"",
                                           "kind = \"input-output\"\ndemand_elasticity = 0.2",
                                           "kind = \"input-output\"\nvariant = \"one-sector\"",
                                           "kind = \"input-output\"\nrevenue = \"waste\""));

TEST(Run, the_first_year_agrees_with_rigid_factors_and_splits_into_direct_and_indirect) {
    RunResult const first = run_with("kind = \"input-output\""), rigid = run_with("factors = \"rigid\"");
    ASSERT_TRUE(first.short_run.has_value());
    EXPECT_FALSE(rigid.short_run.has_value());
    auto const gap = (first.equilibrium.factor_income - rigid.equilibrium.factor_income).array();
    EXPECT_LT((gap / rigid.equilibrium.factor_income.array()).abs().maxCoeff(), 1e-9);
    EXPECT_LT((first.welfare.welfare_pct - rigid.welfare.welfare_pct).cwiseAbs().maxCoeff(), 1e-7);

    LabelledFile const file = to_tables(first, "test");
    std::vector<double> const& direct = file.numbers("/short_run/value_added_change_direct");
    std::vector<double> const& indirect = file.numbers("/short_run/value_added_change_indirect");
    std::vector<double> const& before = file.numbers("/sector/value_added_base");
    std::vector<double> const& after = file.numbers("/sector/value_added_counterfactual");
    for (std::size_t k = 0; k < before.size(); ++k)
        EXPECT_NEAR(direct[k] + indirect[k], after[k] - before[k], 1e-9 * before[k] + 1e-9);
    // What assumes clearing wages is not there.
    EXPECT_EQ(file.find_table("/region/welfare_linear_pct"), nullptr);
    EXPECT_EQ(file.find_table("/welfare/terms_of_trade_by_partner"), nullptr);
    EXPECT_EQ(file.find_table("/region/value_added_counterfactual")->units, "million US$");
}

TEST(Run, a_base_that_keeps_its_use_table_is_run_user_by_user) {
    Base base = named_base("random_3x3");
    base.use_table = std::make_shared<IoTable const>(expand_base(base));
    std::string const toml =
        "[scenario]\nname = 'x'\n[model]\nkind = 'input-output'\n[[tariff]]\nimporter = 'R0'\nadd = 0.5\n";
    Scenario const scenario = parse_scenario(toml, "x.toml");
    RunResult const users = run_scenario(scenario, base, without_draws());
    base.use_table.reset();
    RunResult const compact = run_scenario(scenario, base, without_draws());
    ASSERT_TRUE(users.short_run->buyers.is_by_user());
    EXPECT_FALSE(compact.short_run->buyers.is_by_user());
    EXPECT_TRUE(users.audit.passed()) << users.audit.largest();
    auto const gap = (users.equilibrium.trade.flat() - compact.equilibrium.trade.flat()).cwiseAbs();
    EXPECT_LT(gap.maxCoeff(), 1e-9 * compact.equilibrium.trade.flat().maxCoeff());
}

/// jobs' = jobs V' / (V w_hat): with rigid wages jobs follow value added, with mobile labour a region keeps its jobs
/// where every sector pays the same per job.
TEST(Run, jobs_follow_what_factors_earn_at_their_wage) {
    Base base = named_base("random_3x3");
    Accounts const accounts = derive_accounts(base);
    base.jobs_per_output = 2.0 * accounts.value_added_share;  // two jobs a million of value added
    for (std::string const kind : {"input-output", "caliendo-parro"}) {
        RunResult const result = run_scenario(parse_scenario("[scenario]\nname = 'x'\n[model]\nkind = '" + kind +
                                                                 "'\n[[tariff]]\nimporter = 'R0'\nadd = 0.5\n",
                                                             "x.toml"),
                                              base, without_draws());
        ASSERT_TRUE(result.employment.has_value());
        Vector const before = result.employment->base.colwise().sum().transpose();
        Vector const after = result.employment->counterfactual.colwise().sum().transpose();
        EXPECT_LT((before - 2.0 * accounts.value_added).cwiseAbs().maxCoeff(), 1e-9 * before.maxCoeff());
        if (kind == "caliendo-parro")
            EXPECT_LT((after - before).cwiseAbs().maxCoeff(), 1e-8 * before.maxCoeff());
        else
            EXPECT_LT((after - 2.0 * result.equilibrium.factor_income).cwiseAbs().maxCoeff(), 1e-9 * before.maxCoeff());
        EXPECT_NE(to_tables(result, "test").find_table("/sector/jobs_counterfactual"), nullptr);
    }
}

TEST(Run, a_balanced_run_is_reported_against_a_base_without_deficits) {
    RunResult const result = run_with("deficits = \"balanced\"");
    EXPECT_LT(result.accounts.deficit.cwiseAbs().maxCoeff(), 1e-9 * result.accounts.trade.flat().sum());
    EXPECT_GT(derive_accounts(result.given).deficit.cwiseAbs().maxCoeff(), 1e3);
}

TEST(Run, wasted_revenue_costs_the_taxing_region_more_than_rebated_revenue) {
    Index const usa = *named_base("world2023").regions.find("USA");
    double const rebated = run_with("").welfare.welfare_pct(usa);
    double const wasted = run_with("revenue = \"waste\"").welfare.welfare_pct(usa);
    EXPECT_LT(wasted, rebated);
}

TEST(Run, refuses_a_base_off_its_identities) {
    Base base = named_base("hand");
    base.input_share(0, 0, 0) = 2.0;
    EXPECT_THROW(run_scenario(parse_scenario("[scenario]\nname = \"x\"\n", "x.toml"), base, without_draws()),
                 InputError);
}

TEST(Run, one_iteration_is_not_enough_and_says_which_component_is_worst) {
    Scenario scenario = read_scenario("brics-100");
    scenario.solver.max_iterations = 1;
    scenario.solver.method = "anderson";
    RunResult const result = run_scenario(scenario, named_base("world2023"), without_draws());
    EXPECT_EQ(result.summary.status, Status::max_iterations);
    EXPECT_FALSE(result.summary.worst_component.empty());
    EXPECT_NE(result.summary.message.find(result.summary.worst_component), std::string::npos);
}

TEST(Run, the_monitor_can_stop_it) {
    RunOptions options = without_draws();
    options.monitor = [](Iteration const& iteration) { return iteration.evaluation < 3; };
    RunResult const result = run_scenario(read_scenario("brics-100"), named_base("world2023"), options);
    EXPECT_EQ(result.summary.status, Status::stopped);
    EXPECT_EQ(result.summary.evaluations, 3);
}

TEST(Run, is_repeated_to_the_bit_from_its_tables) {
    RunOptions options;
    options.draws = 4;
    RunResult const first = run_scenario(read_scenario("brics-100-mirror"), named_base("world2023"), options);
    RecordedRun const recorded = recorded_run(to_tables(first, "test"));
    EXPECT_EQ(recorded.base.trade.flat(), first.given.trade.flat());
    EXPECT_EQ(recorded.base.input_share.flat(), first.given.input_share.flat());
    RunResult const second = run_scenario(recorded.scenario, recorded.base, options);
    EXPECT_EQ(second.base_sha256, first.base_sha256);
    EXPECT_EQ(second.equilibrium.trade.flat(), first.equilibrium.trade.flat());
    EXPECT_EQ(second.welfare.welfare_pct, first.welfare.welfare_pct);
    EXPECT_EQ(second.uncertainty->welfare_pct.lower, first.uncertainty->welfare_pct.lower);
}

TEST(Run, volumes_are_values_at_base_prices_of_the_origin) {
    RunResult const result = run_with("");
    Index const bra = *result.base.regions.find("BRA"), usa = *result.base.regions.find("USA");
    Index const met = *result.base.sectors.find("MET");
    double const before = result.accounts.trade(met, usa, bra);
    double const after = result.equilibrium.trade(met, usa, bra) / result.equilibrium.unit_cost_hat(met, bra);
    EXPECT_NEAR(result.volume_redirection.loss_by_sector(met, bra), before - after, 1e-9 * before);
}

}  // namespace
}  // namespace desvio::test
