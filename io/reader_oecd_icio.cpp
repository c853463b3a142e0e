#include "desvio/core/large_pages.hpp"
#include "io/icio_layout.hpp"
#include "io/sector_kind.hpp"
#include "io/table_names.hpp"
#include "io/table_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

/// OECD inter-country input-output tables as CSV, editions 2016 to 2025, million US$ at basic prices. Below the sectors
/// stand taxes less subsidies on products (TLS; one row a country before 2023; part of value added in 2016), value
/// added and output.
namespace desvio {

namespace {

constexpr double certain = 1.0;
constexpr std::size_t head_size = std::size_t{1} << 12U;
constexpr std::string_view tax_suffix = "TAXSUB";
constexpr std::array tax_labels{"TLS", "TAXSUB"};
constexpr std::array value_added_labels{"VA", "VALU", "VA+TAXSUB"};
constexpr std::array output_labels{"OUT", "OUTPUT", "TOTAL"};

template <std::size_t N>
bool is_one_of(std::array<char const*, N> const& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_table_name(std::string const& name) {
    std::string const leaf = in_lower_case(leaf_of(name));
    return leaf.ends_with(".csv");
}

/// Whether the first line begins as these tables do: a first cell without a country, then COUNTRY_SECTOR.
bool has_header(TableSource const& source, std::string const& name) {
    std::string head = source.head(name, head_size);
    head.erase(std::remove(head.begin(), head.end(), '"'), head.end());
    std::string_view text(head);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    auto const comma = text.find(',');
    if (comma == std::string_view::npos || (comma != 0 && text.substr(0, comma) != "V1")) return false;
    text.remove_prefix(comma + 1);
    auto const [region, sector] = split_icio_label(text.substr(0, text.find_first_of(",\r\n")));
    auto const is_upper = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return !region.empty() && !sector.empty() && std::all_of(region.begin(), region.end(), is_upper);
}

std::vector<std::string> table_files(TableSource const& source) {
    std::vector<std::string> found;
    std::copy_if(source.names().begin(), source.names().end(), std::back_inserter(found),
                 [&](std::string const& name) { return is_table_name(name) && has_header(source, name); });
    return found;
}

double recognise(TableSource const& source) { return table_files(source).empty() ? 0.0 : certain; }

/// Reads the rows below the header into a table.
class IcioReader {
  public:
    IcioReader(DelimitedReader& rows, IcioLayout layout, IoTable& table)
        : rows_(rows), layout_(std::move(layout)), table_(table) {
        set_axes(table_, layout_.sectors, layout_.edition == IcioLayout::Edition::y2016 ? kind_rev3 : kind_rev4);
        table_.final_categories = layout_.categories;
        Index const n = table_.n_rows();
        table_.intermediate.resize(n, n);
        prefer_large_pages(table_.intermediate);
        table_.final_demand.resize(n, static_cast<Index>(table_.region_table.size() * layout_.categories.size()));
        if (layout_.has_output) table_.declared_output = Vector::Zero(n);
        sector_cells_.resize(static_cast<Index>(layout_.sector_columns.size()));
        final_cells_.resize(static_cast<Index>(layout_.final_places.size()));
        // Without parts, and with the users in the order of the table, a row's cells are a row of the table.
        is_in_place_ = !layout_.has_parts && is_in_order(layout_.final_places);
        if (!is_in_place_) {
            table_.intermediate.setZero();
            table_.final_demand.setZero();
        }
    }

    void read(std::string const& place) {
        while (rows_.next()) {
            if (n_sector_rows_ < layout_.sector_columns.size())
                read_sector_row();
            else
                read_bottom_row();
        }
        std::size_t const expected = layout_.sector_columns.size();
        if (n_sector_rows_ < expected || table_.value_added.rows() == 0)
            throw InputError({{place},
                              n_sector_rows_ < expected ? fmt::format("{} rows of sectors where there are {} columns",
                                                                      n_sector_rows_, expected)
                                                        : std::string("the rows of value added are missing"),
                              "the file may be cut off",
                              "Fetch it again."});
        if (table_.final_taxes.rows() == 0) table_.final_taxes.resize(0, table_.final_demand.cols());
        if (table_.intermediate_taxes.rows() == 0) table_.intermediate_taxes.resize(0, table_.n_rows());
        write_notes();
    }

  private:
    static SectorKind kind_rev3(std::string_view code) { return kind_of_division(code, Isic::rev3); }
    static SectorKind kind_rev4(std::string_view code) { return kind_of_division(code, Isic::rev4); }

    static bool is_in_order(std::vector<Index> const& places) {
        for (std::size_t k = 0; k < places.size(); ++k)
            if (places[k] != static_cast<Index>(k)) return false;
        return true;
    }

    static std::span<double> cells_of(RowMatrix& matrix, Index row) {
        return {matrix.data() + row * matrix.cols(), static_cast<std::size_t>(matrix.cols())};
    }
    static std::span<double> cells_of(Vector& vector) {
        return {vector.data(), static_cast<std::size_t>(vector.size())};
    }

    /// The fields behind those of sectors and final users.
    struct Singles {
        double discrepancy = 0.0, output = 0.0;
    };

    Singles read_singles() {
        std::array<double, 2> cells{};
        std::size_t const n = (layout_.has_discrepancy ? 1 : 0) + (layout_.has_output ? 1 : 0);
        rows_.numbers(layout_.n_fields() - n, std::span(cells.data(), n));
        return {layout_.has_discrepancy ? cells[0] : 0.0, layout_.has_output ? cells[n - 1] : 0.0};
    }

    /// The cells of a row into the two buffers.
    Singles read_cells() {
        rows_.some_numbers(1, cells_of(sector_cells_), layout_.n_fields());
        rows_.some_numbers(1 + layout_.sector_columns.size(), cells_of(final_cells_), layout_.n_fields());
        return read_singles();
    }

    void read_sector_row() {
        EdgeLabel const& column = layout_.sector_columns[n_sector_rows_];
        check_label(column);
        Index const row = layout_.sector_places[n_sector_rows_++];
        Singles singles;
        if (is_in_place_) {
            std::size_t const n_fields = layout_.n_fields();
            rows_.some_numbers(1, cells_of(table_.intermediate, row), n_fields);
            rows_.some_numbers(1 + layout_.sector_columns.size(), cells_of(table_.final_demand, row), n_fields);
            singles = read_singles();
        } else {
            singles = read_cells();
            add_cells(sector_cells_, layout_.sector_places, table_.intermediate, row);
            add_cells(final_cells_, layout_.final_places, table_.final_demand, row);
        }
        discrepancy_ += singles.discrepancy;
        if (layout_.has_output) table_.declared_output[row] += singles.output;
    }

    void check_label(EdgeLabel const& column) const {
        auto const [region, sector] = split_icio_label(rows_.text(0));
        if (region == column.region && sector == column.item) return;
        rows_.refuse(
            0, fmt::format("the row is '{}' where the column is '{}_{}'", rows_.text(0), column.region, column.item),
            "rows and columns are the same sectors in the same order",
            "Check that no row is missing and that the file is not cut off.");
    }

    static void add_cells(Vector const& cells, std::vector<Index> const& places, RowMatrix& into, Index row) {
        for (std::size_t k = 0; k < places.size(); ++k) into(row, places[k]) += cells[static_cast<Index>(k)];
    }

    void read_bottom_row() {
        std::string const label(rows_.text(0));
        auto const [left, right] = split_icio_label(label);
        if (is_one_of(tax_labels, label))
            add_taxes(label);
        else if (right == tax_suffix)
            add_taxes(std::string(whole_region(left)) + '_' + std::string(right));
        else if (is_one_of(value_added_labels, label))
            add_value_added(label);
        else if (is_one_of(output_labels, label))
            add_cost();
        else
            rows_.refuse(0, fmt::format("unknown row '{}'", label),
                         "below the sectors stand taxes, value added and output",
                         suggest_name(label, {"TLS", "TAXSUB", "VA", "VALU", "VA+TAXSUB", "OUT", "OUTPUT"}));
    }

    static Index add_row(RowMatrix& matrix, Index n_columns) {
        Index const row = matrix.rows();
        matrix.conservativeResize(row + 1, n_columns);
        matrix.row(row).setZero();
        return row;
    }

    void add_taxes(std::string const& name) {
        (void)read_cells();
        auto const known = std::find(table_.tax_rows.begin(), table_.tax_rows.end(), name);
        Index row = known - table_.tax_rows.begin();
        if (known == table_.tax_rows.end()) {
            table_.tax_rows.push_back(name);
            add_row(table_.intermediate_taxes, table_.n_rows());
            row = add_row(table_.final_taxes, table_.final_demand.cols());
        }
        add_cells(sector_cells_, layout_.sector_places, table_.intermediate_taxes, row);
        add_cells(final_cells_, layout_.final_places, table_.final_taxes, row);
    }

    void add_value_added(std::string const& name) {
        (void)read_cells();
        if (std::find(table_.value_added_rows.begin(), table_.value_added_rows.end(), name) !=
            table_.value_added_rows.end())
            rows_.refuse(0, fmt::format("the row '{}' is given twice", name), "it would count twice", "Take one out.");
        table_.value_added_rows.push_back(name);
        add_cells(sector_cells_, layout_.sector_places, table_.value_added,
                  add_row(table_.value_added, table_.n_rows()));
        value_added_of_users_ += final_cells_.sum();
    }

    void add_cost() {
        (void)read_cells();
        if (table_.declared_cost.size() > 0)
            rows_.refuse(0, "output is given a second time", "there is one row of totals", "Take one out.");
        table_.declared_cost = Vector::Zero(table_.n_rows());
        for (std::size_t k = 0; k < layout_.sector_places.size(); ++k)
            table_.declared_cost[layout_.sector_places[k]] += sector_cells_[static_cast<Index>(k)];
    }

    void write_notes() {
        auto& notes = table_.reading_notes;
        if (layout_.has_parts)
            notes.emplace_back(
                "Parts of China (CN1, CN2) and Mexico (MX1, MX2) were added to CHN and MEX, rows and columns.");
        if (layout_.has_discrepancy)
            notes.push_back(
                fmt::format("The column DISC, a discrepancy that sums to {:.6g} million, was left out.", discrepancy_));
        if (table_.tax_rows.empty())
            notes.emplace_back("Taxes on products are not apart: they are part of the row of value added.");
        if (value_added_of_users_ != 0.0)
            notes.push_back(fmt::format("Value added below final demand, {:.6g} million in all, was left out.",
                                        value_added_of_users_));
    }

    DelimitedReader& rows_;
    IcioLayout layout_;
    IoTable& table_;
    bool is_in_place_ = false;
    std::size_t n_sector_rows_ = 0;
    Vector sector_cells_, final_cells_;
    double discrepancy_ = 0.0, value_added_of_users_ = 0.0;
};

char const* edition_name(IcioLayout::Edition edition) {
    switch (edition) {
        case IcioLayout::Edition::y2016:
            return "2016";
        case IcioLayout::Edition::y2018:
            return "2018 or 2021";
        case IcioLayout::Edition::y2023:
            break;
    }
    return "2021 to 2025";
}

IoTable read(TableSource const& source, int year) {
    auto const files = table_files(source);
    if (files.empty())
        throw InputError({{source.path().string()},
                          "there is no CSV whose first line begins with V1,COUNTRY_SECTOR",
                          "this is how OECD ICIO tables begin",
                          "Name the table or the folder or zip that holds it."});
    IoTable table;
    auto const choice = choose_year(source, files, year, table.reading_notes);
    table.year = choice.year;
    table.origin = source.place(choice.name);
    DelimitedReader rows(source, choice.name, ',');
    rows.next();  // there: it was looked at above
    auto layout = read_icio_header(rows);
    auto const edition = layout.edition;
    auto const n_columns = static_cast<Index>(layout.sector_columns.size());
    require_enough_text(source, choice.name, n_columns, n_columns);
    IcioReader(rows, std::move(layout), table).read(source.place(choice.name));
    table.format = "oecd-icio";
    table.currency = "USD";
    table.unit = "million US$";
    table.name = table.year == 0 ? "icio" : fmt::format("icio-{}", table.year);
    table.title = table.year == 0 ? "OECD ICIO" : fmt::format("OECD ICIO, {}", table.year);
    table.source = fmt::format("OECD inter-country input-output tables, layout of {}", edition_name(edition));
    return table;
}

}  // namespace

TableReader reader_oecd_icio() {
    return {"oecd-icio", "OECD inter-country input-output tables, editions 2016 to 2025", recognise, read};
}

}  // namespace desvio
