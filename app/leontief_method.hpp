#pragma once

#include "desvio/solvers/leontief.hpp"

#include <string>

namespace desvio::app {

/// The method that a word of an option names ("mixed-lu" as well as "mixed_lu").
/// \throws UsageError with the nearest method, when there is none of this name
LeontiefMethod chosen_leontief_method(std::string const& option, std::string const& word);

}  // namespace desvio::app
