#pragma once

#include "io/table_edge.hpp"
#include "io/table_source.hpp"

#include <functional>
#include <string>
#include <vector>

namespace desvio {

/// A matrix of text whose first two lines label the columns (region, then sector or final category) and whose first
/// columns label the rows. EXIOBASE and pymrio write all their tables so. A line that only names the label columns may
/// follow the two.
struct LabelledText {
    std::vector<EdgeLabel> columns;
    std::vector<std::vector<std::string>> row_labels;  ///< region, sector and perhaps a unit; or a name and a unit
    std::vector<SourceLocation> row_places;
    RowMatrix values;  ///< rows x columns, as written

    /// The first two labels of every row as an edge.
    [[nodiscard]] std::vector<EdgeLabel> row_edge() const;
};

/// Which rows to keep, by their labels.
using RowFilter = std::function<bool(std::vector<std::string> const& labels)>;

/// Reads such a matrix, tab-separated.
/// \throws InputError for headers of different length, ragged rows, cells that are no numbers
/// \tests unit/reader_exiobase_test.cpp
LabelledText read_labelled_text(TableSource const& source, std::string const& name, RowFilter const& keep = {});

}  // namespace desvio
