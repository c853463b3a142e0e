#pragma once

#include "desvio/params/groups.hpp"

#include <map>
#include <string>

namespace desvio {

/// The groups by date inside the binary (params/sets/groups). \throws FileError when the binary is damaged
GroupTable read_group_registry();

/// What its groups are, in a line each, by name.
std::map<std::string, std::string> group_titles();

}  // namespace desvio
