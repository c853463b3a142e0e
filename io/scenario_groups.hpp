#pragma once

#include "desvio/params/scenario.hpp"

#include <toml++/toml.h>

namespace desvio {

/// Reads [groups] into scenario.groups and scenario.group_file: each key is a group and its value a selector, but for
/// `file`, which names a table of groups (read elsewhere). Faults with file:line:column go to `faults`.
void read_group_block(toml::table const& block, Scenario& scenario, FaultList& faults);

}  // namespace desvio
