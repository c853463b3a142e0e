#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"

#include <string>

namespace desvio {

/// How a base was made, as tables below `prefix`: /provenance (order) and /health (identity, finding, table_region).
/// Adds nothing that the base does not know.
void add_history_tables(Base const& base, std::string const& prefix, LabelledFile& file);

/// What add_history_tables() put there. \throws FileError when a table has another shape than it wrote
void read_history_tables(LabelledFile const& file, std::string const& prefix, Base& base);

}  // namespace desvio
