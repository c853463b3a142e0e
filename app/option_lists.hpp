#pragma once

#include <string>
#include <vector>

namespace desvio::app {

/// "a, b[c, d], e" cut at the commas that stand in no brackets; blanks around the words and empty words are dropped.
std::vector<std::string> words_of(std::string const& list);

}  // namespace desvio::app
