#include "tests/support/leather.hpp"
#include "desvio/tables/analysis_exports.hpp"
#include "desvio/tables/analysis_multipliers.hpp"

#include <gtest/gtest.h>

/// The leather example against figures printed for it: its column multipliers, and the tables of the vignette and of
/// the notes of decompr (value added by origin in exports; Wang, Wei and Zhu's sixteen terms, which sum to Koopman,
/// Wang and Wei's nine as table E2 of Wang, Wei and Zhu (NBER 19677) says).
namespace desvio {
namespace {

TEST(Leather, outputs_are_those_of_the_table) {
    Chain const chain(test::leather_table());
    Vector printed(9);
    printed << 77.7, 58.3, 19.0, 112.7, 124.6, 43.2, 156.3, 127.8, 217.0;
    EXPECT_LT((chain.output - printed).cwiseAbs().maxCoeff(), 1e-12 * 217.0);
}

TEST(Leather, all_nine_column_multipliers_to_all_printed_digits) {
    Chain chain(test::leather_table());
    Vector printed(9);
    printed << 1.565401, 1.776986, 2.433220, 1.726920, 1.942745, 2.504757, 1.735891, 2.062201, 2.394124;
    Multipliers const found = find_multipliers(chain);
    EXPECT_LT((found.output.total - printed).cwiseAbs().maxCoeff(), 0.5e-6);  // six digits are printed
    EXPECT_LT((find_linkages(chain).downstreamness - printed).cwiseAbs().maxCoeff(), 0.5e-6);
}

TEST(Leather, value_added_by_origin_in_exports_of_every_sector) {
    // Row: region-sector of origin; column: region-sector that exports.
    RowMatrix printed(9, 9);
    // clang-format off
    printed <<
        28.52278143, 2.79395126, 0.35606694, 1.81066955, 3.1173841, 0.35901126, 1.2364172, 1.30283802, 4.1208736,
        1.06206936, 19.12053186, 0.41813924, 0.48370042, 1.8329024, 0.43058635, 0.5937041, 1.15375958, 4.7490351,
        0.21043693, 0.14228369, 1.06369578, 0.03329456, 0.0790545, 0.04024626, 0.0231846, 0.07482343, 0.1932621,
        0.71952151, 1.34237213, 0.11504126, 34.92704803, 6.9994970, 1.47711579, 2.5543089, 1.52213499, 6.1806254,
        0.41201175, 1.38523849, 0.11764036, 2.69291816, 40.1671410, 1.31799873, 1.1093993, 1.15207241, 9.5069032,
        0.03482652, 0.08553139, 0.02667530, 0.81210167, 0.9075189, 3.16041392, 0.1151191, 0.07448266, 0.6464733,
        0.92530356, 2.25142713, 0.16222512, 2.31122022, 2.0595825, 0.51211484, 29.8763359, 5.24719728, 9.6006931,
        0.64666560, 0.72785683, 0.08244379, 1.53837777, 2.5488967, 0.63316614, 1.4593583, 18.95868110, 8.1583150,
        0.66638333, 0.65080723, 0.25807221, 1.29066963, 1.4880228, 0.56934671, 1.7321726, 1.51401054, 34.7438192;
    // clang-format on
    Chain chain(test::leather_table());
    Vector const exports = chain.exports.rowwise().sum();
    Matrix const all = chain.income_share.asDiagonal() * chain.solve(Matrix::Identity(9, 9)) * exports.asDiagonal();
    EXPECT_LT((all - printed).cwiseAbs().maxCoeff(), 0.6e-7);  // the wider columns print seven digits
    // Ours: exports of a region at once.
    ValueAddedTrade const found = find_value_added_trade(chain);
    for (Index s = 0; s < 3; ++s)
        EXPECT_LT((found.in_exports.col(s) - printed.middleCols(3 * s, 3).rowwise().sum()).cwiseAbs().maxCoeff(), 2e-7);
}

TEST(Leather, koopman_wang_wei_terms_as_sums_of_the_sixteen_printed_ones) {
    // DVA_INT + DVA_INTrexI1, DVA_INTrexF + DVA_INTrexI2, RDV_FIN + RDV_FIN2, RDV_INT, DDC_FIN + DDC_INT,
    // OVA_FIN + MVA_FIN, OVA_INT + MVA_INT, ODC + MDC, summed over sectors and importers.
    RowMatrix printed(3, 8);
    // clang-format off
    printed << 18.971193, 8.411491, 5.259501, 0.825972, 0.872395, 3.450595, 3.388617, 3.770832,
               26.206777, 7.740053, 10.475795, 2.007578, 2.636936, 10.205386, 5.359698, 5.573163,
               15.239670, 2.748464, 5.689669, 4.433592, 4.448180, 26.668992, 4.455024, 5.185401;
    // clang-format on
    Chain chain(test::leather_table());
    Matrix const terms = koopman_wang_wei(chain);
    EXPECT_LT((terms.rightCols(8) - printed).cwiseAbs().maxCoeff(), 1e-6);
    Vector const gross = (Vector(3) << 64.3, 113.6, 147.6).finished();
    EXPECT_LT((terms.rowwise().sum() - gross).cwiseAbs().maxCoeff(), 1e-12 * 147.6);
}

}  // namespace
}  // namespace desvio
