#include "desvio/params/date.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using namespace std::chrono_literals;

TEST(Date, IsReadAndWritten) {
    for (char const* text : {"2025-08-07", "1991-11-29", "2024-02-29", "0999-12-31"}) {
        auto const date = parse_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(to_string(*date), text);
    }
    EXPECT_EQ(*parse_date("2025-08-07"), Date(2025y / 8 / 7));
    EXPECT_EQ((*parse_date("2025-03-01") - *parse_date("2025-02-28")).count(), 1);
}

TEST(Date, RefusesWhatIsNoDay) {
    for (char const* text : {"", "2025", "2025-8-7", "2025-08-07 ", "2025/08/07", "2025-02-29", "2025-13-01",
                             "2025-00-10", "2025-01-00", "+025-01-01", "20a5-01-01", "2025-08-0x"})
        EXPECT_FALSE(parse_date(text)) << text;
}

}  // namespace
}  // namespace desvio
