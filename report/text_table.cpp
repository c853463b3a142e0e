#include "report/text_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

namespace desvio::text {
namespace {

/// One character of a UTF-8 text: how many bytes it has and how many columns it takes.
struct Character {
    std::size_t bytes;
    std::size_t columns;
};

/// Bytes of the character that starts with `lead`; a stray continuation byte counts as one.
std::size_t sequence_length(unsigned char lead) {
    if (lead >= 0xF0U) return 4;
    if (lead >= 0xE0U) return 3;
    if (lead >= 0xC0U) return 2;
    return 1;
}

bool is_combining(std::uint32_t point) {
    return (point >= 0x0300U && point <= 0x036FU) || (point >= 0x200BU && point <= 0x200FU) || point == 0xFEFFU;
}

/// The blocks Unicode's East Asian Width (UAX 11) gives as wide, coarsely.
bool is_wide(std::uint32_t point) {
    static constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 5> ranges{
        {{0x1100U, 0x115FU}, {0x2E80U, 0xA4CFU}, {0xAC00U, 0xD7A3U}, {0xF900U, 0xFAFFU}, {0xFF00U, 0xFF60U}}};
    return std::any_of(ranges.begin(), ranges.end(),
                       [point](auto const& range) { return point >= range.first && point <= range.second; });
}

Character first_character(std::string_view utf8) {
    auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(utf8[k]); };
    std::size_t const length = std::min(sequence_length(byte(0)), utf8.size());
    if (length == 1) return {1, 1};
    std::uint32_t point = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) point = (point << 6U) | (byte(k) & 0x3FU);
    if (is_combining(point)) return {length, 0};
    return {length, is_wide(point) ? std::size_t{2} : std::size_t{1}};
}

std::vector<std::string> split_lines(std::string const& text) {
    std::vector<std::string> lines(1);
    for (char const c : text) {
        if (c == '\n') {
            lines.emplace_back();
        } else {
            lines.back() += c;
        }
    }
    return lines;
}

void append_aligned(std::string& line, std::string const& text, std::size_t width, Align align, Tone tone,
                    TextStyle const& style) {
    std::string const shown = shorten(text, width);
    std::string const padding(width - display_width(shown), ' ');
    if (align == Align::right) line += padding;
    line += paint(shown, tone, style);
    if (align == Align::left) line += padding;
}

void end_line(std::string& out, std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    out += line;
    out += '\n';
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
    std::size_t width = 0;
    while (!utf8.empty()) {
        Character const character = first_character(utf8);
        width += character.columns;
        utf8.remove_prefix(character.bytes);
    }
    return width;
}

std::string shorten(std::string_view utf8, std::size_t width) {
    if (display_width(utf8) <= width) return std::string(utf8);
    if (width == 0) return {};
    std::string cut;
    std::size_t used = 0;
    while (!utf8.empty()) {
        Character const character = first_character(utf8);
        if (used + character.columns > width - 1) break;
        cut += utf8.substr(0, character.bytes);
        used += character.columns;
        utf8.remove_prefix(character.bytes);
    }
    return cut + "…";
}

std::string wrap(std::string_view utf8, std::size_t width, std::size_t indent, std::size_t used) {
    std::string out;
    bool is_line_start = true;
    while (!utf8.empty()) {
        std::size_t const end = std::min(utf8.find(' '), utf8.size());
        std::string_view const word = utf8.substr(0, end);
        utf8.remove_prefix(std::min(end + 1, utf8.size()));
        if (word.empty()) continue;
        std::size_t const columns = display_width(word);
        if (!is_line_start && used + 1 + columns > width) {
            out += '\n' + std::string(indent, ' ');
            used = indent;
        } else if (!is_line_start) {
            out += ' ';
            ++used;
        }
        out += word;
        used += columns;
        is_line_start = false;
    }
    return out;
}

std::string paint(std::string_view text, Tone tone, TextStyle const& style) {
    if (!style.colour || tone == Tone::plain || text.empty()) return std::string(text);
    std::string_view code;
    switch (tone) {
        case Tone::strong:
            code = "\x1b[1m";
            break;
        case Tone::faint:
            code = "\x1b[2m";
            break;
        case Tone::gain:
            code = "\x1b[32m";
            break;
        case Tone::loss:
            code = "\x1b[31m";
            break;
        case Tone::plain:
            break;
    }
    return std::string(code) + std::string(text) + "\x1b[0m";
}

std::size_t TextTable::natural_width(std::size_t column) const {
    std::size_t width = 0;
    for (std::string const& line : split_lines(columns_[column].title)) width = std::max(width, display_width(line));
    for (auto const& row : rows_) width = std::max(width, display_width(row[column].text));
    return width;
}

std::string TextTable::render(TextStyle const& style) const {
    std::size_t const available = static_cast<std::size_t>(std::max(style.width, 1));
    std::vector<std::size_t> shown(columns_.size());
    std::iota(shown.begin(), shown.end(), std::size_t{0});
    std::vector<std::size_t> widths(columns_.size());
    for (std::size_t const column : shown) widths[column] = natural_width(column);

    std::size_t gap = 2;
    auto const total = [&] {
        std::size_t sum = shown.empty() ? 0 : gap * (shown.size() - 1);
        for (std::size_t const column : shown) sum += widths[column];
        return sum;
    };
    if (total() > available) gap = 1;
    for (std::size_t column = columns_.size(); column-- > 0 && total() > available;) {
        if (columns_[column].optional) std::erase(shown, column);
    }
    if (std::size_t const sum = total(); sum > available && !shown.empty()) {
        // Below eight columns a name says nothing; then the table is wider than asked rather than unreadable.
        std::size_t& first = widths[shown.front()];
        first = std::max(std::min<std::size_t>(first, 8), first - std::min(first, sum - available));
    }

    std::string out;
    std::size_t header_lines = 0;
    for (std::size_t const column : shown) {
        if (!columns_[column].title.empty()) {
            header_lines = std::max(header_lines, split_lines(columns_[column].title).size());
        }
    }
    for (std::size_t k = 0; k < header_lines; ++k) {
        std::string line;
        for (std::size_t const column : shown) {
            auto const title = split_lines(columns_[column].title);
            // Headers of fewer lines stand at the bottom, next to the figures.
            std::size_t const above = header_lines - title.size();
            if (column != shown.front()) line += std::string(gap, ' ');
            append_aligned(line, k < above ? "" : title[k - above], widths[column], columns_[column].align, Tone::faint,
                           style);
        }
        end_line(out, std::move(line));
    }
    for (auto const& row : rows_) {
        std::string line;
        for (std::size_t const column : shown) {
            if (column != shown.front()) line += std::string(gap, ' ');
            append_aligned(line, row[column].text, widths[column], columns_[column].align, row[column].tone, style);
        }
        end_line(out, std::move(line));
    }
    return out;
}

}  // namespace desvio::text
