#include "desvio/params/groups.hpp"

#include <algorithm>

namespace desvio {
namespace {

void add_once(std::vector<std::string>& names, std::string const& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

bool holds_on(Membership const& row, Date day) {
    return (!row.start || *row.start <= day) && (!row.end || day < *row.end);
}

std::vector<Membership const*> rows_of(GroupTable const& table, std::string const& group, std::string const& tier) {
    std::string const wanted = tier.empty() ? member_role : tier;
    std::vector<Membership const*> rows;
    for (Membership const& row : table.rows)
        if (row.group == group && (row.role == wanted || row.status == wanted)) rows.push_back(&row);
    return rows;
}

std::vector<std::string> group_names(GroupTable const& table) {
    std::vector<std::string> names;
    for (Membership const& row : table.rows) add_once(names, row.group);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> tiers_of(GroupTable const& table, std::string const& group) {
    std::vector<std::string> tiers;
    for (Membership const& row : table.rows)
        if (row.group == group) add_once(tiers, row.role);
    for (Membership const& row : table.rows)
        if (row.group == group) add_once(tiers, row.status);
    return tiers;
}

TieredName split_tier(std::string const& name) {
    auto const colon = name.find(':');
    if (colon == std::string::npos) return {name, ""};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

}  // namespace desvio
