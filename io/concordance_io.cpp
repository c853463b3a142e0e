#include "desvio/io/concordance_io.hpp"

#include "desvio/io/builtin.hpp"
#include "io/csv.hpp"
#include "io/usable_name.hpp"

#include <string_view>

namespace desvio {
namespace {

constexpr std::string_view concordance_folder = "concordances/";
constexpr std::string_view concordance_ending = ".csv";

struct ConcordanceColumn {
    enum : std::size_t { from, to, weight, name };
};

}  // namespace

Concordance parse_concordance(std::string const& text, std::string const& file) {
    CsvReader csv(text, file);
    csv.match_columns({"from", "to"}, {"weight", "name"});
    Concordance concordance{file, {}};
    while (csv.next_row()) {
        ConcordanceRow row;
        row.from = csv.text(ConcordanceColumn::from);
        row.to = csv.text(ConcordanceColumn::to);
        row.name = csv.text(ConcordanceColumn::name);
        row.from_where = csv.where(csv.field(ConcordanceColumn::from).offset);
        row.to_where = csv.where(csv.field(ConcordanceColumn::to).offset);
        if (!csv.text(ConcordanceColumn::weight).empty()) {
            row.weight = csv.number(ConcordanceColumn::weight);
            if (*row.weight <= 0.0)
                csv.fault(ConcordanceColumn::weight, fmt::format("the weight is {:.6g}", *row.weight),
                          "a part has some size", "Write a weight above 0 or take the row out.");
        }
        if (!row.to.empty() && !row.to.starts_with('@') && !is_usable_name(row.to))
            csv.fault(ConcordanceColumn::to, fmt::format("'{}' is not a code", row.to), {}, usable_name_rule);
        concordance.rows.push_back(std::move(row));
    }
    if (concordance.rows.empty() && !csv.has_faults())
        csv.fault_at(0, "there are no rows", "nothing is mapped", "Write a line for each code: from,to.");
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    return concordance;
}

std::vector<std::string> builtin_concordances() {
    std::vector<std::string> names;
    for (std::string const& path : packed_paths(concordance_folder))
        if (path.ends_with(concordance_ending))
            names.push_back(path.substr(concordance_folder.size(),
                                        path.size() - concordance_folder.size() - concordance_ending.size()));
    return names;
}

}  // namespace desvio
