#include "desvio/core/units.hpp"
#include "desvio/engine/analysis.hpp"
#include "desvio/version.hpp"

#include <fmt/format.h>
#include <array>

namespace desvio {
namespace {

using Axes = std::vector<std::string>;

/// Collects tables of an analysis: rows are region by region, so that n figures are (region, sector).
class AnalysisTables {
  public:
    AnalysisTables(LabelledFile& file, std::string unit) : money(std::move(unit)), file_(file) {}

    template <class Derived>
    void add(std::string const& path, Axes const& axes, Eigen::MatrixBase<Derived> const& values,
             std::string const& units, std::string const& long_name) {
        std::vector<double> cells(static_cast<std::size_t>(values.size()));
        Eigen::Map<RowMatrix>(cells.data(), values.rows(), values.cols()) = values;
        file_.tables.push_back({path, axes, std::move(cells), units, long_name});
    }
    std::string const money;

  private:
    LabelledFile& file_;
};

Axes const by_sector{"region", "sector"};
std::string const income_means = "income: value added and taxes paid on inputs";

/// Sums over sectors.
Matrix over_sectors(AnalysisResult const& result, Matrix const& rows) {
    Index const n_sectors = result.labels.n_sectors();
    Matrix sums(result.labels.n_regions(), rows.cols());
    for (Index s = 0; s < sums.rows(); ++s) sums.row(s) = rows.middleRows(s * n_sectors, n_sectors).colwise().sum();
    return sums;
}

void add_accounts(AnalysisTables& make, AnalysisResult const& result) {
    make.add("/accounts/output", by_sector, result.output, make.money, "gross output: sum of the row");
    make.add("/accounts/income", by_sector, result.income(), make.money,
             income_means + "; 1 less the column of A, times output");
    make.add("/accounts/value_added", by_sector, result.value_added_share.cwiseProduct(result.output), make.money,
             "value added, as the table's value-added rows have it");
    make.add("/accounts/taxes", by_sector, result.tax_share.cwiseProduct(result.output), make.money,
             "duties and other net taxes on inputs, as the table's tax rows have them");
    make.add("/accounts/final_demand", {"region", "sector", "destination"}, result.final_demand, make.money,
             "final demand of the destination for the sector's product, basic price");
    make.add("/accounts/exports", {"region", "sector", "importer"}, result.exports, make.money,
             "exports of the sector, inputs and final, basic price");
}

void add_multiplier(AnalysisTables& make, std::string const& name, Multipliers::Kind const& kind,
                    std::string const& units, std::string const& what) {
    if (kind.total.size() == 0) return;
    std::string const per = " per unit of final demand for the sector's product";
    make.add("/multipliers/" + name, by_sector, kind.total, units, what + per);
    make.add("/multipliers/" + name + "_domestic", by_sector, kind.domestic, units, what + per + ", in its own region");
    make.add("/multipliers/" + name + "_abroad", by_sector, kind.total - kind.domestic, units,
             what + per + ", in all other regions");
    make.add("/multipliers/" + name + "_by_origin", {"region", "sector", "origin"}, kind.by_origin, units,
             what + per + ", by region where it arises");
}

void add_multipliers(AnalysisTables& make, AnalysisResult const& result) {
    if (result.multipliers) {
        Multipliers const& found = *result.multipliers;
        add_multiplier(make, "output", found.output, units::one, "output (type I)");
        add_multiplier(make, "income", found.income, units::one, income_means + ",");
        add_multiplier(make, "value_added", found.value_added, units::one, "value added");
        add_multiplier(make, "taxes", found.taxes, units::one, "duties and other net taxes on inputs");
        add_multiplier(
            make, "jobs", found.jobs, "persons per " + make.money,
            fmt::format("jobs (known for {:.1f}% of world output, else counted as none)", percent * result.jobs_known));
    }
    if (result.linkages) {
        Linkages const& found = *result.linkages;
        make.add("/linkages/backward", by_sector, found.backward, units::one,
                 "column sum of Leontief's inverse over the mean of all sectors");
        make.add("/linkages/forward", by_sector, found.forward, units::one,
                 "row sum of Ghosh's inverse over the mean of all sectors");
        make.add("/linkages/sensitivity", by_sector, found.sensitivity, units::one,
                 "row sum of Leontief's inverse over the mean of all sectors");
        make.add("/linkages/upstreamness", by_sector, found.upstreamness, units::one,
                 "mean number of stages from the sector to final use (Antras and others 2012)");
        make.add("/linkages/downstreamness", by_sector, found.downstreamness, units::one,
                 "mean number of stages from factors to the sector");
        make.add("/linkages/export_upstreamness", {"region"}, found.export_upstreamness, units::one,
                 "upstreamness weighted by exports");
    }
}

void add_value_added(AnalysisTables& make, AnalysisResult const& result) {
    if (!result.value_added) return;
    ValueAddedTrade const& found = *result.value_added;
    make.add("/value_added/in_exports", {"origin", "sector", "exporter"}, found.in_exports, make.money,
             income_means + " of the origin's sector in the exporter's gross exports");
    make.add("/value_added/in_exports_by_partner", {"origin", "exporter", "importer"}, found.by_partner, make.money,
             income_means + " of the origin in gross exports of the exporter to the importer");
    make.add("/value_added/in_final_demand", {"origin", "sector", "destination"}, found.in_final_demand, make.money,
             income_means + " of the origin's sector in the destination's final demand");
    make.add("/value_added/vax", {"origin", "destination"}, found.vax, make.money,
             income_means + " of the origin absorbed by the destination, 0 at home");
    make.add("/value_added/vax_ratio", {"origin", "destination"}, found.vax_ratio, units::one,
             "vax over gross exports of origin to destination (Johnson and Noguera 2012)");
    make.add("/value_added/vax_ratio_total", {"origin"}, found.vax_ratio_total, units::one,
             "vax of all destinations over gross exports");
}

struct NamedPart {
    char const* name;
    Matrix ExportParts::*member;
    char const* meaning;
};

constexpr std::array<NamedPart, 7> named_parts{{
    {"gross", &ExportParts::gross, "gross exports"},
    {"absorbed_abroad", &ExportParts::absorbed_abroad, "domestic income absorbed abroad (VAX)"},
    {"returned", &ExportParts::returned, "domestic income that returns home and is absorbed there (REF)"},
    {"domestic_double", &ExportParts::domestic_double, "domestic income counted before (DDC)"},
    {"foreign", &ExportParts::foreign, "income of other regions, counted once (FVA)"},
    {"foreign_double", &ExportParts::foreign_double, "income of other regions counted before (FDC)"},
    {"direct", &ExportParts::direct,
     "of domestic income absorbed abroad: absorbed by the importer itself, one border crossed (DAVAX)"},
}};

void add_exports(AnalysisTables& make, AnalysisResult const& result) {
    if (!result.source) return;
    Axes const cells{"exporter", "sector", "importer"};
    for (NamedPart const& part : named_parts) {
        std::string const name = part.name;
        Matrix const& source = (*result.source).*part.member;
        make.add("/exports/" + name, {"exporter"}, over_sectors(result, source).rowwise().sum(), make.money,
                 std::string(part.meaning) + "; Borin and Mancini, by source or by sink");
        make.add("/exports_by_source/" + name, cells, source, make.money,
                 std::string(part.meaning) + "; Borin and Mancini, source-based, exporting country's perspective");
        if (name == "gross" || name == "direct") continue;
        make.add("/exports_by_sink/" + name, cells, (*result.sink).*part.member, make.money,
                 std::string(part.meaning) + "; Borin and Mancini, sink-based, exporting country's perspective");
    }
    auto const total = [&](Matrix const& rows) -> Vector { return over_sectors(result, rows).rowwise().sum(); };
    ExportParts const& parts = *result.source;
    Vector const gross = total(parts.gross).cwiseMax(1e-300);
    make.add("/exports/participation_backward", {"exporter"},
             total(parts.foreign + parts.foreign_double + parts.domestic_double).cwiseQuotient(gross), units::one,
             "imported content of exports and what has crossed the border before, over gross exports");
    make.add("/exports/participation_forward", {"exporter"},
             total(parts.absorbed_abroad + parts.returned - parts.direct).cwiseQuotient(gross), units::one,
             "domestic income in exports that crosses more than one border, over gross exports");
    make.add("/exports/koopman_wang_wei", {"exporter", "term"}, *result.koopman_wang_wei, make.money,
             "nine terms of gross exports (Koopman, Wang and Wei 2014, equation 36)");
}

void add_extraction(AnalysisTables& make, LabelledFile& file, AnalysisResult const& result) {
    if (result.every) {
        EveryExtraction const& every = *result.every;
        make.add("/extraction/sector_output", by_sector, every.sector_output, make.money,
                 "output lost in the world when the region's sector is taken out and nothing takes its place");
        make.add("/extraction/sector_income", by_sector, every.sector_income, make.money, "the same: " + income_means);
        make.add("/extraction/region_output", {"extracted", "region"}, every.region_output, make.money,
                 "output lost in the region when the region extracted is taken out whole");
        make.add("/extraction/region_income", {"extracted", "region"}, every.region_income, make.money,
                 "the same: " + income_means);
    }
    if (result.losses.empty()) return;
    std::vector<std::string> names;
    Index const n = static_cast<Index>(result.losses.size());
    Matrix output(n, result.output.size()), income = output, jobs = output;
    for (Index k = 0; k < n; ++k) {
        ExtractionLoss const& loss = result.losses[static_cast<std::size_t>(k)];
        names.push_back(result.request.extractions[static_cast<std::size_t>(k)].name);
        output.row(k) = loss.output.transpose();
        income.row(k) = loss.income.transpose();
        if (loss.jobs.size() > 0) jobs.row(k) = loss.jobs.transpose();
    }
    file.dimensions["extraction"] = {"extraction", names, "what was taken out"};
    Axes const axes{"extraction", "region", "sector"};
    make.add("/extraction/asked_output", axes, output, make.money, "output lost by the extraction asked for");
    make.add("/extraction/asked_income", axes, income, make.money, "the same: " + income_means);
    if (result.jobs_known > 0.0) make.add("/extraction/asked_jobs", axes, jobs, "persons", "the same in jobs");
}

void add_exposure(AnalysisTables& make, AnalysisResult const& result) {
    if (!result.exposure) return;
    Exposure const& found = *result.exposure;
    std::string const on = income_means + " that depends on final demand of " + result.labels.regions[found.market];
    Vector const whole = over_sectors(result, result.income()).col(0);
    auto const add = [&](std::string const& name, Axes const& more, Matrix const& rows, std::string const& what) {
        Axes axes = by_sector, total{"region"};
        axes.insert(axes.end(), more.begin(), more.end());
        total.insert(total.end(), more.begin(), more.end());
        make.add("/exposure/" + name, axes, rows, make.money, on + what);
        Matrix const share = whole.cwiseMax(1e-300).cwiseInverse().asDiagonal() * over_sectors(result, rows);
        make.add("/exposure/" + name + "_share", total, share, units::fraction,
                 on + what + ", over all income of the region");
    };
    add("total", {}, found.total, "");
    add("direct", {}, found.direct, ": made at home from home inputs and sold there by the region itself");
    add("again", {}, found.again, ": sold there by the region itself, after having been abroad and come home");
    add("via", {"seller"}, found.via, ": by the last seller, from whom the market buys it");
    add("first_buyer", {"buyer"}, found.first_buyer, ": by the region the origin's product is sold to first");
    add("any_stage", {"stage"}, found.any_stage, ": what passes through the stage's region somewhere; stages overlap");
}

void add_checks(AnalysisTables& make, LabelledFile& file, AnalysisResult const& result) {
    std::vector<std::string> names, formulas;
    Vector errors(static_cast<Index>(result.checks.size()));
    for (SumCheck const& check : result.checks) {
        errors(static_cast<Index>(names.size())) = check.error;
        names.push_back(check.name);
        formulas.push_back(check.formula);
    }
    auto const scalar = [](double value) { return Vector::Constant(1, value); };
    make.add("/diagnostics/residual", {}, scalar(result.residual), units::one, "largest residual of a linear system");
    make.add("/diagnostics/seconds", {}, scalar(result.seconds), units::seconds, "time of the analysis");
    if (names.empty()) return;
    file.dimensions["identity"] = {"identity", names, "sum that must hold"};
    make.add("/diagnostics/sum_error", {"identity"}, errors, units::one, "largest gap over the largest figure");
    file.tables.push_back({"/diagnostics/formula", {"identity"}, formulas, "", "what must add up to what"});
}

}  // namespace

LabelledFile to_tables(AnalysisResult const& result, std::string const& command_line) {
    LabelledFile file;
    Base const& labels = result.labels;
    auto const text = [&](char const* name, std::string const& value) { file.attributes.push_back({name, value}); };
    text("format", "desvio-analysis");
    file.attributes.push_back({"version", std::int64_t{1}});
    text("base_name", labels.name);
    text("base_title", labels.title);
    text("base_source", labels.source);
    file.attributes.push_back({"year", static_cast<std::int64_t>(labels.year)});
    text("income", "value added and taxes paid on inputs: 1 less the column sum of A, per unit of output");
    text("sourcing", result.request.is_compact
                         ? "every user buys a good from all origins in the same proportions (compact base)"
                         : "as in the table: each user from its own origins");
    if (result.exposure) text("market", labels.regions[result.exposure->market]);
    text("solver", result.method);
    text("desvio_version", version);
    text("git_commit", git_commit);
    text("command_line", command_line);
    for (auto const& [name, meaning] :
         std::vector<std::pair<std::string, std::string>>{{"region", "region"},
                                                          {"exporter", "region that exports"},
                                                          {"importer", "region that imports"},
                                                          {"origin", "region where income arises"},
                                                          {"destination", "region of final demand"},
                                                          {"extracted", "region taken out"},
                                                          {"seller", "region that sells to the market last"},
                                                          {"buyer", "region the product is sold to first"},
                                                          {"stage", "region passed through"}})
        file.dimensions[name] = {name, labels.regions.codes(), meaning};
    file.dimensions["sector"] = {"sector", labels.sectors.codes(), "sector"};
    file.dimensions["term"] = {"term", koopman_wang_wei_names(), "term of Koopman, Wang and Wei"};
    AnalysisTables make(file, labels.unit.empty() ? "million US$" : labels.unit);
    add_accounts(make, result);
    add_multipliers(make, result);
    add_value_added(make, result);
    add_exports(make, result);
    add_extraction(make, file, result);
    add_exposure(make, result);
    add_checks(make, file, result);
    return file;
}

}  // namespace desvio
