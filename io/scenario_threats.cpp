#include "io/scenario_threats.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/params/threats.hpp"

#include <algorithm>
#include <numeric>

namespace desvio {
namespace {

/// Probabilities written with a few digits may sum to a rounding more than 1.
constexpr double sum_rounding = 1e-12;

Threat read_threat(TomlFields block) {
    Threat threat;
    threat.where = block.where();
    if (auto name = block.filled_text("scenario")) threat.scenario = std::move(*name);
    if (auto const probability = block.number("probability", {0.0, 1.0, true, "it is how likely the threat is",
                                                              "Write it as a fraction: 0.2 is one in five."}))
        threat.probability = *probability;
    threat.label = block.filled_text("label").value_or(threat.scenario);
    threat.given = block.filled_text("given").value_or("");
    threat.independent = block.flag("independent").value_or(false);
    threat.note = block.text("note").value_or("");
    for (char const* key : {"scenario", "probability"})
        if (!block.has(key))
            block.fault(block.where(), fmt::format("'{}' is missing", key), "the threat says nothing without it",
                        fmt::format("Write {} = ...", key));
    if (!threat.given.empty() && !threat.independent)
        block.fault(block.where("given"), "'given' belongs to a threat with independent = true",
                    "threats that are not independent exclude one another, so that none comes after another",
                    "Add independent = true: the threat then comes with its probability once that one has come.");
    block.refuse_unknown();
    return threat;
}

void check_threat_labels(std::vector<Threat> const& threats, FaultList& faults) {
    std::vector<std::string> earlier;
    for (Threat const& threat : threats) {
        if (std::find(earlier.begin(), earlier.end(), threat.label) != earlier.end())
            faults.add(threat.where, fmt::format("two threats are called '{}'", threat.label),
                       "results are told apart by their labels", "Write label = \"...\" to one of them.");
        if (!threat.given.empty() && std::find(earlier.begin(), earlier.end(), threat.given) == earlier.end())
            faults.add(threat.where, fmt::format("'given' names no earlier threat: '{}'", threat.given),
                       "a threat can wait for one that is written before it",
                       earlier.empty() ? "There is none before it." : suggest_name(threat.given, earlier));
        earlier.push_back(threat.label);
    }
}

void check_threat_probabilities(std::vector<Threat> const& threats, FaultList& faults) {
    double sum = 0.0;
    SourceLocation where;
    for (Threat const& threat : threats) {
        if (threat.independent) continue;
        sum += threat.probability;
        where = threat.where;
    }
    if (sum > 1.0 + sum_rounding)
        faults.add(where, fmt::format("the probabilities of threats that exclude one another sum to {:.6g}", sum),
                   "together they cannot be more than certain", "Lower them, or write independent = true.");
    auto const n_independent =
        std::count_if(threats.begin(), threats.end(), [](auto const& t) { return t.independent; });
    if (n_independent > most_independent_threats)
        faults.add(threats.back().where, fmt::format("there are {} independent threats", n_independent),
                   fmt::format("every combination is solved, and {} make {}", most_independent_threats,
                               1 << most_independent_threats),
                   "Leave the least likely out.");
}

}  // namespace

void read_threats(TomlFields& top, Scenario& scenario, FaultList& faults) {
    for (auto const* block : top.tables("threat"))
        scenario.threats.push_back(read_threat({*block, "[[threat]]", scenario.file, faults}));
    check_threat_labels(scenario.threats, faults);
    check_threat_probabilities(scenario.threats, faults);
    toml::table const* const block = top.table("threats");
    if (block == nullptr) return;
    TomlFields rest(*block, "[threats]", scenario.file, faults);
    scenario.threats_where = rest.where();
    if (auto name = rest.filled_text("otherwise"); name && *name != nothing_happens) scenario.otherwise = *name;
    rest.refuse_unknown();
    bool const is_any_excluding = std::any_of(scenario.threats.begin(), scenario.threats.end(),
                                              [](Threat const& threat) { return !threat.independent; });
    if (!is_any_excluding)
        rest.fault(rest.where(), "[threats] stands without a [[threat]] that excludes others",
                   "'otherwise' is what comes when none of those does", "Add one, or take the block out.");
}

}  // namespace desvio
