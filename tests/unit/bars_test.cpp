#include "desvio/report/bars.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "report/bar_chart.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace desvio {
namespace {

using text::Bar;
using text::render_bars;

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// Label 4, gap 2, figure 3, gap 2: 11 columns before the bars.
TextStyle style_with_bars_of(int columns, bool is_utf8 = true) {
    TextStyle style;
    style.width = 11 + columns;
    style.is_utf8 = is_utf8;
    return style;
}

TEST(RenderBars, LargestFillsTheWidthAndTheRestIsInProportionToTheEighth) {
    // One of 16 columns is 1: 16 fills all, 8 a half, 2.375 two columns and three eighths, 0.06 less than half an
    // eighth.
    auto const lines =
        lines_of(render_bars({{"most", 16.0, "16"}, {"half", 8.0, "8"}, {"some", 2.375, "2.4"}, {"tiny", 0.06, "0.1"}},
                             style_with_bars_of(16)));
    EXPECT_EQ(lines, (std::vector<std::string>{"most   16  ████████████████", "half    8  ████████", "some  2.4  ██▍",
                                               "tiny  0.1"}));
}

TEST(RenderBars, NegativeOnesGrowToTheLeftOfAnAxisOnTheSameScale) {
    // 13 columns, one for the axis: 4 to the left and 8 to the right, a column is 1.
    auto const lines =
        lines_of(render_bars({{"up", 8.0, "8.0"}, {"down", -4.0, "-4"}, {"half", -1.5, "-2"}, {"less", -0.125, "0"}},
                             style_with_bars_of(13)));
    EXPECT_EQ(lines, (std::vector<std::string>{"up    8.0      │████████", "down   -4  ████│", "half   -2    ▐█│",
                                               "less    0     ▕│"}));
}

TEST(RenderBars, OnlyNegativeOnes) {
    auto const lines = lines_of(render_bars({{"down", -10.0, "-10"}, {"half", -5.0, "-5"}}, style_with_bars_of(11)));
    EXPECT_EQ(lines, (std::vector<std::string>{"down  -10  ██████████│", "half   -5       █████│"}));
}

TEST(RenderBars, NoBarIsWiderThanItsSideWhereverZeroFalls) {
    for (double const low : {0.001, 0.1, 0.4999, 1.0, 3.7, 1000.0}) {
        auto const lines = lines_of(render_bars({{"up", 1.0, "1"}, {"down", -low, "-1"}}, style_with_bars_of(17)));
        for (std::string const& line : lines) EXPECT_LE(text::display_width(line), 28U) << low << "\n" << line;
        // Zero is in one place.
        EXPECT_EQ(text::display_width(lines[0].substr(0, lines[0].find("│"))),
                  text::display_width(lines[1].substr(0, lines[1].find("│"))))
            << low;
    }
}

TEST(RenderBars, AsciiWhereTheLocaleHasNoBlocks) {
    std::string const drawn =
        render_bars({{"up", 8.0, "8.0"}, {"down", -4.0, "-4"}, {"some", 2.6, "3"}}, style_with_bars_of(13, false));
    EXPECT_EQ(lines_of(drawn),
              (std::vector<std::string>{"up    8.0      |########", "down   -4  ####|", "some    3      |###"}));
}

TEST(RenderBars, NothingToDrawAndTooLittleRoomLeaveTheFigures) {
    EXPECT_EQ(render_bars({{"none", 0.0, "0"}, {"gone", std::nan(""), "–"}}, style_with_bars_of(20)),
              "none  0\ngone  –\n");
    TextStyle narrow;
    narrow.width = 20;
    EXPECT_EQ(render_bars({{"a name of some length", 1.0, "1,234"}}, narrow), "a name …  1,234\n");
}

TEST(RenderBars, ColoursOnlyWhereTheStyleHasThem) {
    TextStyle style = style_with_bars_of(16);
    EXPECT_EQ(render_bars({{"down", -1.0, "-1", text::Tone::loss}}, style).find('\x1b'), std::string::npos);
    style.colour = true;
    EXPECT_NE(render_bars({{"down", -1.0, "-1", text::Tone::loss}}, style).find("\x1b[31m"), std::string::npos);
}

RunResult answer_to(char const* scenario) {
    RunOptions options;
    options.draws = 0;
    return run_scenario(read_scenario(scenario), read_base("world-2023"), options);
}

TEST(FormatBars, DestinationsAreThoseOfTheLedgerAndAddUpToTheLoss) {
    RunResult const result = answer_to("brazil-50");
    text::Answer const answer(result);
    std::vector<Index> losers;
    for (Index const n : result.resolved.focus)
        if (answer.ledger.loss[n] > 0.0) losers.push_back(n);
    ASSERT_FALSE(losers.empty());
    auto const blocs = text::destination_blocs(answer);
    text::LedgerRow const lost = text::sum_ledger(answer, blocs, losers);
    std::string const drawn = format_bars(result);
    auto const expect_line = [&](std::string const& label, double value) {
        std::string const share = text::format_share(value / lost.loss);
        bool is_there = false;
        for (std::string const& line : lines_of(drawn))
            is_there = is_there ||
                       (line.starts_with(label + " ") && line.find(text::format_signed(value)) != std::string::npos &&
                        line.find(" " + share) != std::string::npos);
        EXPECT_TRUE(is_there) << label << " " << value << " " << share << "\n" << drawn;
    };
    for (std::size_t b = 0; b < blocs.size(); ++b) expect_line(blocs[b].label, lost.by_bloc[b]);
    expect_line("Home", lost.absorbed);
    expect_line("Not sold at all", lost.output_cut);
    for (std::string const& line : lines_of(drawn)) EXPECT_LE(text::display_width(line), 100U) << line;
}

TEST(FormatBars, CountriesOfTheFocusByTheirRealIncome) {
    RunResult const result = answer_to("brics-100");
    std::string const drawn = format_bars(result);
    Index const brazil = *result.base.regions.find("BRA");
    std::string const figure = text::format_signed(result.welfare.welfare_pct[brazil], 2);
    bool is_there = false;
    for (std::string const& line : lines_of(drawn))
        is_there = is_there || (line.starts_with("Brazil ") && line.find(" " + figure + " ") != std::string::npos);
    EXPECT_TRUE(is_there) << drawn;
    EXPECT_NE(drawn.find("others change by"), std::string::npos) << drawn;
}

TEST(FormatBars, WhereWagesStayTheyAreAboutValueAdded) {
    std::string const drawn = format_bars(answer_to("brics-100-first-year"));
    EXPECT_NE(drawn.find("Value added, change in percent"), std::string::npos) << drawn;
    EXPECT_EQ(drawn.find("Real income"), std::string::npos) << drawn;
}

}  // namespace
}  // namespace desvio
