#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio::text {
namespace {

char const* const missing = "–";

/// Digits of |value| with commas, and whether anything but zeros is left of it.
std::string group_thousands(double value, int decimals) {
    std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
    std::size_t const point = std::min(digits.find('.'), digits.size());
    for (std::size_t k = point; k > 3; k -= 3) digits.insert(k - 3, 1, ',');
    return digits;
}

bool is_shown_as_zero(std::string const& digits) { return digits.find_first_of("123456789") == std::string::npos; }

}  // namespace

std::string format_number(double value, int decimals) {
    if (!std::isfinite(value)) return missing;
    std::string digits = group_thousands(value, decimals);
    return value < 0.0 && !is_shown_as_zero(digits) ? "-" + digits : digits;
}

std::string format_signed(double value, int decimals) {
    if (!std::isfinite(value)) return missing;
    std::string digits = group_thousands(value, decimals);
    if (is_shown_as_zero(digits)) return digits;
    return (value < 0.0 ? "-" : "+") + digits;
}

std::string format_share(double fraction, int decimals) {
    if (!std::isfinite(fraction)) return missing;
    return format_number(100.0 * fraction, decimals) + "%";
}

std::string format_amount(double million) {
    double const size = std::abs(million);
    if (!std::isfinite(size)) return missing;
    if (size >= 1e6) return format_number(size / 1e3, 0) + " bn";
    if (size >= 1e3) return format_number(size / 1e3, 1) + " bn";
    return format_number(size, size < 10.0 ? 1 : 0) + " mn";
}

std::string format_residual(double value) {
    if (std::isnan(value)) return missing;
    return value == 0.0 ? "0" : fmt::format("{:.1e}", value);
}

Cell signed_cell(double value, int decimals) {
    std::string text = format_signed(value, decimals);
    Tone tone = Tone::plain;
    if (text.front() == '+') tone = Tone::gain;
    if (text.front() == '-') tone = Tone::loss;
    return {std::move(text), tone};
}

std::string format_compact(double value) {
    if (!std::isfinite(value)) return missing;
    if (std::abs(value) >= 1000.0) return format_number(value, 0);
    return fmt::format("{:.4g}", value);
}

std::string format_bytes(double bytes) {
    constexpr double kilo = 1e3, mega = 1e6, giga = 1e9;
    if (bytes >= giga) return fmt::format("{:.1f} GB", bytes / giga);
    return bytes >= mega ? fmt::format("{:.1f} MB", bytes / mega) : fmt::format("{:.0f} kB", bytes / kilo);
}

}  // namespace desvio::text
