#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// How labelled tables lie in bytes: both ends read this. Private to io.
///
///     magic, then attributes, dimensions, tables; each list begins with its length
///     length   4 bytes, little-endian          text   length, bytes
///     numbers  length, a NumberLayout, then the bytes of that layout
namespace desvio::carried {

static_assert(std::endian::native == std::endian::little, "numbers are laid out for little-endian machines");

inline constexpr std::string_view magic = "desvio-tables 1\n";

enum class Kind : std::uint8_t { text, number, integer };

/// planes: the first bytes of all numbers, then all second bytes, and so on.
/// decimals: how many bytes a significand has, the power of ten of every number (a byte, power_of_zero more), then the
/// planes of the significands, so many as they have bytes.
enum class NumberLayout : std::uint8_t { planes, decimals };

inline constexpr std::size_t number_bytes = sizeof(double);
inline constexpr int power_of_zero = 128;
inline constexpr int missing_power = 127;  // NaN
// Within these a significand times or over a power of ten is rounded once, so it is the double that was written.
inline constexpr int largest_power = 22;
inline constexpr std::uint64_t end_of_significands = std::uint64_t{1} << 53U;

inline constexpr std::array<double, largest_power + 1> powers_of_ten{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// The double that is nearest to significand x 10^power.
inline double decimal(std::uint64_t significand, int power) {
    auto const digits = static_cast<double>(significand);
    return power < 0 ? digits / powers_of_ten[static_cast<std::size_t>(-power)]
                     : digits * powers_of_ten[static_cast<std::size_t>(power)];
}

}  // namespace desvio::carried
