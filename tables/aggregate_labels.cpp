#include "tables/aggregate_labels.hpp"
#include "tables/place.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

bool carries(std::vector<std::string> const& groups, std::string const& group) {
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

/// The groups that all members carry; what only some carry is lost.
template <typename Entry>
std::vector<std::string> shared_groups(std::vector<Entry> const& table, std::vector<Index> const& members,
                                       std::string const& code, std::vector<std::string>& lost) {
    std::vector<std::string> seen, shared;
    for (Index const member : members)
        for (std::string const& group : table[to_place(member)].groups) {
            if (carries(seen, group)) continue;
            seen.push_back(group);
            bool const is_shared = std::all_of(members.begin(), members.end(), [&](Index other) {
                return carries(table[to_place(other)].groups, group);
            });
            if (is_shared)
                shared.push_back(group);
            else
                lost.push_back(fmt::format("@{} of {}", group, code));
        }
    return shared;
}

SectorKind merged_kind(Base const& given, std::vector<Index> const& members, Matrix const& output) {
    double goods = 0.0, services = 0.0;
    bool is_mixed = false;
    SectorKind const first = given.sector_table[to_place(members.front())].kind;
    for (Index const member : members) {
        SectorKind const kind = given.sector_table[to_place(member)].kind;
        is_mixed = is_mixed || kind != first;
        (kind == SectorKind::goods ? goods : services) += output.row(member).sum();
    }
    if (!is_mixed) return first;
    return goods >= services ? SectorKind::goods : SectorKind::services;
}

std::string joined_isic(Base const& given, std::vector<Index> const& members) {
    std::string all;
    for (Index const member : members) {
        std::string const& isic = given.sector_table[to_place(member)].isic;
        if (!isic.empty()) all += (all.empty() ? "" : ",") + isic;
    }
    return all;
}

/// Trade of the sectors across borders; their output where none of them crosses one, 1 where they have none either.
Vector elasticity_weights(Base const& given, std::vector<Index> const& members, Matrix const& output) {
    Vector weights = Vector::Zero(static_cast<Index>(members.size()));
    for (std::size_t k = 0; k < members.size(); ++k) {
        auto const flows = given.trade.slice(members[k]);
        weights(static_cast<Index>(k)) = flows.sum() - flows.diagonal().sum();
    }
    if (weights.sum() > 0.0) return weights;
    for (std::size_t k = 0; k < members.size(); ++k) weights(static_cast<Index>(k)) = output.row(members[k]).sum();
    if (weights.sum() > 0.0) return weights;
    return Vector::Ones(weights.size());
}

}  // namespace

Base aggregated_labels(Base const& given, Merging const& regions, Merging const& sectors, Matrix const& output,
                       std::vector<std::string>& lost_groups) {
    Base base;
    base.name = given.name;
    base.title = given.title;
    base.currency = given.currency;
    base.unit = given.unit;
    base.source = given.source;
    base.licence = given.licence;
    base.year = given.year;
    base.origin = given.origin;
    base.provenance = given.provenance;
    for (Index n = 0; n < regions.size(); ++n)
        base.region_table.push_back(
            {regions.codes[to_place(n)], regions.names[to_place(n)],
             shared_groups(given.region_table, regions.members[to_place(n)], regions.codes[to_place(n)], lost_groups)});
    for (Index j = 0; j < sectors.size(); ++j) {
        auto const& members = sectors.members[to_place(j)];
        base.sector_table.push_back(
            {sectors.codes[to_place(j)], sectors.names[to_place(j)], merged_kind(given, members, output),
             joined_isic(given, members),
             shared_groups(given.sector_table, members, sectors.codes[to_place(j)], lost_groups)});
    }
    base.index_labels();
    return base;
}

std::vector<ElasticitySet> aggregated_elasticities(Base const& given, Merging const& sectors, Matrix const& output) {
    std::vector<ElasticitySet> sets;
    for (ElasticitySet const& old : given.elasticities) {
        ElasticitySet set{old.name, old.title, old.horizon, Vector::Zero(sectors.size()), Vector::Zero(sectors.size()),
                          {}};
        for (Index j = 0; j < sectors.size(); ++j) {
            auto const& members = sectors.members[to_place(j)];
            if (members.size() == 1) {
                set.theta(j) = old.theta(members.front());
                set.standard_error(j) = old.standard_error(members.front());
                set.source.push_back(old.source[to_place(members.front())]);
                continue;
            }
            Vector const weights = elasticity_weights(given, members, output);
            std::string parts;
            for (std::size_t k = 0; k < members.size(); ++k) {
                double const weight = weights(static_cast<Index>(k)) / weights.sum();
                set.theta(j) += weight * old.theta(members[k]);
                set.standard_error(j) += weight * old.standard_error(members[k]);
                parts +=
                    fmt::format("{}{} {:.4g}", k == 0 ? "" : ", ", given.sectors[members[k]], old.theta(members[k]));
            }
            set.source.push_back("mean weighted by trade across borders of " + parts);
        }
        sets.push_back(std::move(set));
    }
    return sets;
}

}  // namespace desvio
