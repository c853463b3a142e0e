#pragma once

#include "desvio/engine/schedule_view.hpp"
#include "desvio/report/catalogue.hpp"
#include "desvio/report/summary.hpp"

#include <string>
#include <vector>

/// Schedules of dated duties as text and JSON.
namespace desvio {

/// Every schedule: name, importer, kind, measures, days, title.
Listing list_schedules(std::vector<Schedule> const& schedules);

/// What is in a schedule that passed: counts, authorities in their order, days.
std::string format_schedule_check(Schedule const& schedule, Base const& base, TextStyle const& style = {});
std::string format_schedule_check_json(Schedule const& schedule, Base const& base);

/// The duties of one day within a scope: each measure that acts, in the order of stacking, then partners, or sectors of
/// one.
std::string format_schedule_day(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope, Date date,
                                TextStyle const& style = {});
std::string format_schedule_day_json(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope, Date date);

/// What two days differ in: measures begun and ended, duties by partner or, for one partner, by sector.
std::string format_schedule_diff(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope, Date before,
                                 Date after, TextStyle const& style = {});
std::string format_schedule_diff_json(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope,
                                      Date before, Date after);

/// Mean duties by day, a column a partner: as many as the width holds, those with most trade first.
std::string format_schedule_timeline(ScheduleTimeline const& timeline, Schedule const& schedule, Base const& base,
                                     TextStyle const& style = {});
std::string format_schedule_timeline_json(ScheduleTimeline const& timeline, Schedule const& schedule, Base const& base);

}  // namespace desvio
