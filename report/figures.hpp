#pragma once

#include "desvio/engine/figure.hpp"
#include "report/numbers.hpp"

#include <string>
#include <vector>

/// Outcomes that were asked for, as a reader wants them. Private to report.
namespace desvio::text {

inline constexpr std::size_t subject_width = 26;  ///< columns for whom a line is about, beside its figures

/// Digits after the point: percent 3, fractions 4, money and persons none.
int decimals_of(std::string const& units);

/// A change with its sign and the digits of its unit ("+1,234", "-0.081"); "–" for NaN.
Cell figure_cell(double value, std::string const& units);
/// The value of a figure: with its sign where the figure itself is a change.
Cell level_cell(double value, std::string const& units, std::string const& long_name);

/// Whom a figure is about: "Brazil", "Latin America"; the outcome as written where partner or sectors are named too.
std::string subject_of(Outcome const& outcome, Base const& base);

/// "real income, change, percent".
std::string with_units(std::string const& long_name, std::string const& units);
/// "Real income, change, percent".
std::string title_of(std::string const& long_name, std::string const& units);

/// The figures of each kind, kinds in the order of their first figure.
std::vector<std::vector<std::size_t>> by_kind(std::vector<Figure> const& figures);

/// A title on a line of its own, wrapped.
std::string section(std::string const& title, TextStyle const& style);

/// A sentence wrapped to the width, with a line end.
std::string sentence_line(std::string const& sentence, TextStyle const& style, std::size_t indent = 0);

/// "1 combination", "8 combinations".
std::string count_of(std::size_t number, std::string const& noun);

}  // namespace desvio::text
