#pragma once

#include "desvio/params/io_table.hpp"
#include "io/delimited.hpp"
#include "io/table_edge.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// What the header line of an OECD ICIO table says: columns of sectors ("AUS_01T03"), of final users ("AUS_HFCE", in
/// the edition of 2016 "HFCE_AUS"), and single ones (OUT, TOTAL, DISC).
///
/// China and Mexico also come in parts (CN1, CN2, MX1, MX2): activity in and outside export processing. Their flows are
/// added to CHN and MEX, so that several columns may lead to one place.
/// \tests unit/reader_oecd_icio_test.cpp
struct IcioLayout {
    enum class Edition { y2016, y2018, y2023 };  ///< 2018 is 2021 too, 2023 is 2025 too
    Edition edition = Edition::y2023;
    Edge sectors;                           ///< regions as they are added up
    std::vector<std::string> categories;    ///< of final users
    std::vector<EdgeLabel> sector_columns;  ///< as written, parts of China and Mexico too
    std::vector<Index> sector_places;       ///< column of the table that each leads to
    std::vector<Index> final_places;        ///< region * C + category that each column leads to
    bool has_parts = false;                 ///< some column leads to the place of another
    bool has_discrepancy = false;           ///< a column DISC
    bool has_output = false;                ///< a column OUT or TOTAL, the last
    /// Fields of a row: its label, sectors, final users, single columns.
    [[nodiscard]] std::size_t n_fields() const noexcept {
        return 1 + sector_columns.size() + final_places.size() + (has_discrepancy ? 1 : 0) + (has_output ? 1 : 0);
    }
};

/// \throws InputError for labels that make no such header
IcioLayout read_icio_header(DelimitedReader const& header);

/// "CHN" for CN1 and CN2, "MEX" for MX1 and MX2, others as they are.
std::string_view whole_region(std::string_view code);

/// "AUS" and "C10_12" of "AUS_C10_12": the part before the first underscore and what follows it.
struct IcioLabel {
    std::string_view left, right;  ///< right is empty without an underscore
};
IcioLabel split_icio_label(std::string_view label);

}  // namespace desvio
