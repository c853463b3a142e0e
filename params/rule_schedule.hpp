#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <optional>
#include <vector>

namespace desvio {

/// The parts of split_schedules() in measures.hpp. Faults are left to the rule itself, which stays whole then.
std::vector<ScheduleRule> parts_of_schedule(ScheduleRule const& whole, std::optional<Date> day, Base const& base);

}  // namespace desvio
