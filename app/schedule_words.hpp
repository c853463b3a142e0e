#pragma once

#include "app/command.hpp"
#include "desvio/engine/schedule_view.hpp"
#include "desvio/io/schedule_io.hpp"

#include <string>

namespace desvio::app {

inline constexpr char const* default_schedule = "us-2025-2026";

/// The positional SCHEDULE, or the default one.
std::string chosen_schedule(Invocation const& invocation);

/// A schedule and the base that --base names, tied. \throws InputError with every fault of both
struct LoadedSchedule {
    LoadedSchedule(Invocation const& invocation, std::string const& name);
    LoadedSchedule(LoadedSchedule const&) = delete;
    LoadedSchedule& operator=(LoadedSchedule const&) = delete;

    /// What --partner and --sector choose.
    [[nodiscard]] ScheduleScope scope(Invocation const& invocation) const;

    Schedule schedule;
    Base base;
    TiedSchedule tied;
};

}  // namespace desvio::app
