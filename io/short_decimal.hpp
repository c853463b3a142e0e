#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#ifdef __SSE4_1__
#include <smmintrin.h>
#endif

/// Decimals as tables print them: a sign, at most 15 digits, perhaps a point among them, no exponent. The digits taken
/// as a whole number are below 2^53 and 10^k is exact for k <= 22, so that one division rounds as IEEE 754 asks:
///
///   value = (-1)^s digits / 10^decimals
namespace desvio {

/// A decimal that was read, or none: `end` is then null and the text is to be read in a more general way.
struct ShortDecimal {
    double value = 0.0;
    char const* end = nullptr;  ///< one past the last character of the number
};

namespace short_decimal {

inline constexpr std::size_t most_digits = 15;
/// So many bytes before and behind a text must be readable, whatever they are.
inline constexpr std::size_t margin = 32;
inline constexpr std::array<double, most_digits + 1> powers_of_ten{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

inline double with_sign(std::uint64_t digits, std::size_t n_decimals, bool is_negative) {
    double const magnitude = static_cast<double>(digits) / powers_of_ten[n_decimals];
    return is_negative ? -magnitude : magnitude;
}

}  // namespace short_decimal

/// Reads a decimal that ends at a delimiter, character by character.
/// \pre short_decimal::margin bytes behind `at` are readable and one of them is no part of a number
inline ShortDecimal read_short_decimal_plainly(char const* at, char delimiter) {
    constexpr unsigned base = 10;
    auto const digit = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)) - unsigned{'0'}; };
    bool const is_negative = *at == '-';
    at += is_negative ? 1 : 0;
    std::uint64_t digits = 0;
    char const* const first = at;
    for (unsigned d = digit(*at); d < base; d = digit(*++at)) digits = digits * base + d;
    auto n_digits = static_cast<std::size_t>(at - first);
    std::size_t n_decimals = 0;
    if (*at == '.') {
        char const* const decimals = ++at;
        for (unsigned d = digit(*at); d < base; d = digit(*++at)) digits = digits * base + d;
        n_decimals = static_cast<std::size_t>(at - decimals);
        n_digits += n_decimals;
    }
    if (n_digits == 0 || n_digits > short_decimal::most_digits || *at != delimiter) return {};
    return {short_decimal::with_sign(digits, n_decimals, is_negative), at};
}

#ifdef __SSE4_1__

/// The same for what takes at most fifteen characters, all at once: the cell is loaded so that its last digit is the
/// last of sixteen bytes, what stands before the point is moved one byte up to close the gap, and neighbours are added
/// up, digits to pairs, to fours, to two numbers of eight digits. Where the cell ends is found from the delimiter
/// alone: the next cell need not wait for this one. \pre short_decimal::margin bytes before and behind `at` are
/// readable
inline ShortDecimal read_short_decimal(char const* at, char delimiter) {
    constexpr int lanes = 16;
    auto const load = [](char const* from) { return _mm_loadu_si128(reinterpret_cast<__m128i const*>(from)); };
    auto const mask_of = [](__m128i bytes) { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); };
    __m128i const text = load(at);
    unsigned const delimiters = mask_of(_mm_cmpeq_epi8(text, _mm_set1_epi8(delimiter)));
    if (delimiters == 0) return {};
    int const length = std::countr_zero(delimiters);
    unsigned const inside = (1U << static_cast<unsigned>(length)) - 1U;

    __m128i const zero = _mm_set1_epi8('0');
    __m128i const nines = _mm_set1_epi8(9);
    __m128i const offset = _mm_sub_epi8(text, zero);
    unsigned const digit_mask = mask_of(_mm_cmpeq_epi8(_mm_max_epu8(offset, nines), nines)) & inside;
    unsigned const point_mask = mask_of(_mm_cmpeq_epi8(text, _mm_set1_epi8('.'))) & inside;
    bool const is_negative = *at == '-';
    unsigned const sign_mask = is_negative ? 1U : 0U;
    bool const is_plain =
        (digit_mask | point_mask | sign_mask) == inside && digit_mask != 0 && (point_mask & (point_mask - 1U)) == 0;
    if (!is_plain) return {};

    // Lanes from `first_decimal` on hold what follows the point, those from `first_digit` on what precedes it.
    int const gap = point_mask != 0 ? 1 : 0;
    int const n_decimals = gap * (length - 1 - std::countr_zero(point_mask | (1U << static_cast<unsigned>(lanes))));
    int const first_decimal = lanes - n_decimals;
    int const first_digit = lanes - length + gap + static_cast<int>(sign_mask);
    __m128i const lane = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    auto const lanes_from = [&](int first) {
        return _mm_cmpgt_epi8(lane, _mm_set1_epi8(static_cast<char>(first - 1)));
    };
    char const* const end = at + length;
    __m128i const aligned = _mm_blendv_epi8(load(end - lanes - gap), load(end - lanes), lanes_from(first_decimal));
    __m128i const digits = _mm_and_si128(_mm_sub_epi8(aligned, zero), lanes_from(first_digit));

    __m128i const pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));  // times 10 and 1
    __m128i const fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));  // times 100 and 1
    __m128i const eights =
        _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));  // times 10000 and 1
    auto const both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    constexpr std::uint64_t eight_digits = 100'000'000;
    std::uint64_t const number = (both & 0xFFFFFFFFU) * eight_digits + (both >> 32U);
    return {short_decimal::with_sign(number, static_cast<std::size_t>(n_decimals), is_negative), end};
}

#else

inline ShortDecimal read_short_decimal(char const* at, char delimiter) {
    return read_short_decimal_plainly(at, delimiter);
}

#endif

}  // namespace desvio
