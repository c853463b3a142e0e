#include "tests/support/hand_use.hpp"

#include "desvio/params/use_table.hpp"
#include "tests/support/hand_base.hpp"

#include <limits>

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

}  // namespace desvio::test
