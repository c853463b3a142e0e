#pragma once

#include "desvio/engine/run.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

/// What a file keeps of the scenario and the base it was made of, so that it can be repeated. Private to engine.
namespace desvio {

/// Attributes of the scenario: its text, and what was set after it was read (the day, varied numbers).
void add_scenario_attributes(LabelledFile& file, Scenario const& scenario);

/// The base as given, the tables of rates and those of groups that were asked, under /input.
/// \param groups  whom groups stood for, from the scenario resolved
void add_inputs(LabelledFile& file, Scenario const& scenario, std::vector<GroupUse> const& groups, Base const& given);

/// The texts that add_inputs() kept, by the names the scenario has for them.
std::map<std::string, std::string> kept_texts(LabelledFile const& file);

/// Scenario and base of a file that has both of the above. \throws FileError
RecordedRun recorded_inputs(LabelledFile const& file);

/// A scenario among several of one file, and the name it has there.
using NamedScenario = std::pair<std::string, Scenario>;

/// The same of files that are made of several scenarios: texts, days and readings under /input/scenarios, and the
/// tables of rates, groups and values of time that they name under /input/texts, each distinct one once.
/// \param kept  may hold scenarios twice; names differ
void add_scenario_set(LabelledFile& file, std::vector<NamedScenario> const& kept);

/// The scenarios of such a file, in their order. \throws FileError for a file without, as programs before these wrote
std::vector<NamedScenario> recorded_scenario_set(LabelledFile const& file);

/// What money of the counterfactual is measured in.
std::string numeraire_of(ModelOptions const& model);

/// "2025-08-07T12:00:00Z"
std::string now_utc();

}  // namespace desvio
