#include "desvio/io/write_pymrio.hpp"

#include "io/atomic_write.hpp"
#include "io/csv.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace desvio {

namespace {

constexpr char const* factor_folder = "factor_inputs/";
constexpr unsigned char first_printable = 0x20;

using LabelTexts = std::vector<std::string>;

/// A label as a field of a tab-separated file: quoted where it holds what would end it.
void append_tab_field(std::string& out, std::string_view text) {
    if (text.find_first_of("\t\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (char const c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < first_printable)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

/// The labels of the columns of one matrix: every region with each of the inner labels.
struct ColumnLabels {
    std::string inner_name;  // "sector" or "category"
    LabelTexts inner;
};

LabelTexts sector_codes(IoTable const& table) {
    LabelTexts codes;
    for (Sector const& sector : table.sector_table) codes.push_back(sector.code);
    return codes;
}

/// Two header rows, and a third with the names of the index columns, as pandas writes them.
void append_header(std::string& out, IoTable const& table, ColumnLabels const& columns, LabelTexts const& index_names) {
    std::size_t const n_columns = table.region_table.size() * columns.inner.size();
    for (bool const is_region : {true, false}) {
        out += is_region ? "region" : columns.inner_name;
        out.append(index_names.size() - 1, '\t');
        for (Region const& region : table.region_table)
            for (std::string const& inner : columns.inner) {
                out += '\t';
                append_tab_field(out, is_region ? std::string_view(region.code) : std::string_view(inner));
            }
        out += '\n';
    }
    for (std::size_t k = 0; k < index_names.size(); ++k) out += (k == 0 ? "" : "\t") + index_names[k];
    out.append(n_columns, '\t');
    out += '\n';
}

template <typename Row>
void append_numbers(std::string& out, Row const& row) {
    for (Index k = 0; k < row.size(); ++k) {
        out += '\t';
        append_number(out, row[k]);
    }
    out += '\n';
}

void append_row_label(std::string& out, IoTable const& table, Index row) {
    append_tab_field(out, table.region_table[static_cast<std::size_t>(row / table.n_sectors())].code);
    out += '\t';
    append_tab_field(out, table.sector_table[static_cast<std::size_t>(row % table.n_sectors())].code);
}

std::string write_flows(IoTable const& table, RowMatrix const& flows, ColumnLabels const& columns) {
    std::string out;
    append_header(out, table, columns, {"region", "sector"});
    for (Index row = 0; row < table.n_rows(); ++row) {
        append_row_label(out, table, row);
        append_numbers(out, flows.row(row));
    }
    return out;
}

std::string write_output(IoTable const& table) {
    std::string out = "region\tsector\tindout\n";
    for (Index row = 0; row < table.n_rows(); ++row) {
        append_row_label(out, table, row);
        out += '\t';
        append_number(out, table.declared_output[row]);
        out += '\n';
    }
    return out;
}

/// "million USD": a unit that names no currency is of no use to others.
std::string money_of(IoTable const& table) {
    bool const has_currency =
        table.unit.find_first_of("$€") != std::string::npos || table.unit.find(table.currency) != std::string::npos;
    return has_currency ? table.unit : table.unit + ' ' + table.currency;
}

std::string write_units(IoTable const& table) {
    std::string out = "region\tsector\tunit\n";
    for (Index row = 0; row < table.n_rows(); ++row) {
        append_row_label(out, table, row);
        out += '\t';
        append_tab_field(out, money_of(table));
        out += '\n';
    }
    return out;
}

/// Rows of F or F_Y: blocks of labelled rows under each other.
std::string write_factors(IoTable const& table, ColumnLabels const& columns,
                          std::vector<std::pair<LabelTexts const*, RowMatrix const*>> const& blocks) {
    std::string out;
    append_header(out, table, columns, {"inputtype"});
    for (auto const& [names, values] : blocks)
        for (std::size_t k = 0; k < names->size(); ++k) {
            append_tab_field(out, (*names)[k]);
            append_numbers(out, values->row(static_cast<Index>(k)));
        }
    return out;
}

std::string write_factor_units(IoTable const& table) {
    std::string out = "inputtype\tunit\n";
    for (LabelTexts const* const names : {&table.tax_rows, &table.value_added_rows})
        for (std::string const& name : *names) {
            append_tab_field(out, name);
            out += '\t';
            append_tab_field(out, money_of(table));
            out += '\n';
        }
    return out;
}

struct FileShape {
    char const* name;
    int n_index_columns, n_header_rows;
};

std::string write_parameters(std::vector<FileShape> const& files, std::string_view system, std::string_view name) {
    std::string out = "{\n    \"files\": {\n";
    for (std::size_t k = 0; k < files.size(); ++k)
        out += fmt::format(
            "        \"{0}\": {{\n            \"name\": \"{0}.txt\",\n            \"nr_index_col\": \"{1}\",\n"
            "            \"nr_header\": \"{2}\"\n        }}{3}\n",
            files[k].name, files[k].n_index_columns, files[k].n_header_rows, k + 1 < files.size() ? "," : "");
    out += fmt::format("    }},\n    \"systemtype\": {}", json_text(system));
    if (!name.empty()) out += fmt::format(",\n    \"name\": {}", json_text(name));
    return out + "\n}\n";
}

std::string write_metadata(IoTable const& table) {
    std::string history;
    for (std::string const& note : table.reading_notes)
        history += fmt::format("{}\n        {}", history.empty() ? "" : ",", json_text(note));
    std::string const description = fmt::format("{}; year {}; {}; source: {}; licence: {}", table.title, table.year,
                                                table.unit, table.source, table.licence);
    return fmt::format(
        "{{\n    \"description\": {},\n    \"name\": {},\n    \"system\": null,\n    \"version\": null,\n"
        "    \"history\": [{}\n    ]\n}}\n",
        json_text(description), json_text(table.name), history);
}

}  // namespace

void write_pymrio(IoTable const& table, std::filesystem::path const& folder) {
    ColumnLabels const sectors{"sector", sector_codes(table)};
    ColumnLabels const categories{"category", table.final_categories};
    bool const has_output = table.declared_output.size() > 0;
    bool const has_taxes = !table.tax_rows.empty();
    bool const has_factors = has_taxes || !table.value_added_rows.empty();

    StagedFolder staged(folder);
    staged.write("Z.txt", write_flows(table, table.intermediate, sectors));
    staged.write("Y.txt", write_flows(table, table.final_demand, categories));
    if (has_output) staged.write("x.txt", write_output(table));
    staged.write("unit.txt", write_units(table));
    std::vector<FileShape> files{{"Z", 2, 2}, {"Y", 2, 2}};
    if (has_output) files.push_back({"x", 2, 1});
    files.push_back({"unit", 2, 1});
    staged.write("file_parameters.json", write_parameters(files, "IOSystem", ""));
    staged.write("metadata.json", write_metadata(table));
    if (has_factors) {
        auto const at = [](char const* name) { return std::string(factor_folder) + name; };
        staged.write(at("F.txt"), write_factors(table, sectors,
                                                {{&table.tax_rows, &table.intermediate_taxes},
                                                 {&table.value_added_rows, &table.value_added}}));
        if (has_taxes)
            staged.write(at("F_Y.txt"), write_factors(table, categories, {{&table.tax_rows, &table.final_taxes}}));
        staged.write(at("unit.txt"), write_factor_units(table));
        std::vector<FileShape> factor_files{{"F", 1, 2}};
        if (has_taxes) factor_files.push_back({"F_Y", 1, 2});
        factor_files.push_back({"unit", 1, 1});
        staged.write(at("file_parameters.json"), write_parameters(factor_files, "Extension", "Factor inputs"));
    }
    staged.commit();
}

}  // namespace desvio
