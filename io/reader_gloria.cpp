#include "io/csv.hpp"
#include "io/delimited.hpp"
#include "io/gloria_labels.hpp"
#include "io/sector_kind.hpp"
#include "io/table_edge.hpp"
#include "io/table_names.hpp"
#include "io/table_reader.hpp"

#include <algorithm>
#include <filesystem>

/// GLORIA: ..._T-Results_YEAR_RELEASE_Markup001(full).csv with Y and V beside it, commas, no headers, thousand US$. T
/// is a supply-use table; of each region first the rows of its industries, which hold what they make of each product,
/// then the rows of its products, which hold what industries of all regions use of them. Columns go the same way.
///
/// Industry by industry by the assumption of fixed product sales structures (Eurostat model D): whoever buys a product
/// of a region buys it of that region's makers in proportion to what they make of it.
///
///   D[i,p] = S[i,p] / sum_i S[i,p]     Z[(r,i),(n,k)] = sum_p D_r[i,p] U[(r,p),(n,k)]     F[(r,i),.] = sum_p D_r[i,p]
///   Y[(r,p),.]
///
/// Rows are streamed: beside the table that is made there are one row and D.
namespace desvio {

namespace {

constexpr double certain = 1.0;
constexpr double million_per_thousand = 1e-3;
constexpr Index published_regions = 164;
constexpr Index published_sectors = 120;

std::vector<std::string> files_of(TableSource const& source, char const* part) {
    std::string const mark = fmt::format("_{}-Results_", part);
    std::vector<std::string> found;
    std::copy_if(source.names().begin(), source.names().end(), std::back_inserter(found), [&](std::string const& name) {
        std::string const leaf = leaf_of(name);
        return leaf.find(mark) != std::string::npos && leaf.find("Markup001") != std::string::npos &&
               leaf.ends_with(".csv");
    });
    return found;
}

double recognise(TableSource const& source) { return files_of(source, "T").empty() ? 0.0 : certain; }

std::string part_of_year(TableSource const& source, char const* part, int year) {
    for (std::string const& name : files_of(source, part))
        if (year == 0 || year_in(leaf_of(name)) == year) return name;
    throw InputError({{source.path().string()},
                      fmt::format("the file {}-Results of {} with Markup001 is missing", part, year),
                      "a table has flows (T), final demand (Y) and value added (V)",
                      "Unpack all parts of the table together."});
}

struct Shape {
    Index n_regions = 0, n_sectors = 0;
    [[nodiscard]] Index block() const noexcept { return 2 * n_sectors; }          ///< rows of a region in T
    [[nodiscard]] Index n_cells() const noexcept { return n_regions * block(); }  ///< rows and columns of T
    [[nodiscard]] Index n_industries() const noexcept { return n_regions * n_sectors; }
};

/// A code and what it stands for.
struct Named {
    std::string code, name;
};

/// The names that come beside the table; empty where there are none.
struct Lists {
    std::vector<Named> regions, sectors;
    std::vector<std::string> value_added, final_demand;
};

/// regions.csv or sectors.csv (columns code, name), where somebody put one beside the table.
std::vector<Named> read_list(TableSource const& source, std::string const& leaf) {
    std::vector<Named> list;
    auto const found = source.find_leaf(leaf);
    if (found.empty()) return list;
    std::string const text = source.content(found.front());
    CsvReader rows(text, source.place(found.front()));
    rows.match_columns({"code"}, {"name"});
    while (rows.next_row())
        list.push_back({std::string(rows.text(0)), std::string(rows.has_column(1) ? rows.text(1) : rows.text(0))});
    FaultList faults;
    rows.finish(faults);
    faults.throw_if_any();
    return list;
}

/// Lists of one's own go before those of the spreadsheet that comes with the table.
Lists read_lists(TableSource const& source) {
    Lists lists;
    auto const& names = source.names();
    auto const readme = std::find_if(names.begin(), names.end(), [](std::string const& name) {
        return leaf_of(name).starts_with("GLORIA_ReadMe") && name.ends_with(".xlsx");
    });
    // Inside a zip the spreadsheet is not a file of its own.
    if (readme != names.end() && std::filesystem::is_directory(source.path())) {
        GloriaLabels labels = read_gloria_labels(source.path() / *readme);
        for (auto const& region : labels.regions) lists.regions.push_back({region.code, region.name});
        for (auto const& sector : labels.sectors) lists.sectors.push_back({sector, sector});
        lists.value_added = std::move(labels.value_added);
        lists.final_demand = std::move(labels.final_demand);
    }
    if (auto regions = read_list(source, "regions.csv"); !regions.empty()) lists.regions = std::move(regions);
    if (auto sectors = read_list(source, "sectors.csv"); !sectors.empty()) lists.sectors = std::move(sectors);
    return lists;
}

std::vector<Named> number_names(char letter, char const* what, Index n) {
    std::vector<Named> names;
    for (Index k = 1; k <= n; ++k) names.push_back({fmt::format("{}{:03}", letter, k), fmt::format("{} {}", what, k)});
    return names;
}

/// The names of n rows or categories, or numbers when there are not as many names.
std::vector<std::string> names_or_numbers(std::vector<std::string> const& names, char letter, Index n) {
    if (static_cast<Index>(names.size()) == n) return names;
    std::vector<std::string> numbered;
    for (Index k = 1; k <= n; ++k) numbered.push_back(fmt::format("{}{}", letter, k));
    return numbered;
}

/// Regions and sectors from their lists or, without lists, from the first row of T: industry 1 makes product 1, and
/// products come right after industries.
Shape find_shape(TableSource const& source, std::string const& flows, Index listed_regions, Index listed_sectors) {
    DelimitedReader rows(source, flows, ',');
    if (!rows.next())
        throw InputError({{source.place(flows)}, "the file is empty", "there is no table in it", "Fetch it again."});
    auto const n_cells = static_cast<Index>(rows.n_fields());
    Index n_sectors = listed_sectors;
    if (n_sectors == 0 && listed_regions > 0) n_sectors = n_cells / (2 * listed_regions);
    if (n_sectors == 0 && n_cells == 2 * published_regions * published_sectors) n_sectors = published_sectors;
    for (Index k = 0; n_sectors == 0 && k < n_cells; ++k)
        if (rows.number(static_cast<std::size_t>(k)) != 0.0) n_sectors = k;
    Shape shape{n_sectors > 0 ? n_cells / (2 * n_sectors) : 0, n_sectors};
    bool const fits =
        shape.n_cells() == n_cells && shape.n_regions > 0 && (listed_regions == 0 || shape.n_regions == listed_regions);
    require_enough_text(source, flows, n_cells, n_cells);
    if (!fits)
        throw InputError(
            {rows.where(0),
             fmt::format("{} columns are not 2 x regions ({}) x sectors ({})", n_cells, listed_regions, n_sectors),
             "a supply-use table has an industry and a product for every region and sector",
             "Put the lists of the same release beside the table."});
    return shape;
}

void name_axes(IoTable& table, TableSource const& source, std::string const& flows, Lists lists) {
    Shape const shape =
        find_shape(source, flows, static_cast<Index>(lists.regions.size()), static_cast<Index>(lists.sectors.size()));
    if (lists.regions.empty() || lists.sectors.empty())
        table.reading_notes.emplace_back(
            "The files hold no labels: without GLORIA_ReadMe.xlsx, or regions.csv and sectors.csv (columns code, "
            "name), in "
            "their folder regions and sectors are numbered, and numbered sectors all count as goods.");
    if (lists.regions.empty()) lists.regions = number_names('R', "Region", shape.n_regions);
    if (lists.sectors.empty()) lists.sectors = number_names('S', "Sector", shape.n_sectors);
    Edge edge;
    for (Named const& region : lists.regions) edge.regions.push_back(region.code);
    for (Named const& sector : lists.sectors) edge.items.push_back(sector.code);
    set_axes(table, edge, kind_of_name);
    for (std::size_t k = 0; k < lists.regions.size(); ++k) table.region_table[k].name = lists.regions[k].name;
    for (std::size_t k = 0; k < lists.sectors.size(); ++k) {
        table.sector_table[k].name = lists.sectors[k].name;
        table.sector_table[k].kind = kind_of_name(lists.sectors[k].name);
    }
}

/// Reads T, and turns each row into what it adds to the table.
class FlowsOfIndustries {
  public:
    FlowsOfIndustries(IoTable& table, std::vector<std::string> category_names)
        : table_(table),
          category_names_(std::move(category_names)),
          shape_{table.n_regions(), table.n_sectors()},
          supply_(RowMatrix::Zero(shape_.n_sectors, shape_.n_sectors)),
          used_(shape_.n_industries()) {
        table_.intermediate = RowMatrix::Zero(shape_.n_industries(), shape_.n_industries());
        table_.declared_output = Vector::Zero(shape_.n_industries());
    }

    void read(TableSource const& source, std::string const& name) {
        DelimitedReader rows(source, name, ',');
        Vector cells(shape_.n_cells());
        for (Index row = 0; row < shape_.n_cells(); ++row) {
            if (!rows.next())
                throw InputError({{source.place(name)},
                                  fmt::format("{} rows where there are {} columns", row, shape_.n_cells()),
                                  "the table is not square: the file may be cut off",
                                  "Fetch it again."});
            rows.numbers(0, {cells.data(), static_cast<std::size_t>(cells.size())});
            Index const region = row / shape_.block();
            Index const within = row % shape_.block();
            if (within < shape_.n_sectors)
                take_supply(rows, cells, region, within);
            else
                take_use(rows, cells, region, within - shape_.n_sectors);
        }
        if (rows.next()) rows.refuse(0, "there are more rows than columns", "the table is not square", {});
    }

    /// Final demand for products becomes one for the industries that make them.
    void read_final_demand(TableSource const& source, std::string const& name) {
        DelimitedReader rows(source, name, ',');
        Vector cells;
        for (Index row = 0; row < shape_.n_cells(); ++row) {
            if (!rows.next())
                throw InputError({{source.place(name)},
                                  fmt::format("{} rows where the flows have {}", row, shape_.n_cells()),
                                  "the file may be cut off",
                                  "Fetch it again."});
            if (row == 0) start_final_demand(rows, cells);
            rows.numbers(0, {cells.data(), static_cast<std::size_t>(cells.size())});
            Index const region = row / shape_.block();
            Index const product = row % shape_.block() - shape_.n_sectors;
            if (product >= 0)
                spread(region, product, cells, table_.final_demand);
            else
                refuse_cells(rows, cells, 0, cells.size());
        }
    }

    [[nodiscard]] Index n_orphans() const noexcept { return n_orphans_; }

  private:
    /// Cells that this kind of row leaves empty.
    static void refuse_cells(DelimitedReader const& rows, Vector const& cells, Index begin, Index end) {
        for (Index k = begin; k < end; ++k)
            if (cells[k] != 0.0)
                rows.refuse(static_cast<std::size_t>(k), fmt::format("{} where this row must be empty", cells[k]),
                            "rows of industries hold what they make of their region's products, rows of products what "
                            "industries and final users buy",
                            "Check the numbers of regions and sectors.");
    }

    void take_supply(DelimitedReader const& rows, Vector const& cells, Index region, Index industry) {
        Index const first = region * shape_.block() + shape_.n_sectors;
        refuse_cells(rows, cells, 0, first);
        refuse_cells(rows, cells, first + shape_.n_sectors, cells.size());
        supply_.row(industry) = cells.segment(first, shape_.n_sectors).transpose();
        table_.declared_output[table_.row(region, industry)] = supply_.row(industry).sum() * million_per_thousand;
        if (industry + 1 < shape_.n_sectors) return;
        // The last industry of the region: D = S / column sums.
        for (Index product = 0; product < shape_.n_sectors; ++product) {
            double const made = supply_.col(product).sum();
            if (made != 0.0) {
                supply_.col(product) /= made;
            } else {
                supply_(product, product) = 1.0;
                ++n_orphans_;
            }
        }
        shares_.push_back(supply_);
    }

    void take_use(DelimitedReader const& rows, Vector const& cells, Index region, Index product) {
        for (Index user = 0; user < shape_.n_regions; ++user) {
            Index const first = user * shape_.block();
            used_.segment(user * shape_.n_sectors, shape_.n_sectors) = cells.segment(first, shape_.n_sectors);
            refuse_cells(rows, cells, first + shape_.n_sectors, first + shape_.block());
        }
        spread(region, product, used_, table_.intermediate);
    }

    /// Adds purchases of a product to the rows of its makers.
    void spread(Index region, Index product, Vector const& purchases, RowMatrix& into) const {
        RowMatrix const& shares = shares_[static_cast<std::size_t>(region)];
        for (Index industry = 0; industry < shape_.n_sectors; ++industry)
            if (double const share = shares(industry, product); share != 0.0)
                into.row(table_.row(region, industry)) += (share * million_per_thousand) * purchases.transpose();
    }

    void start_final_demand(DelimitedReader const& rows, Vector& cells) {
        auto const n_columns = static_cast<Index>(rows.n_fields());
        if (n_columns % shape_.n_regions != 0)
            throw InputError({rows.where(0),
                              fmt::format("{} columns do not divide into {} regions", n_columns, shape_.n_regions),
                              "every region has the same final categories", "Check that all parts are of one table."});
        Index const n_categories = n_columns / shape_.n_regions;
        table_.final_categories = names_or_numbers(category_names_, 'Y', n_categories);
        cells.resize(n_columns);
        table_.final_demand = RowMatrix::Zero(shape_.n_industries(), n_columns);
    }

    IoTable& table_;
    std::vector<std::string> category_names_;
    Shape shape_;
    RowMatrix supply_;               // of the region in work
    std::vector<RowMatrix> shares_;  // D by region
    Vector used_;
    Index n_orphans_ = 0;
};

/// Rows of V are as many for every region; each is empty outside its region, so those of one meaning add up to one.
void read_value_added(IoTable& table, TableSource const& source, std::string const& name,
                      std::vector<std::string> const& names) {
    Shape const shape{table.n_regions(), table.n_sectors()};
    DelimitedReader rows(source, name, ',');
    Vector cells(shape.n_cells());
    std::vector<Vector> by_row;
    while (rows.next()) {
        rows.numbers(0, {cells.data(), static_cast<std::size_t>(cells.size())});
        Vector& industries = by_row.emplace_back(shape.n_industries());
        for (Index region = 0; region < shape.n_regions; ++region)
            industries.segment(region * shape.n_sectors, shape.n_sectors) =
                cells.segment(region * shape.block(), shape.n_sectors) * million_per_thousand;
    }
    auto const n_rows = static_cast<Index>(by_row.size());
    if (n_rows == 0 || n_rows % shape.n_regions != 0)
        throw InputError({{source.place(name)},
                          fmt::format("{} rows do not divide into {} regions", n_rows, shape.n_regions),
                          "every region has the same rows of value added",
                          "The file may be cut off: fetch it again."});
    Index const n_factors = n_rows / shape.n_regions;
    table.value_added = RowMatrix::Zero(n_factors, shape.n_industries());
    for (Index k = 0; k < n_rows; ++k)
        table.value_added.row(k % n_factors) += by_row[static_cast<std::size_t>(k)].transpose();
    table.value_added_rows = names_or_numbers(names, 'V', n_factors);
}

IoTable read(TableSource const& source, int year) {
    IoTable table;
    auto const found = files_of(source, "T");
    if (found.empty()) (void)part_of_year(source, "T", year);
    auto const choice = choose_year(source, found, year, table.reading_notes);
    table.year = choice.year;
    Lists const lists = read_lists(source);
    name_axes(table, source, choice.name, lists);
    FlowsOfIndustries flows(table, lists.final_demand);
    flows.read(source, choice.name);
    flows.read_final_demand(source, part_of_year(source, "Y", choice.year));
    read_value_added(table, source, part_of_year(source, "V", choice.year), lists.value_added);
    table.origin = source.path().string();
    table.format = "gloria";
    table.name = fmt::format("gloria-{}", table.year);
    table.title = fmt::format("GLORIA, {}, industry by industry", table.year);
    table.currency = "USD";
    table.unit = "million US$";
    table.source = "GLORIA";
    table.reading_notes.emplace_back(
        "The supply-use table was made industry by industry with fixed product sales structures.");
    table.reading_notes.emplace_back(
        "Only Markup001, basic prices, was read; margins and taxes (Markup002 to 005) were not.");
    table.reading_notes.emplace_back("Flows in thousand US$ were divided by 1000.");
    if (flows.n_orphans() > 0)
        table.reading_notes.push_back(fmt::format(
            "{} products that no industry of their region makes count as made by the industry of the same number.",
            flows.n_orphans()));
    return table;
}

}  // namespace

TableReader reader_gloria() { return {"gloria", "GLORIA supply-use tables at basic prices", recognise, read}; }

}  // namespace desvio
