#pragma once

#include "desvio/params/io_table.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

/// Published input-output databases in their native layouts.
namespace desvio {

/// Called with bytes read so far and bytes in all (0 when unknown); returns false to stop the import.
using ByteMonitor = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct TableFormat {
    std::string name;   ///< what --from takes
    std::string title;  ///< for people
};

/// Every format there is a reader for, by name.
std::vector<TableFormat> table_formats();

struct ReadTableOptions {
    std::string format;  ///< empty: guessed from names and first bytes
    int year = 0;        ///< which one of several in a folder or zip; 0: the newest
    ByteMonitor monitor;
};

/// What a path held: a table of who uses what, or a base already (a folder with manifest.toml, an .h5 file, or a
/// format that is compact itself).
using TableOrBase = std::variant<IoTable, Base>;

/// Reads a file, folder or zip. \param[out] format  the reader that did
/// Without a format in the options the reader that recognises it best is taken, of equals the first by name.
/// \throws InputError with file:line:column of what is wrong, or naming the formats when none is recognised; FileError;
///         InputError when the monitor said stop
TableOrBase read_table(std::string const& path, ReadTableOptions const& options, std::string& format);

}  // namespace desvio
