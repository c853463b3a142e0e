#include "io/delimited.hpp"

#include "io/short_decimal.hpp"
#include "tests/support/plain_table.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace desvio {
namespace {

using test::message_of;
using Rows = std::vector<std::vector<std::string>>;

/// A text as a file that readers open.
class TextFile {
  public:
    explicit TextFile(std::string const& text) {
        folder_.write("t.csv", text);
        source_ = std::make_unique<TableSource>(folder_ / "t.csv");
    }
    [[nodiscard]] DelimitedReader reader(char delimiter = ',') const { return {*source_, "t.csv", delimiter}; }

  private:
    test::ScratchFolder folder_;
    std::unique_ptr<TableSource> source_;
};

Rows rows_of(std::string const& text, char delimiter = ',') {
    TextFile const file(text);
    auto reader = file.reader(delimiter);
    Rows rows;
    while (reader.next()) {
        auto& row = rows.emplace_back();
        for (std::size_t k = 0; k < reader.n_fields(); ++k) row.emplace_back(reader.text(k));
    }
    return rows;
}

/// The numbers behind the first field of the first row.
std::vector<double> numbers_of(std::string const& row, std::size_t n) {
    TextFile const file(row);
    auto reader = file.reader();
    EXPECT_TRUE(reader.next());
    std::vector<double> numbers(n);
    reader.numbers(1, numbers);
    return numbers;
}

/// The refusal of a row's numbers, without the folder.
std::string refusal_of(std::string const& text, std::size_t n) {
    std::string const message = message_of<InputError>([&] { (void)numbers_of(text, n); });
    auto const at = message.find("t.csv");
    return at == std::string::npos ? message : message.substr(at);
}

TEST(Delimited, ReadsEveryFormOfRow) {
    Rows const expected{{"a", "b"}, {"1", "2"}};
    EXPECT_EQ(rows_of("a,b\n1,2\n"), expected);
    EXPECT_EQ(rows_of("a,b\n1,2"), expected) << "no line break at the end";
    EXPECT_EQ(rows_of("a,b\r\n1,2\r\n"), expected) << "CRLF";
    EXPECT_EQ(rows_of("a,b\r1,2\r"), expected) << "CR";
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                      "a,b\n1,2\n"),
              expected)
        << "byte order mark";
    EXPECT_EQ(rows_of("\n\na,b\n  \n1,2\n\n"), expected) << "blank lines";
    EXPECT_EQ(rows_of("a;b\n1;2\n", ';'), expected);
    EXPECT_EQ(rows_of("a\tb\n1\t2\n", '\t'), expected);
    EXPECT_EQ(rows_of(""), Rows{});
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"), Rows{});
    EXPECT_EQ(rows_of("a,,\n,,\n"), (Rows{{"a", "", ""}, {"", "", ""}})) << "empty fields, the last one too";
}

TEST(Delimited, ReadsQuotes) {
    EXPECT_EQ(rows_of("\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\n"),
              (Rows{{"x,y", "say \"hi\""}, {"two\nlines", ""}}));
    EXPECT_EQ(rows_of("5\" pipe\tb\n1\t2\n", '\t'), (Rows{{"5\" pipe", "b"}, {"1", "2"}}))
        << "a quote inside a tab-separated field is a letter";
    EXPECT_EQ(rows_of("\"a b\"\tc\n", '\t'), (Rows{{"a b", "c"}}));
    EXPECT_NE(
        message_of<InputError>([] { rows_of("a,\"b\n1,2\n"); }).find("t.csv:1:3: a quote is opened and not closed"),
        std::string::npos);
    EXPECT_NE(message_of<InputError>([] { rows_of("a,b\n\"1\"x,2\n"); }).find("t.csv:2:1: text goes on"),
              std::string::npos);
}

TEST(Delimited, CountsLinesAcrossQuotedBreaks) {
    TextFile const file("\"a\nb\",1\nc,2\n");
    auto reader = file.reader();
    ASSERT_TRUE(reader.next());
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.where(1).line, 3);
    EXPECT_EQ(reader.where(1).column, 3);
}

TEST(Delimited, ReadsRowsLongerThanItsBuffer) {
    std::string text;
    constexpr int n_fields = 200'000;
    for (int row = 0; row < 3; ++row) {
        text += "r" + std::to_string(row);
        for (int k = 1; k < n_fields; ++k) text += "," + std::to_string(k % 97) + ".5";
        text += row == 1 ? "\r\n" : "\n";
    }
    TextFile const file(text);
    auto reader = file.reader();
    std::vector<double> numbers(n_fields - 1);
    for (int row = 0; row < 3; ++row) {
        ASSERT_TRUE(reader.next());
        EXPECT_EQ(reader.text(0), "r" + std::to_string(row));
        reader.numbers(1, numbers);
        for (int k = 1; k < n_fields; ++k) ASSERT_EQ(numbers[static_cast<std::size_t>(k - 1)], k % 97 + 0.5);
    }
    EXPECT_FALSE(reader.next());
}

TEST(Delimited, ReadsEveryFormOfNumber) {
    EXPECT_EQ(numbers_of("r,1,-2.5,,0.1,1e3,-1.25E-2, 7 ,+3\n", 8),
              (std::vector<double>{1, -2.5, 0, 0.1, 1000, -0.0125, 7, 3}));
    EXPECT_EQ(numbers_of("r,1.,.5,-.25,007,1e-400,12345678901234567890,0.30000000000000004\n", 7),
              (std::vector<double>{1, 0.5, -0.25, 7, 0, 12345678901234567890.0, 0.30000000000000004}));
    EXPECT_EQ(numbers_of("r,9007199254740993,123456789012345.6,999999999999999,-99999999999999.9\n", 4),
              (std::vector<double>{9007199254740993.0, 123456789012345.6, 999999999999999.0, -99999999999999.9}));
    EXPECT_EQ(numbers_of("r,\"1.5\",2\n", 2), (std::vector<double>{1.5, 2})) << "quoted";
}

TEST(Delimited, NamesWhatIsNoNumber) {
    EXPECT_EQ(refusal_of("r,1,nan\n", 2),
              "t.csv:1:5: 'nan' is not a finite number Leave the row out where nothing is known.");
    EXPECT_NE(refusal_of("r,-inf,2\n", 2).find("t.csv:1:3: '-inf' is not a finite number"), std::string::npos);
    EXPECT_NE(refusal_of("r,1e999,2\n", 2).find("t.csv:1:3: '1e999' is outside the range"), std::string::npos);
    EXPECT_NE(refusal_of("r,x,-,1\n", 3).find("t.csv:1:5: '-' is not a number"), std::string::npos) << "all of a row";
    EXPECT_NE(refusal_of("r,\"1,5\",2\n", 2).find("'1,5' holds a comma Write a decimal point"), std::string::npos);
    EXPECT_NE(refusal_of("r,1..2,2\n", 2).find("'1..2' is not a number"), std::string::npos);
    EXPECT_NE(refusal_of("r,--1,2\n", 2).find("'--1' is not a number"), std::string::npos);
    EXPECT_NE(refusal_of("r,.,2\n", 2).find("'.' is not a number"), std::string::npos);
}

TEST(Delimited, RefusesRaggedRows) {
    EXPECT_NE(refusal_of("r,1,2\n", 3).find("t.csv:1: 3 fields where 4 are expected"), std::string::npos);
    EXPECT_NE(refusal_of("r,1,2,3,\n", 3).find("t.csv:1: 5 fields where 4 are expected"), std::string::npos);
    // A table with decimal commas has twice the fields.
    EXPECT_NE(refusal_of("r,1,5,2,5\n", 2).find("t.csv:1: 5 fields where 3 are expected"), std::string::npos);
    TextFile const file("a,b\n");
    auto reader = file.reader();
    ASSERT_TRUE(reader.next());
    EXPECT_THROW((void)reader.text(2), InputError);
}

TEST(Delimited, ReadsPartsOfARowInAnyOrder) {
    TextFile const file("r,1,2,3,4,5\n");
    auto reader = file.reader();
    ASSERT_TRUE(reader.next());
    std::vector<double> first(2), second(3);
    reader.some_numbers(1, first, 6);
    reader.numbers(3, second);
    EXPECT_EQ(first, (std::vector<double>{1, 2}));
    EXPECT_EQ(second, (std::vector<double>{3, 4, 5}));
    reader.some_numbers(2, first, 6);
    EXPECT_EQ(first, (std::vector<double>{2, 3})) << "back again";
    EXPECT_EQ(reader.number(5), 5.0);
    EXPECT_THROW(reader.numbers(1, first), InputError) << "fields are left over";
    EXPECT_THROW(reader.some_numbers(4, second, 7), InputError) << "there are only two";
}

TEST(Delimited, GuessesTheDelimiter) {
    EXPECT_EQ(guess_delimiter("a\tb,c\td\n,,,,,"), '\t');
    EXPECT_EQ(guess_delimiter("a;b;c,d\r\n"), ';');
    EXPECT_EQ(guess_delimiter("a,b"), ',');
    EXPECT_EQ(guess_delimiter(""), ',');
}

/// The text of a random decimal, mostly of the kind that tables hold.
std::string random_decimal(std::mt19937& random) {
    auto const up_to = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
    std::string text = up_to(4) == 0 ? "-" : "";
    for (int k = up_to(10); k > 0; --k) text += static_cast<char>('0' + up_to(9));
    if (up_to(3) > 0) text += '.';
    for (int k = up_to(9); k > 0 && text.find('.') != std::string::npos; --k) text += static_cast<char>('0' + up_to(9));
    if (up_to(30) == 0) text += "e-3";
    if (up_to(50) == 0) text += ".";
    return text;
}

// read_short_decimal() against its plain twin and the C library, bit by bit.
TEST(Delimited, ShortDecimalsAreExact) {
    std::mt19937 random(7);
    int n_read = 0;
    for (int k = 0; k < 200'000; ++k) {
        std::string const number = random_decimal(random);
        std::string const text =
            std::string(short_decimal::margin, '8') + number + ',' + std::string(short_decimal::margin, '7');
        char const* const at = text.data() + short_decimal::margin;
        auto const fast = read_short_decimal(at, ',');
        auto const plain = read_short_decimal_plainly(at, ',');
        if (fast.end == nullptr) continue;
        ++n_read;
        ASSERT_EQ(fast.end, at + number.size()) << number;
        ASSERT_EQ(plain.end, fast.end) << number;
        double const expected = std::strtod(number.c_str(), nullptr);
        ASSERT_EQ(std::bit_cast<std::uint64_t>(fast.value), std::bit_cast<std::uint64_t>(expected)) << number;
        ASSERT_EQ(std::bit_cast<std::uint64_t>(plain.value), std::bit_cast<std::uint64_t>(expected)) << number;
    }
    EXPECT_GT(n_read, 120'000) << "most are of the short form";
}

}  // namespace
}  // namespace desvio
