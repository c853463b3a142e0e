#include "desvio/io/table_io.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "io/base_files.hpp"
#include "io/table_reader.hpp"

#include <algorithm>

namespace desvio {

namespace {

constexpr double least_certainty = 0.3;
constexpr char const* own_format = "desvio";

/// Whether a path holds a base already: a folder with a manifest, or an .h5 file.
bool is_base_path(std::filesystem::path const& path) {
    return path.extension() == ".h5" || std::filesystem::exists(path / base_file::manifest);
}

std::vector<std::string> format_names() {
    std::vector<std::string> names{own_format};
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
    std::vector<TableFormat> formats{{own_format, "a base already: folder of CSV, or .h5"}};
    for (TableReader const& reader : table_readers()) formats.push_back({reader.name, reader.title});
    return formats;
}

TableOrBase read_table(std::string const& path, ReadTableOptions const& options, std::string& format) {
    if (options.format == own_format || (options.format.empty() && is_base_path(path))) {
        format = own_format;
        return read_base(path, {.quality = true});
    }
    TableSource source(path);
    TableReader const reader = options.format.empty() ? guess_reader(source) : named_reader(options.format);
    format = reader.name;
    source.set_monitor(options.monitor);
    try {
        if (reader.read_compact != nullptr) {
            Base base = reader.read_compact(source, options.year);
            base.origin = path;
            return base;
        }
        IoTable table = reader.read(source, options.year);
        table.format = reader.name;
        table.origin = path;
        return table;
    } catch (ImportStopped const&) {
        throw InputError({{path}, "the import was stopped", "nothing was written", {}});
    }
}

}  // namespace desvio
