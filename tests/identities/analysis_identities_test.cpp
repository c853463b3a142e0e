#include "desvio/tables/analysis_exports.hpp"
#include "desvio/tables/analysis_exposure.hpp"
#include "desvio/tables/analysis_extraction.hpp"
#include "desvio/tables/analysis_multipliers.hpp"
#include "tests/support/leather.hpp"
#include "tests/support/random_table.hpp"

#include <gtest/gtest.h>

/// Each analysis against the same question put to dense inverses of tables with the cells in question taken out, and
/// against the sums that its parts must have.
namespace desvio {
namespace {

struct Case {
    char const* name;
    IoTable (*make)();
};

IoTable square() { return test::make_random_table(4, 3, 5); }
IoTable many_regions() { return test::make_random_table(6, 2, 8); }
IoTable one_sector() { return test::make_random_table(5, 1, 3); }

class Analysis : public testing::TestWithParam<Case> {
  protected:
    Chain chain{GetParam().make()};
    Index const n = chain.size(), regions = chain.n_regions(), sectors = chain.n_sectors();
    double const scale = chain.output.sum();
    double const exact = 1e-13 * scale;  // sums of some hundred terms of the size of output

    [[nodiscard]] auto rows(Index s) const { return Eigen::seqN(s * sectors, sectors); }
    [[nodiscard]] Matrix coefficients() const {
        Matrix a = chain.table().intermediate;
        for (Index b = 0; b < n; ++b) a.col(b) /= chain.output(b);
        return a;
    }
    [[nodiscard]] static Matrix inverse(Matrix const& a) {
        return (Matrix::Identity(a.rows(), a.cols()) - a).inverse();
    }
    /// A without what s sells to others as inputs.
    [[nodiscard]] Matrix without_exports(Index s) const {
        Matrix a = coefficients();
        for (Index r = 0; r < regions; ++r)
            if (r != s) a(rows(s), rows(r)).setZero();
        return a;
    }
    [[nodiscard]] Vector gross() const { return by_region(chain, chain.exports).rowwise().sum(); }
    static double gap(Matrix const& a, Matrix const& b) { return (a - b).cwiseAbs().maxCoeff(); }
};

TEST_P(Analysis, multipliers_are_column_sums_of_the_inverse) {
    Matrix const l = inverse(coefficients());
    Multipliers const found = find_multipliers(chain);
    EXPECT_LT(gap(found.output.total, l.colwise().sum().transpose()), 1e-12);
    EXPECT_LT(gap(found.income.total, Vector::Ones(n)), 1e-12) << "w' L = 1'";
    EXPECT_LT(gap(found.value_added.total + found.taxes.total, found.income.total), 1e-12) << "w = v + t";
    for (Index s = 0; s < regions; ++s)
        EXPECT_LT(gap(found.output.domestic(rows(s)), l(rows(s), rows(s)).colwise().sum().transpose()), 1e-12);
    EXPECT_GT((found.output.total - found.output.domestic).minCoeff(), 0.0);
    EXPECT_LT(gap(found.output.by_origin.rowwise().sum(), found.output.total), 1e-12);
}

TEST_P(Analysis, upstreamness_weighted_by_final_demand_is_world_output_over_it) {
    Linkages const found = find_linkages(chain);
    Vector const final_use = chain.final_demand.rowwise().sum();
    // Stages: sum f D = 1'L f = 1'x and sum (w x) U = w'x^(x^-1 L x) = 1'x.
    EXPECT_NEAR(final_use.dot(found.downstreamness), scale, exact);
    EXPECT_NEAR(chain.income_share.cwiseProduct(chain.output).dot(found.upstreamness), scale, exact);
    EXPECT_GE(found.upstreamness.minCoeff(), 1.0);
    // Ghosh: G = (I - x^-1 Z)^-1
    Matrix ghosh = chain.table().intermediate;
    for (Index a = 0; a < n; ++a) ghosh.row(a) /= chain.output(a);
    EXPECT_LT(gap(found.upstreamness, inverse(ghosh).rowwise().sum()), 1e-12);
    EXPECT_NEAR(found.backward.mean(), 1.0, 1e-13);
    EXPECT_NEAR(found.forward.mean(), 1.0, 1e-13);
    EXPECT_LT(gap(found.sensitivity,
                  inverse(coefficients()).rowwise().sum() / inverse(coefficients()).rowwise().sum().mean()),
              1e-12);
}

TEST_P(Analysis, income_of_all_origins_adds_up_to_exports_and_to_final_demand) {
    ValueAddedTrade const found = find_value_added_trade(chain);
    EXPECT_LT(gap(found.in_exports.colwise().sum().transpose(), gross()), exact);
    EXPECT_LT(gap(found.in_final_demand.colwise().sum(), chain.final_demand.colwise().sum()), exact);
    Vector const income = chain.income_share.cwiseProduct(chain.output);
    EXPECT_LT(gap(found.in_final_demand.rowwise().sum(), income), exact) << "w L F 1 = income";
    Matrix const bilateral = by_region(chain, chain.exports);
    for (Index s = 0; s < regions; ++s) {
        Matrix const parts = found.by_partner.middleCols(s * regions, regions);
        EXPECT_LT(gap(parts.colwise().sum(), bilateral.row(s)), exact);
        EXPECT_LT(gap(parts.rowwise().sum(), by_region(chain, found.in_exports).col(s)), exact);
    }
    for (Index i = 0; i < regions; ++i)
        EXPECT_NEAR(found.vax_ratio_total(i), found.vax.row(i).sum() / gross()(i), 1e-14);
}

TEST_P(Analysis, source_based_parts_are_those_of_the_table_without_the_exports) {
    ExportParts const found = source_based_parts(chain);
    Matrix const l = inverse(coefficients());
    Vector const& w = chain.income_share;
    for (Index s = 0; s < regions; ++s) {
        Matrix const cut = inverse(without_exports(s));
        Vector const all = l(Eigen::all, rows(s)).transpose() * w;
        Vector const domestic = l(rows(s), rows(s)).transpose() * w(rows(s));
        Vector const once = cut(rows(s), rows(s)).transpose() * w(rows(s));
        Vector const foreign = cut(Eigen::all, rows(s)).transpose() * w - once;
        for (Index r = 0; r < regions; ++r) {
            if (r == s) continue;
            Vector const e = chain.exports(rows(s), r);
            EXPECT_LT(gap((found.absorbed_abroad + found.returned)(rows(s), r), once.cwiseProduct(e)), exact);
            EXPECT_LT(gap(found.domestic_double(rows(s), r), (domestic - once).cwiseProduct(e)), exact);
            EXPECT_LT(gap(found.foreign(rows(s), r), foreign.cwiseProduct(e)), exact);
            EXPECT_LT(gap(found.foreign_double(rows(s), r), (all - domestic - foreign).cwiseProduct(e)), exact);
        }
    }
}

TEST_P(Analysis, sink_based_parts_are_those_of_the_table_without_the_exports) {
    ExportParts const found = sink_based_parts(chain);
    Matrix const a = coefficients(), l = inverse(a);
    for (Index s = 0; s < regions; ++s) {
        Matrix const cut = inverse(without_exports(s));
        Matrix final_use = chain.final_demand;  // without exports of s
        for (Index m = 0; m < regions; ++m)
            if (m != s) final_use.col(m)(rows(s)).setZero();
        Matrix const made = cut * final_use;
        Vector const leaving = chain.exports(rows(s), Eigen::all).rowwise().sum();
        Vector const domestic = l(rows(s), rows(s)).transpose() * chain.income_share(rows(s));
        for (Index r = 0; r < regions; ++r) {
            if (r == s) continue;
            Matrix const use = a(rows(s), rows(r));
            Matrix reached = use * made(rows(r), Eigen::all);
            reached.col(r) += chain.final_demand(rows(s), r);
            Vector const twice = use * (cut(rows(r), rows(s)) * leaving);
            Vector const abroad = reached.rowwise().sum() - reached.col(s);
            Vector const foreign = Vector::Ones(sectors) - domestic;
            EXPECT_LT(gap(found.absorbed_abroad(rows(s), r), domestic.cwiseProduct(abroad)), exact);
            EXPECT_LT(gap(found.returned(rows(s), r), domestic.cwiseProduct(reached.col(s))), exact);
            EXPECT_LT(gap(found.domestic_double(rows(s), r), domestic.cwiseProduct(twice)), exact);
            EXPECT_LT(gap(found.foreign(rows(s), r), foreign.cwiseProduct(reached.rowwise().sum())), exact);
            EXPECT_LT(gap(found.foreign_double(rows(s), r), foreign.cwiseProduct(twice)), exact);
        }
    }
}

TEST_P(Analysis, parts_of_exports_add_up_and_the_two_ways_and_the_nine_terms_agree) {
    ExportParts const source = source_based_parts(chain), sink = sink_based_parts(chain);
    for (ExportParts const& parts : {source, sink}) {
        Matrix const sum =
            parts.absorbed_abroad + parts.returned + parts.domestic_double + parts.foreign + parts.foreign_double;
        EXPECT_LT(gap(sum, parts.gross), exact);
    }
    auto const total = [&](Matrix const& part) -> Vector { return by_region(chain, part).rowwise().sum(); };
    EXPECT_LT(gap(total(source.absorbed_abroad), total(sink.absorbed_abroad)), exact);
    EXPECT_LT(gap(total(source.returned), total(sink.returned)), exact);
    EXPECT_LT(gap(total(source.domestic_double), total(sink.domestic_double)), exact);
    EXPECT_LT(gap(total(source.foreign), total(sink.foreign)), exact);
    EXPECT_LT(gap(total(source.foreign_double), total(sink.foreign_double)), exact);
    EXPECT_GT(gap(source.domestic_double, sink.domestic_double), 1e-9 * scale) << "cell by cell they differ";
    EXPECT_LT(gap(source.direct, sink.direct), exact);
    EXPECT_GE((source.absorbed_abroad - source.direct).minCoeff(), -exact);

    Matrix const nine = koopman_wang_wei(chain);
    EXPECT_LT(gap(nine.rowwise().sum(), gross()), exact);
    EXPECT_LT(gap(nine.leftCols(3).rowwise().sum(), total(source.absorbed_abroad)), exact);
    EXPECT_LT(gap(nine.middleCols(3, 2).rowwise().sum(), total(source.returned)), exact);
    EXPECT_LT(gap(nine.col(5), total(source.domestic_double)), exact);
    EXPECT_LT(gap(nine.rightCols(3).rowwise().sum(), total(source.foreign) + total(source.foreign_double)), exact);
    ValueAddedTrade const trade = find_value_added_trade(chain);
    EXPECT_LT(gap(trade.vax.rowwise().sum(), total(source.absorbed_abroad)), exact);
}

TEST_P(Analysis, exposure_adds_up_by_last_seller_and_by_first_buyer) {
    ValueAddedTrade const trade = find_value_added_trade(chain);
    for (Index u = 0; u < regions; ++u) {
        Exposure const found = find_exposure(chain, u);
        EXPECT_LT(gap(found.total, trade.in_final_demand.col(u)), exact);
        EXPECT_LT(gap(found.direct + found.again + found.via.rowwise().sum(), found.total), exact);
        EXPECT_LT(gap(found.via.col(u), Vector::Zero(n)), exact);
        Vector first = found.first_buyer.rowwise().sum() - found.total;
        // In the market itself the rest never leaves it.
        EXPECT_LT(gap(first(rows(u)), -found.direct(rows(u))), exact);
        first(rows(u)).setZero();
        EXPECT_LT(first.cwiseAbs().maxCoeff(), exact);
        EXPECT_GE(std::min({found.direct.minCoeff(), found.again.minCoeff(), found.via.minCoeff()}), -exact);
    }
}

TEST_P(Analysis, exposure_is_what_is_left_when_ways_are_closed) {
    Matrix const a = coefficients();
    Index const u = 1;
    Exposure const found = find_exposure(chain, u);
    Vector const demand = chain.final_demand.col(u);
    for (Index m = 0; m < regions; ++m) {
        // Paths that never touch m: its rows and columns away.
        Matrix closed = a;
        closed(rows(m), Eigen::all).setZero();
        closed(Eigen::all, rows(m)).setZero();
        Vector left = demand;
        left(rows(m)).setZero();
        Vector const untouched = chain.income_share.cwiseProduct(inverse(closed) * left);
        for (Index i = 0; i < regions; ++i) {
            if (i == m) continue;
            EXPECT_LT(gap(found.any_stage(rows(i), m), (found.total - untouched)(rows(i))), exact);
        }
        if (m == u) continue;
        // The market buys nothing of m any more, but everybody else does.
        Matrix shut = a;
        shut(rows(m), rows(u)).setZero();
        left = demand;
        left(rows(m)).setZero();
        Vector const without = chain.income_share.cwiseProduct(inverse(shut) * left);
        for (Index i = 0; i < regions; ++i) {
            double const excess = (found.via(rows(i), m) - (found.total - without)(rows(i))).maxCoeff();
            if (i != m) {
                EXPECT_LE(excess, exact);
            }
        }
        // Direct: only the region and the market are there.
        Matrix pair = Matrix::Zero(n, n);
        pair(rows(m), rows(m)) = a(rows(m), rows(m));
        pair(rows(u), rows(u)) = a(rows(u), rows(u));
        pair(rows(m), rows(u)) = a(rows(m), rows(u));
        Vector const made = chain.income_share.cwiseProduct(inverse(pair) * demand);
        EXPECT_LT(gap(found.direct(rows(m)), made(rows(m))), exact);
    }
}

TEST_P(Analysis, extraction_is_the_table_solved_without_the_cells) {
    Matrix const a = coefficients();
    Vector const demand = chain.final_demand.rowwise().sum();
    auto const lost = [&](Matrix const& left, Vector const& wanted) -> Vector {
        return chain.output - inverse(left) * wanted;
    };
    EveryExtraction const every = extract_each(chain);
    for (Index k = 0; k < n; ++k) {
        Matrix left = a;
        left.row(k).setZero();
        left.col(k).setZero();
        Vector wanted = demand;
        wanted(k) = 0.0;
        Vector const expected = lost(left, wanted);
        ExtractionLoss const found = extract(chain, {"one", {k}, {}, {}});
        EXPECT_LT(gap(found.output, expected), exact);
        EXPECT_NEAR(every.sector_output(k), expected.sum(), exact);
        EXPECT_NEAR(every.sector_income(k), chain.income_share.dot(expected), exact);
    }
    for (Index s = 0; s < regions; ++s) {
        Extraction whole{"region", {}, {}, {s}};
        Matrix left = a;
        Vector wanted = demand - chain.final_demand.col(s);
        for (Index j = 0; j < sectors; ++j) {
            whole.rows.push_back(s * sectors + j);
            left.row(s * sectors + j).setZero();
            left.col(s * sectors + j).setZero();
            wanted(s * sectors + j) = 0.0;
        }
        Vector const expected = lost(left, wanted);
        EXPECT_LT(gap(extract(chain, whole).output, expected), exact);
        EXPECT_LT(gap(every.region_output.row(s).transpose(), by_region(chain, expected)), exact);
    }
}

TEST_P(Analysis, a_flow_taken_out_by_rows_and_by_columns) {
    Matrix const a = coefficients();
    for (Index const sellers : {Index{1}, regions - 1}) {  // few rows, then fewer columns than rows
        Extraction flow{"flow", {}, {regions - 1}, {}};
        for (Index row = 0; row < sellers * sectors; ++row) flow.rows.push_back(row);
        Matrix left = a;
        Vector wanted = chain.final_demand.rowwise().sum();
        for (Index const row : flow.rows) {
            left(row, rows(regions - 1)).setZero();
            wanted(row) -= chain.final_demand(row, regions - 1);
        }
        ExtractionLoss const found = extract(chain, flow);
        EXPECT_LT(gap(found.output, chain.output - inverse(left) * wanted), exact);
        EXPECT_GT(found.output.minCoeff(), 0.0);
    }
}

TEST_P(Analysis, extraction_of_everything_takes_everything) {
    Extraction all{"all", {}, {}, {}};
    for (Index k = 0; k < n; ++k) all.rows.push_back(k);
    EXPECT_LT(gap(extract(chain, all).output, chain.output), exact);
    EXPECT_NEAR(extract(chain, all).income.sum(), chain.final_demand.sum(), exact);
}

INSTANTIATE_TEST_SUITE_P(Tables, Analysis,
                         testing::Values(Case{"square", square}, Case{"many_regions", many_regions},
                                         Case{"one_sector", one_sector}, Case{"leather", test::leather_table}),
                         [](auto const& entry) { return std::string(entry.param.name); });

}  // namespace
}  // namespace desvio
