#include "desvio/engine/analysis.hpp"
#include "desvio/core/error.hpp"
#include "desvio/report/analysis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

/// Tables small enough for every figure to be worked out on paper.
namespace desvio {
namespace {

constexpr double tight = 1e-14;

IoTable table_of(std::vector<Region> regions, RowMatrix const& inputs, RowMatrix const& final_use) {
    IoTable table;
    table.name = "paper";
    table.origin = "paper";
    table.unit = "million US$";
    table.region_table = std::move(regions);
    table.sector_table = {{"ALL", "All", SectorKind::goods, "", {}}};
    table.final_categories = {"final demand"};
    table.intermediate = inputs;
    table.final_demand = final_use;
    Vector const output = inputs.rowwise().sum() + final_use.rowwise().sum();
    table.value_added_rows = {"value added"};
    table.value_added = output.transpose() - inputs.colwise().sum();
    return table;
}

/// x = (10, 20), A = (0.2 0.05; 0.3 0.2), L = (1.28 0.08; 0.48 1.28), w = (0.5, 0.75), exports 3 and 6.
IoTable two_regions() {
    return table_of({{"ONE", "One", {"small"}}, {"TWO", "Two", {}}}, (RowMatrix(2, 2) << 2, 1, 3, 4).finished(),
                    (RowMatrix(2, 2) << 5, 2, 3, 10).finished());
}

/// ORE sells inputs to MAK alone, MAK sells final goods to BUY alone; BUY uses one unit of its own.
IoTable one_way() {
    RowMatrix inputs = RowMatrix::Zero(3, 3), final_use = RowMatrix::Zero(3, 3);
    inputs(0, 1) = 1.0;
    final_use(1, 2) = 2.0;
    final_use(2, 2) = 1.0;
    return table_of({{"ORE", "", {}}, {"MAK", "", {}}, {"BUY", "", {}}}, inputs, final_use);
}

Vector pair(double first, double second) { return (Vector(2) << first, second).finished(); }

double gap(Matrix const& a, Matrix const& b) { return (a - b).cwiseAbs().maxCoeff(); }

TEST(AnalysisByHand, multipliers_at_home_and_abroad) {
    Matrix const jobs = (Matrix(1, 2) << 2.0, std::numeric_limits<double>::quiet_NaN()).finished();
    Chain chain(two_regions(), jobs);
    Multipliers const found = find_multipliers(chain);
    EXPECT_LT(gap(found.output.total, pair(1.76, 1.36)), tight);
    EXPECT_LT(gap(found.output.domestic, pair(1.28, 1.28)), tight);
    EXPECT_LT(gap(found.output.by_origin, (Matrix(2, 2) << 1.28, 0.48, 0.08, 1.28).finished()), tight);
    EXPECT_LT(gap(found.income.total, pair(1.0, 1.0)), tight);
    EXPECT_LT(gap(found.income.domestic, pair(0.64, 0.96)), tight);
    EXPECT_LT(gap(found.jobs.total, pair(2.56, 0.16)), tight) << "jobs that are not known count as none";
}

TEST(AnalysisByHand, duties_are_income_of_the_region_that_levies_them) {
    IoTable table = two_regions();
    table.tax_rows = {"duties"};
    table.intermediate_taxes = (RowMatrix(1, 2) << 1.0, 0.0).finished();
    table.value_added -= table.intermediate_taxes;
    Chain chain(std::move(table));
    EXPECT_LT(gap(chain.income_share, pair(0.5, 0.75)), tight);
    EXPECT_LT(gap(chain.value_added_share, pair(0.4, 0.75)), tight);
    EXPECT_LT(gap(chain.tax_share, pair(0.1, 0.0)), tight);
    Multipliers const found = find_multipliers(chain);
    EXPECT_LT(gap(found.taxes.total, pair(0.128, 0.008)), tight);
    EXPECT_LT(gap(found.value_added.total + found.taxes.total, pair(1.0, 1.0)), tight);
}

TEST(AnalysisByHand, stages_to_final_use_and_from_factors) {
    Chain chain(two_regions());
    Linkages const found = find_linkages(chain);
    EXPECT_LT(gap(found.upstreamness, pair(1.44, 1.52)), tight);
    EXPECT_LT(gap(found.downstreamness, pair(1.76, 1.36)), tight);
    EXPECT_LT(gap(found.backward, pair(1.76 / 1.56, 1.36 / 1.56)), tight);
    EXPECT_LT(gap(found.sensitivity, pair(1.36 / 1.56, 1.76 / 1.56)), tight);
    EXPECT_LT(gap(found.forward, pair(1.44 / 1.48, 1.52 / 1.48)), tight);
    EXPECT_LT(gap(found.export_upstreamness, pair(1.44, 1.52)), tight);
}

TEST(AnalysisByHand, what_exports_hold) {
    Chain chain(two_regions());
    ValueAddedTrade const trade = find_value_added_trade(chain);
    EXPECT_LT(gap(trade.in_exports, (Matrix(2, 2) << 1.92, 0.24, 1.08, 5.76).finished()), tight * 10);
    EXPECT_LT(gap(trade.in_final_demand, (Matrix(2, 2) << 3.32, 1.68, 4.68, 10.32).finished()), tight * 10);
    EXPECT_NEAR(trade.vax(0, 1), 1.68, tight * 10);
    EXPECT_NEAR(trade.vax_ratio(0, 1), 0.56, tight * 10);
    EXPECT_TRUE(std::isnan(trade.vax_ratio(0, 0))) << "no exports to oneself";
    for (ExportParts const& parts : {source_based_parts(chain), sink_based_parts(chain)}) {
        EXPECT_NEAR(parts.gross(0, 1), 3.0, tight);
        EXPECT_NEAR(parts.absorbed_abroad(0, 1), 1.68, tight * 10);
        EXPECT_NEAR(parts.returned(0, 1), 0.195, tight * 10);
        EXPECT_NEAR(parts.domestic_double(0, 1), 0.045, tight * 10);
        EXPECT_NEAR(parts.foreign(0, 1), 1.0546875, tight * 10);
        EXPECT_NEAR(parts.foreign_double(0, 1), 0.0253125, tight * 10);
        EXPECT_NEAR(parts.direct(0, 1), 0.625 * 2.625, tight * 10);
        EXPECT_EQ(parts.gross(0, 0), 0.0);
    }
    // V (L[s,s] - l) F[s,s] = 0.5 * 0.03 * 5, and the same with E_s = 3.
    Matrix const nine = koopman_wang_wei(chain);
    EXPECT_NEAR(nine(0, 0), 0.64 * 2, tight * 10);
    EXPECT_NEAR(nine(0, 1), 0.5 * 0.08 * 10, tight * 10);
    EXPECT_NEAR(nine(0, 2), 0.0, tight * 10) << "there is no third country";
    EXPECT_NEAR(nine(0, 3), 0.5 * 0.08 * 3, tight * 10);
    EXPECT_NEAR(nine(0, 4), 0.075, tight * 10);
    EXPECT_NEAR(nine(0, 5), 0.045, tight * 10);
    EXPECT_NEAR(nine.row(0).sum(), 3.0, tight * 10);
}

TEST(AnalysisByHand, exposure_of_two_regions) {
    Chain chain(two_regions());
    Exposure const found = find_exposure(chain, 1);
    EXPECT_NEAR(found.total(0), 1.68, tight * 10);
    EXPECT_NEAR(found.direct(0), 1.640625, tight * 10);
    EXPECT_NEAR(found.again(0), 0.039375, tight * 10);
    EXPECT_LT(found.via.row(0).cwiseAbs().maxCoeff(), tight);
    EXPECT_NEAR(found.direct(1), 0.75 * 12.5, tight * 100) << "what never leaves the market";
    EXPECT_NEAR(found.via(1, 0), 10.32 - 0.75 * 12.5, tight * 100);
}

TEST(AnalysisByHand, exposure_through_another) {
    Chain chain(one_way());
    Exposure const found = find_exposure(chain, 2);
    EXPECT_EQ(found.total(0), 1.0);
    EXPECT_EQ(found.direct(0), 0.0);
    EXPECT_EQ(found.via(0, 1), 1.0);
    EXPECT_EQ(found.first_buyer(0, 1), 1.0);
    EXPECT_EQ(found.any_stage(0, 1), 1.0);
    EXPECT_EQ(found.direct(1), 1.0);
    EXPECT_EQ(found.first_buyer(1, 2), 1.0);
    EXPECT_EQ(found.any_stage(1, 0), 0.0) << "the maker's own income does not pass through its supplier";
}

TEST(AnalysisByHand, extraction_of_a_sector_a_region_and_a_flow) {
    Chain chain(two_regions());
    EXPECT_LT(gap(extract(chain, {"ONE:ALL", {0}, {}, {}}).output, pair(10.0, 3.75)), tight * 10);
    EXPECT_LT(gap(extract(chain, {"ONE", {0}, {}, {0}}).output, pair(10.0, 7.5)), tight * 10);
    ExtractionLoss const flow = extract(chain, {"ONE->TWO", {0}, {1}, {}});
    EXPECT_LT(gap(flow.output, pair(3.75, 1.40625)), tight * 10);
    EXPECT_LT(gap(flow.income, pair(1.875, 1.0546875)), tight * 10);
    EXPECT_EQ(flow.jobs.size(), 0);
    EveryExtraction const every = extract_each(chain);
    EXPECT_LT(gap(every.sector_output, pair(13.75, 20.0 + 1.25 / 1.28 * 0.08 / 1.25 * 20.0)), tight * 100);
    EXPECT_LT(gap(every.region_output.row(0).transpose(), pair(10.0, 7.5)), tight * 10);
}

TEST(ReadExtraction, words) {
    Base const labels = labels_of(two_regions());
    Extraction const region = read_extraction("ONE", labels);
    EXPECT_EQ(region.rows, std::vector<Index>{0});
    EXPECT_EQ(region.regions, std::vector<Index>{0});
    Extraction const group = read_extraction("@small", labels);
    EXPECT_EQ(group.rows, std::vector<Index>{0});
    Extraction const sector = read_extraction("ALL", labels);
    EXPECT_EQ(sector.rows, (std::vector<Index>{0, 1}));
    EXPECT_TRUE(sector.regions.empty()) << "a sector of all regions leaves their final users";
    Extraction const flow = read_extraction("*->TWO:@goods", labels);
    EXPECT_EQ(flow.rows, (std::vector<Index>{0, 1}));
    EXPECT_EQ(flow.importers, std::vector<Index>{1});
    auto const message = [&](char const* words) -> std::string {
        try {
            read_extraction(words, labels);
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_NE(message("ONEE").find("Did you mean 'ONE'?"), std::string::npos);
    EXPECT_NE(message("ONE:ALLL").find("unknown sector 'ALLL'"), std::string::npos);
    EXPECT_NE(message("ONE->").find("unknown region ''"), std::string::npos);
}

TEST(AnalysisRefuses, what_has_no_meaning) {
    auto const message = [](IoTable table) -> std::string {
        try {
            Chain const chain(std::move(table));
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    };
    IoTable table = two_regions();
    table.final_demand(0, 0) = -9.0;
    EXPECT_NE(message(table).find("paper: ONE_ALL has an output of -4"), std::string::npos);
    table = two_regions();
    table.intermediate(0, 0) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(message(table).find("NaN"), std::string::npos);
    table = one_way();
    table.final_demand(1, 2) = 0.0;
    EXPECT_NE(message(table).find("MAK_ALL has an output of 0"), std::string::npos);
    EXPECT_NE(message(table).find("buys inputs and makes nothing"), std::string::npos);
    Chain chain(one_way());
    EXPECT_THROW(extract(chain, {"ORE->BUY", {0}, {2}, {}}), InputError) << "nothing flows there";
    EXPECT_THROW(extract(chain, {"none", {}, {}, {}}), InputError);
}

TEST(Analyse, a_sector_that_nobody_has_is_left_out_of_means) {
    IoTable table = one_way();
    table.intermediate.setZero();
    table.final_demand(1, 2) = 0.0;  // ORE and MAK make nothing
    Chain chain(std::move(table));
    Linkages const found = find_linkages(chain);
    EXPECT_TRUE(std::isnan(found.upstreamness(0)));
    EXPECT_EQ(found.backward(2), 1.0);
    EXPECT_EQ(find_multipliers(chain).income.total(2), 1.0);
    EXPECT_EQ(source_based_parts(chain).gross.sum(), 0.0);
}

TEST(Analyse, files_have_every_part_that_was_asked_and_sums_hold) {
    AnalysisRequest request;
    request.market = 1;
    request.focus = {0, 1};
    request.via = {0};
    request.extractions = {read_extraction("ONE->TWO", labels_of(two_regions()))};
    AnalysisResult const result = analyse(two_regions(), (Matrix(1, 2) << 2.0, 3.0).finished(), request);
    EXPECT_LT(result.largest_error(), 1e-13);
    EXPECT_EQ(result.checks.size(), 9U);
    LabelledFile const file = to_tables(result, "test");
    EXPECT_NEAR(file.numbers("/extraction/asked_jobs").at(0), 7.5, 1e-13);
    EXPECT_NEAR(file.numbers("/exposure/total_share").at(0), 1.68 / 5.0, 1e-13);
    EXPECT_EQ(file.numbers("/exports_by_source/foreign").size(), 4U);
    std::string const page = format_analysis(result);
    EXPECT_NE(page.find("Sums checked: 9, all hold."), std::string::npos);
    EXPECT_NE(page.find("ONE->TWO"), std::string::npos);

    request.what = {"linkages"};
    request.extractions.clear();
    AnalysisResult const some = analyse(two_regions(), {}, request);
    EXPECT_FALSE(some.multipliers || some.exposure || some.source);
    EXPECT_EQ(to_tables(some, "test").find_table("/multipliers/output"), nullptr);
}

TEST(Analyse, a_failed_sum_is_not_small) {
    AnalysisResult result;
    result.checks = {{"a", "", 1e-15}, {"b", "", std::numeric_limits<double>::quiet_NaN()}, {"c", "", 1e-15}};
    EXPECT_FALSE(result.largest_error() <= 1e-10);
}

}  // namespace
}  // namespace desvio
