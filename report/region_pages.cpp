#include "desvio/report/catalogue.hpp"

#include "report/base_facts.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace desvio {
namespace {

constexpr std::size_t shown = 6;

/// Positions of the largest values, largest first, zeros left out.
std::vector<Index> largest(Vector const& values) {
    std::vector<Index> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return values[a] > values[b]; });
    if (order.size() > shown) order.resize(shown);
    std::erase_if(order, [&](Index k) { return values[k] <= 0.0; });
    return order;
}

/// "China 31.0%, United States 11.2%, ...": the largest parts of a total.
template <typename Name>
std::string main_parts(Vector const& values, Name const& name) {
    std::string text;
    double const total = values.sum();
    for (Index const k : largest(values)) {
        text += (text.empty() ? "" : ", ") + name(k) + " " + text::format_share(values[k] / total, 1);
    }
    return text.empty() ? "none" : text;
}

}  // namespace

std::string format_region(Base const& base, Index region, TextStyle const& style) {
    text::BaseFacts const facts = text::gather_facts(base);
    Region const& entry = base.region_table[static_cast<std::size_t>(region)];
    Vector to = Vector::Zero(base.n_regions()), from = to, by_sector = Vector::Zero(base.n_sectors());
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            if (n == region) continue;
            to[n] += base.trade(j, n, region);
            from[n] += base.trade(j, region, n);
            by_sector[j] += base.trade(j, n, region);
        }
    }
    auto const region_name = [&](Index n) { return text::short_name(base, n); };
    auto const sector_code = [&](Index j) { return base.sectors[j]; };
    text::Page page(entry.code + ": " + entry.name, style);
    page.add("Groups", fmt::format("{}", fmt::join(entry.groups, " ")));
    page.add("Value added", text::format_number(facts.region_value_added[region]) + " " + text::money_unit(base));
    page.add("Exports", text::format_number(facts.exports[region]));
    page.add("Imports", text::format_number(facts.imports[region]));
    page.add("Duty on imports", text::format_share(facts.region_duties[region] / facts.imports[region], 2));
    page.add("Exports go to", main_parts(to, region_name));
    page.add("Imports come from", main_parts(from, region_name));
    page.add("Exports are", main_parts(by_sector, sector_code));
    return page.text();
}

std::string format_sector(Base const& base, Index sector, TextStyle const& style) {
    Sector const& entry = base.sector_table[static_cast<std::size_t>(sector)];
    Vector exports = Vector::Zero(base.n_regions()), imports = exports;
    for (Index n = 0; n < base.n_regions(); ++n) {
        for (Index i = 0; i < base.n_regions(); ++i) {
            if (n == i) continue;
            exports[i] += base.trade(sector, n, i);
            imports[n] += base.trade(sector, n, i);
        }
    }
    auto const region_name = [&](Index n) { return text::short_name(base, n); };
    text::Page page(entry.code + ": " + entry.name, style);
    page.add("Kind", entry.kind == SectorKind::goods ? "goods" : "services");
    page.add("ISIC", entry.isic);
    page.add("Groups", fmt::format("{}", fmt::join(entry.groups, " ")));
    page.add("Output", text::format_number(base.trade.slice(sector).sum()) + " " + text::money_unit(base));
    page.add("Trade across borders", text::format_number(exports.sum()));
    page.add("Main exporters", main_parts(exports, region_name));
    page.add("Main importers", main_parts(imports, region_name));
    for (ElasticitySet const& set : base.elasticities) {
        std::string line = text::format_compact(set.theta[sector]);
        if (double const error = set.standard_error[sector]; error > 0.0)
            line += fmt::format(" (standard error {})", text::format_compact(error));
        if (auto const at = static_cast<std::size_t>(sector); at < set.source.size() && !set.source[at].empty())
            line += "; " + set.source[at];
        page.add("theta, " + set.name, line);
    }
    return page.text();
}

}  // namespace desvio
