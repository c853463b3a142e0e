#pragma once

#include <string>

namespace desvio::app {

/// Runs every built-in scenario, or the one of that name, with its low and high reading where it has them, and prints a
/// section for each: question, answer, sources. Markdown, or JSON without the sections' words.
/// \throws InputError when one of them fails: a page that leaves one out would be wrong
void print_scenario_headlines(std::string const& name, bool as_json);

}  // namespace desvio::app
