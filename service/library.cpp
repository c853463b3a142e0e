#include "service/library.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace desvio {
namespace {

using nlohmann::ordered_json;

std::string written(ordered_json const& value) {
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json regions_of(Base const& base) {
    ordered_json list = ordered_json::array();
    for (Region const& region : base.region_table) list.push_back({{"code", region.code}, {"name", region.name}});
    return list;
}

ordered_json sectors_of(Base const& base) {
    ordered_json list = ordered_json::array();
    for (Sector const& sector : base.sector_table) {
        list.push_back({{"code", sector.code},
                        {"name", sector.name},
                        {"kind", sector.kind == SectorKind::goods ? "goods" : "services"}});
    }
    return list;
}

ordered_json region_groups_of(Base const& base) {
    ordered_json groups = ordered_json::object();
    for (std::string const& group : base.region_groups())
        for (Index const member : base.region_members(group)) groups[group].push_back(base.regions[member]);
    return groups;
}

ordered_json sector_groups_of(Base const& base) {
    ordered_json groups = ordered_json::object();
    for (std::string const& group : base.sector_groups())
        for (Index const member : base.sector_members(group)) groups[group].push_back(base.sectors[member]);
    return groups;
}

}  // namespace

Library::Library(std::vector<std::string> names) : names_(std::move(names)) {
    for (std::string const& name : builtin_bases())
        if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
}

std::shared_ptr<LiveModel const> Library::model(std::string const& name) {
    std::string const& wanted = name.empty() ? names_.front() : name;
    if (std::find(names_.begin(), names_.end(), wanted) == names_.end()) {
        throw InputError({{},
                          fmt::format("unknown base '{}'", wanted),
                          "only the bases served here may be asked",
                          suggest_name(wanted, names_)});
    }
    std::lock_guard const lock(mutex_);
    auto& kept = models_[wanted];
    if (!kept) kept = std::make_shared<LiveModel const>(read_base(wanted, {.quality = true}));
    return kept;
}

std::string bases_json(Library const& library) {
    return written({{"default", library.names().front()}, {"bases", library.names()}});
}

std::string base_json(std::string const& name, Base const& base) {
    ordered_json elasticities = ordered_json::array();
    for (ElasticitySet const& set : base.elasticities)
        elasticities.push_back({{"name", set.name}, {"title", set.title}, {"horizon", set.horizon}});
    return written({{"name", name},
                    {"title", base.title},
                    {"year", base.year},
                    {"currency", base.currency},
                    {"source", base.source},
                    {"regions", regions_of(base)},
                    {"sectors", sectors_of(base)},
                    {"groups", region_groups_of(base)},
                    {"sector_groups", sector_groups_of(base)},
                    {"elasticities", elasticities}});
}

std::string scenarios_json() {
    ordered_json list = ordered_json::array();
    for (std::string const& name : builtin_scenarios()) {
        Scenario const scenario = read_scenario(name);
        list.push_back({{"name", name},
                        {"title", scenario.title},
                        {"note", scenario.note},
                        {"source", scenario.source},
                        {"base", scenario.base},
                        {"is_threats", !scenario.threats.empty()},
                        {"toml", scenario.toml}});
    }
    return written({{"scenarios", list}});
}

}  // namespace desvio
