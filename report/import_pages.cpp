#include "desvio/params/table_health.hpp"
#include "desvio/report/import_report.hpp"
#include "report/json_tables.hpp"
#include "report/numbers.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

constexpr std::size_t shown_regions = 12;

std::string heading(std::string const& title, TextStyle const& style) {
    return "\n" + text::paint(title, Tone::strong, style) + "\n";
}

std::string wrapped(std::string const& what, TextStyle const& style, std::size_t indent) {
    return text::wrap(what, static_cast<std::size_t>(std::max(style.width, 1)), indent, indent) + "\n";
}

std::string findings_table(TableHealth const& health, TextStyle const& style) {
    text::TextTable table({{"", Align::left}, {"Count"}, {"Million"}, {"Worst", Align::left}});
    std::string absent, remedies;
    for (TableHealth::Finding const& finding : health.findings) {
        if (finding.count == 0.0) {
            absent += (absent.empty() ? "" : ", ") + finding.name;
            continue;
        }
        table.add_row({{finding.name},
                       {text::format_number(finding.count)},
                       {finding.amount == 0.0 ? "" : text::format_signed(finding.amount, 1)},
                       {finding.worst}});
        if (!finding.remedy.empty())
            remedies += fmt::format("{}{}: {}", remedies.empty() ? "" : "; ", finding.name, finding.remedy);
    }
    std::string out = heading("What was found", style);
    if (!table.empty()) out += table.render(style);
    if (!remedies.empty()) out += wrapped("Steps that mend: " + remedies + ".", style, 0);
    if (!absent.empty()) out += wrapped("Looked for and not found: " + absent + ".", style, 0);
    return out;
}

std::string regions_table(TableHealth const& health, TextStyle const& style) {
    std::vector<std::size_t> order(health.regions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return health.output(static_cast<Index>(a)) > health.output(static_cast<Index>(b));
    });
    text::TextTable table({{"", Align::left},
                           {"Output"},
                           {"Value\nadded"},
                           {"Taxes on\nproducts"},
                           {"GDP by\nincome"},
                           {"GDP by\nexpenditure"},
                           {"Exports"},
                           {"Imports"}});
    for (std::size_t k = 0; k < std::min(shown_regions, order.size()); ++k) {
        auto const n = static_cast<Index>(order[k]);
        double const taxes = health.taxes(n) + health.final_taxes(n);
        table.add_row({{health.regions[order[k]]},
                       {text::format_number(health.output(n))},
                       {text::format_number(health.value_added(n))},
                       {text::format_number(taxes)},
                       {text::format_number(health.value_added(n) + taxes)},
                       {text::format_number(health.final_demand(n) + health.final_taxes(n) + health.exports(n) -
                                            health.imports(n))},
                       {text::format_number(health.exports(n))},
                       {text::format_number(health.imports(n))}});
    }
    std::string const title = health.regions.size() > shown_regions
                                  ? fmt::format("Totals of the {} largest regions, million", shown_regions)
                                  : "Totals by region, million";
    return heading(title, style) + table.render(style);
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json checks_json(std::vector<IdentityCheck> const& checks) {
    Json list = Json::array();
    for (IdentityCheck const& check : checks)
        list.push_back({{"identity", check.identity},
                        {"meaning", check.meaning},
                        {"error", number_or_null(check.error)},
                        {"tolerance", check.tolerance},
                        {"passed", check.passed()},
                        {"worst", check.worst},
                        {"detail", check.detail}});
    return list;
}

}  // namespace

std::string format_health(TableHealth const& health, TextStyle const& style) {
    std::string out = text::paint("The table as published", Tone::strong, style) + "\n";
    for (IdentityCheck const& check : health.identities) {
        out += text::paint(check.passed() ? "ok    " : "off   ", check.passed() ? Tone::gain : Tone::loss, style);
        std::string line = fmt::format("{}: largest error {}", check.meaning, text::format_residual(check.error));
        if (check.error > 0.0) line += fmt::format(" at {} ({})", check.worst, check.detail);
        out += wrapped(line, style, 6);
    }
    for (std::string const& suspicion : health.suspicions)
        out += text::paint("units ", Tone::loss, style) + wrapped(suspicion, style, 6);
    out += fmt::format("Spectral radius of A {:.4f}", health.spectral_radius);
    if (!health.most_imbalanced.empty())
        out += fmt::format("; farthest from balance: {}, by {:.2g} of its output", health.most_imbalanced,
                           health.imbalance);
    return out + "\n" + findings_table(health, style) + regions_table(health, style);
}

std::string format_provenance(std::vector<ProvenanceStep> const& steps, TextStyle const& style) {
    if (steps.empty()) return {};
    std::string out = heading("How it was made", style);
    for (std::size_t k = 0; k < steps.size(); ++k) {
        ProvenanceStep const& step = steps[k];
        std::string line = fmt::format("{}: {}", step.step, step.detail);
        if (step.moved > 0.0)
            line += fmt::format(". {} figures moved by {} million in all, most {}", text::format_number(step.cells),
                                text::format_compact(step.moved), step.worst);
        else if (!step.worst.empty())
            line += ". Most: " + step.worst;
        out += fmt::format("{:>3}  ", k + 1) + wrapped(line, style, 5);
    }
    return out;
}

std::string format_import(Imported const& imported, TextStyle const& style) {
    Base const& base = imported.base;
    std::string out = base.health ? format_health(*base.health, style) : std::string();
    out += format_provenance(base.provenance, style);
    out += heading("The base", style);
    out += imported.passed() ? fmt::format("All {} identities hold.\n", imported.checks.size())
                             : format_checks(imported.checks, style);
    ElasticitySet const& set = base.elasticities.front();
    out += wrapped(fmt::format("Elasticities: {}", set.title.empty() ? set.name : set.title), style, 0);
    return out;
}

std::string format_import_json(Imported const& imported) {
    Json json = {{"name", imported.base.name},
                 {"regions", imported.base.n_regions()},
                 {"sectors", imported.base.n_sectors()},
                 {"year", imported.base.year},
                 {"provenance", text::provenance_json(imported.base.provenance)},
                 {"identities", checks_json(imported.checks)},
                 {"passed", imported.passed()}};
    if (imported.base.health) json["health"] = text::health_json(*imported.base.health);
    return text::to_text(json);
}

text::Json text::provenance_json(std::vector<ProvenanceStep> const& steps) {
    Json list = Json::array();
    for (ProvenanceStep const& step : steps)
        list.push_back({{"step", step.step},
                        {"detail", step.detail},
                        {"cells", step.cells},
                        {"moved", step.moved},
                        {"worst", step.worst}});
    return list;
}

text::Json text::health_json(TableHealth const& health) {
    Json findings = Json::array();
    for (TableHealth::Finding const& finding : health.findings)
        findings.push_back({{"name", finding.name},
                            {"count", finding.count},
                            {"amount", finding.amount},
                            {"worst", finding.worst},
                            {"remedy", finding.remedy}});
    Json regions = Json::object();
    for (std::size_t k = 0; k < health.regions.size(); ++k) {
        auto const n = static_cast<Index>(k);
        regions[health.regions[k]] = {{"output", health.output(n)},
                                      {"value_added", health.value_added(n)},
                                      {"taxes", health.taxes(n)},
                                      {"final_taxes", health.final_taxes(n)},
                                      {"final_demand", health.final_demand(n)},
                                      {"exports", health.exports(n)},
                                      {"imports", health.imports(n)}};
    }
    return {{"identities", checks_json(health.identities)},
            {"findings", std::move(findings)},
            {"suspicions", health.suspicions},
            {"spectral_radius", number_or_null(health.spectral_radius)},
            {"imbalance", health.imbalance},
            {"most_imbalanced", health.most_imbalanced},
            {"regions", std::move(regions)}};
}

std::string format_health_json(TableHealth const& health) { return text::to_text(text::health_json(health)); }

}  // namespace desvio
