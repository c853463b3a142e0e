#pragma once

#include "desvio/params/schedule.hpp"

#include <string>
#include <vector>

namespace desvio {

/// The measures of a schedule from their table (docs/formats/schedule.md). Faults of form go to `faults`: unknown or
/// missing columns, a rate, share or day that is none, rate and rates both or neither, exempt and covered both.
/// \param file  the name to put in messages
std::vector<DatedMeasure> read_schedule_measures(std::string const& text, std::string const& file, FaultList& faults);

/// The figures by partner and sector that measures name: the columns partner and sector, and any others, all of
/// numbers; an empty field is 0.
ScheduleCells read_schedule_cells(std::string const& text, std::string const& file, FaultList& faults);

}  // namespace desvio
