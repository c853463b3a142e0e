#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/schedule.hpp"

#include <string>
#include <vector>

namespace desvio {

/// Which part of an importer's duties is looked at.
struct ScheduleScope {
    std::vector<Index> partners, sectors;  ///< in base order; the importer itself is left out
};

/// Mean duty over a scope: sum t M / sum M over sectors j and partners i, M the base's trade; plain where it trades
/// nothing.
///
/// | symbol | argument | shape     | unit     |
/// | t      | duty     | J x N     | fraction |
/// | M      | base     | J x N x N | million  |
/// \tests unit/schedule_test.cpp
double mean_duty(Matrix const& duty, Base const& base, Index importer, std::vector<Index> const& partners,
                 std::vector<Index> const& sectors);
/// The trade that weighs it, million.
double scope_trade(Base const& base, Index importer, std::vector<Index> const& partners,
                   std::vector<Index> const& sectors);

/// The duties of every day on which something changes.
struct ScheduleTimeline {
    std::vector<Date> days;
    std::vector<Matrix> duty;  ///< by day, J x N
    Matrix base_duty;          ///< J x N
    Index importer = 0;
    ScheduleScope scope;
};

/// From `from` to `to` (each may be none), with the first of the two as a day of its own. Days on which nothing within
/// the scope changes are left out.
ScheduleTimeline trace_schedule(TiedSchedule const& tied, ScheduleScope scope, std::optional<Date> from,
                                std::optional<Date> to);

/// As labelled tables: /timeline/duty (day, partner), /timeline/duty_by_sector (day, partner, sector), /timeline/all
/// (day).
LabelledFile to_tables(ScheduleTimeline const& timeline, Schedule const& schedule, Base const& base,
                       std::string const& command_line);
/// As tidy CSV: day, partner, trade, duty; the partner "all" is the mean over those named.
std::string to_csv(ScheduleTimeline const& timeline, Base const& base);

}  // namespace desvio
