#include "desvio/io/carried_tables.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/base_io.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace desvio::test {
namespace {

/// One axis of three, numbers that are short decimals and numbers that are not, a text and every kind of attribute.
LabelledFile small_file(std::vector<double> const& values) {
    LabelledFile file;
    file.attributes = {{"format", "test"}, {"version", std::int64_t{-7}}, {"level", 0.1}};
    file.dimensions["axis"] = {"axis", std::vector<std::string>{"a", "", "ñ"}, "an axis"};
    file.dimensions["/input/rate"] = {"rate", std::vector<double>{0.5}, "a level"};
    file.tables.push_back({"/some/value", {"axis"}, values, "percent", "values"});
    file.tables.push_back({"/input/text", {"rate"}, std::vector<std::string>{"two\nlines"}, "", "a text"});
    file.tables.push_back({"/none", {}, std::vector<double>{42.0}, "1", "a scalar"});
    return file;
}

LabelledFile there_and_back(LabelledFile const& file) { return carried_tables(carry_tables(file), "bytes"); }

void expect_same_bits(std::vector<double> const& ours, std::vector<double> const& theirs) {
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t k = 0; k < ours.size(); ++k) {
        if (std::isnan(theirs[k]))
            EXPECT_TRUE(std::isnan(ours[k]));
        else
            EXPECT_EQ(std::bit_cast<std::uint64_t>(ours[k]), std::bit_cast<std::uint64_t>(theirs[k])) << theirs[k];
    }
}

TEST(CarriedTables, everything_comes_back) {
    LabelledFile const file = small_file({1.5, 0.0, 123456.789}), back = there_and_back(file);
    ASSERT_EQ(back.attributes.size(), 3U);
    EXPECT_EQ(back.text_attribute("format"), "test");
    EXPECT_EQ(std::get<std::int64_t>(back.find_attribute("version")->value), -7);
    EXPECT_EQ(std::get<double>(back.find_attribute("level")->value), 0.1);
    EXPECT_EQ(std::get<std::vector<std::string>>(back.dimensions.at("axis").labels),
              (std::vector<std::string>{"a", "", "ñ"}));
    EXPECT_EQ(back.dimensions.at("/input/rate").name, "rate");
    ASSERT_EQ(back.tables.size(), 3U);
    EXPECT_EQ(back.tables[0].units, "percent");
    EXPECT_EQ(back.tables[0].long_name, "values");
    EXPECT_EQ(back.texts("/input/text"), (std::vector<std::string>{"two\nlines"}));
    EXPECT_EQ(back.origin, "bytes");
}

TEST(CarriedTables, numbers_keep_their_bits) {
    constexpr double not_known = std::numeric_limits<double>::quiet_NaN();
    for (std::vector<double> const& values :
         std::vector<std::vector<double>>{{0.1, 1e22, 9007199254740991.0},
                                          {1e-22, 0.0010586858, not_known},
                                          {1.0 / 3.0, -0.0, 5e-324},
                                          {1e23, -1.0, std::numeric_limits<double>::infinity()},
                                          {0.1 + 0.2, std::nextafter(1.0, 2.0), 1.7976931348623157e308}})
        expect_same_bits(there_and_back(small_file(values)).numbers("/some/value"), values);
}

TEST(CarriedTables, a_base_is_the_same_base_and_small) {
    LabelledFile file;
    add_base_tables(named_base("world2023"), "", file);
    auto const bytes = carry_tables(file);
    Base const back = base_from_tables(carried_tables(bytes, "bytes"), "");
    EXPECT_EQ(base_sha256(back), base_sha256(named_base("world2023")));
    // 95,550 flows, duties and shares of ten digits: little more than the 33 bits that ten digits are.
    EXPECT_LT(deflate_bytes(bytes).size(), 500000U);
}

TEST(CarriedTables, bytes_that_end_early_or_are_none_are_refused) {
    auto const bytes = carry_tables(small_file({1.0, 2.0, 1.0 / 3.0}));
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_THROW(carried_tables(std::span(bytes).first(length), "cut"), FileError) << length;
    auto longer = bytes;
    longer.push_back(std::byte{0});
    EXPECT_THROW(carried_tables(longer, "longer"), FileError);
    // Whatever one byte becomes, the reader stays within bounds: it refuses or reads other labels and numbers.
    for (std::size_t k = 0; k < bytes.size(); ++k) {
        auto damaged = bytes;
        damaged[k] ^= std::byte{0xFF};
        try {
            static_cast<void>(carried_tables(damaged, "damaged"));
        } catch (FileError const&) {
            continue;
        }
    }
}

}  // namespace
}  // namespace desvio::test
