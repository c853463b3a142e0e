#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/groups.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/report/summary.hpp"

#include <optional>
#include <string>
#include <vector>

/// What there is to choose from: scenarios, models, groups, bases, regions, sectors, as listings for `describe`.
namespace desvio {

/// A table of texts; the first column is the name that a user types.
struct Listing {
    std::string title;
    std::vector<std::string> columns;  ///< snake_case keys of the JSON; headers of the table
    std::vector<std::vector<std::string>> rows;
};

Listing list_scenarios(std::vector<Scenario> const& scenarios);
/// Model kinds, or the one named, and below each the values of its options with what they mean.
Listing list_models(std::string const& kind = {});
/// The figures of an answer that can be asked for by name.
Listing list_outcomes();
Listing list_groups(Base const& base);
/// The groups as they stand on a day: those of the registry, tier by tier, then what only the base has.
Listing list_groups_on(Base const& base, GroupTable const& registry, Date day);
/// Who is in one group, as what, from when to when, and who says so; on one day, or ever.
/// \param name  "brics", or "brics:partner" for one tier
Listing list_memberships(Base const& base, GroupTable const& registry, std::string const& name,
                         std::optional<Date> const& day);
Listing list_regions(Base const& base);
Listing list_sectors(Base const& base);
/// \param bases  what io read of each, e.g. the built-in ones
Listing list_bases(std::vector<Base> const& bases);

/// One region: totals, groups, main partners and sectors of its exports.
std::string format_region(Base const& base, Index region, TextStyle const& style = {});
/// One sector: what it covers, elasticities of every set, main exporters and importers.
std::string format_sector(Base const& base, Index sector, TextStyle const& style = {});

/// An aligned table; the last column is wrapped.
std::string format_listing(Listing const& listing, TextStyle const& style = {});
/// A list of objects keyed by the columns.
std::string format_listing_json(Listing const& listing);

}  // namespace desvio
