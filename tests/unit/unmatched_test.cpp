#include "desvio/params/shock.hpp"

#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::agr, test::fin, test::usa, test::bra, test::chn;

Selector names(std::vector<std::string> const& terms) {
    Selector selector{{}, {"s.toml", 3, 7}};
    for (std::size_t k = 0; k < terms.size(); ++k)
        selector.terms.push_back({terms[k], {"s.toml", 3, static_cast<int>(k) + 20}});
    return selector;
}

TariffRule rule_on(std::vector<std::string> const& exporter, std::vector<std::string> const& sector) {
    TariffRule rule;
    rule.importer = names({"USA"});
    rule.exporter = names(exporter);
    rule.sector = names(sector);
    rule.action = TariffAction::add;
    rule.value = 0.10;
    rule.where = {"s.toml", 5, 1};
    return rule;
}

/// As the three regions, but USA buys neither AGR nor FIN of BRA.
Base base_without_flows() {
    Base base = test::three_region_base();
    base.trade(agr, usa, bra) = base.trade(fin, usa, bra) = 0.0;
    return base;
}

struct Outcome {
    std::vector<std::string> faults, noted;
};

Outcome judge(Rule const& rule, Base const& base, bool is_allowed = false, RateTable const& table = {}) {
    Scenario scenario;
    scenario.name = "test";
    scenario.rules = {rule};
    scenario.tables["rates.csv"] = table;
    scenario.allow_unmatched = is_allowed;
    Outcome outcome;
    try {
        outcome.noted = resolve_scenario(scenario, base).effects.at(0).unmatched;
    } catch (InputError const& error) {
        for (Fault const& fault : error.faults()) outcome.faults.push_back(fault.text());
    }
    return outcome;
}

constexpr char const* remedy =
    " (the base has none there, so nothing would change) Check the name; write allow_unmatched = true in the rule, or "
    "give --allow-unmatched, if it is meant.";

TEST(Unmatched, APartnerWithoutTradeIsRefusedByItsPlace) {
    Outcome const outcome = judge(rule_on({"BRA", "CHN"}, {"@goods"}), base_without_flows());
    EXPECT_EQ(outcome.faults,
              std::vector<std::string>{std::string("s.toml:3:20: exporter 'BRA' meets no trade") + remedy});
    // A group is meant as a whole.
    EXPECT_TRUE(judge(rule_on({"@brics"}, {"@goods"}), base_without_flows()).faults.empty());
    EXPECT_TRUE(judge(rule_on({}, {}), base_without_flows()).faults.empty());
    EXPECT_TRUE(judge(rule_on({"BRA", "CHN"}, {"@goods"}), test::three_region_base()).faults.empty());
}

TEST(Unmatched, AnExclusionIsNotAskedForTrade) {
    EXPECT_TRUE(judge(rule_on({"@brics", "!BRA"}, {"@goods"}), base_without_flows()).faults.empty());
    // Taken out again, it is no partner of the rule.
    EXPECT_TRUE(judge(rule_on({"BRA", "CHN", "!BRA"}, {"@goods"}), base_without_flows()).faults.empty());
}

TEST(Unmatched, ARuleWithoutTradeIsRefusedOnce) {
    EXPECT_EQ(judge(rule_on({"BRA"}, {"AGR", "FIN"}), base_without_flows()).faults,
              std::vector<std::string>{std::string("s.toml:5:1: the rule meets no trade") + remedy});
}

TEST(Unmatched, ASectorWithoutTradeIsRefused) {
    Base base = test::three_region_base();
    base.trade(fin, usa, bra) = 0.0;
    EXPECT_EQ(judge(rule_on({"BRA"}, {"AGR", "FIN"}), base).faults,
              std::vector<std::string>{std::string("s.toml:3:21: sector 'FIN' meets no trade") + remedy});
}

TEST(Unmatched, MayBeAllowedByTheRuleOrForAll) {
    TariffRule rule = rule_on({"BRA", "CHN"}, {"@goods"});
    std::vector<std::string> const wanted{"exporter 'BRA' meets no trade"};
    EXPECT_EQ(judge(rule, base_without_flows(), true).noted, wanted);
    rule.allow_unmatched = true;
    EXPECT_EQ(judge(rule, base_without_flows()).noted, wanted);
}

TEST(Unmatched, RowsOfATableThatChangeADutyNeedTrade) {
    TariffRule rule = rule_on({}, {});
    rule.action = TariffAction::table;
    rule.table = "rates.csv";
    RateTable table;
    table.rows = {{"AGR", "BRA", "USA", 0.25, {"rates.csv", 2, 1}},
                  {"AGR", "CHN", "USA", 0.25, {"rates.csv", 3, 1}},
                  {"FIN", "BRA", "USA", 0.0, {"rates.csv", 4, 1}}};  // no trade, but its duty is 0 already
    EXPECT_EQ(judge(rule, base_without_flows(), false, table).faults,
              std::vector<std::string>{std::string("rates.csv:2:1: the rate on AGR from BRA to USA meets no trade") +
                                       remedy});
    EXPECT_EQ(judge(rule, base_without_flows(), true, table).noted,
              std::vector<std::string>{"the rate on AGR from BRA to USA meets no trade"});
}

TEST(Unmatched, ATableMustHaveARowOnAFlowOfItsRule) {
    TariffRule rule = rule_on({"CHN"}, {});
    rule.action = TariffAction::table;
    rule.table = "rates.csv";
    RateTable table;
    table.rows = {{"AGR", "BRA", "USA", 0.25, {"rates.csv", 2, 1}}};
    EXPECT_EQ(
        judge(rule, test::three_region_base(), false, table).faults,
        std::vector<std::string>{std::string("s.toml:5:1: no row of rates.csv is on a flow of the rule") + remedy});
}

TEST(Unmatched, BothWaysCountsEitherDirection) {
    Base base = test::three_region_base();
    base.trade(agr, usa, bra) = base.trade(fin, usa, bra) = 0.0;  // USA still sells to BRA
    TradeCostRule rule;
    rule.exporter = names({"BRA"});
    rule.importer = names({"USA"});
    rule.change = 0.1;
    EXPECT_EQ(judge(rule, base).faults.size(), 1u);
    rule.both_ways = true;
    EXPECT_TRUE(judge(rule, base).faults.empty());
}

TEST(Unmatched, ProductivityNeedsOutput) {
    Base base = test::three_region_base();
    for (Index n = 0; n < 3; ++n) base.trade(fin, n, bra) = 0.0;
    ProductivityRule rule;
    rule.region = names({"BRA"});
    rule.sector = names({"AGR", "FIN"});
    rule.change = 0.1;
    EXPECT_EQ(judge(rule, base).faults,
              std::vector<std::string>{std::string("s.toml:3:21: sector 'FIN' meets no output") + remedy});
}

TEST(DutyPicture, AveragesByHand) {
    Base const base = test::three_region_base();
    Scenario scenario;
    scenario.rules = {rule_on({"BRA"}, {"@goods"})};
    ResolvedScenario const resolved = resolve_scenario(scenario, base);
    DutyPicture const picture = picture_duties(base, resolved.shock.tariff, usa);
    // USA buys 40 AGR and 5 FIN of BRA, 200 AGR and 7 FIN of CHN; its duties on AGR are 0.05 and 0.10.
    ASSERT_EQ(picture.by_partner.size(), 2u);
    EXPECT_EQ(picture.by_partner[0].label, bra);
    EXPECT_DOUBLE_EQ(picture.by_partner[0].trade, 45.0);
    EXPECT_DOUBLE_EQ(picture.by_partner[0].changed_trade, 40.0);
    EXPECT_DOUBLE_EQ(picture.by_partner[0].average_before, 0.05 * 40.0 / 45.0);
    EXPECT_DOUBLE_EQ(picture.by_partner[0].average_after, 0.15 * 40.0 / 45.0);
    EXPECT_DOUBLE_EQ(picture.by_partner[1].average_after, 0.10 * 200.0 / 207.0);
    ASSERT_EQ(picture.by_sector.size(), 2u);
    EXPECT_DOUBLE_EQ(picture.by_sector[0].average_before, (0.05 * 40.0 + 0.10 * 200.0) / 240.0);
    EXPECT_DOUBLE_EQ(picture.by_sector[0].average_after, (0.15 * 40.0 + 0.10 * 200.0) / 240.0);
    EXPECT_DOUBLE_EQ(picture.by_sector[1].trade, 12.0);
    EXPECT_DOUBLE_EQ(picture.total.trade, 252.0);
    EXPECT_DOUBLE_EQ(picture.total.changed_trade, 40.0);
    EXPECT_DOUBLE_EQ(picture.total.average_after, (0.15 * 40.0 + 0.10 * 200.0) / 252.0);
}

TEST(RuleEffect, SaysHowMuchTradeIsExempt) {
    Scenario scenario;
    TariffRule rule = rule_on({"@brics"}, {});
    rule.exempt_share = 0.25;
    rule.action = TariffAction::floor;
    rule.value = 0.08;  // raises 0.05 on 40 AGR and 0 on 12 FIN, leaves 0.10 on 200
    scenario.rules = {rule};
    RuleEffect const effect = resolve_scenario(scenario, test::three_region_base()).effects.at(0);
    EXPECT_EQ(effect.exempt_share, 0.25);
    EXPECT_DOUBLE_EQ(effect.trade, 52.0);
    EXPECT_DOUBLE_EQ(effect.exempt_trade, 13.0);
}

}  // namespace
}  // namespace desvio
