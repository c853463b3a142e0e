#include "desvio/io/table_io.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "io/base_files.hpp"
#include "io/table_reader.hpp"

#include <algorithm>

namespace desvio {

namespace {

constexpr double least_certainty = 0.3;

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (TableReader const& reader : table_readers()) names.push_back(reader.name);
    return names;
}

/// The reader that recognises the source best.
TableReader guess_reader(TableSource const& source) {
    TableReader best;
    double highest = 0.0;
    for (TableReader const& reader : table_readers()) {
        double const certainty = reader.recognise(source);
        if (certainty <= highest) continue;
        highest = certainty;
        best = reader;
    }
    if (highest < least_certainty)
        throw InputError({{source.path().string()},
                          "it looks like none of the formats there are readers for",
                          fmt::format("known: {}", fmt::join(format_names(), ", ")),
                          "Name the format with --from if it is one of them, or write a folder as docs/formats says."});
    return best;
}

TableReader named_reader(std::string const& name) {
    auto const readers = table_readers();
    auto const found = std::find_if(readers.begin(), readers.end(), [&](auto const& r) { return r.name == name; });
    if (found != readers.end()) return *found;
    throw InputError({{}, fmt::format("unknown format '{}'", name), {}, suggest_name(name, format_names())});
}

}  // namespace

std::vector<TableFormat> table_formats() {
    std::vector<TableFormat> formats;
    for (TableReader const& reader : table_readers()) formats.push_back({reader.name, reader.title});
    return formats;
}

IoTable read_io_table(std::string const& path, ReadTableOptions const& options) {
    TableSource source(path);
    TableReader const reader = options.format.empty() ? guess_reader(source) : named_reader(options.format);
    source.set_monitor(options.monitor);
    try {
        IoTable table = reader.read(source, options.year);
        table.format = reader.name;
        table.origin = path;
        return table;
    } catch (ImportStopped const&) {
        throw InputError({{path}, "the import was stopped", "nothing was written", {}});
    }
}

bool is_base_path(std::string const& path) {
    std::filesystem::path const place(path);
    return place.extension() == ".h5" || std::filesystem::exists(place / base_file::manifest);
}

}  // namespace desvio
