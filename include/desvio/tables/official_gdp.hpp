#pragma once

#include "desvio/params/table_health.hpp"

#include <string>
#include <utility>
#include <vector>

namespace desvio {

/// GDP of a table beside that of a statistical office.
///
///   income       V + T              value added and net taxes on products
///   expenditure  F + T_F + E - M    final use at purchaser prices and net exports
struct GdpComparison {
    struct Row {
        std::string region;
        double income = 0.0, expenditure = 0.0, official = 0.0;  ///< million
    };
    std::vector<Row> rows;                ///< of the regions that both have, largest official figure first
    Row total;                            ///< of these rows
    std::vector<std::string> unknown;     ///< codes of official figures that the table has not
    std::vector<std::string> unofficial;  ///< regions of the table without an official figure
};

/// \param official  code and GDP in million of the table's currency, each code once   \tests unit/gdp_test.cpp
GdpComparison compare_gdp(TableHealth const& health, std::vector<std::pair<std::string, double>> const& official);

}  // namespace desvio
