#pragma once

#include "desvio/params/base.hpp"

#include <string>
#include <vector>

namespace desvio {

/// A multi-regional input-output table as it was published: what a reader of a native format makes, before anything is
/// mended. Rows and columns are region by region, sectors within: row i*J + j is sector j of region i.
///
/// | symbol         | member             | shape       | unit                                              |
/// | Z[(i,j),(n,k)] | intermediate       | N J x N J   | million, basic price: what k in n buys of j from i |
/// | F[(i,j),(n,c)] | final_demand       | N J x N C   | million, basic price, column n*C + c              |
/// | T[r,(n,k)]     | intermediate_taxes | R x N J     | million: net taxes on products that users pay     |
/// | T[r,(n,c)]     | final_taxes        | R x N C     | million                                           |
/// | V[v,(n,k)]     | value_added        | rows x N J  | million                                           |
/// | x[(i,j)]       | declared_output    | N J or 0    | million: the table's own total of a row           |
/// | x[(n,k)]       | declared_cost      | N J or 0    | million: the table's own total of a column        |
struct IoTable {
    std::string name, title, currency, unit, source, licence;
    std::string format;                         ///< the reader that read it, e.g. "oecd-icio"
    std::string origin;                         ///< where it was read from, for messages
    int year = 0;                               ///< 0 when the source does not say
    std::vector<Region> region_table;           ///< N
    std::vector<Sector> sector_table;           ///< J
    std::vector<std::string> final_categories;  ///< C, the same for every region, e.g. "HFCE"
    std::vector<std::string> tax_rows;          ///< R, may be none
    std::vector<std::string> value_added_rows;  ///< at least one unless the source has none
    RowMatrix intermediate, final_demand, intermediate_taxes, final_taxes, value_added;
    Vector declared_output, declared_cost;
    std::vector<std::string> reading_notes;  ///< what the reader did to the numbers: summed, scaled, merged, left out

    [[nodiscard]] Index n_regions() const noexcept { return static_cast<Index>(region_table.size()); }
    [[nodiscard]] Index n_sectors() const noexcept { return static_cast<Index>(sector_table.size()); }
    [[nodiscard]] Index n_categories() const noexcept { return static_cast<Index>(final_categories.size()); }
    [[nodiscard]] Index n_rows() const noexcept { return n_regions() * n_sectors(); }
    [[nodiscard]] Index row(Index region, Index sector) const noexcept { return region * n_sectors() + sector; }
    /// "USA_AGR"
    [[nodiscard]] std::string row_name(Index row) const {
        return region_table[static_cast<std::size_t>(row / n_sectors())].code + '_' +
               sector_table[static_cast<std::size_t>(row % n_sectors())].code;
    }
};

}  // namespace desvio
