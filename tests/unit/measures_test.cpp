#include "desvio/params/measures.hpp"

#include "desvio/io/scenario_io.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

using test::agr, test::fin, test::usa, test::bra, test::chn;

/// A few roundings of numbers of size one.
constexpr double rounding = 1e-15;

Scenario parse(std::string const& rules, std::string const& name = "x",
               std::map<std::string, std::string> const& tables = {}) {
    return parse_scenario("[scenario]\nname = '" + name + "'\n" + rules, name + ".toml", tables);
}

std::string duty(std::string const& rest) {
    return "[[tariff]]\nimporter = 'USA'\nexporter = 'BRA'\nsector = 'AGR'\n" + rest + "\n";
}

/// USA's duty on AGR of BRA, 0.05 in the base.
double brazil_pays(Scenario const& scenario) {
    return resolve_scenario(scenario, test::three_region_base()).shock.tariff(agr, usa, bra);
}

TEST(Measures, rules_of_one_measure_go_together_and_others_by_their_note_or_place) {
    MeasureSplit const split =
        split_measures(parse(""), parse(duty("add = 0.1\nmeasure = 'the 40%'") + duty("add = 0.3\nnote = 'first'") +
                                        duty("add = 0.2\nmeasure = 'the 40%'") + duty("factor = 2")));
    ASSERT_EQ(split.measures.size(), 3U);
    EXPECT_EQ(split.measures[0].name, "the 40%");
    EXPECT_EQ(split.measures[0].rules, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(split.measures[1].name, "first");
    EXPECT_EQ(split.measures[2].name, "line 21: tariff factor = 2 on BRA");
    EXPECT_EQ(split.measures[2].where.text(), "x.toml:21:1");
    // ((0.05 + 0.1) + 0.3 + 0.2) * 2; without the 40% (0.05 + 0.3) * 2
    EXPECT_NEAR(brazil_pays(split.mix({true, true, true})), 1.3, rounding);
    EXPECT_NEAR(brazil_pays(split.mix({false, true, true})), 0.7, rounding);
    EXPECT_NEAR(brazil_pays(split.mix({true, false, false})), 0.35, rounding);
    EXPECT_EQ(brazil_pays(split.mix({false, false, false})), 0.05);
    EXPECT_EQ(split_measures(parse(""), split.scenario, rule_name).measures.size(), 4U);
}

TEST(Measures, rules_with_one_note_stay_apart_without_a_measure) {
    std::string const twice = duty("add = 0.1\nnote = 'same'") + duty("add = 0.2\nnote = 'same'");
    EXPECT_EQ(split_measures(parse(""), parse(twice)).measures.size(), 2U);
}

TEST(Measures, from_one_scenario_to_another_common_rules_stay_and_others_come_and_go) {
    Scenario const first =
        parse(duty("add = 0.1\nnote = 'as ever'") + duty("factor = 2") + duty("add = 0.5"), "before");
    Scenario const second = parse(duty("cap = 0.04") + duty("add = 0.1") + duty("add = 0.5"), "after");
    MeasureSplit const split = split_measures(first, second);
    ASSERT_EQ(split.measures.size(), 2U);
    EXPECT_FALSE(split.measures[0].is_removed);
    EXPECT_TRUE(split.measures[1].is_removed);
    EXPECT_EQ(split.roles,
              (std::vector<RuleRole>{RuleRole::added, RuleRole::shared, RuleRole::removed, RuleRole::shared}));
    EXPECT_EQ(brazil_pays(split.mix({false, false})), brazil_pays(first));
    EXPECT_EQ(brazil_pays(split.mix({true, true})), brazil_pays(second));
    EXPECT_NEAR(brazil_pays(split.mix({true, false})), (0.04 + 0.1) * 2 + 0.5, rounding);
    EXPECT_NEAR(brazil_pays(split.mix({false, true})), 0.05 + 0.1 + 0.5, rounding);
}

TEST(Measures, a_scenario_and_itself_have_nothing_between_them) {
    Scenario const one = parse(duty("add = 0.1"));
    EXPECT_TRUE(split_measures(one, one).measures.empty());
    EXPECT_EQ(brazil_pays(split_measures(one, one).mix({})), brazil_pays(one));
}

TEST(Measures, a_mirror_answers_what_is_left_of_its_cause) {
    MeasureSplit const split = split_measures(
        parse(""),
        parse(duty("add = 0.4") + "[[retaliation]]\nby = 'BRA'\nagainst = 'USA'\nsector = 'AGR'\nmirror = true\n"));
    auto const usa_pays = [&](std::vector<bool> const& taken) {
        return resolve_scenario(split.mix(taken), test::three_region_base()).shock.tariff(agr, bra, usa);
    };
    EXPECT_NEAR(usa_pays({true, true}), 0.2 + 0.4, rounding);
    EXPECT_EQ(usa_pays({false, true}), 0.2);
    EXPECT_EQ(usa_pays({true, false}), 0.2);
}

TEST(Measures, tables_of_one_name_and_two_texts_are_told_apart) {
    std::string const header = "sector,exporter,importer,rate\n";
    Scenario const first = parse("[[tariff]]\ntable = 'r.csv'\n", "one", {{"r.csv", header + "AGR,BRA,USA,0.3\n"}});
    Scenario const second = parse("[[tariff]]\ntable = 'r.csv'\n", "two", {{"r.csv", header + "AGR,BRA,USA,0.6\n"}});
    MeasureSplit const split = split_measures(first, second);
    EXPECT_EQ(brazil_pays(split.mix({false, false})), 0.3);
    EXPECT_EQ(brazil_pays(split.mix({true, true})), 0.6);
    EXPECT_EQ(brazil_pays(join_scenarios({&first, &second})), 0.6);
    EXPECT_EQ(brazil_pays(join_scenarios({&second, &first})), 0.3);
    EXPECT_EQ(join_scenarios({&first, &first}).tables.size(), 1U);
}

TEST(Measures, joined_scenarios_act_one_after_another) {
    Scenario const adds = parse(duty("add = 0.1"), "adds"), doubles = parse(duty("factor = 2"), "doubles");
    EXPECT_NEAR(brazil_pays(join_scenarios({&adds, &doubles})), 0.3, rounding);
    EXPECT_NEAR(brazil_pays(join_scenarios({&doubles, &adds})), 0.2, rounding);
    EXPECT_EQ(join_scenarios({&adds, &doubles}).name, "adds");
}

TEST(Measures, what_makes_two_answers_different) {
    std::string const model = "[model]\n";
    EXPECT_EQ(model_difference(parse(""), parse(duty("add = 1"))), "");
    EXPECT_EQ(model_difference(parse(model + "kind = 'input-output'\n"), parse("")),
              "model (input-output, not caliendo-parro)");
    std::string const two =
        model_difference(parse(model + "deficits = 'gdp-share'\nelasticities = 'uniform'\n"), parse(""));
    EXPECT_NE(two.find("closures (variant = full, deficits = gdp-share"), std::string::npos) << two;
    EXPECT_NE(two.find(" and elasticities (uniform, not default)"), std::string::npos) << two;
}

TEST(Cells, a_shock_is_taken_member_by_member) {
    Base const base = test::three_region_base();
    Shock const before = resolve_scenario(parse(""), base).shock;
    Shock const after =
        resolve_scenario(parse("[[tariff]]\nimporter = 'USA'\nsector = 'AGR'\nadd = 0.1\n"
                               "[[trade_cost]]\nexporter = 'BRA'\nimporter = 'CHN'\nsector = 'FIN'\nchange = -0.2\n"
                               "[[productivity]]\nregion = 'CHN'\nsector = 'FIN'\nchange = 0.5\n"),
                         base)
            .shock;
    EXPECT_EQ(changed_members(before, after, CellAxis::exporter), (std::vector<Index>{bra, chn}));
    EXPECT_EQ(changed_members(before, after, CellAxis::importer), (std::vector<Index>{usa, chn}));
    EXPECT_EQ(changed_members(before, after, CellAxis::sector), (std::vector<Index>{agr, fin}));
    EXPECT_TRUE(changed_members(after, after, CellAxis::sector).empty());
    Shock const mixed = mix_cells(before, after, CellAxis::exporter, {false, true, false});
    EXPECT_NEAR(mixed.tariff(agr, usa, bra), 0.15, rounding);
    EXPECT_EQ(mixed.tariff(agr, usa, chn), 0.10);
    EXPECT_NEAR(mixed.trade_cost_hat(fin, chn, bra), 0.8, rounding);
    EXPECT_EQ(mixed.productivity_hat(fin, chn), 1.0);
    Shock const undone = mix_cells(after, before, CellAxis::sector, {false, true});
    EXPECT_EQ(undone.trade_cost_hat(fin, chn, bra), 1.0);
    EXPECT_EQ(undone.productivity_hat(fin, chn), 1.0);
    EXPECT_NEAR(undone.tariff(agr, usa, chn), 0.20, rounding);
}

TEST(JoinScenarios, brings_values_of_time_and_groups_of_one_s_own) {
    std::string const cost =
        "[[trade_cost]]\nimporter = 'USA'\nexporter = '@south'\nsector = 'AGR'\ndays = 10\nper_day = 't.csv'\n";
    auto const table = [](char const* central) {
        return std::string("sector,low,central,high,source\nAGR,0.001,") + central + ",0.02,s\n";
    };
    Scenario const first = parse("[groups]\nsouth = 'BRA'\n" + cost, "first", {{"t.csv", table("0.002")}});
    Scenario const second =
        parse("[groups]\nsouth = 'BRA'\nfar = ['BRA', 'CHN']\n" + cost, "second", {{"t.csv", table("0.01")}});
    Shock const both = resolve_scenario(join_scenarios({&first, &second}), test::three_region_base()).shock;
    EXPECT_NEAR(both.trade_cost_hat(agr, usa, bra), std::pow(1.002, 10.0) * std::pow(1.01, 10.0), 4 * rounding);
    EXPECT_EQ(both.trade_cost_hat(agr, usa, chn), 1.0);
    Scenario const other = parse("[groups]\nsouth = 'CHN'\n" + duty("add = 0.1"), "other");
    EXPECT_THROW(join_scenarios({&first, &other}), InputError);
}

}  // namespace
}  // namespace desvio
