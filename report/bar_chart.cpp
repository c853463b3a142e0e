#include "report/bar_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace desvio::text {
namespace {

constexpr int parts = 8;                ///< of a column, as Unicode's block elements divide it
constexpr int least_columns = 10;       ///< of bars; fewer tell nothing
constexpr std::size_t least_label = 8;  ///< columns below which a name says nothing
constexpr std::size_t gap = 2;

/// Columns on both sides of zero and how much one of them stands for.
struct BarScale {
    int left = 0, right = 0;
    double a_column = 0.0;

    [[nodiscard]] int eighths(double value) const {
        if (!std::isfinite(value) || !(a_column > 0.0)) return 0;
        return static_cast<int>(std::lround(parts * std::abs(value) / a_column));
    }
};

/// Zero falls between two columns, so that every bar begins there.
BarScale scale_of(std::vector<Bar> const& bars, int columns) {
    double lowest = 0.0, highest = 0.0;
    for (Bar const& bar : bars) {
        if (!std::isfinite(bar.value)) continue;
        lowest = std::min(lowest, bar.value);
        highest = std::max(highest, bar.value);
    }
    BarScale scale;
    double const range = highest - lowest;
    if (!(range > 0.0)) return scale;
    if (lowest < 0.0) {
        --columns;  // for the axis
        int const most = highest > 0.0 ? columns - 1 : columns;
        scale.left = std::clamp(static_cast<int>(std::lround(columns * -lowest / range)), 1, most);
    }
    scale.right = highest > 0.0 ? columns - scale.left : 0;
    if (scale.left > 0) scale.a_column = -lowest / scale.left;
    if (scale.right > 0) scale.a_column = std::max(scale.a_column, highest / scale.right);
    return scale;
}

std::string repeat(std::string_view character, int count) {
    std::string text;
    for (int k = 0; k < count; ++k) text += character;
    return text;
}

/// A bar to the right of zero: whole columns, then the left eighths of one.
std::string rising_bar(int eighths, bool is_utf8) {
    if (!is_utf8) return std::string(static_cast<std::size_t>((eighths + parts / 2) / parts), '#');
    static constexpr std::array<std::string_view, parts> ends{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    return repeat("█", eighths / parts) + std::string(ends[static_cast<std::size_t>(eighths % parts)]);
}

/// A bar to the left of zero, filled up with blanks to `columns`; Unicode has the right eighth and the right half only.
std::string falling_bar(int eighths, int columns, bool is_utf8) {
    int whole = eighths / parts;
    std::string_view end;
    if (!is_utf8) {
        whole = (eighths + parts / 2) / parts;
    } else if (int const rest = eighths % parts; rest >= 7) {
        ++whole;
    } else if (rest >= 3) {
        end = "▐";
    } else if (rest >= 1) {
        end = "▕";
    }
    int const blank = std::max(0, columns - whole - (end.empty() ? 0 : 1));
    return repeat(" ", blank) + std::string(end) + repeat(is_utf8 ? "█" : "#", whole);
}

std::string padded(std::string const& text, std::size_t width, Align align) {
    std::string const shown = shorten(text, width), blanks(width - display_width(shown), ' ');
    return align == Align::left ? shown + blanks : blanks + shown;
}

}  // namespace

std::string render_bars(std::vector<Bar> const& bars, TextStyle const& style) {
    std::size_t label_width = 0, figure_width = 0;
    for (Bar const& bar : bars) {
        label_width = std::max(label_width, display_width(bar.label));
        figure_width = std::max(figure_width, display_width(bar.figure));
    }
    auto const columns_left = [&] { return style.width - static_cast<int>(label_width + figure_width + 2 * gap); };
    if (int const missing = least_columns - columns_left(); missing > 0 && label_width > least_label)
        label_width -= std::min(label_width - least_label, static_cast<std::size_t>(missing));
    int const columns = columns_left();
    BarScale const scale = columns >= least_columns ? scale_of(bars, columns) : BarScale{};

    std::string out;
    for (Bar const& bar : bars) {
        std::string line = padded(bar.label, label_width, Align::left) + std::string(gap, ' ') +
                           paint(padded(bar.figure, figure_width, Align::right), bar.tone, style) +
                           std::string(gap, ' ');
        int const eighths = scale.eighths(bar.value);
        bool const falls = bar.value < 0.0;
        if (scale.left > 0) {
            std::string const below = falling_bar(falls ? eighths : 0, scale.left, style.is_utf8);
            line += falls ? paint(below, bar.tone, style) : below;
            line += style.is_utf8 ? "│" : "|";
        }
        if (!falls) line += paint(rising_bar(eighths, style.is_utf8), bar.tone, style);
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

}  // namespace desvio::text
