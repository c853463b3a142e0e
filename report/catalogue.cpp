#include "desvio/report/catalogue.hpp"

#include "desvio/engine/outcomes.hpp"

#include "report/json_tables.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

std::string join(std::vector<std::string> const& parts) { return fmt::format("{}", fmt::join(parts, " ")); }

std::string kind_name(SectorKind kind) { return kind == SectorKind::goods ? "goods" : "services"; }

std::string with_default(std::string const& value, bool is_default) {
    return is_default ? value + " (default)" : value;
}

}  // namespace

Listing list_scenarios(std::vector<Scenario> const& scenarios) {
    Listing listing{"Scenarios", {"name", "base", "title"}, {}};
    for (Scenario const& scenario : scenarios) listing.rows.push_back({scenario.name, scenario.base, scenario.title});
    return listing;
}

Listing list_outcomes() {
    Listing listing{"Outcomes", {"name", "arguments", "units", "meaning"}, {}};
    for (OutcomeKind const& kind : outcome_kinds())
        listing.rows.push_back(
            {kind.name, fmt::format("[{}]", fmt::join(kind.arguments, ", ")), kind.units, kind.long_name});
    return listing;
}

namespace {

/// Adds the rows of one model's options: option, value, meaning.
class OptionRows {
  public:
    explicit OptionRows(Listing& listing) : listing_(listing) {}
    void model(char const* kind, char const* meaning) { listing_.rows.push_back({kind, "", "", meaning}); }
    void add(char const* option, std::string const& value, bool is_default, char const* meaning) {
        listing_.rows.push_back({"", option, with_default(value, is_default), meaning});
    }
    template <typename Option>
    void add(char const* option, Option value, Option otherwise, char const* meaning) {
        add(option, to_string(value), value == otherwise, meaning);
    }
    void variants(char const* full) {
        Variant const otherwise = ModelOptions{}.variant;
        add("variant", Variant::full, otherwise, full);
        add("variant", Variant::no_io, otherwise, "no intermediate inputs: all spending is final");
        add("variant", Variant::one_sector, otherwise, "all sectors summed into one");
        add("variant", Variant::one_sector_no_io, otherwise, "one sector and no intermediate inputs (Armington)");
    }
    void revenues_and_elasticities() {
        ModelOptions const defaults;
        add("revenue", Revenue::rebate, defaults.revenue, "duties are paid out to the household");
        add("revenue", Revenue::waste, defaults.revenue, "duties are lost");
        add("elasticities", defaults.elasticities, true, "a set of the base; `desvio base info` lists them");
        add("theta_factor", "1", true, "every trade elasticity and its standard error are multiplied by it");
    }

  private:
    Listing& listing_;
};

void add_caliendo_parro(OptionRows rows) {
    ModelOptions const defaults;
    rows.model("caliendo-parro", "general equilibrium in changes of Caliendo and Parro (2015), input-output links");
    rows.variants("the base as it is");
    rows.add("deficits", Deficits::fixed, defaults.deficits,
             "trade deficits stay at the base's value in numeraire units");
    rows.add("deficits", Deficits::gdp_share, defaults.deficits, "deficits keep their share of value added");
    rows.add("deficits", Deficits::balanced, defaults.deficits,
             "trade balances; the base is first brought to balance by itself");
    rows.add("factors", Factors::mobile, defaults.factors, "one wage a region; labour moves between sectors");
    rows.add("factors", Factors::rigid, defaults.factors,
             "wages stay and employment adjusts; final spending stays, deficits are an outcome");
    rows.revenues_and_elasticities();
}

void add_input_output(OptionRows rows) {
    rows.model(input_output_kind, "the first year: costs down the chain, orders back up; wages and final demand given");
    rows.variants("the base as it is, every user for itself where the base keeps a use table");
    rows.add("factors", Factors::rigid, Factors::rigid, "the only one: no wage adjusts within the year");
    rows.add("demand_elasticity", "1", true, "how quantities answer prices: 1 keeps spending, 0 keeps quantities");
    rows.revenues_and_elasticities();
}

}  // namespace

Listing list_models(std::string const& kind) {
    Listing listing{"Models", {"model", "option", "value", "meaning"}, {}};
    if (kind != input_output_kind) add_caliendo_parro(OptionRows(listing));
    if (kind.empty() || kind == input_output_kind) add_input_output(OptionRows(listing));
    return listing;
}

Listing list_groups(Base const& base) {
    Listing listing{"Groups of " + base.name, {"group", "of", "members"}, {}};
    for (std::string const& group : base.region_groups()) {
        std::vector<std::string> members;
        for (Index const n : base.region_members(group)) members.push_back(base.regions[n]);
        listing.rows.push_back({"@" + group, "regions", join(members)});
    }
    for (std::string const& group : base.sector_groups()) {
        std::vector<std::string> members;
        for (Index const j : base.sector_members(group)) members.push_back(base.sectors[j]);
        listing.rows.push_back({"@" + group, "sectors", join(members)});
    }
    return listing;
}

Listing list_regions(Base const& base) {
    Listing listing{"Regions of " + base.name, {"region", "name", "groups"}, {}};
    for (Region const& region : base.region_table)
        listing.rows.push_back({region.code, region.name, join(region.groups)});
    return listing;
}

Listing list_sectors(Base const& base) {
    Listing listing{"Sectors of " + base.name, {"sector", "kind", "isic", "name"}, {}};
    for (Sector const& sector : base.sector_table) {
        listing.rows.push_back({sector.code, kind_name(sector.kind), sector.isic, sector.name});
    }
    return listing;
}

Listing list_bases(std::vector<Base> const& bases) {
    Listing listing{"Bases", {"name", "year", "regions", "sectors", "title"}, {}};
    for (Base const& base : bases) {
        listing.rows.push_back({base.name, base.year > 0 ? std::to_string(base.year) : "",
                                std::to_string(base.n_regions()), std::to_string(base.n_sectors()), base.title});
    }
    return listing;
}

std::string format_listing(Listing const& listing, TextStyle const& style) {
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    std::vector<std::size_t> widths(listing.columns.size());
    auto const header = [&](std::size_t k) {
        std::string title = listing.columns[k];
        std::replace(title.begin(), title.end(), '_', ' ');
        return title;
    };
    for (std::size_t k = 0; k < widths.size(); ++k) {
        widths[k] = text::display_width(listing.columns[k]);
        for (auto const& row : listing.rows) widths[k] = std::max(widths[k], text::display_width(row[k]));
    }
    constexpr std::size_t gap = 2;
    std::size_t indent = 0;  // where the last column starts
    for (std::size_t k = 0; k + 1 < widths.size(); ++k) indent += widths[k] + gap;

    auto const line = [&](auto const& cell, text::Tone tone) {
        std::string start;
        for (std::size_t k = 0; k + 1 < widths.size(); ++k) {
            std::string const shown = cell(k);
            start += text::paint(shown, k == 0 && tone == text::Tone::plain ? text::Tone::strong : tone, style) +
                     std::string(widths[k] + gap - text::display_width(shown), ' ');
        }
        return start + text::paint(text::wrap(cell(widths.size() - 1), width, indent, indent), tone, style) + "\n";
    };
    std::string out = line(header, text::Tone::faint);
    for (auto const& row : listing.rows) {
        out += line([&row](std::size_t k) { return row[k]; }, text::Tone::plain);
    }
    return out;
}

std::string format_listing_json(Listing const& listing) {
    text::Json rows = text::Json::array();
    for (auto const& row : listing.rows) {
        text::Json object = text::Json::object();
        for (std::size_t k = 0; k < row.size(); ++k) object[listing.columns[k]] = row[k];
        rows.push_back(std::move(object));
    }
    return text::to_text(rows);
}

}  // namespace desvio
