#pragma once

#include "report/text_table.hpp"

#include <string>
#include <vector>

/// Bars of characters beside their figures. Private to report.
namespace desvio::text {

struct Bar {
    std::string label;
    double value = 0.0;  ///< NaN: no bar
    std::string figure;  ///< the value as a reader wants it
    Tone tone = Tone::plain;
};

/// One line a bar: label, figure, bar. All bars have one scale and start at zero: those below it grow to the left of an
/// axis, which is drawn only where there are such. In UTF-8 a bar ends on an eighth of a column (to the left on an
/// eighth or a half, which is what Unicode has), else on a whole one, drawn by '#'.
/// At most style.width columns: labels are shortened first; below ten columns of bar there are figures only.
/// \tests unit/bars_test.cpp
std::string render_bars(std::vector<Bar> const& bars, TextStyle const& style);

}  // namespace desvio::text
