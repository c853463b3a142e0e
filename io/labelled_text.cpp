#include "io/labelled_text.hpp"

#include "io/delimited.hpp"

#include <algorithm>

namespace desvio {

namespace {

constexpr Index few_rows = 8;

/// As many rows as columns, or as many as the file can hold: a cell takes two bytes or more.
Index room_for_rows(std::uint64_t bytes, Index n_columns) {
    auto const most = static_cast<Index>(bytes) / (2 * n_columns) + 1;
    return std::min(n_columns, most);
}

/// How many columns hold labels: the first line leaves all but the first of them empty.
std::size_t count_label_columns(DelimitedReader const& header) {
    std::size_t n = 1;
    while (n < header.n_fields() && header.text(n).empty()) ++n;
    return n;
}

/// The third line may name the label columns and nothing else.
bool is_names_of_labels(DelimitedReader const& row, std::size_t n_labels) {
    if (row.n_fields() <= n_labels) return false;
    for (std::size_t k = n_labels; k < row.n_fields(); ++k)
        if (!row.text(k).empty()) return false;
    return true;
}

std::vector<EdgeLabel> read_header(DelimitedReader& rows, std::string const& place, std::size_t& n_labels) {
    std::vector<EdgeLabel> columns;
    auto const cut_off = [&place]() {
        return InputError({{place},
                           "the two lines of column labels are missing",
                           "the file is cut off or no such table",
                           "Check the file."});
    };
    if (!rows.next()) throw cut_off();
    n_labels = count_label_columns(rows);
    std::size_t const n_fields = rows.n_fields();
    if (n_labels == n_fields) throw cut_off();
    for (std::size_t k = n_labels; k < n_fields; ++k) columns.push_back({std::string(rows.text(k)), {}, {}});
    if (!rows.next()) throw cut_off();
    rows.expect_fields(n_fields);
    for (std::size_t k = n_labels; k < n_fields; ++k) {
        columns[k - n_labels].item = rows.text(k);
        columns[k - n_labels].where = rows.where(k);
    }
    return columns;
}

}  // namespace

std::vector<EdgeLabel> LabelledText::row_edge() const {
    std::vector<EdgeLabel> edge;
    edge.reserve(row_labels.size());
    for (std::size_t k = 0; k < row_labels.size(); ++k) {
        auto const& labels = row_labels[k];
        edge.push_back({labels[0], labels.size() > 1 ? labels[1] : std::string(), row_places[k]});
    }
    return edge;
}

LabelledText read_labelled_text(TableSource const& source, std::string const& name, RowFilter const& keep) {
    DelimitedReader rows(source, name, '\t');
    std::size_t n_labels = 0;
    LabelledText text;
    text.columns = read_header(rows, source.place(name), n_labels);
    auto const n_columns = static_cast<Index>(text.columns.size());
    // Rows of sectors are as many as columns; others are few.
    bool const is_square = n_labels > 1 && !keep;
    text.values.resize(is_square ? room_for_rows(source.size(name), n_columns) : few_rows, n_columns);
    Index n_rows = 0;
    for (bool is_first = true; rows.next(); is_first = false) {
        if (is_first && is_names_of_labels(rows, n_labels)) continue;
        std::vector<std::string> labels;
        for (std::size_t k = 0; k < n_labels; ++k) labels.emplace_back(rows.text(k));
        if (keep && !keep(labels)) continue;
        if (n_rows == text.values.rows()) text.values.conservativeResize(2 * n_rows + 1, n_columns);
        rows.numbers(n_labels, {text.values.row(n_rows).data(), text.columns.size()});
        text.row_labels.push_back(std::move(labels));
        text.row_places.push_back(rows.where(0));
        ++n_rows;
    }
    if (n_rows != text.values.rows()) text.values.conservativeResize(n_rows, n_columns);
    return text;
}

}  // namespace desvio
