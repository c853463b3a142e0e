#include "tests/support/leather.hpp"

namespace desvio::test {

IoTable leather_table() {
    IoTable table;
    table.name = "leather";
    table.origin = "leather example of decompr";
    table.format = "test";
    table.currency = "USD";
    table.unit = "million";
    table.year = 2000;
    table.region_table = {{"ARG", "Argentina", {}}, {"TUR", "Turkey", {}}, {"DEU", "Germany", {}}};
    table.sector_table = {{"AGR", "Agriculture", SectorKind::goods, "", {}},
                          {"TEX", "Textile and leather", SectorKind::goods, "", {}},
                          {"TRE", "Transport equipment", SectorKind::goods, "", {}}};
    table.final_categories = {"final demand"};
    table.value_added_rows = {"value added"};
    table.intermediate.resize(9, 9);
    // clang-format off
    table.intermediate <<
        16.1, 5.1, 1.8, 3.2, 4.3, 0.4, 3.1, 2.8, 4.9,
        2.4, 8, 3.2, 0.1, 3.2, 1.6, 1.2, 3.9, 11.5,
        0.9, 0.5, 4, 0, 0.1, 0.3, 0, 0.4, 0.5,
        1.1, 1.9, 0.2, 18, 13.2, 6.1, 9, 3.1, 8.9,
        0.3, 2.8, 0.1, 6.1, 28.1, 6.3, 2.1, 2.5, 25.6,
        0, 0.1, 0.3, 4.1, 3.2, 8.9, 0.2, 0, 1.8,
        1.2, 4.2, 0.3, 4.1, 1.2, 0.6, 29, 19.5, 17.9,
        1.3, 1.1, 0, 3.2, 4.8, 2.6, 5.1, 29.1, 24.1,
        2.1, 1.4, 3, 4.1, 3.1, 3.9, 11.3, 8.1, 51.3;
    table.final_demand.resize(9, 3);
    table.final_demand <<
        21.5, 6.1, 8.4,
        16.2, 1.9, 5.1,
        11, 0.5, 0.8,
        7.5, 29.5, 14.2,
        8.9, 24.9, 16.9,
        1.2, 18.5, 4.9,
        9.2, 17.9, 51.2,
        7.9, 10.1, 38.5,
        25.1, 35.2, 68.4;
    // clang-format on
    table.declared_output = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    table.declared_cost = table.declared_output;
    table.value_added = table.declared_output.transpose() - table.intermediate.colwise().sum();
    return table;
}

}  // namespace desvio::test
