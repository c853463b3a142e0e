#include "io/group_table.hpp"

#include "desvio/io/builtin.hpp"
#include "desvio/io/group_io.hpp"
#include "io/csv.hpp"
#include "io/usable_name.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace desvio {
namespace {

enum GroupColumn : std::size_t { group_at, region_at, role_at, status_at, start_at, end_at, source_at, note_at };

/// Names that can stand in a selector after "@" or ":".
bool is_group_word(std::string_view name) {
    return is_usable_name(name) && name.find_first_of(":|&!()") == std::string_view::npos;
}

std::string read_word(CsvReader& csv, std::size_t column, char const* what) {
    std::string word(csv.text(column));
    if (!is_group_word(word))
        csv.fault(column, word.empty() ? fmt::format("no {}", what) : fmt::format("{} '{}'", what, word),
                  "no selector could name it", usable_name_rule);
    return word;
}

std::optional<Date> read_day(CsvReader& csv, std::size_t column) {
    std::string_view const text = csv.text(column);
    if (text.empty()) return std::nullopt;
    auto const day = parse_date(text);
    if (!day)
        csv.fault(column, fmt::format("'{}' is no day", text), "days are year-month-day", "Write it like 2025-08-07.");
    return day;
}

bool overlap(Membership const& a, Membership const& b) {
    bool const a_ends_first = a.end && b.start && *a.end <= *b.start;
    bool const b_ends_first = b.end && a.start && *b.end <= *a.start;
    return !a_ends_first && !b_ends_first;
}

}  // namespace

GroupTable read_group_table(std::string text, std::string const& file, FaultList& faults) {
    GroupTable table{std::move(text), {}};
    CsvReader csv(table.text, file);
    csv.match_columns({"group", "region"}, {"role", "status", "start", "end", "source", "note"});
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::size_t>> rows_of_part;
    while (csv.next_row()) {
        Membership row;
        row.where = csv.where(csv.row_offset());
        row.group = read_word(csv, group_at, "group");
        row.region = read_word(csv, region_at, "region");
        row.role = csv.text(role_at).empty() ? member_role : read_word(csv, role_at, "role");
        if (!csv.text(status_at).empty()) row.status = read_word(csv, status_at, "status");
        row.start = read_day(csv, start_at);
        row.end = read_day(csv, end_at);
        row.source = csv.text(source_at);
        row.note = csv.text(note_at);
        if (row.start && row.end && *row.end <= *row.start)
            csv.fault(end_at,
                      fmt::format("the end {} is not after the start {}", to_string(*row.end), to_string(*row.start)),
                      "the end is the first day out", "Give a later day.");
        auto& others = rows_of_part[{row.group, row.region, row.role}];
        for (std::size_t const k : others) {
            if (!overlap(table.rows[k], row)) continue;
            csv.fault(region_at, fmt::format("{} is a {} of {} twice at a time", row.region, row.role, row.group),
                      fmt::format("line {} says it too", table.rows[k].where.line), "Keep one row for each day.");
            break;
        }
        others.push_back(table.rows.size());
        table.rows.push_back(std::move(row));
    }
    csv.finish(faults);
    return table;
}

GroupTable read_group_registry() {
    FaultList faults;
    GroupTable table = read_group_table(read_packed("groups/groups.csv").value_or(""), registry_name, faults);
    faults.throw_if_any();
    return table;
}

std::map<std::string, std::string> group_titles() {
    std::string const text = read_packed("groups/titles.csv").value_or("");
    CsvReader csv(text, registry_name);
    csv.match_columns({"group", "title"});
    std::map<std::string, std::string> titles;
    while (csv.next_row()) titles.emplace(csv.text(0), csv.text(1));
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    return titles;
}

}  // namespace desvio
