#include "desvio/engine/leontief_task.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/matrix_file.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;
using test::ScratchFolder;

/// Two regions, one sector, by hand: Z = [20 30; 10 40], F by region and two categories, x = (100, 200).
IoTable small_table() {
    IoTable table;
    table.name = "two";
    table.origin = "two";
    table.unit = "million";
    table.currency = "USD";
    table.region_table = {{"BRA", "Brazil", {}}, {"USA", "United States", {}}};
    table.sector_table = {{"ALL", "All", SectorKind::goods, "", {}}};
    table.final_categories = {"household", "government"};
    table.intermediate = RowMatrix{{20.0, 30.0}, {10.0, 40.0}};
    table.final_demand = RowMatrix{{35.0, 5.0, 10.0, 0.0}, {20.0, 0.0, 100.0, 30.0}};
    return table;
}

TEST(LeontiefTask, CoefficientsAreInputsPerOutputOfTheColumn) {
    LeontiefInput const input = input_of_table(small_table());
    EXPECT_EQ(input.rows.codes(), (std::vector<std::string>{"BRA_ALL", "USA_ALL"}));
    EXPECT_EQ(input.block, 1);
    // Column 1 over 100, column 2 over 200.
    RowMatrix const wanted{{0.20, 0.15}, {0.10, 0.20}};
    EXPECT_LT((input.coefficients - wanted).cwiseAbs().maxCoeff(), 1e-16);
    EXPECT_EQ(input.final_demand.labels, (std::vector<std::string>{"BRA", "USA"}));
    EXPECT_EQ(input.final_demand.values, (Matrix{{40.0, 10.0}, {20.0, 130.0}}));
}

TEST(LeontiefTask, FinalDemandGivesTheOutputItCameFrom) {
    for (bool const is_selected : {false, true}) {
        LeontiefInput input = input_of_table(small_table());
        RightHandSides const sides = choose_right_hand_sides(input, "", false);
        EXPECT_EQ(sides.labels, std::vector<std::string>{"final demand"});
        std::vector<std::pair<Index, Index>> cells;
        if (is_selected) cells = {{0, 1}, {1, 0}};
        LeontiefAnswer const answer = solve_leontief(std::move(input), sides, false, cells, {});
        ASSERT_TRUE(answer.summary.is_converged()) << answer.summary.message;
        EXPECT_NEAR(answer.solution(0, 0), 100.0, 1e-9);  // 1e-12 of 150, amplified by a condition of 2
        EXPECT_NEAR(answer.solution(1, 0), 200.0, 1e-9);
        if (!is_selected) continue;
        // det (I - A) = 0.8 * 0.8 - 0.15 * 0.10 = 0.625
        EXPECT_NEAR(answer.cell_values(0), 0.15 / 0.625, 1e-12);
        EXPECT_NEAR(answer.cell_values(1), 0.10 / 0.625, 1e-12);
    }
}

TEST(LeontiefTask, TransposedPricesOfValueAddedAreOne) {
    LeontiefInput input = input_of_table(small_table());
    RightHandSides const costs = choose_right_hand_sides(input, "value-added", true);
    EXPECT_NEAR(costs.values(0, 0), 0.70, 1e-15);
    EXPECT_NEAR(costs.values(1, 0), 0.65, 1e-15);
    LeontiefAnswer const answer = solve_leontief(std::move(input), costs, true, {}, {});
    EXPECT_NEAR(answer.solution(0, 0), 1.0, 1e-11);
    EXPECT_NEAR(answer.solution(1, 0), 1.0, 1e-11);
}

TEST(LeontiefTask, RightHandSidesByName) {
    ScratchFolder const folder;
    LeontiefInput const input = input_of_table(small_table());
    EXPECT_EQ(choose_right_hand_sides(input, "", true).labels, std::vector<std::string>{"ones"});
    EXPECT_EQ(choose_right_hand_sides(input, "final-demand-by-region", false).values, input.final_demand.values);
    folder.write("f.csv", "row,value\nUSA_ALL,3\n");
    EXPECT_EQ(choose_right_hand_sides(input, folder / "f.csv", false).values, (Matrix{{0.0}, {3.0}}));
    expect_says(fault_of([&] { (void)choose_right_hand_sides(input, "final-demnd", false); }), {"'final-demand'"});
    expect_says(fault_of([&] { (void)parse_cell("BRA_ALL,USX_ALL", input.rows); }), {"USX_ALL", "'USA_ALL'"});
    expect_says(fault_of([&] { (void)parse_cell("BRA_ALL", input.rows); }), {"ROW,COLUMN"});
}

TEST(LeontiefTask, RefusesWhatNoTableHasByName) {
    IoTable dear = small_table();
    dear.intermediate(0, 0) = 500.0;
    dear.declared_output = Vector{{100.0, 200.0}};
    expect_says(fault_of([&] { (void)input_of_table(dear); }), {"two", "BRA_ALL", "5.1 of its output", "value added"});
    EXPECT_NO_THROW((void)input_of_table(dear, {.allows_negative_value_added = true}));

    IoTable idle = small_table();
    idle.declared_output = Vector{{0.0, 200.0}};
    expect_says(fault_of([&] { (void)input_of_table(idle); }), {"BRA_ALL", "nobody supplies"});

    IoTable odd = small_table();
    odd.declared_output = Vector{{100.0, 200.0}};
    odd.intermediate(1, 0) = std::numeric_limits<double>::quiet_NaN();
    expect_says(fault_of([&] { (void)input_of_table(odd); }), {"input USA_ALL in BRA_ALL is nan"});
}

TEST(LeontiefTask, AMatrixFileGivesTheSameAnswer) {
    ScratchFolder const folder;
    LeontiefInput input = input_of_table(small_table());
    write_leontief_input(input, folder / "a.h5");
    LeontiefInput read = read_leontief_input(folder / "a.h5");
    EXPECT_EQ(read.coefficients, input.coefficients);
    EXPECT_EQ(read.final_demand.values, input.final_demand.values);
    EXPECT_EQ(read.rows, input.rows);
    EXPECT_EQ(read.block, 1);
    EXPECT_EQ(choose_right_hand_sides(read, "", false).labels, (std::vector<std::string>{"BRA", "USA"}));
    expect_says(fault_of([&] { (void)read_leontief_input(folder / "a.h5", {.memory_limit = 16.0}); }),
                {"a.h5", "2 rows", "GB"});
    RightHandSides const sides = choose_right_hand_sides(read, "", false);
    LeontiefAnswer const answer = solve_leontief(std::move(read), sides, false, {{0, 0}}, {});
    LabelledFile const file = leontief_tables(answer, "desvio leontief a.h5");
    auto const& x = file.numbers("/leontief/solution");
    EXPECT_NEAR(x[0] + x[1], 100.0, 1e-9);
    EXPECT_NEAR(x[2] + x[3], 200.0, 1e-9);
    EXPECT_EQ(file.find_table("/inverse/value")->dimensions, std::vector<std::string>{"cell"});
}

}  // namespace
}  // namespace desvio
