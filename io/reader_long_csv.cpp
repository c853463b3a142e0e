#include "io/base_files.hpp"
#include "io/csv.hpp"
#include "io/delimited.hpp"
#include "io/table_edge.hpp"
#include "io/table_names.hpp"
#include "io/table_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

/// The full table of FORMATS §1 in long form: regions.csv, sectors.csv and use.csv (exporter, input, importer, user,
/// value), where a user is a sector or a final category. Absent cells are 0.
namespace desvio {

namespace {

constexpr double likely = 0.9;
constexpr std::size_t head_size = 4096;
constexpr double sparsest = 1e-3;  // bytes of use.csv for each cell of the table
constexpr std::size_t listed_faults = 20;

enum Column : std::size_t { exporter, input, importer, user, value, n_columns };
constexpr std::array<char const*, n_columns> column_names{"exporter", "input", "importer", "user", "value"};

/// The folder that holds the three files; nothing when none does.
std::optional<std::string> folder_of_table(TableSource const& source) {
    for (std::string const& name : source.find_leaf(base_file::use)) {
        std::string const folder = folder_of(name);
        if (source.has(folder + base_file::regions) && source.has(folder + base_file::sectors)) return folder;
    }
    return std::nullopt;
}

double recognise(TableSource const& source) {
    if (source.is_single_file()) return 0.0;
    auto const folder = folder_of_table(source);
    if (!folder) return 0.0;
    std::string const head = source.head(*folder + base_file::use, head_size);
    std::string_view const header(head.data(), std::min(head.find('\n'), head.size()));
    return header.find(column_names[exporter]) != std::string_view::npos ? likely : 0.0;
}

/// Codes of a CSV file with the columns `code`, `name` and others, and what else a row says.
template <typename Store>
void read_codes(TableSource const& source, std::string const& name, std::vector<std::string> const& optional,
                FaultList& faults, Store const& store) {
    std::string const text = source.content(name);
    CsvReader rows(text, source.place(name));
    rows.match_columns({"code"}, optional);
    std::unordered_map<std::string, std::size_t> seen;
    while (rows.next_row()) {
        std::string const code(rows.text(0));
        auto const [first, is_new] = seen.emplace(code, rows.row_offset());
        if (code.empty())
            rows.fault(0, "the code is empty", "nothing can refer to it", "Write it.");
        else if (is_new)
            store(rows, code);
        else
            rows.refuse_repeated(first->second, "'" + code + "'");
    }
    rows.finish(faults);
}

std::vector<std::string> split_groups(std::string_view list) {
    std::vector<std::string> groups;
    while (!list.empty()) {
        std::size_t const end = std::min(list.find(';'), list.size());
        if (end > 0) groups.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return groups;
}

SectorKind read_kind(CsvReader& rows, std::size_t column) {
    std::string_view const kind = rows.text(column);
    if (kind != "goods" && kind != "services")
        rows.fault(column, fmt::format("unknown kind '{}'", kind), {}, "Write goods or services.");
    return kind == "services" ? SectorKind::services : SectorKind::goods;
}

void read_axes(TableSource const& source, std::string const& folder, IoTable& table) {
    FaultList faults;
    auto const name_or = [](std::string_view name, std::string const& code) {
        return name.empty() ? code : std::string(name);
    };
    read_codes(source, folder + base_file::regions, {"name", "groups"}, faults,
               [&](CsvReader& rows, std::string const& code) {
                   table.region_table.push_back({code, name_or(rows.text(1), code), split_groups(rows.text(2))});
               });
    read_codes(source, folder + base_file::sectors, {"kind", "name", "isic", "groups"}, faults,
               [&](CsvReader& rows, std::string const& code) {
                   table.sector_table.push_back({code, name_or(rows.text(2), code), read_kind(rows, 1),
                                                 std::string(rows.text(3)), split_groups(rows.text(4))});
               });
    faults.throw_if_any();
    for (auto const& [axis, n] :
         {std::pair{base_file::regions, table.n_regions()}, std::pair{base_file::sectors, table.n_sectors()}})
        if (n == 0)
            throw InputError({{source.place(folder + axis)}, "there are no rows", "a table needs at least one", {}});
}

/// Reads use.csv into the table: flows of sectors at once, those of final users when their categories are all known.
class UseReader {
  public:
    UseReader(TableSource const& source, std::string const& name, IoTable& table)
        : table_(table),
          region_labels_(codes(table.region_table)),
          sector_labels_(codes(table.sector_table)),
          exporters_(region_labels_, "exporter"),
          importers_(region_labels_, "importer"),
          inputs_(sector_labels_, "input"),
          users_(sector_labels_, "user"),
          rows_(source, name, ','),
          is_given_(static_cast<std::size_t>(table.n_rows() * table.n_rows()), false) {
        table_.intermediate = RowMatrix::Zero(table.n_rows(), table.n_rows());
    }

    void read() {
        match_header();
        while (rows_.next() && faults_.size() < listed_faults) read_row();
        faults_.throw_if_any();
        store_final_demand();
        faults_.throw_if_any();
    }

  private:
    struct FinalCell {
        Index row, importer, category;
        double value;
        SourceLocation where;
    };

    template <typename Row>
    static Labels codes(std::vector<Row> const& rows) {
        std::vector<std::string> list;
        list.reserve(rows.size());
        for (Row const& row : rows) list.push_back(row.code);
        return Labels(std::move(list));
    }

    void match_header() {
        if (!rows_.next() || rows_.n_fields() != n_columns)
            rows_.refuse(0, "the header is not exporter,input,importer,user,value", "columns are found by their names",
                         "Write it in the first line.");
        place_.fill(n_columns);
        std::vector<std::string> const known(column_names.begin(), column_names.end());
        for (std::size_t k = 0; k < n_columns; ++k) {
            auto const at = std::find(known.begin(), known.end(), rows_.text(k));
            if (at == known.end())
                rows_.refuse(k, fmt::format("unknown column '{}'", rows_.text(k)), {},
                             suggest_name(rows_.text(k), known));
            auto const column = static_cast<std::size_t>(at - known.begin());
            if (place_[column] != n_columns) rows_.refuse(k, fmt::format("column '{}' is given twice", *at));
            place_[column] = k;
        }
    }

    Index find(Column column, LabelCursor& cursor) {
        std::string_view const code = rows_.text(place_[column]);
        Index const at = cursor.find(code);
        if (at < 0)
            faults_.add(rows_.where(place_[column]), fmt::format("unknown {} '{}'", cursor.axis(), code), {},
                        suggest_name(code, cursor.labels().codes()));
        return at;
    }

    void read_row() {
        rows_.expect_fields(n_columns);
        Index const from = find(exporter, exporters_);
        Index const what = find(input, inputs_);
        Index const to = find(importer, importers_);
        double const flow = rows_.number(place_[value]);
        if (from < 0 || what < 0 || to < 0) return;
        Index const row = table_.row(from, what);
        std::string_view const code = rows_.text(place_[user]);
        if (Index const sector = users_.find(code); sector >= 0)
            store_flow(row, table_.row(to, sector), flow);
        else
            final_cells_.push_back({row, to, category_of(code), flow, rows_.where(0)});
    }

    void store_flow(Index row, Index column, double flow) {
        auto const cell = static_cast<std::size_t>(row * table_.n_rows() + column);
        if (is_given_[cell])
            refuse_repeated(rows_.where(0));
        else
            table_.intermediate(row, column) = flow;
        is_given_[cell] = true;
    }

    void refuse_repeated(SourceLocation const& where) {
        if (faults_.size() < listed_faults)
            faults_.add(where, "this flow is given twice", "which of the two is meant cannot be told",
                        "Take one of the rows out.");
    }

    Index category_of(std::string_view code) {
        auto& list = table_.final_categories;
        auto const at = std::find(list.begin(), list.end(), code);
        if (at != list.end()) return at - list.begin();
        if (code.empty()) rows_.refuse(place_[user], "the user is empty", "a flow has a user", "Write it.");
        list.emplace_back(code);
        return static_cast<Index>(list.size()) - 1;
    }

    void store_final_demand() {
        Index const n = table_.n_categories();
        table_.final_demand = RowMatrix::Zero(table_.n_rows(), table_.n_regions() * n);
        std::vector<bool> is_given(static_cast<std::size_t>(table_.final_demand.size()), false);
        for (FinalCell const& cell : final_cells_) {
            Index const column = cell.importer * n + cell.category;
            auto const place = static_cast<std::size_t>(cell.row * table_.final_demand.cols() + column);
            if (is_given[place]) refuse_repeated(cell.where);
            is_given[place] = true;
            table_.final_demand(cell.row, column) = cell.value;
        }
    }

    IoTable& table_;
    Labels region_labels_, sector_labels_;
    LabelCursor exporters_, importers_, inputs_, users_;
    DelimitedReader rows_;
    std::array<std::size_t, n_columns> place_{};
    std::vector<bool> is_given_;
    std::vector<FinalCell> final_cells_;
    FaultList faults_;
};

void read_texts(TableSource const& source, std::string const& folder, IoTable& table) {
    std::string const name = folder + base_file::manifest;
    if (!source.has(name)) {
        table.reading_notes.emplace_back("There is no manifest.toml: flows were taken to be million.");
        return;
    }
    FaultList faults;
    Manifest manifest = read_manifest(source.content(name), source.place(name), faults);
    faults.throw_if_any();
    table.name = std::move(manifest.name);
    table.title = std::move(manifest.title);
    table.currency = std::move(manifest.currency);
    table.unit = std::move(manifest.unit);
    table.source = std::move(manifest.source);
    table.licence = std::move(manifest.licence);
    table.year = manifest.year;
}

IoTable read(TableSource const& source, int year) {
    auto const folder = folder_of_table(source);
    if (!folder)
        throw InputError({{source.path().string()},
                          "there is no use.csv with regions.csv and sectors.csv beside it",
                          "these are the parts of a table in long form",
                          "Name the folder that holds them."});
    IoTable table;
    table.origin = source.path().string();
    table.format = "long-csv";
    read_texts(source, *folder, table);
    if (table.name.empty()) table.name = source.path().stem().string();
    if (table.title.empty()) table.title = table.name;
    if (table.year == 0) table.year = year;
    read_axes(source, *folder, table);
    require_enough_text(source, *folder + base_file::use, table.n_rows(), table.n_rows(), sparsest);
    UseReader(source, *folder + base_file::use, table).read();
    std::string categories;
    for (std::string const& one : table.final_categories) categories += (categories.empty() ? "" : ", ") + one;
    table.reading_notes.push_back("Users that are no sectors are final categories: " + categories + '.');
    table.reading_notes.emplace_back("The table comes without value added.");
    return table;
}

}  // namespace

TableReader reader_long_csv() {
    return {"long-csv", "a folder with regions.csv, sectors.csv and use.csv", recognise, read};
}

}  // namespace desvio
