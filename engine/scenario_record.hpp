#pragma once

#include "desvio/engine/run.hpp"

#include <string>

/// What a file keeps of the scenario and the base it was made of, so that it can be repeated. Private to engine.
namespace desvio {

/// Attributes of the scenario: its text, and what was set after it was read (the day, varied numbers).
void add_scenario_attributes(LabelledFile& file, Scenario const& scenario);

/// The base as given, the tables of rates and those of groups that were asked, under /input.
/// \param groups  whom groups stood for, from the scenario resolved
void add_inputs(LabelledFile& file, Scenario const& scenario, std::vector<GroupUse> const& groups, Base const& given);

/// Scenario and base of a file that has both of the above. \throws FileError
RecordedRun recorded_inputs(LabelledFile const& file);

/// What money of the counterfactual is measured in.
std::string numeraire_of(ModelOptions const& model);

/// "2025-08-07T12:00:00Z"
std::string now_utc();

}  // namespace desvio
