#include "io/system_text.hpp"
#include "io/table_names.hpp"
#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>

/// The folder that pymrio saves: Z.txt or A.txt, Y.txt, unit.txt, x.txt and file_parameters.json; a folder of the same
/// kind for every extension, with F.txt and unit.txt. And the folder of its test table, where the parts are called
/// trade_flows_Z.txt, finald_demand_Y.txt and factor_input.txt and units stand beside the labels.
namespace desvio {

namespace {

constexpr double likely = 0.8;
constexpr double unmistakable = 0.95;
constexpr std::size_t head_size = 4096;
constexpr char const* parameters = "file_parameters.json";
constexpr char const* test_flows = "trade_flows_Z.txt";
constexpr char const* test_demand = "finald_demand_Y.txt";

/// The folder nearest to the root that holds a saved system; nothing when there is none.
std::vector<std::string> folders_of_systems(TableSource const& source) {
    std::vector<std::string> folders;
    for (std::string const& name : source.find_leaf(parameters)) {
        std::string const folder = folder_of(name);
        if (source.has(folder + "Y.txt") && (source.has(folder + "Z.txt") || source.has(folder + "A.txt")))
            folders.push_back(folder);
    }
    return folders;
}

double recognise(TableSource const& source) {
    if (source.is_single_file()) return 0.0;
    if (!source.find_leaf(test_flows).empty() && !source.find_leaf(test_demand).empty()) return unmistakable;
    return folders_of_systems(source).empty() ? 0.0 : likely;
}

/// Whether a list of names and units has one of money.
bool names_money(TableSource const& source, std::string const& unit_file) {
    std::string const head = source.head(unit_file, head_size);
    auto const line_break = head.find('\n');
    return line_break != std::string::npos && money_unit(head.substr(line_break)).has_value();
}

/// The extension that holds value added: the first one with units of money, factor inputs before others.
std::string find_factors(TableSource const& source, std::string const& folder) {
    std::string found;
    for (std::string const& name : source.find_leaf("F.txt")) {
        std::string extension = folder_of(name);
        std::string const units = extension + "unit.txt";
        if (!extension.starts_with(folder) || !source.has(units) || !names_money(source, units)) continue;
        std::string const called = in_lower_case(extension);
        bool const is_factor_input =
            called.find("factor") != std::string::npos || called.find("value") != std::string::npos;
        if (is_factor_input) return extension;
        if (found.empty()) found = extension;
    }
    return found;
}

SystemFiles files_of_saved_system(TableSource const& source, std::string const& folder) {
    SystemFiles files = system_in_folder(source, folder);
    std::string const extension = find_factors(source, folder);
    if (extension.empty()) return files;
    files.factors = extension + "F.txt";
    files.factor_units = extension + "unit.txt";
    files.final_factors = file_or_none(source, extension + "F_Y.txt");
    return files;
}

SystemFiles files_of_test_table(TableSource const& source) {
    SystemFiles files;
    files.flows = source.find_leaf(test_flows).front();
    files.final_demand = folder_of(files.flows) + test_demand;
    files.factors = file_or_none(source, folder_of(files.flows) + "factor_input.txt");
    return files;
}

/// The text of a key in a small piece of JSON such as metadata.json; empty when it has none.
std::string text_of_key(std::string const& json, std::string const& key) {
    auto const at = json.find('"' + key + '"');
    auto const colon = at == std::string::npos ? at : json.find(':', at);
    auto const open = colon == std::string::npos ? colon : json.find('"', colon);
    auto const close = open == std::string::npos ? open : json.find('"', open + 1);
    return close == std::string::npos ? std::string() : json.substr(open + 1, close - open - 1);
}

IoTable read(TableSource const& source, int year) {
    bool const is_test_table = !source.find_leaf(test_flows).empty();
    auto const folders = folders_of_systems(source);
    if (!is_test_table && folders.empty())
        throw InputError({{source.path().string()},
                          fmt::format("there is no {} with Y.txt and Z.txt or A.txt beside it", parameters),
                          "these are the parts of a table that pymrio saves",
                          "Name the folder it was saved to."});
    SystemFiles const files =
        is_test_table ? files_of_test_table(source) : files_of_saved_system(source, folders.front());
    IoTable table = read_system(source, files);
    std::string const metadata = folder_of(files.flows) + "metadata.json";
    std::string const texts = source.has(metadata) ? source.head(metadata, head_size) : std::string();
    table.format = "pymrio";
    table.name = text_of_key(texts, "name");
    table.title = text_of_key(texts, "description");
    if (table.name.empty()) table.name = source.path().stem().string();
    if (table.title.empty()) table.title = table.name;
    table.year = year != 0 ? year : year_in(table.title);
    table.source = "saved by pymrio";
    return table;
}

}  // namespace

TableReader reader_pymrio() { return {"pymrio", "a table saved by pymrio", recognise, read}; }

}  // namespace desvio
