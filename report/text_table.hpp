#pragma once

#include "desvio/report/summary.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Aligned tables for a terminal. Private to report.
namespace desvio::text {

/// Columns a UTF-8 text takes on a terminal: combining marks take none, East Asian wide characters two.
std::size_t display_width(std::string_view utf8);

/// The text cut to at most `width` columns, the last one "…" when anything was cut.
std::string shorten(std::string_view utf8, std::size_t width);

/// The text broken at spaces into lines of at most `width` columns, later lines indented; the first line starts after
/// `used` columns that are taken already.
std::string wrap(std::string_view utf8, std::size_t width, std::size_t indent = 0, std::size_t used = 0);

enum class Align { left, right };
enum class Tone { plain, strong, faint, gain, loss };

/// The text in a tone, or as it is when the style has no colour.
std::string paint(std::string_view text, Tone tone, TextStyle const& style);

struct Column {
    std::string title;  ///< '\n' makes a header of several lines
    Align align = Align::right;
    bool optional = false;  ///< left out when the table would be too wide
};

struct Cell {
    std::string text;
    Tone tone = Tone::plain;
};

class TextTable {
  public:
    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// \pre as many cells as columns
    void add_row(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    /// At most style.width columns wide: gaps narrow first, then optional columns go (the last one first), then the
    /// first column is shortened. Each line ends with '\n' and has no trailing spaces.
    [[nodiscard]] std::string render(TextStyle const& style) const;

  private:
    [[nodiscard]] std::size_t natural_width(std::size_t column) const;
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace desvio::text
