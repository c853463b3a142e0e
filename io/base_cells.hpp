#pragma once

#include "io/csv.hpp"

#include <array>
#include <string>
#include <vector>

/// Rows of codes and one value, which the files of a base are made of. Private to io.
namespace desvio {

template <std::size_t N>
using CellAxes = std::array<LabelCursor, N>;

/// "sector AGR, exporter BRA, importer USA"
template <std::size_t N>
std::string name_cell(CellAxes<N> const& axes, std::array<Index, N> const& at) {
    std::string name;
    for (std::size_t axis = 0; axis < N; ++axis)
        name += fmt::format("{}{} {}", axis > 0 ? ", " : "", axes[axis].axis(), axes[axis].labels()[at[axis]]);
    return name;
}

/// Reads a table whose first N columns are codes: `read_value(at)` for every row, with -1 for unknown codes, then
/// `store(at, value)` for the sound ones. Repeated cells are faults.
template <std::size_t N, typename ReadValue, typename Store>
void read_cells(CsvReader& table, CellAxes<N> axes, ReadValue const& read_value, Store const& store) {
    std::size_t n_cells = 1;
    for (LabelCursor const& axis : axes) n_cells *= static_cast<std::size_t>(axis.labels().size());
    std::vector<std::size_t> row_of(n_cells, 0);  // where a cell's row begins; 0, the header, while it has none
    while (table.next_row()) {
        std::array<Index, N> at{};
        bool is_known = true;
        std::size_t cell = 0;
        for (std::size_t axis = 0; axis < N; ++axis) {
            at[axis] = table.label(axis, axes[axis]);
            is_known = is_known && at[axis] >= 0;
            cell = cell * static_cast<std::size_t>(axes[axis].labels().size()) + static_cast<std::size_t>(at[axis]);
        }
        auto const value = read_value(at);
        if (!is_known) continue;
        if (row_of[cell] != 0) {
            table.refuse_repeated(row_of[cell], name_cell(axes, at));
            continue;
        }
        row_of[cell] = table.row_offset();
        store(at, value);
    }
}

}  // namespace desvio
