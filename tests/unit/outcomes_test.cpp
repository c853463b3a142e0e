#include "desvio/engine/outcomes.hpp"

#include "desvio/engine/run.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio::test {
namespace {

/// brics-100 once as `run` reports it and once as a counterfactual.
struct Twice {
    Base const& base = named_base("world2023");
    Scenario scenario = read_scenario("brics-100");
    RunResult run;
    Counterfactuals setting{base, scenario.model, scenario.solver};
    Shock shock;
    Counterfactual answer;

    Twice() {
        RunOptions options;
        options.draws = 0;
        run = run_scenario(scenario, base, options);
        shock = setting.shock_of(resolve_scenario(scenario, base).shock);
        answer = setting.solve(shock);
    }
    [[nodiscard]] double value(std::string const& text, Counterfactual const& of) const {
        return value_of(parse_outcome(text, base), {setting.accounts(), run.resolved.market}, of);
    }
    [[nodiscard]] double value(std::string const& text) const { return value(text, answer); }
    [[nodiscard]] Index region(char const* code) const { return *base.regions.find(code); }
    [[nodiscard]] Index sector(char const* code) const { return *base.sectors.find(code); }
};

Twice const& twice() {
    static Twice const both;
    return both;
}

TEST(Outcomes, KnowTheGroupsOfAScenario) {
    Base const& base = twice().base;
    Scenario const scenario = parse_scenario(
        "[scenario]\nname = \"s\"\ndate = 2024-06-01\n[groups]\ntier = \"@brics & !@latin_america\"\n", "s.toml");
    NameBook names(base, &scenario);
    Outcome const outcome = parse_outcome("exports[@tier, !@usmca, @goods & !OIL]", names);
    // Of eleven members of today Indonesia came later and Brazil is taken out.
    EXPECT_EQ(outcome.regions.size(), 9u);
    EXPECT_EQ(outcome.partners.size(), static_cast<std::size_t>(base.n_regions()) - 3);
    EXPECT_EQ(outcome.sectors.size(), base.sector_members("goods").size() - 1);
    EXPECT_THROW(parse_outcome("exports[@tier]", base), InputError);
}

TEST(Counterfactuals, SolveAndAuditWhatRunReports) {
    Twice const& both = twice();
    ASSERT_TRUE(both.answer.summary.is_converged());
    EXPECT_EQ(both.answer.equilibrium.wage_hat, both.run.equilibrium.wage_hat);
    EXPECT_EQ(both.setting.audit(both.shock, both.answer).largest(), both.run.audit.largest());
}

TEST(Counterfactuals, StartFromANeighbour) {
    Twice const& both = twice();
    Counterfactual const again = both.setting.solve(both.shock, {.start = &both.answer.state});
    EXPECT_LT(again.summary.evaluations, both.answer.summary.evaluations / 2);
    EXPECT_LT((again.welfare.welfare_pct - both.answer.welfare.welfare_pct).cwiseAbs().maxCoeff(), 1e-8);
}

TEST(Counterfactuals, SolveTheFirstYearFromANeighbourToo) {
    Twice const& both = twice();
    Scenario const scenario = read_scenario("brics-100-first-year");
    Counterfactuals const setting(both.base, scenario.model);
    Counterfactual const answer = setting.solve(both.shock);
    ASSERT_TRUE(answer.short_run);
    EXPECT_TRUE(setting.audit(both.shock, answer).passed());
    Counterfactual const again = setting.solve(both.shock, {.start = &answer.state});
    // Costs start from the neighbour's; orders are solved anew.
    EXPECT_LT(again.summary.evaluations, answer.summary.evaluations);
}

TEST(Counterfactuals, AnUnchangedBaseMeetsEveryEquation) {
    Twice const& both = twice();
    Counterfactual const same = unchanged(both.setting.accounts());
    Shock none;
    none.tariff = both.base.tariff;
    EXPECT_TRUE(both.setting.audit(none, same).passed()) << both.setting.audit(none, same).largest();
    EXPECT_NEAR(both.value("welfare_pct", same), 0.0, 1e-9);
    EXPECT_EQ(both.value("exports_change[BRA]", same), 0.0);
    EXPECT_EQ(both.value("loss[BRA]", same), 0.0);
    EXPECT_TRUE(std::isnan(both.value("redirection_rate[BRA]", same)));
}

TEST(Outcomes, OfOneRegionAreThoseOfTheResultFile) {
    Twice const& both = twice();
    RunResult const& run = both.run;
    Index const bra = both.region("BRA"), usa = both.region("USA"), chn = both.region("CHN"), agr = both.sector("AGR");
    EXPECT_DOUBLE_EQ(both.value("equivalent_variation[BRA]"), run.welfare.equivalent_variation(bra));
    EXPECT_NEAR(both.value("welfare_pct[BRA]"), run.welfare.welfare_pct(bra), 1e-12);
    EXPECT_NEAR(both.value("real_wage_pct[BRA]"), 100.0 * (run.welfare.real_wage_hat(bra) - 1.0), 1e-12);
    EXPECT_EQ(both.value("tariff_revenue[USA]"), run.equilibrium.tariff_revenue(usa));
    EXPECT_EQ(both.value("income[USA]"), run.equilibrium.income(usa));
    EXPECT_EQ(both.value("deficit[USA]"), run.equilibrium.deficit(usa));
    EXPECT_EQ(both.value("output[BRA, AGR]"), run.equilibrium.gross_output(agr, bra));
    EXPECT_EQ(both.value("exports[BRA, CHN, AGR]"), run.equilibrium.trade(agr, chn, bra));
    EXPECT_EQ(both.value("imports[CHN, BRA, AGR]"), run.equilibrium.trade(agr, chn, bra));
    auto const near = [](double expected) { return 1e-9 * std::abs(expected); };
    struct Entry {
        char const* name;
        double value, volume;
    };
    for (Entry const& entry :
         {Entry{"loss[BRA]", run.redirection.loss(bra), run.volume_redirection.loss(bra)},
          {"redirected[BRA]", run.redirection.redirected(bra), run.volume_redirection.redirected(bra)},
          {"absorbed[BRA]", run.redirection.absorbed(bra), run.volume_redirection.absorbed(bra)},
          {"output_cut[BRA]", run.redirection.output_cut(bra), run.volume_redirection.output_cut(bra)},
          {"redirection_rate[BRA]", run.redirection.rate(bra), run.volume_redirection.rate(bra)}}) {
        EXPECT_NEAR(both.value(entry.name), entry.value, near(entry.value)) << entry.name;
        EXPECT_NEAR(both.value(std::string("volume_") + entry.name), entry.volume, near(entry.volume)) << entry.name;
    }
    EXPECT_NEAR(both.value("export_share[BRA, CHN]"), run.redirection.destination_share_counterfactual(bra, chn),
                1e-12);
    EXPECT_NEAR(both.value("average_tariff[USA, CHN, @goods]"), 1.0, 1e-12);
}

TEST(Outcomes, OfSeveralRegionsAreSums) {
    Twice const& both = twice();
    auto const sum = [&](std::string const& name) {
        return both.value(name + "[BRA]") + both.value(name + "[ARG]") + both.value(name + "[PRY]") +
               both.value(name + "[URY]");
    };
    for (char const* name :
         {"equivalent_variation", "exports", "imports", "loss", "volume_redirected", "output", "income"})
        EXPECT_NEAR(both.value(std::string(name) + "[@mercosur]"), sum(name), 1e-9 * std::abs(sum(name))) << name;
    double const income = both.value("income[[BRA, ARG, PRY, URY]]", unchanged(both.setting.accounts()));
    EXPECT_NEAR(both.value("welfare_pct[@mercosur]"), 100.0 * sum("equivalent_variation") / income, 1e-12);
    // World value added is the numeraire, and what all sell all buy.
    EXPECT_NEAR(both.value("value_added_pct"), 0.0, 1e-9);
    EXPECT_NEAR(both.value("exports"), both.value("imports[*]"), 1e-6 * both.value("exports"));
    EXPECT_NEAR(both.value("exports[@latin_america, CHN, @goods]"), both.value("imports[CHN, @latin_america, @goods]"),
                1e-6);
}

TEST(Outcomes, FaultsAreNamedAtTheirPlace) {
    Base const& base = twice().base;
    auto const fault = [&](std::string const& text) -> std::string {
        try {
            parse_outcome(text, base, {"s.toml", 4, 11});
        } catch (InputError const& error) {
            return error.what();
        }
        return "read";
    };
    EXPECT_EQ(fault("welfare_pc[BRA]"),
              "s.toml:4:11: unknown outcome 'welfare_pc' (no answer has such a figure) Did you mean 'welfare_pct'?");
    EXPECT_EQ(fault("exports[BRA, CHM]"),
              "s.toml:4:24: unknown region 'CHM' (the base has no such code) Did you mean 'CHN'?");
    EXPECT_EQ(fault("exports[BRA, CHN").find("s.toml:4:11: 'exports[BRA, CHN' does not end with ']'"), 0u);
    EXPECT_EQ(fault("income[BRA, CHN]"),
              "s.toml:4:23: 'income[BRA, CHN]' has 2 arguments (income takes region) Take out what is too much.");
    EXPECT_EQ(fault("exports[BRA, , AGR]"), "read");
}

}  // namespace
}  // namespace desvio::test
