#pragma once

#include "desvio/core/error.hpp"

#include <array>
#include <string>
#include <vector>

namespace desvio {

/// Which of three figures stands for a number of which more than one is defensible.
enum class ReadingLevel { low, central, high };

/// What a day in transit costs in one sector.
struct TimeValue {
    std::string sector;             ///< code in the base
    std::array<double, 3> per_day;  ///< low, central, high: fraction of the value of the goods a day, 0..1
    SourceLocation where;

    [[nodiscard]] double at(ReadingLevel reading) const { return per_day[static_cast<std::size_t>(reading)]; }
};

/// The value of time by sector: a built-in set or a CSV file with the columns sector, low, central, high and, for
/// people, basis and source. Its text is kept, so that a run can be repeated from its file.
struct ValueOfTime {
    std::string text;
    std::vector<TimeValue> values;
};

}  // namespace desvio
