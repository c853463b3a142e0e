#pragma once

#include "desvio/io/schedule_io.hpp"
#include "desvio/params/scenario.hpp"

#include <functional>
#include <optional>
#include <string>

namespace desvio {

/// The text of a table of rates by its name as written; nothing when it cannot be had.
using ReadTableText = std::function<std::optional<std::string>(std::string const& name)>;

/// Reads the scenario that a TOML text says (docs/formats/scenario.md), with the tables it names.
/// \param file          the name to put in messages
/// \param table_folder  where tables are looked for, for messages: "" or a folder with its slash
/// \param read_part     gives the texts of the schedules it names
/// \param reading       instead of the scenario's own [scenario] reading
/// \throws InputError with every fault of the text and its tables, by place
Scenario read_scenario_toml(std::string const& toml, std::string const& file, std::string const& table_folder,
                            ReadTableText const& read_table, ReadSchedulePart const& read_part,
                            std::optional<ReadingLevel> reading = {});

}  // namespace desvio
