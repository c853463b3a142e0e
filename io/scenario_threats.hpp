#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/scenario.hpp"
#include "io/toml_fields.hpp"

namespace desvio {

/// Reads the blocks [[threat]] and [threats] of a scenario: who may come, with what probability, and what is there if
/// none does. \param top  the top of the file
void read_threats(TomlFields& top, Scenario& scenario, FaultList& faults);

}  // namespace desvio
