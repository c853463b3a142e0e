#include "desvio/params/base.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>
#include <set>

namespace desvio {
namespace {

bool carries(std::vector<std::string> const& groups, std::string const& group) {
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

}  // namespace

void Base::index_labels() {
    std::vector<std::string> region_codes, sector_codes;
    region_codes.reserve(region_table.size());
    sector_codes.reserve(sector_table.size());
    for (Region const& region : region_table) region_codes.push_back(region.code);
    for (Sector const& sector : sector_table) sector_codes.push_back(sector.code);
    regions = Labels(std::move(region_codes));
    sectors = Labels(std::move(sector_codes));
}

ElasticitySet const& Base::elasticity_set(std::string const& set_name) const {
    std::vector<std::string> names;
    for (ElasticitySet const& set : elasticities) {
        if (set.name == set_name) return set;
        names.push_back(set.name);
    }
    throw InputError({{origin},
                      fmt::format("no elasticity set '{}' in base '{}'", set_name, name),
                      "a run needs one trade elasticity a sector",
                      suggest_name(set_name, names)});
}

std::vector<std::string> Base::region_groups() const {
    std::set<std::string> names;
    for (Region const& region : region_table) names.insert(region.groups.begin(), region.groups.end());
    return {names.begin(), names.end()};
}

std::vector<std::string> Base::sector_groups() const {
    std::set<std::string> names{"goods", "services"};
    for (Sector const& sector : sector_table) names.insert(sector.groups.begin(), sector.groups.end());
    return {names.begin(), names.end()};
}

std::vector<Index> Base::region_members(std::string const& group) const {
    std::vector<Index> members;
    for (std::size_t n = 0; n < region_table.size(); ++n)
        if (carries(region_table[n].groups, group)) members.push_back(static_cast<Index>(n));
    return members;
}

std::vector<Index> Base::sector_members(std::string const& group) const {
    std::vector<Index> members;
    for (std::size_t j = 0; j < sector_table.size(); ++j) {
        Sector const& sector = sector_table[j];
        bool const of_kind = (group == "goods" && sector.kind == SectorKind::goods) ||
                             (group == "services" && sector.kind == SectorKind::services);
        if (of_kind || carries(sector.groups, group)) members.push_back(static_cast<Index>(j));
    }
    return members;
}

}  // namespace desvio
