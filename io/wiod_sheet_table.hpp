#pragma once

#include "desvio/core/error.hpp"
#include "io/wiod_sheet.hpp"
#include "io/xlsx.hpp"

#include <array>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace desvio {

/// A cell as a label: texts without blanks around them, numbers in their shortest form (code 19 is often a number).
std::string text_of(XlsxCell const& cell);

/// The header rows of a sheet and what its columns are, found from them.
class WiodHeaders {
  public:
    static constexpr int first_data_row = 7;
    static constexpr int first_data_column = 5;  ///< after code, name, region, number

    enum class ColumnKind { none, industry, final_demand, total };
    struct Column {
        ColumnKind kind = ColumnKind::none;
        std::string code, region;  ///< of an industry; of final demand the category and region
    };

    explicit WiodHeaders(WiodLayout const& layout) : layout_(layout) {}
    void take(int row, std::span<XlsxCell const> cells);
    /// Whether these are the headers of the layout.
    [[nodiscard]] bool fits() const;
    /// The columns from first_data_column on; those beyond the total are none.
    [[nodiscard]] std::vector<Column> columns() const;

  private:
    [[nodiscard]] std::string const& text(int row, int column) const;
    WiodLayout const& layout_;
    int n_columns_ = 0;
    std::array<std::map<int, std::string>, first_data_row> rows_;  // by row, then column
};

/// Makes the table of one sheet.
class WiodSheetTable {
  public:
    /// All three must outlive it.
    WiodSheetTable(XlsxBook const& book, std::string const& sheet, WiodLayout const& layout)
        : book_(book), sheet_(sheet), layout_(layout), headers_(layout) {}
    /// Labels, numbers and notes; what describes the whole is the caller's.
    /// \throws InputError with every faulty cell (at most 20); FileError
    IoTable read();

  private:
    struct Place {  // of a column in the table
        WiodHeaders::ColumnKind kind = WiodHeaders::ColumnKind::none;
        Index index = 0;
    };
    void take_row(int row, std::span<XlsxCell const> cells);
    void build_axes();
    void place_industries(std::vector<WiodHeaders::Column> const& columns);
    void place_final_demand(std::vector<WiodHeaders::Column> const& columns);
    void size_matrices();
    void take_industry_row(int row, std::span<XlsxCell const> cells);
    void take_bottom_row(int row, std::span<XlsxCell const> cells);
    void fill_bottom_row(BottomRow const& kind, int row, std::span<XlsxCell const> cells);
    /// Calls `use(place, value)` for the numbers of a row; what is no number is a fault.
    template <typename Use>
    void for_each_number(int row, std::span<XlsxCell const> cells, Use const& use);
    void require_rows();
    void note_what_was_done();
    [[noreturn]] void refuse(int row, int column, std::string problem, std::string why = {},
                             std::string remedy = {}) const;

    XlsxBook const& book_;
    std::string const& sheet_;
    WiodLayout const& layout_;
    WiodHeaders headers_;
    std::vector<Place> places_;  // by column, from first_data_column on
    IoTable table_;
    Index n_rows_read_ = 0;
    std::string region_;  // that labels the rows, where it is said once a block
    bool has_total_ = false;
    std::vector<bool> is_found_;  // by bottom row of the layout
    FaultList faults_;
};

}  // namespace desvio
