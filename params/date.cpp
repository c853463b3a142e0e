#include "desvio/params/date.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace desvio {
namespace {

/// The whole of `digits` as a number; nothing when any of it is not a digit.
std::optional<unsigned> parse_digits(std::string_view digits) {
    unsigned value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    constexpr std::size_t length = std::string_view("2025-08-07").size();
    if (text.size() != length || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = parse_digits(text.substr(0, 4));
    auto const month = parse_digits(text.substr(5, 2));
    auto const day = parse_digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                           std::chrono::day(*day)};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

std::string to_string(Date date) {
    std::chrono::year_month_day const parts(date);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
                       static_cast<unsigned>(parts.day()));
}

}  // namespace desvio
