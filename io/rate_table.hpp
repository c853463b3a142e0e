#pragma once

#include "desvio/params/scenario.hpp"

#include <string>

namespace desvio {

/// Reads a table of rates: columns sector, exporter, importer, rate (a fraction), in any order; one row a flow.
/// Codes are looked up when the scenario is tied to a base.
/// \param file  the name to put in messages
/// Faults with file:line:column go to `faults`: form of the table, a rate that is not a finite number in
/// (-1, largest_rate], a flow given twice, a duty on own sales.
/// \cost O(rows log rows) \tests unit/rate_table_test.cpp
RateTable read_rate_table(std::string text, std::string const& file, FaultList& faults);

}  // namespace desvio
