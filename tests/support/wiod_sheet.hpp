#pragma once

#include "desvio/params/io_table.hpp"
#include "tests/support/workbook.hpp"

#include <string>
#include <vector>

/// Small sheets of the World Input-Output Database, and how well a table adds up.
namespace desvio::test {

struct WiodSheetShape {
    std::vector<SheetCell> codes;  ///< of the industries
    std::vector<std::string> regions;
    std::vector<std::string> categories;
    int category_row = 6;    ///< 6 under the releases of 2013, 3 under that of 2016
    std::string total_code;  ///< in row 3 of the last column
};

/// Titles, headers and industry rows: 100 r + c in row r and column c of the numbers, from 1.
SheetRows wiod_sheet(WiodSheetShape const& shape);

/// Largest |Z 1 + F 1 - x| / x over rows.
double row_gap(IoTable const& table);
/// Largest |1'Z + 1'T + 1'V - x| / x over columns.
double column_gap(IoTable const& table);

}  // namespace desvio::test
