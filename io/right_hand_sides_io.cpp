#include "desvio/io/right_hand_sides_io.hpp"

#include "io/csv.hpp"
#include "io/whole_file.hpp"

#include <algorithm>

namespace desvio {
namespace {

struct RightHandSideColumn {
    enum : std::size_t { row, value, right_hand_side };
};

}  // namespace

RightHandSides parse_right_hand_sides(std::string const& text, std::string const& file, Labels const& rows) {
    CsvReader csv(text, file);
    csv.match_columns({"row", "value"}, {"right_hand_side"});
    LabelCursor cursor(rows, "row");
    RightHandSides sides;
    std::vector<std::vector<std::size_t>> given;  // byte of the line + 1, by question and row; 0: not given
    std::vector<Vector> columns;
    while (csv.next_row()) {
        std::string name(csv.has_column(RightHandSideColumn::right_hand_side)
                             ? csv.text(RightHandSideColumn::right_hand_side)
                             : std::string_view("right-hand side"));
        Index const row = csv.label(RightHandSideColumn::row, cursor);
        double const value = csv.number(RightHandSideColumn::value);
        auto const at = std::find(sides.labels.begin(), sides.labels.end(), name);
        auto const question = static_cast<std::size_t>(at - sides.labels.begin());
        if (at == sides.labels.end()) {
            sides.labels.push_back(std::move(name));
            columns.emplace_back(Vector::Zero(rows.size()));
            given.emplace_back(static_cast<std::size_t>(rows.size()), std::size_t{0});
        }
        if (row < 0) continue;
        std::size_t& first = given[question][static_cast<std::size_t>(row)];
        if (first > 0) {
            csv.refuse_repeated(first - 1, fmt::format("the value of {}", rows[row]));
            continue;
        }
        first = csv.row_offset() + 1;
        columns[question](row) = value;
    }
    if (columns.empty() && !csv.has_faults())
        csv.fault_at(0, "there are no rows", "nothing is asked", "Write a line for each row: row,value.");
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    sides.values.resize(rows.size(), static_cast<Index>(columns.size()));
    for (std::size_t k = 0; k < columns.size(); ++k) sides.values.col(static_cast<Index>(k)) = columns[k];
    return sides;
}

RightHandSides read_right_hand_sides(std::filesystem::path const& path, Labels const& rows) {
    return parse_right_hand_sides(read_whole_file(path), path.string(), rows);
}

}  // namespace desvio
