#include "tests/support/hand_use.hpp"

#include "desvio/params/use_table.hpp"
#include "desvio/tables/expand.hpp"
#include "tests/support/hand_base.hpp"

#include <algorithm>
#include <limits>
#include <random>

namespace desvio::test {

// Flows and input shares of hand_base(). Final users are "house" and "stock"; what is from abroad is dearer by the
// duty.
//
//   A, GDS from   A 100: GDS 5, SRV 20, house 80, stock -5      B 40 at 25 %: GDS 20, SRV 0, house 20, stock 0
//     costs       GDS 5 + 1.25 20 = 30 = 0.25 120               SRV 20 = 0.125 160
//   A, SRV from   A 150: GDS 30, SRV 40, house 80
//     costs       GDS 30 = 0.25 120                             SRV 40 = 0.25 160
//   B, GDS from   B 60: GDS 9, SRV 18, house 23, stock 10       A 20 at 10 %: GDS 10, SRV 0, house 10, stock 0
//     costs       GDS 9 + 1.1 10 = 20 = 0.2 100                 SRV 18 = 0.2 90
//   B, SRV from   B 90: GDS 25, SRV 27, house 38                A 10: GDS 5, SRV 0, house 5
//     costs       GDS 25 + 5 = 30 = 0.3 100                     SRV 27 = 0.3 90
Base hand_base_with_use() {
    Base base = hand_base();
    RowMatrix inputs(4, 4), final(4, 4);
    // Rows A GDS, A SRV, B GDS, B SRV; columns the same, and A house, A stock, B house, B stock.
    inputs << 5, 20, 10, 0,  //
        30, 40, 5, 0,        //
        20, 0, 9, 18,        //
        0, 0, 25, 27;
    final << 80, -5, 10, 0,  //
        80, 0, 5, 0,         //
        20, 0, 23, 10,       //
        0, 0, 38, 0;
    base.use_table = make_use_table(base, {"house", "stock"}, inputs, final);
    Matrix jobs(2, 2);
    jobs << 4.0, 10.0,  //
        2.0, std::numeric_limits<double>::quiet_NaN();
    base.jobs_per_output = jobs;
    return base;
}

// Users k and l of good j in n, exporters i and m: k buys a more from i and b less from m, l the reverse, with
// (1 + t[i]) a = (1 + t[m]) b. Rows keep their sums and what k and l pay stays.
Base with_random_use(Base base, std::uint64_t seed) {
    IoTable table = expand_base(base);
    std::mt19937_64 random(seed);
    auto const draw = [&](Index below) { return static_cast<Index>(random() % static_cast<std::uint64_t>(below)); };
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    for (Index round = 0; round < 40 * n_regions * n_sectors; ++round) {
        Index const j = draw(n_sectors), n = draw(n_regions), i = draw(n_regions), m = draw(n_regions);
        Index const k = table.row(n, draw(n_sectors)), l = table.row(n, draw(n_sectors));
        if (i == m || k == l) continue;
        double& gains = table.intermediate(table.row(i, j), k);
        double& gives = table.intermediate(table.row(i, j), l);
        double& loses = table.intermediate(table.row(m, j), k);
        double& takes = table.intermediate(table.row(m, j), l);
        double const rate = (1.0 + base.tariff(j, n, i)) / (1.0 + base.tariff(j, n, m));
        double const a = 0.5 * std::min(gives, loses / rate);
        gains += a;
        gives -= a;
        loses -= a * rate;
        takes += a * rate;
    }
    base.use_table = make_use_table(base, table.final_categories, table.intermediate, table.final_demand);
    Matrix jobs(n_sectors, n_regions);
    for (Index n = 0; n < n_regions; ++n)
        for (Index j = 0; j < n_sectors; ++j) jobs(j, n) = static_cast<double>(1 + draw(30));
    base.jobs_per_output = jobs;
    return base;
}

}  // namespace desvio::test
