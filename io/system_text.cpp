#include "io/system_text.hpp"

#include "io/delimited.hpp"
#include "io/labelled_text.hpp"
#include "io/sector_kind.hpp"
#include "io/table_names.hpp"

#include <Eigen/LU>
#include <unordered_map>

namespace desvio {

namespace {

constexpr std::size_t sector_labels = 2;  // region and sector; what follows is a unit
constexpr char const* million_of = "million ";

InputError unit_fault(SourceLocation const& where, std::string const& unit, std::string const& expected) {
    return InputError(
        {where, fmt::format("the unit is '{}'{}", unit, expected.empty() ? "" : " where others are " + expected),
         "flows are added up, so all must be money of one unit", "Use the monetary version of the table."});
}

/// The one unit that all rows have, if the rows have any.
std::optional<MoneyUnit> unit_of_rows(std::vector<std::string> const& units,
                                      std::vector<SourceLocation> const& places) {
    for (std::size_t k = 0; k < units.size(); ++k)
        if (units[k] != units.front() || !money_unit(units[k]))
            throw unit_fault(places[k], units[k], k == 0 ? std::string() : "'" + units.front() + "'");
    return units.empty() ? std::nullopt : money_unit(units.front());
}

std::optional<MoneyUnit> unit_beside_labels(LabelledText const& text) {
    std::vector<std::string> units;
    for (auto const& labels : text.row_labels)
        if (labels.size() > sector_labels) units.push_back(labels[sector_labels]);
    return unit_of_rows(units, text.row_places);
}

std::optional<MoneyUnit> unit_in_file(TableSource const& source, std::string const& name) {
    if (name.empty()) return std::nullopt;
    DelimitedReader rows(source, name, '\t');
    std::vector<std::string> units;
    std::vector<SourceLocation> places;
    rows.next();  // the header
    while (rows.next()) {
        rows.expect_fields(sector_labels + 1);
        units.emplace_back(rows.text(sector_labels));
        places.push_back(rows.where(sector_labels));
    }
    return unit_of_rows(units, places);
}

/// Output by sector: region, sector, value under one header line.
Vector read_output(TableSource const& source, std::string const& name, std::vector<EdgeLabel> const& columns) {
    DelimitedReader rows(source, name, '\t');
    Vector output(static_cast<Index>(columns.size()));
    std::vector<EdgeLabel> labels;
    rows.next();  // the header
    while (rows.next()) {
        rows.expect_fields(sector_labels + 1);
        labels.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.where(0)});
        if (labels.size() <= columns.size()) output[static_cast<Index>(labels.size()) - 1] = rows.number(sector_labels);
    }
    require_same_labels(labels, columns);
    return output;
}

/// x = (I - A)^-1 y
Vector solve_output(RowMatrix const& shares, Vector const& final_demand) {
    Matrix system = -shares;
    system.diagonal().array() += 1.0;
    return Eigen::PartialPivLU<Eigen::Ref<Matrix>>(system).solve(final_demand);
}

/// Turns A into Z, in place, and says how.
void scale_shares(IoTable& table, std::string const& flows_place) {
    Vector output = table.declared_output;
    if (output.size() == 0) {
        output = solve_output(table.intermediate, table.final_demand.rowwise().sum());
        if (!output.allFinite())
            throw InputError({{flows_place},
                              "I - A has no inverse",
                              "output cannot be found from final demand",
                              "Add the file x.txt with output, or use the flows Z."});
        table.reading_notes.emplace_back(
            "The table gives input coefficients A; flows are A diag(x) with x = (I - A)^-1 Y summed over users.");
    } else {
        table.reading_notes.emplace_back(
            "The table gives input coefficients A; flows are A diag(x) with the output x it gives.");
    }
    table.intermediate.array().rowwise() *= output.transpose().array();
}

/// Rows of factors in money, with their units.
struct FactorRows {
    LabelledText text;
    std::vector<MoneyUnit> units;
};

/// Units of factors: beside the name, or in a file of their own.
FactorRows read_factors(TableSource const& source, std::string const& name, std::string const& unit_file) {
    std::unordered_map<std::string, std::string> unit_of;
    if (!unit_file.empty()) {
        DelimitedReader rows(source, unit_file, '\t');
        rows.next();  // the header
        while (rows.next()) {
            rows.expect_fields(2);
            unit_of.emplace(rows.text(0), rows.text(1));
        }
    }
    auto const unit = [&](std::vector<std::string> const& labels) {
        auto const found = unit_of.find(labels.front());
        if (found != unit_of.end()) return money_unit(found->second);
        return labels.size() > 1 ? money_unit(labels.back()) : std::nullopt;
    };
    FactorRows factors;
    factors.text =
        read_labelled_text(source, name, [&](std::vector<std::string> const& labels) { return !!unit(labels); });
    for (auto const& labels : factors.text.row_labels) factors.units.push_back(*unit(labels));
    return factors;
}

bool is_tax_on_products(std::string const& name) {
    std::string const folded = in_lower_case(name);
    return folded.find("taxes less subsidies on products") != std::string::npos;
}

/// Puts taxes that final users pay beside those of sectors, by name.
void add_final_taxes(IoTable& table, TableSource const& source, SystemFiles const& files) {
    table.final_taxes = RowMatrix::Zero(static_cast<Index>(table.tax_rows.size()), table.final_demand.cols());
    if (files.final_factors.empty() || table.tax_rows.empty()) return;
    auto const paid = read_factors(source, files.final_factors, files.factor_units);
    if (paid.text.values.cols() != table.final_taxes.cols()) return;
    for (std::size_t k = 0; k < paid.units.size(); ++k)
        for (std::size_t r = 0; r < table.tax_rows.size(); ++r)
            if (paid.text.row_labels[k].front() == table.tax_rows[r])
                table.final_taxes.row(static_cast<Index>(r)) =
                    paid.text.values.row(static_cast<Index>(k)) * paid.units[k].in_million;
}

void add_factors(IoTable& table, TableSource const& source, SystemFiles const& files,
                 std::vector<EdgeLabel> const& columns) {
    if (files.factors.empty()) {
        table.reading_notes.emplace_back("The table comes without value added.");
        return;
    }
    auto const factors = read_factors(source, files.factors, files.factor_units);
    require_same_labels(factors.text.columns, columns);
    Vector const output = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    std::vector<Index> taxes, incomes;
    for (std::size_t k = 0; k < factors.units.size(); ++k) {
        std::string const& name = factors.text.row_labels[k].front();
        bool const is_tax = is_tax_on_products(name);
        (is_tax ? table.tax_rows : table.value_added_rows).push_back(name);
        (is_tax ? taxes : incomes).push_back(static_cast<Index>(k));
    }
    auto const take = [&](std::vector<Index> const& rows) {
        RowMatrix taken(static_cast<Index>(rows.size()), table.n_rows());
        for (std::size_t k = 0; k < rows.size(); ++k) {
            auto const to = static_cast<Index>(k);
            MoneyUnit const& unit = factors.units[static_cast<std::size_t>(rows[k])];
            taken.row(to) = factors.text.values.row(rows[k]);
            if (unit.is_per_output)
                taken.row(to).array() *= output.transpose().array();
            else
                taken.row(to) *= unit.in_million;
        }
        return taken;
    };
    table.intermediate_taxes = take(taxes);
    table.value_added = take(incomes);
    if (incomes.empty())
        table.reading_notes.push_back(
            fmt::format("{} has no row in money: the table comes without value added.", leaf_of(files.factors)));
}

/// Brings what was read to million.
void scale(IoTable& table, MoneyUnit const& unit) {
    table.currency = unit.currency;
    table.unit = million_of + unit.currency;
    if (unit.in_million == 1.0) return;
    table.intermediate *= unit.in_million;
    table.final_demand *= unit.in_million;
    table.declared_output *= unit.in_million;
    table.reading_notes.push_back(fmt::format("Flows were multiplied by {} to be million.", unit.in_million));
}

void read_final_demand(IoTable& table, TableSource const& source, std::string const& name,
                       std::vector<EdgeLabel> const& columns) {
    auto text = read_labelled_text(source, name);
    require_same_labels(text.row_edge(), columns);
    Edge const edge = edge_of(text.columns, "final category");
    require_same_regions(edge, table, text.columns.front().where);
    table.final_categories = edge.items;
    table.final_demand = std::move(text.values);
}

}  // namespace

std::string file_or_none(TableSource const& source, std::string const& name) {
    return source.has(name) ? name : std::string();
}

SystemFiles system_in_folder(TableSource const& source, std::string const& folder) {
    SystemFiles files;
    bool const has_flows = source.has(folder + "Z.txt");
    files.flows = folder + (has_flows ? "Z.txt" : "A.txt");
    files.has_shares = !has_flows;
    files.final_demand = folder + "Y.txt";
    files.output = file_or_none(source, folder + "x.txt");
    files.units = file_or_none(source, folder + "unit.txt");
    return files;
}

IoTable read_system(TableSource const& source, SystemFiles const& files) {
    IoTable table;
    table.origin = source.path().string();
    auto flows = read_labelled_text(source, files.flows);
    require_same_labels(flows.row_edge(), flows.columns);
    set_axes(table, edge_of(flows.columns, "sector"), kind_of_name);
    table.intermediate = std::move(flows.values);
    read_final_demand(table, source, files.final_demand, flows.columns);
    if (!files.output.empty()) table.declared_output = read_output(source, files.output, flows.columns);

    auto const beside = unit_beside_labels(flows);
    auto const in_file = unit_in_file(source, files.units);
    if (!beside && !in_file) table.reading_notes.emplace_back("The table names no unit; it was taken to be million.");
    if (beside ? beside->is_per_output : files.has_shares) scale_shares(table, source.place(files.flows));
    MoneyUnit const unknown;
    scale(table, beside ? *beside : in_file.value_or(unknown));
    add_factors(table, source, files, flows.columns);
    add_final_taxes(table, source, files);
    return table;
}

}  // namespace desvio
