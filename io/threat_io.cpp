#include "desvio/io/threat_io.hpp"

#include "desvio/io/scenario_io.hpp"
#include "desvio/params/measures.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace desvio {
namespace {

/// A file beside the scenario is found from any working folder; a built-in name stays one.
std::string beside(std::string const& name, std::string const& scenario_file) {
    auto const names = builtin_scenarios();
    if (std::find(names.begin(), names.end(), name) != names.end()) return name;
    std::filesystem::path const path = std::filesystem::path(scenario_file).parent_path() / name;
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) ? path.string() : name;
}

/// Base, and what the scenario leaves at its default, are those of the whole.
void take_from_whole(Scenario const& whole, Scenario& part) {
    part.base = whole.base;
    if (!part.date) part.date = whole.date;
    Scenario plain;
    plain.base = part.base;
    plain.date = part.date;
    if (model_difference(part, plain).empty()) part.model = whole.model;
}

void check_threatened(Scenario const& whole, Scenario const& part, SourceLocation const& where, FaultList& faults) {
    if (!part.threats.empty())
        faults.add(where, fmt::format("the scenario '{}' holds threats itself", part.name),
                   "a threat is about one thing that comes or does not", "Name the scenarios that it threatens.");
    if (std::string const difference = model_difference(part, whole); !difference.empty())
        faults.add(where, fmt::format("the scenario '{}' has another {}", part.name, difference),
                   "what may happen must be answered alike to be weighed",
                   "Write the same under [model] of both, or copy its rules.");
}

}  // namespace

std::map<std::string, Scenario> read_threatened(Scenario const& scenario, std::optional<ReadingLevel> reading) {
    std::map<std::string, Scenario> found;
    FaultList faults;
    auto const read = [&](std::string const& name, SourceLocation const& where) {
        if (name.empty() || found.contains(name)) return;
        try {
            std::string const place = beside(name, scenario.file);
            Scenario part = read_scenario(place);
            if (reading && !part.readings.empty()) part = read_scenario(place, reading);
            take_from_whole(scenario, part);
            check_threatened(scenario, part, where, faults);
            found.emplace(name, std::move(part));
        } catch (InputError const& error) {
            for (Fault const& fault : error.faults())
                faults.add(fault.where.file.empty() ? where : fault.where, fault.problem, fault.why, fault.remedy);
        }
    };
    for (Threat const& threat : scenario.threats) read(threat.scenario, threat.where);
    read(scenario.otherwise, scenario.threats_where);
    faults.throw_if_any();
    return found;
}

}  // namespace desvio
