#include "io/delimited.hpp"
#include "io/sector_kind.hpp"
#include "io/table_edge.hpp"
#include "io/table_names.hpp"
#include "io/table_reader.hpp"

#include <algorithm>

/// Eora26: Eora26_YEAR_bp_T.txt, _FD.txt and _VA.txt, tab-separated without headers, in thousand US$, and the labels in
/// labels_T.txt (country, code, entity, sector), labels_FD.txt and labels_VA.txt. The last region, ROW, is one row and
/// one column of statistical discrepancies.
namespace desvio {

namespace {

constexpr double certain = 1.0;
constexpr double million_per_thousand = 1e-3;
constexpr std::size_t code_column = 1;
constexpr std::size_t item_column = 3;
constexpr char const* labels_of_flows = "labels_T.txt";
constexpr char const* labels_of_demand = "labels_FD.txt";
constexpr char const* labels_of_value_added = "labels_VA.txt";
constexpr char const* sector_of_rest = "Others";

/// Names that end so ("_bp_T.txt"), at basic prices.
std::vector<std::string> flow_files(TableSource const& source, char const* ending) {
    std::vector<std::string> found;
    std::copy_if(source.names().begin(), source.names().end(), std::back_inserter(found), [&](std::string const& name) {
        return leaf_of(name).starts_with("Eora26") && name.ends_with(ending);
    });
    return found;
}

double recognise(TableSource const& source) {
    bool const has_flows = !flow_files(source, "_bp_T.txt").empty() || !flow_files(source, "_pp_T.txt").empty();
    return has_flows ? certain : 0.0;
}

/// The label file, beside the flows or, where each year has a folder of its own, elsewhere.
std::string label_file(TableSource const& source, std::string const& flows, std::string const& leaf) {
    if (std::string beside = folder_of(flows) + leaf; source.has(beside)) return beside;
    auto const anywhere = source.find_leaf(leaf);
    if (!anywhere.empty()) return anywhere.front();
    throw InputError({{source.place(folder_of(flows) + leaf)},
                      "there is no such file",
                      "the flows have no labels of their own",
                      "Put the label files beside the flows."});
}

struct LabelRows {
    std::vector<EdgeLabel> labels;
    std::vector<std::string> region_names;  ///< of each label
};

LabelRows read_labels(TableSource const& source, std::string const& name) {
    DelimitedReader rows(source, name, '\t');
    LabelRows read;
    while (rows.next()) {
        if (rows.n_fields() <= item_column) rows.expect_fields(item_column + 1);
        read.labels.push_back(
            {std::string(rows.text(code_column)), std::string(rows.text(item_column)), rows.where(0)});
        read.region_names.emplace_back(rows.text(0));
    }
    if (read.labels.empty())
        throw InputError(
            {{source.place(name)}, "there are no labels", "the flows have none of their own", "Fetch the file again."});
    return read;
}

/// The rest of the world stands last with a single sector in a table whose regions have many.
bool has_single_rest(std::vector<EdgeLabel> const& labels) {
    std::size_t const n = labels.size();
    return n > 2 && labels[n - 1].region != labels[n - 2].region && labels[n - 2].region == labels[n - 3].region;
}

/// Regions, sectors and which row of the table each label is.
struct Axis {
    Edge edge;
    std::vector<Index> places;  ///< of each label
};

Axis make_axis(LabelRows const& rows, IoTable& table) {
    auto labels = rows.labels;
    bool const has_rest = has_single_rest(labels);
    EdgeLabel const rest = labels.back();
    if (has_rest) labels.pop_back();
    Axis axis{edge_of(labels, "sector"), {}};
    for (std::size_t k = 0; k < labels.size(); ++k) axis.places.push_back(static_cast<Index>(k));
    if (!has_rest) return axis;
    auto const& items = axis.edge.items;
    auto const named = std::find(items.begin(), items.end(), sector_of_rest);
    auto const item = named == items.end() ? items.end() - 1 : named;
    axis.edge.regions.push_back(rest.region);
    axis.places.push_back(static_cast<Index>(labels.size()) + (item - items.begin()));
    table.reading_notes.push_back(fmt::format(
        "Region {} has one row and column ('{}'); they were kept, as its sector '{}' with the others at zero, since "
        "rows and columns of all regions would not add up without them.",
        rest.region, rest.item, *item));
    return axis;
}

/// Reads a matrix without labels, each row and column to its place; scales it to million.
RowMatrix read_matrix(TableSource const& source, std::string const& name, std::vector<Index> const& rows_at,
                      std::vector<Index> const& columns_at, Index n_rows, Index n_columns) {
    require_enough_text(source, name, static_cast<Index>(rows_at.size()), static_cast<Index>(columns_at.size()));
    DelimitedReader rows(source, name, '\t');
    RowMatrix matrix = RowMatrix::Zero(n_rows, n_columns);
    Vector cells(static_cast<Index>(columns_at.size()));
    std::size_t n_read = 0;
    while (rows.next()) {
        if (n_read == rows_at.size())
            rows.refuse(0, fmt::format("there are more than the {} rows that the labels name", rows_at.size()),
                        "a cell in the wrong row is a wrong number", "Check that labels and flows are of one release.");
        rows.numbers(0, {cells.data(), columns_at.size()});
        auto into = matrix.row(rows_at[n_read++]);
        for (std::size_t k = 0; k < columns_at.size(); ++k)
            into[columns_at[k]] = cells[static_cast<Index>(k)] * million_per_thousand;
    }
    if (n_read != rows_at.size())
        throw InputError({{source.place(name)},
                          fmt::format("{} rows where the labels name {}", n_read, rows_at.size()),
                          "the file may be cut off",
                          "Fetch it again."});
    return matrix;
}

std::vector<Index> one_after_another(Index n) {
    std::vector<Index> places;
    for (Index k = 0; k < n; ++k) places.push_back(k);
    return places;
}

std::string part_of(TableSource const& source, std::string const& flows, std::string const& part) {
    std::string name = flows.substr(0, flows.size() - std::string("T.txt").size()) + part + ".txt";
    if (!source.has(name))
        throw InputError({{source.place(name)},
                          "there is no such file",
                          "a table has flows, final demand and value added",
                          "Unpack all parts of the table together."});
    return name;
}

/// What is there at purchaser prices cannot be read as if it were at basic prices.
std::vector<std::string> basic_price_flows(TableSource const& source) {
    auto found = flow_files(source, "_bp_T.txt");
    if (found.empty())
        throw InputError({{source.path().string()},
                          "there is no Eora26_YEAR_bp_T.txt",
                          "flows are wanted at basic prices; those at purchaser prices (pp) hold margins and taxes",
                          "Fetch the bp files."});
    return found;
}

void name_table(IoTable& table) {
    table.format = "eora26";
    table.currency = "USD";
    table.unit = "million US$";
    table.name = table.year == 0 ? "eora26" : fmt::format("eora26-{}", table.year);
    table.title = table.year == 0 ? "Eora26" : fmt::format("Eora26, {}", table.year);
    table.source = "Eora26";
    table.licence = "academic use";
    table.reading_notes.emplace_back("Flows in thousand US$ were divided by 1000.");
}

IoTable read(TableSource const& source, int year) {
    IoTable table;
    table.origin = source.path().string();
    auto const choice = choose_year(source, basic_price_flows(source), year, table.reading_notes);
    table.year = choice.year;

    auto const rows = read_labels(source, label_file(source, choice.name, labels_of_flows));
    Axis const axis = make_axis(rows, table);
    set_axes(table, axis.edge, kind_of_name);
    for (std::size_t k = 0; k < rows.labels.size(); ++k)
        table.region_table[static_cast<std::size_t>(axis.places[k] / table.n_sectors())].name = rows.region_names[k];

    auto const demand = read_labels(source, label_file(source, choice.name, labels_of_demand)).labels;
    Edge const users = edge_of(demand, "final category");
    require_same_regions(users, table, demand.front().where);
    table.final_categories = users.items;

    DelimitedReader value_added(source, label_file(source, choice.name, labels_of_value_added), '\t');
    while (value_added.next()) table.value_added_rows.emplace_back(value_added.text(1));

    Index const n = table.n_rows();
    Index const n_users = users.size();
    auto const n_factors = static_cast<Index>(table.value_added_rows.size());
    table.intermediate = read_matrix(source, choice.name, axis.places, axis.places, n, n);
    table.final_demand =
        read_matrix(source, part_of(source, choice.name, "FD"), axis.places, one_after_another(n_users), n, n_users);
    table.value_added = read_matrix(source, part_of(source, choice.name, "VA"), one_after_another(n_factors),
                                    axis.places, n_factors, n);
    name_table(table);
    return table;
}

}  // namespace

TableReader reader_eora26() { return {"eora26", "Eora26 at basic prices", recognise, read}; }

}  // namespace desvio
