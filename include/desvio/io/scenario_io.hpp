#pragma once

#include "desvio/params/scenario.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// Reads a scenario: a built-in name (or "built-in NAME") or the path of a TOML file; rate tables are read relative to
/// it. \throws InputError with file:line:column of every fault: unknown keys and values with the nearest known one,
/// wrong
///         types, a [[tariff]] without exactly one action, ...; FileError when it cannot be opened
/// \param reading  in place of the scenario's own
Scenario read_scenario(std::string const& name_or_path, std::optional<ReadingLevel> reading = {});

/// The same from text already at hand (a result file's scenario_toml and the texts of the files it names).
/// \param file  the name to put in messages
Scenario parse_scenario(std::string const& toml, std::string const& file,
                        std::map<std::string, std::string> const& table_texts = {},
                        std::optional<ReadingLevel> reading = {});

/// A commented scenario with every key at its default: valid input for read_scenario(), for `run --dump-default`.
std::string default_scenario_toml();

/// Names of the scenarios inside the binary, sorted.
std::vector<std::string> builtin_scenarios();

}  // namespace desvio
