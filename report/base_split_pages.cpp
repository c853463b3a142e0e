#include "desvio/report/base_changes.hpp"
#include "report/base_facts.hpp"
#include "report/json_tables.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

struct SectorFacts {
    double output = 0.0, cross_border = 0.0;
};

SectorFacts sector_facts(Base const& base, Index j) {
    auto const flows = base.trade.slice(j);
    return {flows.sum(), flows.sum() - flows.diagonal().sum()};
}

double output_of(Base const& base, Index region) {
    double output = 0.0;
    for (Index j = 0; j < base.n_sectors(); ++j) output += base.trade.slice(j).col(region).sum();
    return output;
}

std::string regions_table(Base const& made, std::vector<Index> const& parts, TextStyle const& style) {
    auto const facts = text::gather_facts(made);
    text::TextTable table({{"", Align::left}, {"Output"}, {"Value\nadded"}, {"Exports"}, {"Imports"}, {"Duties"}});
    for (Index const n : parts)
        table.add_row({{made.regions[n]},
                       {text::format_number(output_of(made, n))},
                       {text::format_number(facts.region_value_added(n))},
                       {text::format_number(facts.exports(n))},
                       {text::format_number(facts.imports(n))},
                       {text::format_number(facts.region_duties(n))}});
    return table.render(style);
}

std::string sectors_table(Base const& made, std::vector<Index> const& parts, TextStyle const& style) {
    text::TextTable table({{"", Align::left}, {"Output"}, {"Trade across\nborders"}});
    for (Index const j : parts) {
        SectorFacts const facts = sector_facts(made, j);
        table.add_row(
            {{made.sectors[j]}, {text::format_number(facts.output)}, {text::format_number(facts.cross_border)}});
    }
    return table.render(style);
}

}  // namespace

std::string format_split(Split const& split, TextStyle const& style) {
    Base const& made = split.base;
    std::string out = text::paint("New parts, " + text::money_unit(made) + "; trade among parts counts as trade",
                                  Tone::strong, style) +
                      "\n";
    if (!split.sector_parts.empty()) return out + sectors_table(made, split.sector_parts, style);
    out += regions_table(made, split.region_parts, style);
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    out += text::wrap(
               fmt::format("Of the parent's own sales of {}, {} ({}) cross between parts.",
                           text::format_number(split.own_sales), text::format_number(split.internal_trade),
                           text::format_share(split.own_sales > 0.0 ? split.internal_trade / split.own_sales : 0.0, 1)),
               width) +
           "\n";
    if (!split.bounded_sectors.empty()) {
        std::string codes;
        for (std::string const& code : split.bounded_sectors) codes += (codes.empty() ? "" : ", ") + code;
        out += text::wrap("The wanted fraction is out of reach in " + codes + ": the nearest was taken.", width) + "\n";
    }
    return out;
}

std::string format_split_json(Split const& split) {
    Base const& made = split.base;
    auto const facts = text::gather_facts(made);
    Json regions = Json::object(), sectors = Json::object();
    for (Index const n : split.region_parts)
        regions[made.regions[n]] = {{"output", output_of(made, n)},
                                    {"value_added", facts.region_value_added(n)},
                                    {"exports", facts.exports(n)},
                                    {"imports", facts.imports(n)},
                                    {"duties", facts.region_duties(n)}};
    for (Index const j : split.sector_parts) {
        SectorFacts const sector = sector_facts(made, j);
        sectors[made.sectors[j]] = {{"output", sector.output}, {"cross_border_trade", sector.cross_border}};
    }
    return text::to_text({{"regions", std::move(regions)},
                          {"sectors", std::move(sectors)},
                          {"own_sales", split.own_sales},
                          {"internal_trade", split.internal_trade},
                          {"bounded_sectors", split.bounded_sectors}});
}

}  // namespace desvio
