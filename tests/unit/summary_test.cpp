#include "desvio/report/summary.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "report/naming.hpp"
#include "report/outcome.hpp"
#include "report/text_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <sstream>

namespace desvio {
namespace {

/// One answer for all tests of this file; `focus` as in [report].
RunResult const& brics_answer() {
    static RunResult const result = [] {
        RunOptions options;
        options.draws = 3;
        return run_scenario(read_scenario("brics-100"), read_base("world-2023"), options);
    }();
    return result;
}

// Rounding of sums over N regions and J sectors, relative to the largest output.
double rounding(RunResult const& result) { return 1e-9 * result.accounts.gross_output.maxCoeff(); }

TEST(Answer, BlocsHoldEveryRegionButTheMarketOnce) {
    text::Answer const answer(brics_answer());
    std::multiset<Index> regions;
    for (text::Bloc const& bloc : text::destination_blocs(answer)) {
        EXPECT_FALSE(bloc.members.empty()) << bloc.label;
        regions.insert(bloc.members.begin(), bloc.members.end());
    }
    EXPECT_EQ(regions.count(answer.ledger.market), 0U);
    EXPECT_EQ(regions.size(), static_cast<std::size_t>(answer.result.base.n_regions() - 1));
    EXPECT_EQ(std::set<Index>(regions.begin(), regions.end()).size(), regions.size());
}

TEST(Answer, BlocsAreNamedForWhatTheyHold) {
    std::vector<std::string> labels;
    for (text::Bloc const& bloc : text::destination_blocs(text::Answer(brics_answer()))) labels.push_back(bloc.label);
    // Brazil counts as Latin America, China as itself: what is left of the BRICS is the rest of them.
    EXPECT_EQ(labels,
              (std::vector<std::string>{"China", "European Union", "Latin America", "Rest of BRICS", "Others"}));
}

TEST(Answer, LedgerAtBasePricesAddsUpToOutputAtBasePrices) {
    RunResult const& result = brics_answer();
    text::Answer const answer(result);
    auto const blocs = text::destination_blocs(answer);
    for (Index const i : result.resolved.focus) {
        text::LedgerRow const row = text::sum_ledger(answer, blocs, {i});
        EXPECT_NEAR(row.loss, row.redirected() + row.absorbed + row.output_cut, rounding(result));
        double output_change = 0.0;
        for (Index j = 0; j < result.base.n_sectors(); ++j) {
            double const cost_hat = result.equilibrium.unit_cost_hat(j, i);
            output_change += result.equilibrium.gross_output(j, i) / cost_hat - result.accounts.gross_output(j, i);
        }
        EXPECT_NEAR(-row.output_cut, output_change, rounding(result)) << result.base.regions[i];
    }
}

TEST(Answer, SectorsAddUpToTheWhole) {
    RunResult const& result = brics_answer();
    text::Answer const answer(result);
    auto const& focus = result.resolved.focus;
    text::LedgerRow const whole = text::sum_ledger(answer, text::destination_blocs(answer), focus);
    double loss = 0.0, redirected = 0.0, base_exports = 0.0;
    for (Index j = 0; j < result.base.n_sectors(); ++j) {
        text::LedgerRow const row = text::sum_sector_ledger(answer, j, focus);
        loss += row.loss;
        redirected += row.redirected();
        base_exports += row.base_exports;
    }
    EXPECT_NEAR(loss, whole.loss, rounding(result));
    EXPECT_NEAR(redirected, whole.redirected(), rounding(result));
    EXPECT_NEAR(base_exports, whole.base_exports, rounding(result));
}

TEST(Answer, OfOneRegionIsTheResultsOwn) {
    RunResult const& result = brics_answer();
    text::Answer const answer(result);
    Index const brazil = *result.base.regions.find("BRA");
    text::GroupOutcome const outcome = text::sum_outcome(answer, {brazil});
    EXPECT_NEAR(outcome.real_income_pct, result.welfare.welfare_pct[brazil], 1e-9);
    EXPECT_NEAR(outcome.real_wage_pct, 100.0 * (result.welfare.real_wage_hat[brazil] - 1.0), 1e-9);
    Index const china = *result.base.regions.find("CHN");
    EXPECT_NEAR(text::share_of_partner(answer, {brazil}, china).before,
                result.redirection.destination_share_base(brazil, china), 1e-12);
}

TEST(Answer, SharesOfALossAreToldWhereTheySaySomething) {
    EXPECT_DOUBLE_EQ(text::told_share(30.0, 100.0, 1000.0), 0.3);
    EXPECT_DOUBLE_EQ(text::told_share(-0.4, 100.0, 1000.0), -0.004);  // written as 0 %
    EXPECT_DOUBLE_EQ(text::told_share(100.4, 100.0, 1000.0), 1.004);  // as 100 %
    EXPECT_TRUE(std::isnan(text::told_share(-1.0, 100.0, 1000.0)));
    EXPECT_TRUE(std::isnan(text::told_share(101.0, 100.0, 1000.0)));
    EXPECT_TRUE(std::isnan(text::told_share(0.1, 0.4, 1000.0)));  // a loss of 0.04 % of the sales before
    EXPECT_DOUBLE_EQ(text::told_share(0.1, 0.5, 1000.0), 0.2);
    EXPECT_TRUE(std::isnan(text::told_share(0.0, 0.0, 1000.0)));
    EXPECT_TRUE(std::isnan(text::told_share(-1.0, -2.0, 1000.0)));
}

TEST(Naming, SetsHaveTheNameOfTheirGroup) {
    Base const& base = brics_answer().base;
    EXPECT_EQ(text::set_label(base, base.region_members("brics")), "BRICS");
    EXPECT_EQ(text::set_label(base, {*base.regions.find("CHN")}), "China");
    EXPECT_EQ(text::set_label(base, {*base.regions.find("BRA"), *base.regions.find("CHN")}), "BRA, CHN");
    EXPECT_EQ(text::name_in_sentence("United States"), "the United States");
    EXPECT_EQ(text::name_in_sentence("Brazil"), "Brazil");
}

/// The summary is the same statement in every width and colour, and no line is longer than the terminal.
TEST(Summary, FitsTheTerminal) {
    for (int const width : {80, 90, 100}) {
        std::istringstream lines(format_summary(brics_answer(), {.width = width}));
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(text::display_width(line), static_cast<std::size_t>(width)) << line;
        }
    }
}

TEST(Summary, ColourChangesNoText) {
    std::string const plain = format_summary(brics_answer(), {});
    std::string coloured = format_summary(brics_answer(), {.colour = true});
    ASSERT_NE(coloured, plain);
    for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
        coloured.erase(at, coloured.find('m', at) - at + 1);
    }
    EXPECT_EQ(coloured, plain);
}

TEST(Summary, EveryMemberOfTheFocusGroupHasItsLine) {
    RunResult const& result = brics_answer();
    std::string const text = format_summary(result, {});
    for (Index const region : result.resolved.focus) {
        std::string const name = text::shorten("  " + text::short_name(result.base, region), 22);
        EXPECT_NE(text.find("\n" + name), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace desvio
