#pragma once

#include "desvio/engine/schedule_view.hpp"

#include <string>
#include <vector>

/// What the measures of a day do within a scope. Private to report.
namespace desvio::text {

/// One measure's part; means are weighted by base trade.
struct ShownStep {
    std::string id, authority, instrument, stack, start, end, source, note;
    double rate = -1.0;   ///< fraction; -1 where it differs by cell
    double share = -1.0;  ///< of the scope's trade that it reaches; -1 for the end of what the base still holds
    double before = 0.0, after = 0.0;
};

/// The measures that reach anything in the scope, in the order of stacking.
std::vector<ShownStep> steps_within(TiedSchedule const& tied, DutiesOnDate const& duties, Base const& base,
                                    ScheduleScope const& scope);

/// Whether a measure names any partner of the scope.
bool concerns(TiedSchedule const& tied, std::size_t measure, ScheduleScope const& scope);

}  // namespace desvio::text
