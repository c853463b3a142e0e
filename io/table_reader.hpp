#pragma once

#include "desvio/params/io_table.hpp"
#include "io/table_source.hpp"

#include <string>
#include <vector>

namespace desvio {

/// How to read one native format. Each stands in a file of its own, io/reader_NAME.cpp, as a function
/// `TableReader reader_NAME()`; the build lists them, so that a new format is a new file and nothing else.
struct TableReader {
    std::string name;   ///< what --from takes: "oecd-icio"
    std::string title;  ///< for help: "OECD inter-country input-output tables, editions 2016 to 2025"
    /// How sure a look at names and first bytes makes: 0 (it is not) to 1 (it is, by a mark no other format has).
    double (*recognise)(TableSource const& source) = nullptr;
    /// \throws InputError with file:line:column of the faults found; FileError; ImportStopped
    /// \param year  0, or which one of several to take
    IoTable (*read)(TableSource const& source, int year) = nullptr;
    /// Of formats that hold no users of their own, instead of `read`: the base they are, without health to look at.
    Base (*read_compact)(TableSource const& source, int year) = nullptr;
};

/// All readers, by name.
std::vector<TableReader> table_readers();

}  // namespace desvio
