#pragma once

#include "desvio/core/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// One rate of a table of duties, in the table's own codes.
struct DutyRow {
    std::string sector, exporter, importer;
    double rate = 0.0;            ///< fraction
    std::optional<double> value;  ///< trade the rate bears on, in any unit, for means; >= 0
    SourceLocation where;
};

struct DutyTable {
    std::string file;  ///< for messages
    std::vector<DutyRow> rows;
    bool has_values = false;  ///< whether the table has a column of trade
    int n_without_rate = 0;   ///< rows that leave the rate empty, passed over
};

}  // namespace desvio
