#include "report/text_table.hpp"

#include "report/numbers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace desvio::text {
namespace {

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
    EXPECT_EQ(display_width(""), 0U);
    EXPECT_EQ(display_width("Brazil"), 6U);
    EXPECT_EQ(display_width("Fontagné"), 8U);        // one letter of two bytes
    EXPECT_EQ(display_width("Fontagne\u0301"), 8U);  // the same with a combining accent
    EXPECT_EQ(display_width("中国"), 4U);            // wide characters
    EXPECT_EQ(display_width("\xE4"), 1U);            // broken UTF-8 must not run past the end
    EXPECT_EQ(display_width("\xF0\x9F"), 1U);
}

TEST(Shorten, CutsWholeCharactersAndSaysSo) {
    EXPECT_EQ(shorten("Brazil", 6), "Brazil");
    EXPECT_EQ(shorten("Brazil", 5), "Braz…");
    EXPECT_EQ(shorten("Perú y Chile", 5), "Perú…");
    EXPECT_EQ(shorten("中国", 3), "中…");
    EXPECT_EQ(shorten("Brazil", 0), "");
}

TEST(Wrap, BreaksAtSpacesWithinTheWidth) {
    EXPECT_EQ(wrap("one two three", 8), "one two\nthree");
    EXPECT_EQ(wrap("one two three", 8, 2), "one two\n  three");
    EXPECT_EQ(wrap("one two three", 8, 4, 4), "one\n    two\n    three");
    EXPECT_EQ(wrap("  one   two ", 20), "one two");
    EXPECT_EQ(wrap("incomprehensible", 4), "incomprehensible");
}

TEST(TextTable, AlignsByColumnsOfTheTerminal) {
    TextTable table({{"", Align::left}, {"Value"}});
    table.add_row({{"Perú"}, {"1"}});
    table.add_row({{"Chile"}, {"20"}});
    EXPECT_EQ(table.render({}), "       Value\nPerú       1\nChile     20\n");
}

TEST(TextTable, HeadersOfSeveralLinesStandAtTheBottom) {
    TextTable table({{"", Align::left}, {"a\nb"}, {"c"}});
    table.add_row({{"x"}, {"1"}, {"2"}});
    EXPECT_EQ(table.render({}), "   a\n   b  c\nx  1  2\n");
}

TEST(TextTable, GivesWayInOrderWhenTooWide) {
    TextTable table({{"", Align::left}, {"must"}, {"may", Align::right, true}});
    table.add_row({{"a long name of a region"}, {"1"}, {"2"}});
    auto const widest = [&](int width) {
        std::string const text = table.render({.width = width});
        return display_width(text.substr(0, text.find('\n')));
    };
    EXPECT_EQ(widest(100), 34U);                                            // all, two spaces between
    EXPECT_EQ(widest(32), 32U);                                             // one space between
    EXPECT_EQ(table.render({.width = 31}).find("may"), std::string::npos);  // the optional column goes
    EXPECT_NE(table.render({.width = 20}).find("…"), std::string::npos);    // the name is cut
    EXPECT_EQ(widest(20), 20U);
}

TEST(TextTable, ColoursOnlyWhenAsked) {
    TextTable table({{"", Align::left}});
    table.add_row({{"x", Tone::loss}});
    EXPECT_EQ(table.render({}), "x\n");
    EXPECT_EQ(table.render({.colour = true}), "\x1b[31mx\x1b[0m\n");
}

TEST(Numbers, GroupThousandsAndNeverSayMinusZero) {
    EXPECT_EQ(format_number(1234567.4), "1,234,567");
    EXPECT_EQ(format_number(-999.6), "-1,000");
    EXPECT_EQ(format_number(-0.4), "0");
    EXPECT_EQ(format_number(123.456, 1), "123.5");
    EXPECT_EQ(format_signed(0.004, 2), "0.00");
    EXPECT_EQ(format_signed(-0.006, 2), "-0.01");
    EXPECT_EQ(format_signed(1500.0), "+1,500");
    EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN()), "–");
    EXPECT_EQ(format_share(0.256), "26%");
    EXPECT_EQ(format_amount(-32858.0), "32.9 bn");
    EXPECT_EQ(format_amount(345.2), "345 mn");
    EXPECT_EQ(format_amount(1.23), "1.2 mn");
    EXPECT_EQ(format_compact(0.123456), "0.1235");
    EXPECT_EQ(format_compact(123456.0), "123,456");
}

TEST(Numbers, ToneFollowsWhatIsShown) {
    EXPECT_EQ(signed_cell(3.0).tone, Tone::gain);
    EXPECT_EQ(signed_cell(-3.0).tone, Tone::loss);
    EXPECT_EQ(signed_cell(-0.3).tone, Tone::plain);
}

}  // namespace
}  // namespace desvio::text
