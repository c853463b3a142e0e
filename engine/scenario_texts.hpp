#pragma once

#include "desvio/params/scenario.hpp"

#include <map>
#include <string>

/// A scenario from what a file keeps of it. Private to engine.
namespace desvio {

/// A text, and what was set after it was read; empty where nothing was.
struct KeptScenario {
    std::string toml, date, date_from, reading;
};

/// \param file   the name to put in messages
/// \param texts  of the files that the scenario names, by name
Scenario scenario_of(KeptScenario const& kept, std::string const& file,
                     std::map<std::string, std::string> const& texts);

/// Puts a number of the scenario at the level that a file has for it.
void set_varied(Scenario& scenario, std::string const& path, double level, std::string const& origin);

}  // namespace desvio
