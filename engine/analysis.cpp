#include "desvio/engine/analysis.hpp"

#include "desvio/params/shock.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

/// The largest gap between two sets of figures, relative to the largest of them.
double sum_gap(Matrix const& a, Matrix const& b) {
    if (!a.allFinite() || !b.allFinite()) return std::numeric_limits<double>::quiet_NaN();
    double const size = std::max(a.cwiseAbs().maxCoeff(), b.cwiseAbs().maxCoeff());
    double const gap = (a - b).cwiseAbs().maxCoeff();
    return size > 0.0 ? gap / size : gap;
}

void check_exports(AnalysisResult& result, Chain const& chain) {
    auto const parts_of = [](ExportParts const& parts) -> Matrix {
        return parts.absorbed_abroad + parts.returned + parts.domestic_double + parts.foreign + parts.foreign_double;
    };
    std::string const sum = "VAX + returned + domestic double + foreign + foreign double = exports";
    result.checks.push_back({"source-based parts of exports", sum, sum_gap(parts_of(*result.source), chain.exports)});
    result.checks.push_back({"sink-based parts of exports", sum, sum_gap(parts_of(*result.sink), chain.exports)});
    auto const total = [&](Matrix const& rows) -> Matrix { return by_region(chain, rows).rowwise().sum(); };
    result.checks.push_back({"nine terms of exports", "sum of Koopman, Wang and Wei's terms = exports of a region",
                             sum_gap(result.koopman_wang_wei->rowwise().sum(), total(chain.exports))});
    double apart = 0.0;
    for (Matrix ExportParts::*const part :
         {&ExportParts::absorbed_abroad, &ExportParts::returned, &ExportParts::domestic_double, &ExportParts::foreign,
          &ExportParts::foreign_double}) {
        double const gap = (total((*result.source).*part) - total((*result.sink).*part)).cwiseAbs().maxCoeff();
        apart = std::max(apart, gap / std::max(total(chain.exports).maxCoeff(), 1e-300));
    }
    result.checks.push_back({"source and sink", "each part summed over sectors and importers is the same", apart});
}

void run_parts(AnalysisResult& result, Chain& chain) {
    auto const& what = result.request.what;
    auto const asked = [&](char const* part) { return std::find(what.begin(), what.end(), part) != what.end(); };
    if (asked("multipliers")) {
        result.multipliers = find_multipliers(chain);
        Matrix const ones = (chain.output.array() > 0.0).cast<double>().matrix();
        result.checks.push_back({"income multipliers", "w' L = 1'", sum_gap(result.multipliers->income.total, ones)});
    }
    if (asked("linkages")) result.linkages = find_linkages(chain);
    if (asked("value-added")) {
        result.value_added = find_value_added_trade(chain);
        result.checks.push_back({"income in exports", "sum over origins of w L E = exports",
                                 sum_gap(result.value_added->in_exports.colwise().sum().transpose(),
                                         by_region(chain, chain.exports).rowwise().sum())});
        result.checks.push_back({"income in final demand", "w L F 1 = income of each region-sector",
                                 sum_gap(result.value_added->in_final_demand.rowwise().sum(), result.income())});
    }
    if (asked("exports")) {
        result.source = source_based_parts(chain);
        result.sink = sink_based_parts(chain);
        result.koopman_wang_wei = koopman_wang_wei(chain);
        check_exports(result, chain);
    }
    if (asked("extraction")) result.every = extract_each(chain);
    for (Extraction const& extraction : result.request.extractions) result.losses.push_back(extract(chain, extraction));
    if (asked("exposure") && result.request.market) {
        Index const market = *result.request.market;
        result.exposure = find_exposure(chain, market);
        Exposure const& found = *result.exposure;
        result.checks.push_back({"exposure by last seller", "direct + again + via = w L F of the market",
                                 sum_gap(found.direct + found.again + found.via.rowwise().sum(), found.total)});
        Vector by_buyer = found.first_buyer.rowwise().sum();
        Index const J = chain.n_sectors();
        by_buyer.segment(market * J, J) += found.direct.segment(market * J, J);
        result.checks.push_back(
            {"exposure by first buyer", "sum over buyers = w L F of the market", sum_gap(by_buyer, found.total)});
    }
}

/// How many columns will be solved for: the blocks of the inverse need all, the rest a few for each region.
Index expected_solves(AnalysisRequest const& request, IoTable const& table) {
    Index columns = 0;
    for (std::string const& part : request.what) {
        bool const needs_blocks = part == "exports" || part == "extraction" || part == "exposure";
        columns += needs_blocks ? table.n_rows() : 4 * table.n_regions();
    }
    for (Extraction const& extraction : request.extractions) columns += static_cast<Index>(extraction.rows.size());
    return columns;
}

/// A name as a selector of one term.
Selector selector_of(std::string const& word) {
    Selector selector;
    selector.terms.push_back({word, {}});
    return selector;
}

/// The members of one side of an extraction. \throws InputError
std::vector<Index> members_of(std::string const& word, Base const& labels, bool is_region) {
    FaultList faults;
    auto members = is_region ? select_regions(selector_of(word), labels, faults)
                             : select_sectors(selector_of(word), labels, faults);
    faults.throw_if_any();
    return members;
}

bool names_sectors(std::string const& word, Base const& labels) {
    if (word.starts_with('@'))
        return labels.region_members(word.substr(1)).empty() && !labels.sector_members(word.substr(1)).empty();
    return !labels.regions.find(word) && labels.sectors.find(word).has_value();
}

}  // namespace

std::vector<std::string> analysis_parts() {
    return {"multipliers", "linkages", "value-added", "exports", "extraction", "exposure"};
}

double AnalysisResult::largest_error() const {
    double largest = 0.0;
    for (SumCheck const& check : checks) {
        if (std::isnan(check.error)) return check.error;  // it must not pass for small
        largest = std::max(largest, check.error);
    }
    return largest;
}

Base labels_of(IoTable const& table) {
    Base labels;
    labels.name = table.name;
    labels.title = table.title;
    labels.currency = table.currency;
    labels.unit = table.unit;
    labels.source = table.source;
    labels.year = table.year;
    labels.origin = table.origin;
    labels.region_table = table.region_table;
    labels.sector_table = table.sector_table;
    labels.index_labels();
    return labels;
}

Extraction read_extraction(std::string const& text, Base const& labels) {
    Extraction extraction{text, {}, {}, {}};
    auto const arrow = text.find("->");
    auto const colon = text.find(':', arrow == std::string::npos ? 0 : arrow);
    std::string const sector = colon == std::string::npos ? "*" : text.substr(colon + 1);
    std::string const places = text.substr(0, colon);
    std::vector<Index> regions, sectors;
    if (arrow != std::string::npos) {
        regions = members_of(places.substr(0, arrow), labels, true);
        extraction.importers = members_of(places.substr(arrow + 2), labels, true);
        sectors = members_of(sector, labels, false);
    } else if (colon == std::string::npos && names_sectors(places, labels)) {
        regions = members_of("*", labels, true);
        sectors = members_of(places, labels, false);
    } else {
        regions = members_of(places, labels, true);
        sectors = members_of(sector, labels, false);
        if (static_cast<Index>(sectors.size()) == labels.n_sectors()) extraction.regions = regions;
    }
    for (Index const region : regions)
        for (Index const j : sectors) extraction.rows.push_back(region * labels.n_sectors() + j);
    return extraction;
}

AnalysisResult analyse(IoTable table, Matrix const& jobs_per_output, AnalysisRequest request) {
    auto const begin = std::chrono::steady_clock::now();
    if (request.what.empty()) request.what = analysis_parts();
    AnalysisResult result;
    result.labels = labels_of(table);
    result.request = std::move(request);
    LeontiefOptions options = result.request.leontief;
    options.expected_right_hand_sides = expected_solves(result.request, table);
    Chain chain(std::move(table), jobs_per_output, options);
    result.output = chain.output;
    result.income_share = chain.income_share;
    result.value_added_share = chain.value_added_share;
    result.tax_share = chain.tax_share;
    result.exports = chain.exports;
    result.final_demand = chain.final_demand;
    if (jobs_per_output.size() > 0) {
        // J x N in memory order is region by region, as rows are.
        auto const known = jobs_per_output.reshaped().array().isFinite();
        result.jobs_known = known.select(chain.output.array(), 0.0).sum() / chain.output.sum();
    }
    run_parts(result, chain);
    result.residual = chain.residual();
    result.method = chain.summary().reason;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

}  // namespace desvio
