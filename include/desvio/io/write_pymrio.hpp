#pragma once

#include "desvio/params/io_table.hpp"

#include <filesystem>

namespace desvio {

/// Writes a table as the folder of tab-separated text that pymrio loads and saves:
///
/// | file                            | content                          | header rows      | index columns  |
/// | Z.txt                           | intermediate                     | region, sector   | region, sector |
/// | Y.txt                           | final demand                     | region, category | region, sector |
/// | x.txt (when output is declared) | declared output, column "indout" | 1                | region, sector |
/// | unit.txt                        | unit of each row                 | 1                | region, sector |
/// | factor_inputs/F.txt             | tax rows, then value added       | region, sector   | inputtype      |
/// | factor_inputs/F_Y.txt           | tax rows of final demand         | region, category | inputtype      |
/// | factor_inputs/unit.txt          | unit of each row                 | 1                | inputtype      |
///
/// and metadata.json and file_parameters.json, which say this to pymrio. Numbers are the shortest that read back to
/// the same bits. factor_inputs is left out of a table that has neither taxes nor value added, F_Y.txt where there are
/// no taxes; a table's own totals of columns, notes and kinds of sectors have no place in the format.
/// The folder is made under another name and then renamed: it is whole or not there.
/// \throws FileError when it exists and is not empty, or cannot be written   \tests unit/write_pymrio_test.cpp
void write_pymrio(IoTable const& table, std::filesystem::path const& folder);

}  // namespace desvio
