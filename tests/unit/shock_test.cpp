#include "desvio/params/shock.hpp"

#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace desvio {
namespace {

using test::agr, test::fin, test::usa, test::bra, test::chn;

/// A few roundings of numbers of size one.
constexpr double rounding = 1e-15;

Selector names(std::vector<std::string> const& terms) {
    Selector selector;
    for (std::string const& term : terms) selector.terms.push_back({term, {"s.toml", 3, 7}});
    selector.where = {"s.toml", 3, 7};
    return selector;
}

TariffRule tariff(std::string const& importer, std::vector<std::string> const& exporter, TariffAction action,
                  double value, double exempt_share = 0.0) {
    TariffRule rule;
    rule.importer = names({importer});
    rule.exporter = names(exporter);
    rule.sector = names({"@goods"});
    rule.action = action;
    rule.value = value;
    rule.exempt_share = exempt_share;
    rule.where = {"s.toml", 5, 1};
    return rule;
}

TradeCostRule trade_cost(std::vector<std::string> const& exporter, std::vector<std::string> const& importer,
                         bool both_ways, double change) {
    TradeCostRule rule;
    rule.exporter = names(exporter);
    rule.importer = names(importer);
    rule.both_ways = both_ways;
    rule.change = change;
    return rule;
}

RetaliationRule retaliation(std::string const& by, std::string const& against, bool mirror, double rate = 0.0) {
    RetaliationRule rule;
    rule.by = names({by});
    rule.against = names({against});
    rule.sector = names({"@goods"});
    rule.mirror = mirror;
    rule.rate = rate;
    return rule;
}

Scenario scenario_of(std::vector<Rule> rules) {
    Scenario scenario;
    scenario.name = "test";
    scenario.rules = std::move(rules);
    return scenario;
}

ResolvedScenario resolve(std::vector<Rule> rules) {
    return resolve_scenario(scenario_of(std::move(rules)), test::three_region_base());
}

/// What the duty of USA on AGR of BRA (0.05 in the base) becomes by one rule.
double duty_after(TariffAction action, double value, double exempt_share = 0.0) {
    return resolve({tariff("USA", {"BRA"}, action, value, exempt_share)}).shock.tariff(agr, usa, bra);
}

std::vector<std::string> faults_of(Scenario const& scenario) {
    std::vector<std::string> texts;
    try {
        resolve_scenario(scenario, test::three_region_base());
    } catch (InputError const& error) {
        for (Fault const& fault : error.faults()) texts.push_back(fault.text());
    }
    return texts;
}

TEST(TariffRule, EachActionByHand) {
    EXPECT_EQ(duty_after(TariffAction::rate, 1.0), 1.0);
    EXPECT_NEAR(duty_after(TariffAction::add, 0.10), 0.15, rounding);
    EXPECT_NEAR(duty_after(TariffAction::add, -0.05), 0.0, rounding);
    EXPECT_NEAR(duty_after(TariffAction::factor, 3.0), 0.15, rounding);
    EXPECT_EQ(duty_after(TariffAction::floor, 0.02), 0.05);
    EXPECT_EQ(duty_after(TariffAction::floor, 0.30), 0.30);
    EXPECT_EQ(duty_after(TariffAction::cap, 0.02), 0.02);
    EXPECT_EQ(duty_after(TariffAction::cap, 0.30), 0.05);
}

TEST(TariffRule, ExemptShareKeepsTheOldDuty) {
    // 0.25 * 0.05 + 0.75 * 1.00
    EXPECT_NEAR(duty_after(TariffAction::rate, 1.0, 0.25), 0.7625, rounding);
    // 0.05 + 0.568 * 0.40
    EXPECT_NEAR(duty_after(TariffAction::add, 0.40, 0.432), 0.2772, rounding);
    EXPECT_EQ(duty_after(TariffAction::rate, 1.0, 1.0), 0.05);
}

TEST(TariffRule, RulesApplyInTheOrderWritten) {
    auto const add = tariff("USA", {"BRA"}, TariffAction::add, 0.10);
    auto const triple = tariff("USA", {"BRA"}, TariffAction::factor, 3.0);
    EXPECT_NEAR(resolve({add, triple}).shock.tariff(agr, usa, bra), 0.45, rounding);  // (0.05 + 0.10) * 3
    EXPECT_NEAR(resolve({triple, add}).shock.tariff(agr, usa, bra), 0.25, rounding);  // 0.05 * 3 + 0.10
    // The exempt part keeps what the rule before it left: 0.15 + 0.568 * 0.40.
    auto const list = tariff("USA", {"BRA"}, TariffAction::add, 0.40, 0.432);
    EXPECT_NEAR(resolve({add, list}).shock.tariff(agr, usa, bra), 0.3772, rounding);
}

TEST(TariffRule, TouchesItsCellsAndNoOthers) {
    Base const base = test::three_region_base();
    ResolvedScenario const resolved = resolve({tariff("USA", {"@brics"}, TariffAction::rate, 1.0)});
    for (Index j = 0; j < 2; ++j) {
        for (Index n = 0; n < 3; ++n) {
            for (Index i = 0; i < 3; ++i) {
                bool const is_named = j == agr && n == usa && i != usa;
                EXPECT_EQ(resolved.shock.tariff(j, n, i), is_named ? 1.0 : base.tariff(j, n, i)) << j << n << i;
            }
        }
    }
    EXPECT_TRUE(resolved.shock.trade_cost_hat.empty());
    EXPECT_EQ(resolved.shock.productivity_hat.size(), 0);
}

TEST(TariffRule, OwnSalesAreNeverTouched) {
    ResolvedScenario const resolved =
        resolve({tariff("*", {"*"}, TariffAction::add, 0.5), trade_cost({"*"}, {"*"}, true, 0.25)});
    for (Index j = 0; j < 2; ++j) {
        for (Index n = 0; n < 3; ++n) {
            EXPECT_EQ(resolved.shock.tariff(j, n, n), 0.0);
            EXPECT_EQ(resolved.shock.trade_cost_hat(j, n, n), 1.0);
        }
    }
    EXPECT_EQ(resolved.effects[0].cells, 6);
    EXPECT_EQ(resolved.effects[1].cells, 6 + 6);  // its sector is left out: services too
}

TEST(TariffRule, TableReplacesTheFlowsItLists) {
    Scenario scenario;
    TariffRule rule;
    rule.action = TariffAction::table;
    rule.table = "rates.csv";
    rule.exporter = names({"BRA"});
    rule.exempt_share = 0.5;
    scenario.rules = {rule};
    scenario.tables["rates.csv"].rows = {{"AGR", "BRA", "USA", 0.25, {"rates.csv", 2, 1}},
                                         {"AGR", "CHN", "USA", 0.75, {"rates.csv", 3, 1}}};
    ResolvedScenario const resolved = resolve_scenario(scenario, test::three_region_base());
    EXPECT_NEAR(resolved.shock.tariff(agr, usa, bra), 0.15, rounding);  // half of 0.05 + half of 0.25
    EXPECT_EQ(resolved.shock.tariff(agr, usa, chn), 0.10);              // not among the exporters of the rule
    EXPECT_EQ(resolved.effects[0].cells, 1);
    EXPECT_EQ(resolved.effects[0].summary,
              "table rates.csv (2 rows) on * <- BRA, every sector, 0.5 of each flow exempt");
}

TEST(TariffRule, TableNamesUnknownCodesByTheirRow) {
    Scenario scenario;
    TariffRule rule;
    rule.action = TariffAction::table;
    rule.table = "rates.csv";
    scenario.rules = {rule};
    scenario.tables["rates.csv"].rows = {{"AGK", "BRA", "USA", 0.25, {"rates.csv", 2, 1}},
                                         {"AGR", "BRA", "USB", 0.75, {"rates.csv", 3, 1}}};
    EXPECT_EQ(faults_of(scenario),
              (std::vector<std::string>{
                  "rates.csv:2:1: unknown sector 'AGK' (the base has no such code) Did you mean 'AGR'?",
                  "rates.csv:3:1: unknown region 'USB' (the base has no such code) Did you mean 'USA'?"}));
}

TEST(TradeCostRule, BothWaysChangesEachFlowOnce) {
    // BRA and CHN are on both sides: both ways must not change their flows twice.
    Tensor3 const cost = resolve({trade_cost({"@brics"}, {"@brics"}, true, -0.10)}).shock.trade_cost_hat;
    EXPECT_EQ(cost(agr, bra, chn), 0.90);
    EXPECT_EQ(cost(agr, chn, bra), 0.90);
    EXPECT_EQ(cost(agr, usa, bra), 1.0);
    Tensor3 const one_way = resolve({trade_cost({"BRA"}, {"CHN"}, false, -0.10)}).shock.trade_cost_hat;
    EXPECT_EQ(one_way(agr, chn, bra), 0.90);
    EXPECT_EQ(one_way(agr, bra, chn), 1.0);
}

TEST(TradeCostRule, ChangesMultiply) {
    Tensor3 const cost = resolve({trade_cost({"BRA"}, {"CHN"}, false, -0.10), trade_cost({"*"}, {"CHN"}, false, 0.50)})
                             .shock.trade_cost_hat;
    EXPECT_NEAR(cost(agr, chn, bra), 0.90 * 1.50, rounding);
    EXPECT_EQ(cost(agr, chn, usa), 1.50);
}

TEST(ProductivityRule, MultipliesAndWeighsByGrossOutput) {
    ProductivityRule rule;
    rule.region = names({"BRA", "CHN"});
    rule.sector = names({"AGR"});
    rule.change = 0.02;
    ResolvedScenario const resolved = resolve({rule, rule});
    EXPECT_NEAR(resolved.shock.productivity_hat(agr, bra), 1.02 * 1.02, rounding);
    EXPECT_EQ(resolved.shock.productivity_hat(fin, bra), 1.0);
    EXPECT_EQ(resolved.shock.productivity_hat(agr, usa), 1.0);
    RuleEffect const& second = resolved.effects[1];
    EXPECT_EQ(second.kind, "productivity");
    EXPECT_EQ(second.summary, "change = 0.02 in [BRA, CHN], AGR");
    EXPECT_EQ(second.cells, 2);
    EXPECT_EQ(second.trade, (40 + 500 + 30) + (200 + 60 + 2000));
    EXPECT_NEAR(second.average_before, 0.02, rounding);
    EXPECT_NEAR(second.average_after, 0.0404, rounding);
}

TEST(RetaliationRule, MirrorAddsWhatWasAdded) {
    // USA takes AGR of BRA from 0.05 to 1.00 and of CHN from 0.10 to 1.00.
    Tensor3 const duty =
        resolve({tariff("USA", {"@brics"}, TariffAction::rate, 1.0), retaliation("@brics", "USA", true)}).shock.tariff;
    EXPECT_NEAR(duty(agr, bra, usa), 0.20 + 0.95, rounding);
    EXPECT_NEAR(duty(agr, chn, usa), 0.25 + 0.90, rounding);
    EXPECT_EQ(duty(agr, chn, bra), 0.15);
    EXPECT_EQ(duty(agr, usa, bra), 1.0);
}

TEST(RetaliationRule, MirrorDoesNotAnswerALoweredDuty) {
    ResolvedScenario const resolved =
        resolve({tariff("USA", {"@brics"}, TariffAction::rate, 0.0), retaliation("@brics", "USA", true)});
    EXPECT_EQ(resolved.shock.tariff(agr, bra, usa), 0.20);
    EXPECT_EQ(resolved.effects[1].cells, 0);
}

TEST(RetaliationRule, MirrorSeesTheDutiesAsTariffRulesLeftThem) {
    // The answer of BRA is no new duty for USA to mirror, whichever block comes first.
    Tensor3 const duty = resolve({retaliation("BRA", "USA", true), retaliation("USA", "BRA", true),
                                  tariff("USA", {"BRA"}, TariffAction::add, 0.10)})
                             .shock.tariff;
    EXPECT_NEAR(duty(agr, bra, usa), 0.30, rounding);
    EXPECT_NEAR(duty(agr, usa, bra), 0.15, rounding);
}

TEST(RetaliationRule, FlatRateIsAdded) {
    Tensor3 const duty = resolve({retaliation("CHN", "USA", false, 0.25)}).shock.tariff;
    EXPECT_NEAR(duty(agr, chn, usa), 0.50, rounding);
    EXPECT_EQ(duty(fin, chn, usa), 0.0);
}

TEST(RuleEffect, CountsChangedCellsAndWeighsByTrade) {
    // cap 0.08 changes CHN's flow only: 0.05 of BRA is below it.
    ResolvedScenario const resolved = resolve({tariff("USA", {"@brics", "!USA"}, TariffAction::cap, 0.08),
                                               tariff("USA", {"@brics"}, TariffAction::rate, 1.0, 0.1)});
    ASSERT_EQ(resolved.effects.size(), 2u);
    RuleEffect const& first = resolved.effects[0];
    EXPECT_EQ(first.kind, "tariff");
    EXPECT_EQ(first.summary, "cap = 0.08 on USA <- [@brics, !USA], @goods");
    EXPECT_EQ(first.where.text(), "s.toml:5:1");
    EXPECT_EQ(first.cells, 1);
    EXPECT_EQ(first.trade, 200.0);
    EXPECT_NEAR(first.average_before, 0.10, rounding);
    EXPECT_NEAR(first.average_after, 0.08, rounding);
    RuleEffect const& second = resolved.effects[1];
    EXPECT_EQ(second.summary, "rate = 1 on USA <- @brics, @goods, 0.1 of each flow exempt");
    EXPECT_EQ(second.cells, 2);
    EXPECT_EQ(second.trade, 240.0);
    EXPECT_NEAR(second.average_before, (40 * 0.05 + 200 * 0.08) / 240, rounding);
    EXPECT_NEAR(second.average_after, (40 * 0.905 + 200 * 0.908) / 240, rounding);
}

TEST(RuleEffect, SaysHowATradeCostWasGiven) {
    TradeCostRule rule = trade_cost({"BRA"}, {"CHN"}, true, -0.0766);
    rule.days = -10;
    rule.per_day = 0.008;
    RuleEffect const effect = resolve({rule}).effects[0];
    EXPECT_EQ(effect.summary, "change = -0.0766 (days = -10, per_day = 0.008) on CHN <-> BRA, every sector");
    EXPECT_EQ(effect.cells, 4);
    EXPECT_EQ(effect.trade, 30 + 60 + 1 + 2);
    EXPECT_EQ(effect.average_before, 0.0);
    EXPECT_NEAR(effect.average_after, -0.0766, rounding);
}

TEST(RuleEffect, FlowsWithoutTradeGetPlainAverages) {
    Base base = test::three_region_base();
    base.trade(agr, usa, bra) = base.trade(agr, usa, chn) = 0.0;
    Scenario scenario = scenario_of({tariff("USA", {"@brics"}, TariffAction::add, 0.10)});
    scenario.allow_unmatched = true;
    auto const resolved = resolve_scenario(scenario, base);
    EXPECT_EQ(resolved.effects[0].cells, 2);
    EXPECT_EQ(resolved.effects[0].trade, 0.0);
    EXPECT_NEAR(resolved.effects[0].average_before, 0.075, rounding);
    EXPECT_NEAR(resolved.effects[0].average_after, 0.175, rounding);
}

TEST(Market, IsTheImporterWhoseRaisedDutiesTouchMostTrade) {
    // CHN raises on 100, USA on 200 and lowers on 40.
    ResolvedScenario const resolved =
        resolve({tariff("CHN", {"USA"}, TariffAction::add, 0.5), tariff("USA", {"CHN"}, TariffAction::add, 0.01),
                 tariff("USA", {"BRA"}, TariffAction::rate, 0.0)});
    EXPECT_EQ(resolved.market, usa);
    EXPECT_EQ(resolved.market_reason, "raises duties on 200 million of trade, the most of all");
    EXPECT_EQ(resolve({tariff("*", {"BRA"}, TariffAction::add, 0.5)}).market, usa);  // 40 against 30
    EXPECT_EQ(resolve({tariff("*", {"USA"}, TariffAction::add, 0.5)}).market, chn);  // 10 against 100
}

TEST(Market, WithoutRaisedDutiesTheImporterWithMostChangedTrade) {
    ResolvedScenario const lowered =
        resolve({tariff("CHN", {"BRA"}, TariffAction::rate, 0.0), trade_cost({"CHN"}, {"BRA"}, false, -0.10)});
    EXPECT_EQ(lowered.market, bra);  // 60 + 2 of BRA against 30 of CHN
    EXPECT_EQ(lowered.market_reason,
              "no duty rises; duties or trade costs change on 62 million of its imports, the most of all");
}

TEST(Market, WithoutAnyChangeTheLargestImporter) {
    ResolvedScenario const nothing = resolve({});
    EXPECT_EQ(nothing.market, usa);  // 252 against 80 and 151
    EXPECT_EQ(nothing.market_reason, "no duty or trade cost changes; it imports the most");
}

TEST(Market, CanBeNamed) {
    Scenario scenario = scenario_of({tariff("USA", {"BRA"}, TariffAction::add, 0.5)});
    scenario.report.market = "CHN";
    ResolvedScenario const resolved = resolve_scenario(scenario, test::three_region_base());
    EXPECT_EQ(resolved.market, chn);
    EXPECT_EQ(resolved.market_reason, "named by [report] market");
    scenario.report.market_where = {"s.toml", 12, 10};
    scenario.report.market = "CHM";
    EXPECT_EQ(
        faults_of(scenario),
        std::vector<std::string>{"s.toml:12:10: unknown region 'CHM' (the base has no such code) Did you mean 'CHN'?"});
    scenario.report.market = "@brics";
    EXPECT_EQ(
        faults_of(scenario),
        std::vector<std::string>{
            "s.toml:12:10: market '@brics' names 2 regions (the ledger follows the imports of one) Name one region."});
}

TEST(Focus, IsLatinAmericaWhereThereIsOne) {
    EXPECT_EQ(resolve({}).focus, std::vector<Index>{bra});
    Base base = test::three_region_base();
    base.region_table[bra].groups = {"brics"};
    EXPECT_EQ(resolve_scenario(scenario_of({}), base).focus, (std::vector<Index>{usa, bra, chn}));
    Scenario scenario;
    scenario.report.focus = names({"@brics"});
    EXPECT_EQ(resolve_scenario(scenario, base).focus, (std::vector<Index>{bra, chn}));
}

TEST(ResolveScenario, GathersTheFaultsOfAllRules) {
    Scenario scenario =
        scenario_of({tariff("USB", {"BRA"}, TariffAction::rate, 1.0), tariff("USA", {"USA"}, TariffAction::rate, 1.0),
                     tariff("USA", {"@brics"}, TariffAction::add, -1.5), retaliation("@brix", "USA", true)});
    scenario.model.elasticities = "defualt";
    scenario.model.elasticities_where = {"s.toml", 2, 16};
    auto const faults = faults_of(scenario);
    ASSERT_EQ(faults.size(), 5u);
    EXPECT_EQ(faults[0], "s.toml:3:7: unknown region 'USB' (the base has no such code) Did you mean 'USA'?");
    EXPECT_EQ(faults[1],
              "s.toml:5:1: the rule on USA <- USA reaches no flow (it names own sales only, which bear no duty and no "
              "trade cost) Name two different regions.");
    EXPECT_EQ(
        faults[2],
        "s.toml:5:1: the rule leaves 2 duties out of range, first that of USA on AGR from BRA: -1.45 (a duty must "
        "be finite and above -1, or the goods have no price) Give a larger rate, or a floor after it.");
    EXPECT_EQ(faults[3],
              "s.toml:3:7: unknown region group '@brix' (no member of the base carries it) Did you mean '@brics'?");
    EXPECT_EQ(faults[4],
              "s.toml:2:16: unknown elasticity set 'defualt' (the base test has no such set) Did you mean 'default'?");
}

TEST(ResolveScenario, RefusesDutiesThatAreNotFinite) {
    for (double const value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(faults_of(scenario_of({tariff("USA", {"BRA"}, TariffAction::rate, value)})).size(), 1u) << value;
    }
}

}  // namespace
}  // namespace desvio
