#include "io/table_edge.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace desvio {

namespace {

constexpr std::size_t listed_faults = 20;

/// Labels of one region, as a range in the list of all.
struct Run {
    std::size_t begin, end;
};

std::vector<Run> runs_of(std::vector<EdgeLabel> const& labels) {
    std::vector<Run> runs;
    for (std::size_t k = 0; k < labels.size(); ++k) {
        if (k == 0 || labels[k].region != labels[k - 1].region) runs.push_back({k, k});
        runs.back().end = k + 1;
    }
    return runs;
}

/// Faults that make the labels themselves useless: empty, scattered, given twice.
void check_labels(std::vector<EdgeLabel> const& labels, std::vector<Run> const& runs, FaultList& faults) {
    std::unordered_map<std::string, std::size_t> first_run;
    for (Run const& run : runs) {
        EdgeLabel const& head = labels[run.begin];
        auto const [seen, is_new] = first_run.emplace(head.region, run.begin);
        if (!is_new && faults.size() < listed_faults)
            faults.add(head.where, fmt::format("region '{}' begins a second time", head.region),
                       "labels go region by region, first at " + labels[seen->second].where.text(),
                       "Put the labels of a region together and take repeated ones out.");
        std::unordered_map<std::string, std::size_t> items;
        for (std::size_t k = run.begin; k < run.end && faults.size() < listed_faults; ++k) {
            EdgeLabel const& label = labels[k];
            if (label.region.empty() || label.item.empty())
                faults.add(label.where, "a label is empty", "nothing says whose numbers these are", "Write it.");
            else if (!items.emplace(label.item, k).second)
                faults.add(label.where, fmt::format("'{}' of region '{}' is given twice", label.item, label.region),
                           "first at " + labels[items[label.item]].where.text(), "Take one of them out.");
        }
    }
}

/// Faults of one region against the first.
void check_run(std::vector<EdgeLabel> const& labels, Run const& model, Run const& run, std::string const& axis,
               FaultList& faults) {
    std::size_t const n = run.end - run.begin;
    std::size_t const expected = model.end - model.begin;
    EdgeLabel const& head = labels[run.begin];
    if (n != expected) {
        faults.add(head.where,
                   fmt::format("region '{}' has {} {} labels where '{}' has {}", head.region, n, axis,
                               labels[model.begin].region, expected),
                   "every region has the same ones, or cells would be taken for others",
                   "Check that no label is missing.");
        return;
    }
    for (std::size_t k = 0; k < n; ++k) {
        EdgeLabel const& label = labels[run.begin + k];
        if (label.item == labels[model.begin + k].item) continue;
        faults.add(label.where,
                   fmt::format("{} {} of region '{}' is '{}' where '{}' has '{}'", axis, k + 1, label.region,
                               label.item, labels[model.begin].region, labels[model.begin + k].item),
                   "every region has the same ones in the same order", "Check the labels.");
        return;
    }
}

}  // namespace

Edge edge_of(std::vector<EdgeLabel> const& labels, std::string const& axis) {
    auto const runs = runs_of(labels);
    FaultList faults;
    check_labels(labels, runs, faults);
    faults.throw_if_any();
    Edge edge;
    for (Run const& run : runs) {
        edge.regions.push_back(labels[run.begin].region);
        if (faults.size() < listed_faults) check_run(labels, runs.front(), run, axis, faults);
    }
    faults.throw_if_any();
    if (!runs.empty())
        for (std::size_t k = runs.front().begin; k < runs.front().end; ++k) edge.items.push_back(labels[k].item);
    return edge;
}

void require_same_labels(std::vector<EdgeLabel> const& rows, std::vector<EdgeLabel> const& columns) {
    FaultList faults;
    for (std::size_t k = 0; k < std::min(rows.size(), columns.size()) && faults.size() < listed_faults; ++k)
        if (rows[k].region != columns[k].region || rows[k].item != columns[k].item)
            faults.add(rows[k].where,
                       fmt::format("row {} is '{}' '{}' where the column is '{}' '{}'", k + 1, rows[k].region,
                                   rows[k].item, columns[k].region, columns[k].item),
                       "rows and columns of a table are the same sectors in the same order", "Check the labels.");
    if (rows.size() != columns.size()) {
        SourceLocation const where = rows.empty() ? SourceLocation{} : rows.back().where;
        faults.add(where, fmt::format("{} rows of sectors where there are {} columns", rows.size(), columns.size()),
                   "the table is not square: the file may be cut off", "Fetch it again.");
    }
    faults.throw_if_any();
}

void require_same_regions(Edge const& edge, IoTable const& table, SourceLocation const& where) {
    bool const is_same =
        std::equal(edge.regions.begin(), edge.regions.end(), table.region_table.begin(), table.region_table.end(),
                   [](std::string const& label, Region const& region) { return code_of(label) == region.code; });
    if (is_same) return;
    std::size_t k = 0;
    while (k < std::min(edge.regions.size(), table.region_table.size()) &&
           code_of(edge.regions[k]) == table.region_table[k].code)
        ++k;
    auto const name = [k](auto const& list, auto code) {
        return k < list.size() ? code(list[k]) : std::string("none");
    };
    throw InputError({where,
                      fmt::format("region {} is '{}' here and '{}' in the intermediate flows", k + 1,
                                  name(edge.regions, [](std::string const& code) { return code; }),
                                  name(table.region_table, [](Region const& region) { return region.code; })),
                      "final demand, value added and flows must be of the same regions in the same order",
                      "Check that all parts are of the same table."});
}

void require_enough_text(TableSource const& source, std::string const& name, Index n_rows, Index n_columns,
                         double bytes_per_cell) {
    constexpr double small_table = 1e6;
    double const n_cells = static_cast<double>(n_rows) * static_cast<double>(n_columns);
    auto const size = static_cast<double>(source.size(name));
    if (n_cells <= small_table || n_cells * bytes_per_cell <= size) return;
    throw InputError(
        {{source.place(name)},
         fmt::format("{} bytes cannot hold a table of {} x {} numbers", source.size(name), n_rows, n_columns),
         "the labels promise more than there is",
         "The file may be cut off: fetch it again."});
}

std::string code_of(std::string_view label) {
    std::string code;
    bool is_gap = false;
    for (char const c : label) {
        bool const has_meaning = static_cast<unsigned char>(c) <= ' ' || c == '*' || c == ',' || c == ';' || c == '"' ||
                                 c == '/' || (code.empty() && (c == '@' || c == '!'));
        if (has_meaning) {
            is_gap = true;
            continue;
        }
        if (is_gap && !code.empty()) code += '_';
        is_gap = false;
        code += c;
    }
    return code.empty() ? "_" : code;
}

namespace {

/// Codes of labels, with a number behind those that would repeat another.
std::vector<std::string> codes_of(std::vector<std::string> const& labels) {
    std::vector<std::string> codes;
    std::unordered_set<std::string> taken;
    for (std::string const& label : labels) {
        std::string const plain = code_of(label);
        std::string code = plain;
        for (int k = 2; !taken.insert(code).second; ++k) code = fmt::format("{}_{}", plain, k);
        codes.push_back(std::move(code));
    }
    return codes;
}

}  // namespace

void set_axes(IoTable& table, Edge const& edge, SectorKind (*kind)(std::string_view label)) {
    table.region_table.clear();
    table.sector_table.clear();
    auto const regions = codes_of(edge.regions);
    auto const sectors = codes_of(edge.items);
    for (std::size_t k = 0; k < regions.size(); ++k) table.region_table.push_back({regions[k], edge.regions[k], {}});
    for (std::size_t k = 0; k < sectors.size(); ++k)
        table.sector_table.push_back({sectors[k], edge.items[k], kind(edge.items[k]), {}, {}});
}

}  // namespace desvio
