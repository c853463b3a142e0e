#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace desvio {

/// A day of the proleptic Gregorian calendar.
using Date = std::chrono::sys_days;

/// "2025-08-07" as a day; nothing when it is not written so or is no day ("2025-02-30"). \tests unit/date_test.cpp
std::optional<Date> parse_date(std::string_view text);

/// As parse_date() reads it.
std::string to_string(Date date);

}  // namespace desvio
