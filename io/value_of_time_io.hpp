#pragma once

#include "desvio/params/value_of_time.hpp"

#include <string>
#include <vector>

namespace desvio {

/// Reads a value of time by sector: columns sector, low, central, high (fractions of the value a day) and, optional,
/// basis and source; one row a sector.
/// \param file  the name to put in messages
/// Faults with file:line:column go to `faults`: form of the table, a figure outside 0..1, low above central or central
/// above high, a sector given twice, no row at all.
/// \tests unit/value_of_time_test.cpp
ValueOfTime read_value_of_time(std::string text, std::string const& file, FaultList& faults);

/// Where a built-in set of that name is packed.
std::string builtin_value_of_time_path(std::string const& name);
/// Names of the built-in sets, sorted.
std::vector<std::string> builtin_values_of_time();

}  // namespace desvio
