#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/io_table.hpp"
#include "desvio/tables/analysis_exports.hpp"
#include "desvio/tables/analysis_exposure.hpp"
#include "desvio/tables/analysis_extraction.hpp"
#include "desvio/tables/analysis_multipliers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// What is asked of a table.
struct AnalysisRequest {
    std::vector<std::string> what;        ///< of analysis_parts(); empty: all
    std::optional<Index> market;          ///< whose final demand `exposure` is about; none: no exposure
    std::vector<Index> via;               ///< regions shown by themselves on the way to the market; for reports
    std::vector<Index> focus;             ///< regions the page is about
    std::vector<Extraction> extractions;  ///< taken out one at a time
    bool is_compact = false;  ///< the table was made of a compact base: every user buys from all origins alike
    LeontiefOptions leontief;
};

/// Names that AnalysisRequest::what takes: "multipliers", "linkages", "value-added", "exports", "extraction",
/// "exposure".
std::vector<std::string> analysis_parts();

/// One sum that must hold, and by how much it fails at worst, relative to its largest figure.
struct SumCheck {
    std::string name, formula;
    double error = 0.0;
};

/// Everything that was asked and found.
struct AnalysisResult {
    Base labels;  ///< names, groups and units only
    AnalysisRequest request;
    Vector output, income_share, value_added_share, tax_share;  ///< n: see Chain
    Matrix exports, final_demand;                               ///< n x N
    double jobs_known = 0.0;  ///< share of world output whose jobs are known; 0: no jobs in the base
    std::optional<Multipliers> multipliers;
    std::optional<Linkages> linkages;
    std::optional<ValueAddedTrade> value_added;
    std::optional<ExportParts> source, sink;
    std::optional<Matrix> koopman_wang_wei;
    std::optional<EveryExtraction> every;
    std::vector<ExtractionLoss> losses;  ///< of request.extractions
    std::optional<Exposure> exposure;
    std::vector<SumCheck> checks;
    double residual = 0.0;  ///< the largest of any solve
    double seconds = 0.0;
    std::string method;  ///< how the systems were solved, and why so

    [[nodiscard]] double largest_error() const;
    /// Rows of one region: offset of the region's first sector.
    [[nodiscard]] Index row(Index region, Index sector) const { return region * labels.n_sectors() + sector; }
    /// Sum over sectors of a region of n figures.
    [[nodiscard]] double of_region(Vector const& rows, Index region) const {
        return rows.segment(region * labels.n_sectors(), labels.n_sectors()).sum();
    }
    [[nodiscard]] Vector income() const { return income_share.cwiseProduct(output); }
};

/// Names, groups, codes and units of a table, as a base without figures: what selectors and reports need.
Base labels_of(IoTable const& table);

/// What a word of --extract means: "BRA", "@brics", "MET", "BRA:MET", "BRA:@goods", "BRA->USA", "*->USA:MET".
/// A word without ':' is a region or a group of regions first, a sector or a group of sectors else.
/// \throws InputError with the nearest name for an unknown one \tests unit/analysis_test.cpp
Extraction read_extraction(std::string const& text, Base const& labels);

/// Analyses a table and checks that the parts add up.
/// \param jobs_per_output  J x N or empty \throws InputError for what the table or the request has wrong
/// \tests unit/analysis_test.cpp, cli/analyze_test.py
AnalysisResult analyse(IoTable table, Matrix const& jobs_per_output, AnalysisRequest request);

/// The result as labelled tables (docs/formats/analysis.md).
LabelledFile to_tables(AnalysisResult const& result, std::string const& command_line);

}  // namespace desvio
