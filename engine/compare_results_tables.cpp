#include "desvio/core/units.hpp"
#include "desvio/engine/compare_results.hpp"
#include "desvio/io/csv_text.hpp"
#include "engine/compare_record.hpp"
#include "engine/figure_tables.hpp"

#include <algorithm>

namespace desvio {
namespace {

/// "exports[BRA, CHN, AGR]": the outcome that a line holds.
std::string outcome_text(ComparedTable const& table, ComparedRow const& row) {
    if (row.region == table.what) return table.what;
    auto const& kinds = outcome_kinds();
    auto const kind = std::find_if(kinds.begin(), kinds.end(), [&](auto const& one) { return one.name == table.what; });
    bool const has_partner = kind != kinds.end() && kind->arguments.size() > 2;
    std::string const sector = row.sector.empty() ? table.sector : row.sector;
    std::string text = table.what + "[" + row.region;
    if (has_partner && (!table.partner.empty() || !sector.empty()))
        text += ", " + (table.partner.empty() ? "*" : table.partner);
    if (!sector.empty()) text += ", " + sector;
    return text + "]";
}

/// Calls visit(table, row) for every line of every table.
template <typename Visit>
void for_each_line(ResultComparison const& comparison, Visit const& visit) {
    for (ComparedTable const& table : comparison.tables)
        for (ComparedRow const& row : table.rows) visit(table, row);
}

}  // namespace

LabelledFile to_tables(ResultComparison const& comparison, std::string const& command_line) {
    LabelledFile file;
    FigureTables make(file, comparison_format);
    make.text("against", comparison.results[comparison.against].name);
    std::string notes;
    for (std::string const& note : comparison.notes) notes += (notes.empty() ? "" : "\n") + note;
    make.text("notes", notes);
    make.origin(command_line);

    std::vector<std::string> names, titles, bases, digests, models, closures, elasticities, markets;
    for (ComparedResult const& result : comparison.results) {
        names.push_back(result.name);
        titles.push_back(result.title);
        bases.push_back(result.base_name);
        digests.push_back(result.base_sha256);
        models.push_back(result.model);
        closures.push_back(result.closures);
        elasticities.push_back(result.elasticities);
        markets.push_back(result.base.regions[result.market]);
    }
    make.axis("result", names, "result that is compared");
    make.texts("/result/title", "result", titles, "title of the scenario");
    make.texts("/result/base_name", "result", bases, "base");
    make.texts("/result/base_sha256", "result", digests, "digest of the base");
    make.texts("/result/model", "result", models, "model");
    make.texts("/result/closures", "result", closures, "closures");
    make.texts("/result/elasticities", "result", elasticities, "set of elasticities");
    make.texts("/result/market", "result", markets, "market of the redirection ledger");

    std::vector<std::string> outcomes, whats, regions, partners, sectors, units, meanings;
    std::vector<double> value, difference, rank;
    for_each_line(comparison, [&](ComparedTable const& table, ComparedRow const& row) {
        outcomes.push_back(outcome_text(table, row));
        whats.push_back(table.what);
        regions.push_back(row.region);
        partners.push_back(table.partner);
        sectors.push_back(row.sector.empty() ? table.sector : row.sector);
        units.push_back(table.units);
        meanings.push_back(table.long_name);
        value.insert(value.end(), row.value.begin(), row.value.end());
        difference.insert(difference.end(), row.difference.begin(), row.difference.end());
        rank.insert(rank.end(), row.rank.begin(), row.rank.end());
    });
    make.axis("outcome", outcomes, "figure of an answer");
    make.texts("/outcome/what", "outcome", whats, "kind of the outcome");
    make.texts("/outcome/region", "outcome", regions, "region, or group of regions");
    make.texts("/outcome/partner", "outcome", partners, "other side of trade; empty: everybody");
    make.texts("/outcome/sector", "outcome", sectors, "sector; empty: all");
    make.texts("/outcome/units", "outcome", units, "units of the outcome");
    make.texts("/outcome/long_name", "outcome", meanings, "what the outcome is");
    make.add("/outcome/value", {"outcome", "result"}, value, figure_units, "value in the result");
    make.add("/outcome/difference", {"outcome", "result"}, difference, figure_units,
             "value less that in the reference");
    make.add("/outcome/rank", {"outcome", "result"}, rank, units::one,
             "place among the single regions or sectors of its table, 1 the largest; missing for groups");
    add_compared_inputs(file, comparison);
    return file;
}

std::string to_csv(ResultComparison const& comparison) {
    std::vector<std::vector<CsvValue>> rows;
    for_each_line(comparison, [&](ComparedTable const& table, ComparedRow const& row) {
        for (std::size_t r = 0; r < comparison.results.size(); ++r) {
            auto const at = static_cast<Index>(r);
            rows.push_back({table.what, row.region, table.partner, row.sector.empty() ? table.sector : row.sector,
                            comparison.results[r].name, row.value(at), row.difference(at), row.rank(at), table.units});
        }
    });
    return csv_text({"what", "region", "partner", "sector", "result", "value", "difference", "rank", "units"}, rows);
}

}  // namespace desvio
