#include "desvio/tables/block_table.hpp"

#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

RowMatrix all_rows(BlockTable const& table) {
    RowMatrix a(table.n_rows(), table.n_rows());
    table.fill_rows(0, table.n_rows(), a.data());
    return a;
}

BlockTableTraits shape(Index n_regions, Index n_sectors, double zero_share = 0.15, std::uint64_t seed = 1) {
    BlockTableTraits traits;
    traits.n_regions = n_regions;
    traits.n_sectors = n_sectors;
    traits.zero_share = zero_share;
    traits.seed = seed;
    return traits;
}

double spectral_radius(RowMatrix const& a) {
    Vector x = Vector::Ones(a.rows());
    double radius = 0.0;
    for (int step = 0; step < 200; ++step) {
        Vector const y = a * x;
        radius = y.norm() / x.norm();
        x = y / y.norm();
    }
    return radius;
}

TEST(BlockTable, AnyRangeOfRowsHasTheSameBits) {
    // 7 sectors: four cells share a draw, and a region's last draw is not used up.
    BlockTable const table(shape(5, 7));
    RowMatrix const whole = all_rows(table);
    Index const n = table.n_rows();
    for (Index const count : {Index{1}, Index{3}, Index{8}})
        for (Index first = 0; first + count <= n; first += count) {
            RowMatrix part = RowMatrix::Constant(count + 1, n, -1.0);
            BlockTable(shape(5, 7)).fill_rows(first, count, part.data());
            EXPECT_EQ(part.topRows(count), whole.middleRows(first, count)) << first;
            EXPECT_TRUE((part.row(count).array() == -1.0).all()) << "written beyond the rows asked for";
        }
    EXPECT_NE(all_rows(BlockTable(shape(5, 7, 0.15, 2))), whole) << "the seed does nothing";
}

TEST(BlockTable, ColumnsLeaveValueAddedAndNothingIsNegative) {
    for (std::uint64_t const seed : {1U, 2U, 3U})
        for (double const zeros : {0.0, 0.15, 0.9}) {
            RowMatrix const a = all_rows(BlockTable(shape(12, 16, zeros, seed)));
            EXPECT_GE(a.minCoeff(), 0.0);
            Eigen::RowVectorXd const sums = a.colwise().sum();
            EXPECT_LT(sums.maxCoeff(), 0.98) << "0.72 (0.35 + 0.65 * 1.55)";
            EXPECT_GT(sums.minCoeff(), 0.0);
        }
}

TEST(BlockTable, InputsBoughtAtHomeAreTheHomeShareOfTheGoods) {
    // One technology weight (no spread) and no zeros: g varies by the regional noise alone, which is known to be
    // between exp(-4 sd) and its bound; what is exact is  sum_j home block = s sum_j g pi  between the least and
    // largest pi.
    BlockTable const table(shape(10, 14, 0.0));
    RowMatrix const a = all_rows(table);
    for (Index n = 0; n < 10; ++n)
        for (Index k = 0; k < 14; ++k) {
            double const at_home = a.block(n * 14, n * 14 + k, 14, 1).sum() / table.input_share(n, k);
            double least = 1.0, most = 0.0;
            for (Index j = 0; j < 14; ++j) {
                least = std::min(least, table.home_share(j, n));
                most = std::max(most, table.home_share(j, n));
            }
            EXPECT_GE(at_home, least * (1.0 - 1e-12));  // sums of 14 products
            EXPECT_LE(at_home, most * (1.0 + 1e-12));
        }
}

TEST(BlockTable, WhatIsBoughtFromAllOriginsIsTheInputShare) {
    BlockTable const table(shape(15, 20, 0.0));
    Eigen::RowVectorXd const sums = all_rows(table).colwise().sum();
    double mean = 0.0;
    for (Index n = 0; n < 15; ++n) {
        double regional = 0.0;
        for (Index k = 0; k < 20; ++k) regional += sums(n * 20 + k) / table.input_share(n, k) / 20.0;
        // pi adds up to 1 over origins; the cut-off noise abroad has a mean within 5 % of 1, and abroad is a minor
        // part.
        EXPECT_NEAR(regional, 1.0, 0.05) << n;
        mean += regional / 15.0;
    }
    EXPECT_NEAR(mean, 1.0, 0.02);
}

TEST(BlockTable, MostIsBoughtAtHomeAndMoreInLargeRegions) {
    BlockTable const table(shape(30, 12));
    Index largest = 0, smallest = 0;
    for (Index n = 1; n < 30; ++n) {
        if (table.region_size(n) > table.region_size(largest)) largest = n;
        if (table.region_size(n) < table.region_size(smallest)) smallest = n;
    }
    auto const mean_home = [&](Index n) {
        double sum = 0.0;
        for (Index j = 0; j < 12; ++j) sum += table.home_share(j, n);
        return sum / 12.0;
    };
    // 0.6 of a range of 0.55 for goods and of 0.13 for services, less noise of 0.4 of them.
    EXPECT_GT(mean_home(largest), mean_home(smallest) + 0.1);
    RowMatrix const a = all_rows(table);
    double at_home = 0.0;
    for (Index n = 0; n < 30; ++n) at_home += a.block(n * 12, n * 12, 12, 12).sum();
    EXPECT_GT(at_home / a.sum(), 0.6);
    EXPECT_LT(at_home / a.sum(), 0.95);
}

TEST(BlockTable, TheShareOfZerosAcrossBordersIsTheOneAskedFor) {
    for (double const wanted : {0.0, 0.15, 0.5, 0.9}) {
        RowMatrix const a = all_rows(BlockTable(shape(20, 40, wanted)));
        double zeros = 0.0, cells = 0.0;
        for (Index i = 0; i < 20; ++i)
            for (Index n = 0; n < 20; ++n) {
                if (i == n) continue;
                zeros += static_cast<double>((a.block(i * 40, n * 40, 40, 40).array() == 0.0).count());
                cells += 1600.0;
            }
        // 1600 technology cells and 15,200 flows are drawn: five standard deviations of a share of 1600 are 0.06.
        EXPECT_NEAR(zeros / cells, wanted, wanted > 0.0 ? 0.03 : 0.0) << wanted;
    }
}

TEST(BlockTable, ItsSpectralRadiusIsThatOfPublishedTables) {
    for (std::uint64_t const seed : {1U, 7U})
        for (auto const& [n_regions, n_sectors] : {std::pair<Index, Index>{6, 10}, {20, 25}, {40, 20}}) {
            double const radius = spectral_radius(all_rows(BlockTable(shape(n_regions, n_sectors, 0.15, seed))));
            EXPECT_GT(radius, 0.5) << radius << ": " << n_regions << " x " << n_sectors;
            EXPECT_LT(radius, 0.9) << n_regions << " x " << n_sectors;
        }
}

TEST(BlockTable, AUserHasFewLargeInputs) {
    Index const n_sectors = 40;
    BlockTable const table(shape(6, n_sectors, 0.0));
    RowMatrix const a = all_rows(table);
    double in_largest = 0.0;
    for (Index k = 0; k < n_sectors; ++k) {
        Vector bill = a.block(0, k, n_sectors, 1);
        std::sort(bill.begin(), bill.end(), std::greater<>());
        in_largest += bill.head(4).sum() / bill.sum();
    }
    // A tenth of the goods: a tenth of the bill if all were alike.
    EXPECT_GT(in_largest / static_cast<double>(n_sectors), 0.4);
}

TEST(BlockTable, FinalDemandIsPositiveAndAddsUpToTheWorld) {
    BlockTable const table(shape(8, 6));
    Index const n = table.n_rows();
    Vector world(n);
    table.fill_final_demand(0, n, 1, world.data());
    RowMatrix regions(n, 20), part(5, 20);
    table.fill_final_demand(0, n, 20, regions.data());
    EXPECT_GT(regions.minCoeff(), 0.0);
    EXPECT_LT((regions.leftCols(8).rowwise().sum() - world).cwiseAbs().maxCoeff(), 1e-12 * world.maxCoeff());
    EXPECT_GT((regions.col(0) - regions.col(8)).norm(), 0.1 * regions.col(0).norm()) << "a region's second demand";
    table.fill_final_demand(7, 5, 20, part.data());
    EXPECT_EQ(part, regions.middleRows(7, 5));
    EXPECT_EQ(table.final_demand_labels(1), std::vector<std::string>{"world"});
    EXPECT_EQ(table.final_demand_labels(9)[8], "demand 2 of R001");
}

TEST(BlockTable, ShapesOfPublishedSizes) {
    for (Index const n : {1000, 3500, 7000, 9800, 50000}) {
        BlockTableTraits const traits = choose_block_shape(n);
        EXPECT_EQ(traits.n_regions * traits.n_sectors, n);
        EXPECT_GT(traits.n_sectors, 20);
        EXPECT_GT(traits.n_regions, 10);
    }
    BlockTableTraits const odd = choose_block_shape(1009);  // a prime
    EXPECT_LE(odd.n_regions * odd.n_sectors, 1009);
    EXPECT_GE(odd.n_regions * odd.n_sectors, 1009 - odd.n_sectors);
    BlockTable const small(choose_block_shape(4));
    EXPECT_EQ(small.labels(), (std::vector<std::string>{"R001_S001", "R001_S002", "R002_S001", "R002_S002"}));
}

TEST(BlockTable, RefusesTraitsOutOfBounds) {
    BlockTableTraits bad = shape(1, 1, 1.0);
    bad.own_input = 0.0;
    expect_says(fault_of([&] { BlockTable const table(bad); }),
                {"two regions", "two sectors", "share of zeros", "own inputs"});
}

}  // namespace
}  // namespace desvio
