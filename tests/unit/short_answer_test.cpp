#include "desvio/engine/short_answer.hpp"

#include "desvio/core/error.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/short_answers.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace desvio {
namespace {

/// A result of three regions by hand: welfare -1, 2, 0.5 percent; the first two are in focus.
LabelledFile result_by_hand(bool is_rigid) {
    LabelledFile file;
    file.origin = "hand.h5";
    file.attributes = {{"scenario_name", std::string("x")},
                       {"title", std::string("A title")},
                       {"focus", std::string("AAA BBB")},
                       {"market", std::string("CCC")},
                       {"closures", std::string(is_rigid ? "variant = full, factors = rigid" : "factors = mobile")}};
    file.dimensions["region"] = {"region", std::vector<std::string>{"AAA", "BBB", "CCC"}, "region"};
    auto const add = [&](std::string const& path, std::vector<double> values) {
        file.tables.push_back({path, {}, std::move(values), "1", ""});
    };
    add("/region/welfare_pct", {-1.0, 2.0, 9.0});
    add("/region/welfare_pct_p05", {-2.0, 1.0, 8.0});
    add("/region/welfare_pct_p95", {-0.5, 3.0, 10.0});
    add("/region/value_added_base", {100.0, 200.0, 300.0});
    add("/region/value_added_counterfactual", {110.0, 190.0, 300.0});
    add("/focus/welfare_pct", {1.0});
    add("/focus/value_added_pct", {0.0});
    add("/focus/loss", {40.0});
    add("/focus/rate", {0.25});
    add("/diagnostics/walras", {-3e-12});
    add("/diagnostics/residual_max", {1e-13, 2e-12});
    add("/diagnostics/seconds", {0.5});
    return file;
}

TEST(ShortAnswer, TakesTheFiguresOfTheFocus) {
    ShortAnswer const answer = short_answer(result_by_hand(false));
    EXPECT_EQ(answer.scenario, "x");
    EXPECT_EQ(answer.reading, "");
    EXPECT_EQ(answer.focus, (std::vector<std::string>{"AAA", "BBB"}));
    EXPECT_EQ(answer.together.pct, 1.0);
    EXPECT_TRUE(std::isnan(answer.together.lower));  // no draws of the group in this file
    EXPECT_EQ(answer.worst, "AAA");
    EXPECT_EQ(answer.worst_change.lower, -2.0);
    EXPECT_EQ(answer.best, "BBB");  // CCC gains more and is not in focus
    EXPECT_EQ(answer.best_change.upper, 3.0);
    EXPECT_EQ(answer.residual, 3e-12);
    EXPECT_EQ(answer.rate, 0.25);
}

TEST(ShortAnswer, IsAboutValueAddedWhereWagesStay) {
    ShortAnswer const answer = short_answer(result_by_hand(true));
    EXPECT_TRUE(answer.is_value_added);
    EXPECT_EQ(answer.together.pct, 0.0);
    EXPECT_EQ(answer.worst, "BBB");
    EXPECT_NEAR(answer.worst_change.pct, -5.0, 1e-12);  // 100 (190 / 200 - 1)
    EXPECT_EQ(answer.best, "AAA");
    EXPECT_NEAR(answer.best_change.pct, 10.0, 1e-12);
}

TEST(ShortAnswer, NeedsAResultWithItsFocus) {
    LabelledFile file = result_by_hand(false);
    std::erase_if(file.attributes, [](Attribute const& attribute) { return attribute.name == "focus"; });
    EXPECT_THROW(static_cast<void>(short_answer(file)), FileError);
}

TEST(ShortAnswer, OfARunAgreesWithItsTables) {
    Base const& base = test::named_base("world2023");
    Scenario const scenario = parse_scenario(
        "[scenario]\nname = 's'\n[[tariff]]\nimporter = 'USA'\nexporter = 'BRA'\nsector = '@goods'\nrate = { low = "
        "0.2, "
        "central = 0.5, high = 1 }\n[report]\nfocus = ['BRA', 'CHN']\n",
        "s.toml", {}, ReadingLevel::high);
    RunOptions options;
    options.draws = 0;
    RunResult const result = run_scenario(scenario, base, options);
    ASSERT_TRUE(result.summary.is_converged());
    Index const bra = *base.regions.find("BRA"), chn = *base.regions.find("CHN");
    LabelledFile const tables = to_tables(result, "test");
    ShortAnswer const answer = short_answer(tables);
    EXPECT_EQ(answer.reading, "high");
    // 100 sum EV / sum I over the two; a few roundings of percents
    auto const& variation = result.welfare.equivalent_variation;
    auto const& income = result.accounts.income;
    double const wanted = 100.0 * (variation[bra] + variation[chn]) / (income[bra] + income[chn]);
    EXPECT_NEAR(answer.together.pct, wanted, 1e-13);
    EXPECT_EQ(answer.worst, "BRA");
    EXPECT_EQ(answer.worst_change.pct, result.welfare.welfare_pct[bra]);
    EXPECT_EQ(answer.best, "CHN");
    auto const& ledger = result.volume_redirection;
    double const loss = ledger.loss[bra] + ledger.loss[chn];
    EXPECT_NEAR(answer.loss, loss, 1e-12 * std::abs(loss));
    EXPECT_NEAR(answer.rate, (ledger.redirected[bra] + ledger.redirected[chn]) / loss, 1e-12);
    // The record of the run repeats the reading.
    EXPECT_EQ(std::get<TariffRule>(recorded_run(tables).scenario.rules[0]).value, 1.0);
}

TEST(ShortAnswers, TableFitsAndSaysWhatIsMissing) {
    ShortAnswer answer = short_answer(result_by_hand(false));
    answer.rate = std::nan("");
    answer.reading = "low";
    std::string const table = format_short_answers({answer, short_answer(result_by_hand(true))});
    EXPECT_NE(table.find("x (low)"), std::string::npos) << table;
    EXPECT_NE(table.find("x *"), std::string::npos) << table;
    EXPECT_NE(table.find("AAA -1.00"), std::string::npos) << table;
    EXPECT_NE(table.find("–"), std::string::npos) << table;
    EXPECT_EQ(format_short_answers({}), "");
    EXPECT_NE(format_short_answers_json({answer}).find("\"redirection_rate\": null"), std::string::npos);
}

}  // namespace
}  // namespace desvio
