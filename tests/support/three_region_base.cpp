#include "tests/support/three_region_base.hpp"

#include "tests/support/base_builder.hpp"

namespace desvio::test {

Base three_region_base() {
    RowMatrix agr_trade(3, 3), fin_trade(3, 3), agr_tariff(3, 3);
    agr_trade << 1000, 40, 200,  //
        10, 500, 60,             //
        100, 30, 2000;
    fin_trade << 3000, 5, 7,  //
        8, 900, 2,            //
        20, 1, 4000;
    agr_tariff << 0, 0.05, 0.10,  //
        0.20, 0, 0.30,            //
        0.25, 0.15, 0;
    Base base = make_base({.regions = {"USA", "BRA", "CHN"},
                           .sectors = {"AGR", "FIN"},
                           .trade = {agr_trade, fin_trade},
                           .tariff = {agr_tariff, RowMatrix::Zero(3, 3)},
                           .input_share = {},
                           .theta = {4.0, 4.0},
                           .kinds = {SectorKind::goods, SectorKind::services}});
    base.region_table[usa].name = "United States";
    base.region_table[usa].groups = {"advanced"};
    base.region_table[bra].name = "Brazil";
    base.region_table[bra].groups = {"latin_america", "brics"};
    base.region_table[chn].name = "China";
    base.region_table[chn].groups = {"brics"};
    base.sector_table[agr].name = "Agriculture";
    base.sector_table[agr].groups = {"food"};
    base.sector_table[fin].name = "Finance";
    return base;
}

}  // namespace desvio::test
