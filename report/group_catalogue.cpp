#include "desvio/report/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

/// "BOL CUB; not in the base: BLR KAZ"
std::string members_text(Base const& base, std::vector<Membership const*> rows, Date day) {
    std::vector<std::string> present, absent;
    std::erase_if(rows, [&](Membership const* row) { return !holds_on(*row, day); });
    // Base order, then the order of the table.
    auto const place = [&](Membership const* row) { return base.regions.find(row->region).value_or(base.n_regions()); };
    std::stable_sort(rows.begin(), rows.end(), [&](auto const* a, auto const* b) { return place(a) < place(b); });
    for (Membership const* row : rows) {
        bool const is_disputed = row->status == disputed_status;
        (base.regions.find(row->region) ? present : absent).push_back(row->region + (is_disputed ? " (disputed)" : ""));
    }
    if (present.empty() && absent.empty()) return "nobody";
    std::string text = fmt::format("{}", fmt::join(present, " "));
    if (!absent.empty())
        text += fmt::format("{}not in the base: {}", present.empty() ? "" : "; ", fmt::join(absent, " "));
    return text;
}

std::string day_text(std::optional<Date> const& day) { return day ? to_string(*day) : ""; }

}  // namespace

Listing list_groups_on(Base const& base, GroupTable const& registry, Date day) {
    Listing listing{"Groups on " + to_string(day), {"group", "of", "members"}, {}};
    std::vector<std::string> const dated = group_names(registry);
    for (std::string const& group : dated) {
        std::vector<std::string> roles{member_role};
        for (Membership const& row : registry.rows)
            if (row.group == group && std::find(roles.begin(), roles.end(), row.role) == roles.end())
                roles.push_back(row.role);
        for (std::string const& role : roles) {
            std::string const name = role == member_role ? group : fmt::format("{}:{}", group, role);
            listing.rows.push_back({"@" + name, "regions", members_text(base, rows_of(registry, group, role), day)});
        }
    }
    for (std::vector<std::string>& row : list_groups(base).rows) {
        bool const is_dated = row[1] == "regions" && std::binary_search(dated.begin(), dated.end(), row[0].substr(1));
        if (!is_dated) listing.rows.push_back(std::move(row));
    }
    return listing;
}

Listing list_memberships(Base const& base, GroupTable const& registry, std::string const& name,
                         std::optional<Date> const& day) {
    TieredName const wanted = split_tier(name);
    Listing listing{"@" + name, {"region", "name", "role", "status", "start", "end", "source", "note"}, {}};
    for (Membership const& row : registry.rows) {
        bool const is_in_tier = wanted.tier.empty() || row.role == wanted.tier || row.status == wanted.tier;
        if (row.group != wanted.group || !is_in_tier || (day && !holds_on(row, *day))) continue;
        auto const region = base.regions.find(row.region);
        listing.rows.push_back({row.region,
                                region ? base.region_table[static_cast<std::size_t>(*region)].name : "not in the base",
                                row.role, row.status, day_text(row.start), day_text(row.end), row.source, row.note});
    }
    return listing;
}

}  // namespace desvio
