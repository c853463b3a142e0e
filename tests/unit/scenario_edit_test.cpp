#include "desvio/io/scenario_edit.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

namespace desvio::test {
namespace {

std::string edited(std::string const& toml, std::vector<ScenarioEdit> const& edits) {
    return edit_scenario(toml, edits, "x.toml");
}
std::string fault_of_edit(std::string const& toml, std::vector<ScenarioEdit> const& edits) {
    return fault_of([&] { static_cast<void>(edited(toml, edits)); });
}

TEST(EditScenario, a_value_is_replaced_where_it_stands) {
    EXPECT_EQ(edited("[[tariff]]\nrate = 0.25 # old\n[[tariff]]\nrate =1\n", {{"tariff[1].rate", 0.1}}),
              "[[tariff]]\nrate = 0.25 # old\n[[tariff]]\nrate =0.1\n");
    EXPECT_EQ(edited("[[tariff]]\r\nrate = 0.25\r\nadd = 1\r\n", {{"tariff[0].rate", 3.0}}),
              "[[tariff]]\r\nrate = 3.0\r\nadd = 1\r\n");
    // Letters of two and three bytes stand before it in its line.
    EXPECT_EQ(edited("tariff = [{note = \"añ→\", rate = 0.5}]\n", {{"tariff[0].rate", 1e-7}}),
              "tariff = [{note = \"añ→\", rate = 1e-07}]\n");
}

TEST(EditScenario, three_readings_become_one_number) {
    EXPECT_EQ(
        edited("[[trade_cost]]\nchange = { low = 0.1, central = 0.2, high = 0.3 }\n", {{"trade_cost[0].change", -0.5}}),
        "[[trade_cost]]\nchange = -0.5\n");
}

TEST(EditScenario, a_key_and_a_block_that_are_not_there_are_added) {
    EXPECT_EQ(edited("[model] # m\nkind = \"caliendo-parro\"\n", {{"model.deficits", "balanced"}}),
              "[model] # m\ndeficits = \"balanced\"\nkind = \"caliendo-parro\"\n");
    EXPECT_EQ(edited("[scenario]\nname = \"x\"", {{"model.factors", "rigid"}, {"model.variant", "no-io"}}),
              "[scenario]\nname = \"x\"\n\n[model]\nvariant = \"no-io\"\nfactors = \"rigid\"\n");
    EXPECT_EQ(edited("model = { kind = \"x\" }\n", {{"model.revenue", "waste"}}),
              "model = { revenue = \"waste\", kind = \"x\" }\n");
    EXPECT_EQ(edited("model = {}\n", {{"model.revenue", "waste"}}), "model = { revenue = \"waste\" }\n");
}

TEST(EditScenario, texts_are_quoted_and_days_are_not) {
    EXPECT_EQ(edited("[report]\n", {{"report.market", "a\"b\\c\nd"}}), "[report]\nmarket = \"a\\\"b\\\\c\\u000Ad\"\n");
    EXPECT_EQ(edited("[scenario]\ndate = 2025-01-01\n", {{"scenario.date", "2025-08-07"}}),
              "[scenario]\ndate = 2025-08-07\n");
}

TEST(EditScenario, a_number_reads_back_as_itself) {
    for (double const value : {1.0 / 3.0, 1e-300, 5e22, 0.1 + 0.2, -0.0}) {
        std::string const text = edited("[scenario]\nname = \"x\"\n[[trade_cost]]\nimporter = \"USA\"\nchange = 1\n",
                                        {{"trade_cost[0].change", value}});
        Scenario const scenario = parse_scenario(text, "x.toml");
        EXPECT_EQ(std::get<TradeCostRule>(scenario.rules[0]).change, value) << text;
    }
}

TEST(EditScenario, what_cannot_be_put_in_its_place_is_refused) {
    expect_says(fault_of_edit("[[tariff]]\nrate = 1\n", {{"tariff[1].rate", 1.0}}), {"x.toml", "tariff[1]"});
    expect_says(fault_of_edit("[a]\n", {{"theta", 1.0}}), {"'theta' names no key"});
    expect_says(fault_of_edit("[[tariff]]\nrate = 1\n", {{"tariff[x].rate", 1.0}}), {"no number in its brackets"});
    expect_says(fault_of_edit("model.kind = \"x\"\n[b]\n", {{"model.deficits", "fixed"}}), {"unusual way"});
    expect_says(fault_of_edit("a = \n", {{"model.deficits", "fixed"}}), {"x.toml:1:"});
    expect_says(fault_of_edit("[model]\n", {{"model.a b", "fixed"}}), {"unusual way"});
}

}  // namespace
}  // namespace desvio::test
