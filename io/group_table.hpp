#pragma once

#include "desvio/params/groups.hpp"

#include <string>

namespace desvio {

/// Reads a table of groups by date (docs/formats/groups.md): columns group and region; role, status, start, end, source
/// and note where there are such; in any order. A row without role is one of a member.
/// \param file  the name to put in messages
/// Faults with file:line:column go to `faults`: form of the table, names that no selector could write, a day that is
/// none, an end that is not after its start, a region twice in one role of a group at a time.
/// \tests unit/group_table_test.cpp
GroupTable read_group_table(std::string text, std::string const& file, FaultList& faults);

}  // namespace desvio
