#include "desvio/tables/diff.hpp"

#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

QuantityDiff const& quantity(BaseDiff const& diff, std::string const& name) {
    return *std::find_if(diff.quantities.begin(), diff.quantities.end(),
                         [&](QuantityDiff const& entry) { return entry.quantity == name; });
}

TEST(BaseDiff, ABaseIsTheSameAsItself) {
    Base const base = test::make_random_base({.regions = 4, .sectors = 3, .seed = 2});
    BaseDiff const diff = diff_bases(base, base, 5);
    EXPECT_TRUE(diff.is_same());
    EXPECT_EQ(quantity(diff, "trade").compared, 48);
    EXPECT_EQ(quantity(diff, "input share").compared, 36);
}

TEST(BaseDiff, CellsComeLargestFirst) {
    Base const before = test::hand_base();
    Base after = before;
    after.trade(0, 0, 1) = 41.0;   // 40 before: GDS from B to A
    after.trade(1, 1, 1) = 180.0;  // 90 before
    after.tariff(0, 1, 0) = 0.2;   // 0.1 before
    after.input_share(0, 1, 0) = 0.3;
    after.elasticities[0].theta(1) = 5.0;
    BaseDiff const diff = diff_bases(before, after, 1);
    EXPECT_FALSE(diff.is_same());
    QuantityDiff const& trade = quantity(diff, "trade");
    EXPECT_EQ(trade.differing, 2);
    EXPECT_EQ(trade.largest_absolute, 90.0);
    EXPECT_EQ(trade.largest_relative, 0.5);
    EXPECT_EQ(trade.total_after - trade.total_before, 91.0);
    ASSERT_EQ(trade.largest.size(), 1U) << "only as many as asked for";
    EXPECT_EQ(trade.largest[0].where, "SRV from B to B");
    EXPECT_EQ(quantity(diff, "duty").largest[0].where, "GDS from A to B");
    EXPECT_EQ(quantity(diff, "duty").largest[0].after, 0.2);
    EXPECT_EQ(quantity(diff, "input share").largest[0].where, "SRV used by GDS in A");
    EXPECT_EQ(quantity(diff, "elasticity (default)").largest[0].where, "SRV");
    BaseDiff const both = diff_bases(before, after, 9);
    EXPECT_EQ(quantity(both, "trade").largest[1].where, "GDS from B to A");
}

TEST(BaseDiff, LabelsAndTexts) {
    Base const before = test::hand_base();
    Base after = before;
    after.year = before.year + 1;
    after.region_table[1].code = "C";
    after.sector_table[0].kind = SectorKind::services;
    after.index_labels();
    BaseDiff const diff = diff_bases(before, after, 5);
    auto const says = [&](std::string const& text) {
        return std::any_of(diff.texts.begin(), diff.texts.end(),
                           [&](std::string const& line) { return line.find(text) != std::string::npos; });
    };
    EXPECT_TRUE(says("year"));
    EXPECT_TRUE(says("region B is only in the first base; flows of 220 million")) << "40 + 20 + 60 + 10 + 90";
    EXPECT_TRUE(says("region C is only in the second base"));
    EXPECT_TRUE(says("kind of sector GDS: 'goods' and 'services'"));
    EXPECT_EQ(quantity(diff, "trade").compared, 2) << "A with itself in two sectors";
    EXPECT_EQ(quantity(diff, "trade").differing, 0);
}

TEST(BaseDiff, AFigureOnOneSideOnly) {
    Base const before = test::hand_base();
    Base after = before;
    after.final_demand = Matrix::Constant(2, 2, std::nan(""));
    (*after.final_demand)(0, 0) = 100.0;
    ElasticitySet second = before.elasticities[0];
    second.name = "other";
    after.elasticities.push_back(second);
    BaseDiff const diff = diff_bases(before, after, 5);
    EXPECT_EQ(quantity(diff, "declared final demand").differing, 1);
    EXPECT_TRUE(std::isinf(quantity(diff, "declared final demand").largest_absolute));
    EXPECT_EQ(diff.texts, (std::vector<std::string>{"elasticity set 'other' is only in the second base"}));
}

}  // namespace
}  // namespace desvio
