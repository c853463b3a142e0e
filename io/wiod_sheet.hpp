#pragma once

#include "desvio/params/io_table.hpp"
#include "io/sector_kind.hpp"
#include "io/table_source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// What a row below the industries is.
enum class BottomRowRole {
    paid_by_users,      ///< what users pay on top of basic prices: taxes, margins, purchases abroad
    value_added,        ///< a row of value added
    total,              ///< the column's own total
    intermediate_total  ///< a sum of rows above, passed over
};

struct BottomRow {
    std::string code;               ///< in the table that is made
    std::vector<std::string> keys;  ///< any of them in column A, B or D marks the row; case and blanks are ignored
    BottomRowRole role;
};

/// Where things stand on a sheet of the World Input-Output Database: header rows on top, label columns A (industry
/// code), B (name), C (region) on the left, industries region by region, then final demand, then a total.
struct WiodLayout {
    std::string format;                   ///< the reader's name
    std::string title;                    ///< of the table, without its year
    std::string source;                   ///< who published it
    std::string licence;                  ///< its terms
    Isic revision;                        ///< of the industry codes
    std::string first_code;               ///< of the first industry: what tells releases apart
    int code_row;                         ///< header row with industry codes
    int region_row;                       ///< header row with regions
    int category_row;                     ///< header row with the final categories
    bool is_region_said_once;             ///< only at the first column and row of its block
    std::vector<std::string> categories;  ///< final categories as they stand in category_row
    std::string total_header;             ///< in any header row of the column of total output
    std::vector<BottomRow> bottom_rows;
};

/// How sure the first rows of the first spreadsheet in a source make that it has a layout: 0 or 0.95.
double recognise_wiod_sheet(TableSource const& source, WiodLayout const& layout);

/// Reads the table of a year: the only one, or the one whose sheet, title or file name says `year`.
/// \throws InputError naming the cell: labels that do not fit, cells that are no numbers, missing rows; FileError
/// \tests unit/reader_wiod2013_test.cpp, unit/reader_wiod2016_test.cpp, unit/reader_wiod_longrun_test.cpp
IoTable read_wiod_sheet(TableSource const& source, WiodLayout const& layout, int year);

/// Goods or services of an industry code: "AtB" and "C10-C12" by the letter, "15t16" by the division.
SectorKind kind_of_industry(std::string_view code, Isic revision);

}  // namespace desvio
