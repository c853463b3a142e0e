#include "desvio/tables/health.hpp"
#include "tests/support/random_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

/// Two regions, one sector: Z = (2 1; 3 4), F = (5 2; 1 6), outputs 10 and 14, value added 5 and 9.
IoTable hand_table() {
    IoTable table;
    table.region_table = {{"A", "", {}}, {"B", "", {}}};
    table.sector_table = {{"S", "", SectorKind::goods, "", {}}};
    table.final_categories = {"HFCE"};
    table.value_added_rows = {"VA"};
    table.intermediate.resize(2, 2);
    table.intermediate << 2, 1, 3, 4;
    table.final_demand.resize(2, 2);
    table.final_demand << 5, 2, 1, 6;
    table.value_added.resize(1, 2);
    table.value_added << 5, 9;
    table.declared_output = Vector::Zero(2);
    table.declared_output << 10, 14;
    table.declared_cost = table.declared_output;
    return table;
}

TableHealth::Finding finding(TableHealth const& health, std::string const& name) {
    for (TableHealth::Finding const& one : health.findings)
        if (one.name == name) return one;
    ADD_FAILURE() << "no finding " << name;
    return {};
}

TEST(TableHealth, hand_table) {
    TableHealth const health = examine_table(hand_table());
    ASSERT_EQ(health.identities.size(), 4U);
    for (IdentityCheck const& check : health.identities) EXPECT_EQ(check.error, 0.0) << check.identity;
    EXPECT_TRUE(health.suspicions.empty());
    EXPECT_EQ(health.regions, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(health.exports(0), 3.0);
    EXPECT_EQ(health.imports(0), 4.0);
    EXPECT_EQ(health.final_demand(1), 8.0);
    EXPECT_EQ(health.value_added(1), 9.0);
    // The larger root of l^2 - tr l + det of A = (2/10 1/14; 3/10 4/14).
    double const trace = 0.2 + 4.0 / 14.0, determinant = 0.2 * 4.0 / 14.0 - 0.3 / 14.0;
    EXPECT_NEAR(health.spectral_radius, (trace + std::sqrt(trace * trace - 4.0 * determinant)) / 2.0, 1e-6);
}

TEST(TableHealth, names_the_row_that_is_off) {
    IoTable table = hand_table();
    table.declared_output(1) = 16;
    TableHealth health = examine_table(table);
    EXPECT_EQ(health.identities[0].worst, "B_S");
    EXPECT_NEAR(health.identities[0].error, 2.0 / 16.0, 1e-15);
    EXPECT_FALSE(health.identities[0].passed());
    table = hand_table();
    table.value_added(0, 0) = 4;
    health = examine_table(table);
    EXPECT_EQ(health.most_imbalanced, "A_S");
    EXPECT_NEAR(health.imbalance, 0.1, 1e-15);
}

TEST(TableHealth, counts_what_is_odd) {
    IoTable table = test::make_random_table(3, 2, 1);
    table.intermediate(0, 3) = -2.5;
    table.intermediate(4, 1) = -0.5;
    table.final_demand(2, 1) = -4.0;
    table.value_added(0, 5) = -1.0;
    // R2_S0 sells nothing at home.
    table.intermediate.row(4).segment(4, 2).setZero();
    table.final_demand.row(4).segment(4, 2).setZero();
    TableHealth const health = examine_table(table);
    EXPECT_EQ(finding(health, "negative intermediate cells").count, 2.0);
    EXPECT_EQ(finding(health, "negative intermediate cells").amount, -3.0);
    EXPECT_EQ(finding(health, "negative intermediate cells").worst, "R0_S0 to R1_S1 (-2.5)");
    EXPECT_EQ(finding(health, "negative final cells").worst, "R1_S0 to R0 INVNT (-4)");
    EXPECT_EQ(finding(health, "negative value-added cells").worst, "VA of R2_S1 (-1)");
    EXPECT_EQ(finding(health, "inventory columns").count, 3.0);
    EXPECT_EQ(finding(health, "inventory columns").amount, -4.0);
    EXPECT_EQ(finding(health, "sectors with output and without own sales").count, 1.0);
    EXPECT_EQ(finding(health, "sectors with output and without own sales").worst.substr(0, 5), "R2_S0");
    EXPECT_EQ(finding(health, "intermediate cells that are 0").count, 2.0);
}

TEST(TableHealth, counts_sectors_without_value_added_and_without_output) {
    IoTable table = hand_table();
    table.intermediate(0, 0) = 12;  // A sells 20 and buys 15; then make B buy more than it sells
    table.intermediate(1, 1) = 40;
    table.intermediate(0, 1) = 60;
    TableHealth const health = examine_table(table);
    EXPECT_EQ(finding(health, "sectors with output and without value added").count, 1.0);
    EXPECT_EQ(finding(health, "sectors with output and without value added").worst.substr(0, 3), "B_S");
}

TEST(TableHealth, suspects_units_that_differ_by_a_thousand) {
    IoTable table = test::make_random_table(3, 2, 2);
    EXPECT_TRUE(examine_table(table).suspicions.empty());
    IoTable final = table;
    final.final_demand *= 1000.0;
    auto const suspicions = examine_table(final).suspicions;
    ASSERT_FALSE(suspicions.empty());
    EXPECT_NE(suspicions.front().find("final demand of the world is about 1000 times its value added"),
              std::string::npos)
        << suspicions.front();
    IoTable inputs = table;
    inputs.intermediate *= 1000.0;
    auto const others = examine_table(inputs).suspicions;
    EXPECT_TRUE(std::any_of(others.begin(), others.end(), [](std::string const& suspicion) {
        return suspicion.find("intermediate use may be in another unit") != std::string::npos;
    }));
}

}  // namespace
}  // namespace desvio
