#include "desvio/io/right_hand_sides_io.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

Labels rows() { return Labels({"BRA_AGR", "BRA_MAN", "USA_AGR"}); }

std::string fault_in(std::string const& text) {
    return fault_of([&] { (void)parse_right_hand_sides(text, "f.csv", rows()); });
}

TEST(RightHandSides, OneQuestionOfNamedRows) {
    RightHandSides const sides = parse_right_hand_sides("row,value\nUSA_AGR,2.5\nBRA_AGR,-1\n", "f.csv", rows());
    ASSERT_EQ(sides.values.cols(), 1);
    EXPECT_EQ(sides.values.col(0), Vector({{-1.0, 0.0, 2.5}}));
}

TEST(RightHandSides, SeveralQuestionsInTheOrderInWhichTheyCome) {
    RightHandSides const sides =
        parse_right_hand_sides("right_hand_side,row,value\nb,BRA_AGR,1\na,BRA_MAN,2\nb,USA_AGR,3\n", "f.csv", rows());
    EXPECT_EQ(sides.labels, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(sides.values.col(0), Vector({{1.0, 0.0, 3.0}}));
    EXPECT_EQ(sides.values.col(1), Vector({{0.0, 2.0, 0.0}}));
}

TEST(RightHandSides, EveryFaultHasItsPlace) {
    expect_says(fault_in("row,value\nBRA_AGX,1\nBRA_MAN,nan\nUSA_AGR,x\n"),
                {"f.csv:2:1", "BRA_AGX", "'BRA_AGR'", "f.csv:3:9", "f.csv:4:9"});
    expect_says(fault_in("row,value\nBRA_AGR,1\nBRA_AGR,2\n"), {"f.csv:3", "BRA_AGR", "line 2"});
    expect_says(fault_in("row,value\n"), {"f.csv", "no rows"});
    expect_says(fault_in("rwo,value\nBRA_AGR,1\n"), {"f.csv:1:1", "rwo", "'row'"});
}

}  // namespace
}  // namespace desvio
