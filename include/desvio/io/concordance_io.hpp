#pragma once

#include "desvio/params/concordance.hpp"

#include <string>
#include <vector>

namespace desvio {

/// Reads a concordance: the name of a built-in one ("gtap-to-world-2023") or the path of a CSV file with the columns
/// from, to and, if wanted, weight (> 0) and name.
/// \throws InputError with file:line:column of every fault of form; FileError when it cannot be opened
/// \tests unit/concordance_test.cpp
Concordance read_concordance(std::string const& name_or_path);

/// The same from text already at hand. \param file  the name to put in messages
Concordance parse_concordance(std::string const& text, std::string const& file);

/// Names of the concordances inside the binary, sorted.
std::vector<std::string> builtin_concordances();

}  // namespace desvio
