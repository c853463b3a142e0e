#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/io_table.hpp"
#include "io/table_source.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The edges of published tables: labels of rows and columns, region by region, sectors (or final categories) within.
namespace desvio {

/// One label of an edge and where it stands.
struct EdgeLabel {
    std::string region;
    std::string item;  ///< a sector or a final category
    SourceLocation where;
};

/// What the labels of an edge say: every region with every item, in this order.
struct Edge {
    std::vector<std::string> regions, items;
    [[nodiscard]] Index size() const noexcept { return static_cast<Index>(regions.size() * items.size()); }
};

/// \param axis  what the items are, for messages: "sector", "final category"
/// \throws InputError when a label is empty or comes twice, when a region's labels are not together, and when regions
///         differ in the number, the names or the order of their items
/// \tests unit/table_edge_test.cpp
Edge edge_of(std::vector<EdgeLabel> const& labels, std::string const& axis);

/// \throws InputError naming the first labels of `rows` that are not those of `columns`
void require_same_labels(std::vector<EdgeLabel> const& rows, std::vector<EdgeLabel> const& columns);

/// \throws InputError unless the regions of `edge` are those of the table, in the same order
/// \param where  of the first label of the edge, for the message
void require_same_regions(Edge const& edge, IoTable const& table, SourceLocation const& where);

/// Looks, before room is made for a large table, whether its file can hold it at all: a header of nonsense may ask for
/// more memory than there is. \param bytes_per_cell  that are at least there; below 1 where absent cells are 0
/// \throws InputError for more than a million cells in too short a file
void require_enough_text(TableSource const& source, std::string const& name, Index n_rows, Index n_columns,
                         double bytes_per_cell = 2.0);

/// A code that scenarios can name from a label as published: blanks and marks with a meaning there (* , ; " / and a
/// leading @ or !) become '_'.
std::string code_of(std::string_view label);

/// Makes the tables of regions and sectors: labels are names, codes are made of them and kept distinct with a number.
/// \param kind  of a sector, by its label
void set_axes(IoTable& table, Edge const& edge, SectorKind (*kind)(std::string_view label));

}  // namespace desvio
