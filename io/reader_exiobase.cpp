#include "io/system_text.hpp"
#include "io/table_names.hpp"
#include "io/table_reader.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>
#include <set>

/// EXIOBASE 1 and 2: mrIot, mrFinalDemand and mrFactorInputs, names ending in a version or not.
/// EXIOBASE 3: a folder with A.txt or Z.txt, Y.txt, unit.txt and x.txt, and value added in factor_inputs/F.txt or, in
/// most editions, among the rows of satellite/F.txt.
namespace desvio {

namespace {

constexpr double certain = 1.0;
constexpr double likely = 0.9;
constexpr double possible = 0.4;
constexpr std::size_t metadata_size = 4096;

/// The first file whose leaf begins so, whatever the case; empty when there is none.
std::string find_beginning(TableSource const& source, std::string const& beginning) {
    auto const& names = source.names();
    auto const found = std::find_if(names.begin(), names.end(), [&](std::string const& name) {
        std::string const leaf = in_lower_case(leaf_of(name));
        return leaf.starts_with(beginning) && leaf.ends_with(".txt");
    });
    return found == names.end() ? std::string() : *found;
}

/// Folders (with '/' at the end) that hold the flows of an EXIOBASE 3 table.
std::vector<std::string> folders_of_systems(TableSource const& source) {
    std::set<std::string> folders;
    for (std::string const& name : source.names()) {
        std::string const leaf = leaf_of(name);
        std::string const folder = folder_of(name);
        if ((leaf == "A.txt" || leaf == "Z.txt") && source.has(folder + "Y.txt")) folders.insert(folder);
    }
    return {folders.begin(), folders.end()};
}

bool says_exiobase(TableSource const& source, std::string const& folder) {
    for (char const* mark : {"products.txt", "industries.txt", "finaldemands.txt"})
        if (source.has(folder + mark)) return true;
    std::string const metadata = folder + "metadata.json";
    return source.has(metadata) &&
           in_lower_case(source.head(metadata, metadata_size)).find("exio") != std::string::npos;
}

double recognise(TableSource const& source) {
    if (source.is_single_file()) return 0.0;
    if (!find_beginning(source, "mriot").empty() && !find_beginning(source, "mrfinaldemand").empty()) return certain;
    double best = 0.0;
    for (std::string const& folder : folders_of_systems(source)) {
        bool const has_account = source.has(folder + "satellite/F.txt") || source.has(folder + "factor_inputs/F.txt");
        if (says_exiobase(source, folder))
            best = std::max(best, has_account ? certain : likely);
        else if (has_account)
            best = std::max(best, possible);
    }
    return best;
}

SystemFiles files_of_first_editions(TableSource const& source) {
    SystemFiles files;
    files.flows = find_beginning(source, "mriot");
    files.final_demand = find_beginning(source, "mrfinaldemand");
    files.factors = find_beginning(source, "mrfactorinput");
    files.has_shares = true;  // the units beside the labels say it too
    if (files.final_demand.empty())
        throw InputError({{source.path().string()},
                          "mrFinalDemand.txt is missing",
                          "without final demand there is no table",
                          "Unpack all parts of the table together."});
    return files;
}

SystemFiles files_of_third_edition(TableSource const& source, std::string const& folder) {
    SystemFiles files = system_in_folder(source, folder);
    for (char const* account : {"factor_inputs/", "factor_input/", "value_added/", "satellite/"}) {
        if (!source.has(folder + account + "F.txt")) continue;
        files.factors = folder + account + "F.txt";
        files.factor_units = file_or_none(source, folder + account + "unit.txt");
        files.final_factors = file_or_none(source, folder + account + "F_Y.txt");
        if (files.final_factors.empty()) files.final_factors = file_or_none(source, folder + account + "F_hh.txt");
        break;
    }
    return files;
}

/// The year a folder or its metadata names.
int year_of(TableSource const& source, std::string const& folder) {
    int const year = year_in(folder.empty() ? source.path().stem().string() : folder);
    std::string const metadata = folder + "metadata.json";
    if (year != 0 || !source.has(metadata)) return year;
    std::string const text = source.head(metadata, metadata_size);
    auto const at = text.find("\"description\"");
    return at == std::string::npos ? 0 : year_in(text.substr(at, text.find('\n', at) - at));
}

/// The folder of the wanted year, or of the newest.
std::string choose_folder(TableSource const& source, int year, std::vector<std::string>& notes) {
    auto const folders = folders_of_systems(source);
    if (folders.empty())
        throw InputError({{source.path().string()},
                          "there is no A.txt or Z.txt with a Y.txt beside it",
                          "these are the parts of an EXIOBASE table",
                          "Unpack all parts of the table together."});
    std::vector<std::string> names;
    names.reserve(folders.size());
    for (std::string const& folder : folders) names.push_back(folder.substr(0, folder.empty() ? 0 : folder.size() - 1));
    std::string const chosen = choose_year(source, names, year, notes).name;
    return chosen.empty() ? chosen : chosen + '/';
}

IoTable read(TableSource const& source, int year) {
    std::vector<std::string> notes;
    bool const is_early = !find_beginning(source, "mriot").empty();
    std::string const folder = is_early ? std::string() : choose_folder(source, year, notes);
    IoTable table =
        read_system(source, is_early ? files_of_first_editions(source) : files_of_third_edition(source, folder));
    table.format = "exiobase";
    table.year = year != 0 ? year : year_of(source, folder);
    table.name = table.year == 0 ? "exiobase" : fmt::format("exiobase-{}", table.year);
    table.title = table.year == 0 ? "EXIOBASE" : fmt::format("EXIOBASE, {}", table.year);
    table.source = "EXIOBASE";
    table.reading_notes.insert(table.reading_notes.begin(), notes.begin(), notes.end());
    return table;
}

}  // namespace

TableReader reader_exiobase() { return {"exiobase", "EXIOBASE 1, 2 and 3 as text", recognise, read}; }

}  // namespace desvio
