#include "io/csv.hpp"

#include "io/text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace desvio {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> texts_of(CsvReader& table) {
    FaultList faults;
    table.finish(faults);
    std::vector<std::string> texts;
    for (Fault const& fault : faults.faults()) texts.push_back(fault.text());
    return texts;
}

/// All rows of a table with the columns a and b.
Rows rows_of(std::string const& text) {
    CsvReader table(text, "t.csv");
    table.match_columns({"a", "b"});
    Rows rows;
    while (table.next_row()) rows.push_back({std::string(table.text(0)), std::string(table.text(1))});
    EXPECT_EQ(texts_of(table), std::vector<std::string>{}) << text;
    return rows;
}

std::vector<std::string> faults_of(std::string const& text) {
    CsvReader table(text, "t.csv");
    table.match_columns({"a", "b"});
    while (table.next_row()) (void)table.number(1);
    return texts_of(table);
}

using Faults = std::vector<std::string>;

TEST(Csv, ReadsEveryFormOfRow) {
    Rows const expected{{"1", "2"}, {"3", "4"}};
    EXPECT_EQ(rows_of("a,b\n1,2\n3,4\n"), expected);
    EXPECT_EQ(rows_of("a,b\n1,2\n3,4"), expected) << "no newline at the end";
    EXPECT_EQ(rows_of("a,b\r\n1,2\r\n3,4\r\n"), expected) << "CRLF";
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                      "a,b\n1,2\n3,4\n"),
              expected)
        << "byte order mark";
    EXPECT_EQ(rows_of("b,a\n2,1\n4,3\n"), expected) << "columns in another order";
    EXPECT_EQ(rows_of("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n"), expected) << "quoted";
    EXPECT_EQ(rows_of("a,b\n\n1,2\n\r\n3,4\n\n"), expected) << "blank lines";
    EXPECT_EQ(rows_of("a,b\n"), Rows{});
    EXPECT_EQ(rows_of("a,b"), Rows{});
}

TEST(Csv, ReadsQuotedTextWithCommasQuotesAndNewlines) {
    EXPECT_EQ(rows_of("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n\"\"\"\",\n"),
              (Rows{{"x,y", "say \"hi\""}, {"two\nlines", ""}, {"\"", ""}}));
    EXPECT_EQ(rows_of("a,b\nCôte d'Ivoire,中国\n"), (Rows{{"Côte d'Ivoire", "中国"}}));
}

TEST(Csv, SaysWhereARowIsMalformed) {
    EXPECT_EQ(faults_of("a,b\n1,2\n1,2,3\n1\n5,6\n"),
              (Faults{"t.csv:3:1: this row has 3 fields, the header has 2 A text that holds a comma needs quotes.",
                      "t.csv:4:1: this row has 1 fields, the header has 2 A text that holds a comma needs quotes."}));
    EXPECT_EQ(faults_of("a,b\n1,\"2\n3,4\n"),
              Faults{"t.csv:2:3: this quote is never closed (the rest of the file would be one field)"});
    ASSERT_EQ(faults_of("a,b\n1,x\"y\"\n3,4\n").size(), 1u);
    EXPECT_TRUE(faults_of("a,b\n1,x\"y\"\n3,4\n")[0].starts_with("t.csv:2:4: a quote inside a field"));
    EXPECT_TRUE(faults_of("a,b\n1,\"x\"y\n")[0].starts_with("t.csv:2:6: text after a field"));
    EXPECT_TRUE(faults_of("a,b\r1,2\r")[0].starts_with("t.csv:1:4: text after a field or a lone carriage return"));
}

TEST(Csv, CountsLinesInQuotesAndColumnsInCharacters) {
    EXPECT_TRUE(faults_of("a,b\n\"two\nlines\",x\n")[0].starts_with("t.csv:3:8: "));
    EXPECT_TRUE(faults_of("a,b\nCôté,x\n")[0].starts_with("t.csv:2:6: "));
    EXPECT_TRUE(faults_of("\xEF\xBB\xBF"
                          "a,z\n")[0]
                    .starts_with("t.csv:1:3: "));
    EXPECT_TRUE(faults_of("a,b\r\n1,x\r\n")[0].starts_with("t.csv:2:3: "));
}

TEST(Csv, RefusesAWrongHeader) {
    EXPECT_EQ(faults_of("a,bb,b\n"), Faults{"t.csv:1:3: unknown column 'bb' Did you mean 'b'?"});
    EXPECT_EQ(faults_of("a,value\n"),
              (Faults{"t.csv:1:3: unknown column 'value' Known: a, b.", "t.csv:1:1: column 'b' is missing"}));
    EXPECT_EQ(faults_of("a,b,a\n"), Faults{"t.csv:1:5: column 'a' is given twice"});
    EXPECT_EQ(faults_of("a;b\n1;2\n"), Faults{"t.csv:1:1: the columns are separated by semicolons (this table is "
                                              "comma-separated, with decimal points) Export it with commas."});
    EXPECT_EQ(faults_of("a\tb\n").size(), 1u);
    EXPECT_EQ(faults_of(""), Faults{"t.csv:1:1: the file is empty (a header row is needed)"});
}

TEST(Csv, RefusesWhatIsNotUtf8) {
    EXPECT_TRUE(faults_of("a,b\nM\xE9xico,1\n")[0].starts_with("t.csv:2:2: byte 0xE9 is not UTF-8"));
    EXPECT_TRUE(faults_of("\xFF\xFE"
                          "a")[0]
                    .starts_with("t.csv:1:1: the file is in UTF-16"));
    EXPECT_TRUE(faults_of(std::string("a,b\n1\0,2\n", 9))[0].starts_with("t.csv:2:2: a zero byte"));
}

TEST(Csv, OptionalColumnsMayBeAbsent) {
    std::string const text = "a\n1\n";
    CsvReader table(text, "t.csv");
    table.match_columns({"a"}, {"b"});
    ASSERT_TRUE(table.next_row());
    EXPECT_FALSE(table.has_column(1));
    EXPECT_EQ(table.text(1), "");
    table.fault(1, "wrong");
    EXPECT_EQ(texts_of(table), Faults{"t.csv:2:1: wrong"});
}

TEST(Csv, ListsFiftyFaultsAndCountsTheRest) {
    std::string text = "a,b\n";
    for (int row = 0; row < 53; ++row) text += "1,x\n";
    Faults const faults = faults_of(text);
    ASSERT_EQ(faults.size(), 51u);
    EXPECT_EQ(faults[49], "t.csv:51:3: 'x' is not a number Write it as 1234.5 or 1.2345e3.");
    EXPECT_EQ(faults[50], "t.csv: and 3 more faults");
}

TEST(Csv, FindsCodesInAnyOrderAndNamesTheNearest) {
    Labels const labels({"USA", "BRA", "A_LONG_CODE", "CHN"});
    LabelCursor cursor(labels, "region");
    for (char const* code : {"USA", "BRA", "A_LONG_CODE", "CHN", "USA", "CHN", "BRA", "A_LONG_CODE", "A_LONG_CODE"})
        EXPECT_EQ(cursor.find(code), *labels.find(code)) << code;
    EXPECT_EQ(cursor.find(""), -1);
    EXPECT_EQ(cursor.find("US"), -1);
    EXPECT_EQ(cursor.find("USAA"), -1);
    EXPECT_EQ(cursor.find("A_LONG_CODE2"), -1);

    std::string const text = "a,b\nBRR,1\n";
    CsvReader table(text, "t.csv");
    table.match_columns({"a", "b"});
    ASSERT_TRUE(table.next_row());
    EXPECT_EQ(table.label(0, cursor), -1);
    EXPECT_EQ(texts_of(table), Faults{"t.csv:2:1: unknown region 'BRR' Did you mean 'BRA'?"});
}

TEST(ParseNumber, TakesEveryFiniteNumberExactly) {
    EXPECT_EQ(parse_number("0.1").value, 0.1);
    EXPECT_EQ(parse_number("-2.5e-3").value, -2.5e-3);
    EXPECT_EQ(parse_number("1e308").value, 1e308);
    EXPECT_EQ(parse_number("4.9406564584124654e-324").value, std::numeric_limits<double>::denorm_min());
    EXPECT_FALSE(std::signbit(*parse_number("-0").value)) << "-0 is 0";
}

TEST(ParseNumber, SaysWhyATextIsNoNumber) {
    EXPECT_EQ(parse_number("").problem, "the number is missing");
    EXPECT_EQ(parse_number("nan").problem, "'nan' is not a finite number");
    EXPECT_EQ(parse_number("-inf").problem, "'-inf' is not a finite number");
    EXPECT_EQ(parse_number("1e999").problem, "'1e999' is outside the range of a number");
    EXPECT_EQ(parse_number("1e-999").problem, "'1e-999' is outside the range of a number");
    EXPECT_EQ(parse_number("1,5").problem, "'1,5' holds a comma");
    EXPECT_EQ(parse_number("1,234.5").problem, "'1,234.5' holds a comma");
    EXPECT_EQ(parse_number(" 1").problem, "' 1' has blanks around the number");
    EXPECT_EQ(parse_number("+1").problem, "'+1' begins with a plus sign");
    EXPECT_EQ(parse_number("25%").problem, "'25%' is written in percent");
    EXPECT_EQ(parse_number("12abc").problem, "'12abc' is not a number");
    EXPECT_EQ(parse_number("0x10").problem, "'0x10' is not a number");
    EXPECT_EQ(parse_number("--1").problem, "'--1' is not a number");
    for (char const* text : {"", "nan", "1e999", "1,5", "12abc"}) EXPECT_FALSE(parse_number(text).value) << text;
}

TEST(CsvWriting, QuotesWhatNeedsItAndWritesNumbersThatReadBack) {
    std::string out;
    append_csv_field(out, "plain");
    append_csv_field(out, "a,b");
    append_csv_field(out, "\"q\"");
    append_csv_field(out, "x\ny");
    EXPECT_EQ(out, "plain\"a,b\"\"\"\"q\"\"\"\"x\ny\"");
    for (double const value : {0.1, 1.0 / 3.0, 531026.1442, 1e-300, -2.5, 123456789012345680.0}) {
        std::string text;
        append_number(text, value);
        EXPECT_EQ(parse_number(text).value, value) << text;
    }
    std::string none;
    append_number(none, std::nan(""));
    EXPECT_EQ(none, "");
    append_number(none, 0.1);
    EXPECT_EQ(none, "0.1") << "shortest";
}

TEST(Utf8, FindsTheFirstBadByte) {
    EXPECT_EQ(find_invalid_utf8("plain ascii text, longer than one word"), std::string_view::npos);
    EXPECT_EQ(find_invalid_utf8("é 中国 😀 mixed with ascii"), std::string_view::npos);
    EXPECT_EQ(find_invalid_utf8("12345678\xC0\xAF"), 8u) << "overlong";
    EXPECT_EQ(find_invalid_utf8("ab\xED\xA0\x80"), 2u) << "surrogate";
    EXPECT_EQ(find_invalid_utf8("ab\xF4\x90\x80\x80"), 2u) << "beyond Unicode";
    EXPECT_EQ(find_invalid_utf8("ab\xE4\xB8"), 2u) << "cut short";
    EXPECT_EQ(find_invalid_utf8("ab\x80"), 2u) << "a continuation without a beginning";
}

}  // namespace
}  // namespace desvio
