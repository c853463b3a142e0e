#pragma once

#include "desvio/io/store.hpp"

#include <string>

/// Repeats what other commands than `run` and `sweep` wrote, from their files alone. Each tells standard error what
/// went wrong.
namespace desvio::app {

/// \param code  ok, or why there is nothing to compare
LabelledFile repeat_comparison(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                               int& code);
LabelledFile repeat_decomposition(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                                  int& code);
LabelledFile repeat_threats(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                            int& code);

}  // namespace desvio::app
