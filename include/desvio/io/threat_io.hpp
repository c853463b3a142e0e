#pragma once

#include "desvio/params/scenario.hpp"

#include <map>
#include <optional>
#include <string>

namespace desvio {

/// The scenarios that the threats of a scenario and its `otherwise` name, by the name as written there: built-in ones,
/// or files looked for beside the scenario first and then from the working folder. They are answered on the base of
/// the scenario; a model or date that they do not choose is the scenario's.
/// \param reading  of those that have numbers with three, in place of their own
/// \throws InputError at the place of the threat for one that is not there, that holds threats itself, or that chooses
///         another model or date than the scenario's, and with every fault of those files; FileError
std::map<std::string, Scenario> read_threatened(Scenario const& scenario, std::optional<ReadingLevel> reading = {});

}  // namespace desvio
