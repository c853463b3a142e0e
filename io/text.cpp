#include "io/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace desvio {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Bytes of the character that begins here; 0 when it is not well-formed (RFC 3629: shortest form, no surrogates).
std::size_t utf8_length(std::string_view text) {
    auto const byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
    unsigned const first = byte(0);
    unsigned const second = byte(1);
    auto const continues = [&](std::size_t n) {
        for (std::size_t k = 1; k < n; ++k)
            if ((byte(k) & 0xC0U) != 0x80U) return false;
        return true;
    };
    if (first < 0x80U) return 1;
    if (first >= 0xC2U && first <= 0xDFU) return continues(2) ? 2 : 0;
    if (first >= 0xE0U && first <= 0xEFU) {
        bool const is_overlong = first == 0xE0U && second < 0xA0U;
        bool const is_surrogate = first == 0xEDU && second > 0x9FU;
        return continues(3) && !is_overlong && !is_surrogate ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        bool const is_overlong = first == 0xF0U && second < 0x90U;
        bool const is_beyond = first == 0xF4U && second > 0x8FU;
        return continues(4) && !is_overlong && !is_beyond ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t word = 0;
        if (at + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if ((word & high_bits) == 0) {
                at += sizeof word;
                continue;
            }
        }
        std::size_t const length = utf8_length(text.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

std::pair<int, int> line_and_column(std::string_view text, std::size_t offset) {
    std::string_view const before = text.substr(0, offset);
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    std::size_t const newline = before.rfind('\n');
    std::string_view row = newline == std::string_view::npos ? before : before.substr(newline + 1);
    if (newline == std::string_view::npos && row.starts_with("\xEF\xBB\xBF")) row.remove_prefix(3);
    auto const characters = std::count_if(row.begin(), row.end(), [](char c) { return !is_continuation(c); });
    return {static_cast<int>(line), static_cast<int>(1 + characters)};
}

}  // namespace desvio
