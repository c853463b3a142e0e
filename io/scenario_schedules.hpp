#pragma once

#include "desvio/io/schedule_io.hpp"
#include "desvio/params/scenario.hpp"

namespace desvio {

/// Reads the schedules that a scenario names and keeps their texts among its tables.
void read_scheduled_duties(Scenario& scenario, ReadSchedulePart const& read_part, FaultList& faults);

}  // namespace desvio
