#pragma once

#include <string>
#include <variant>
#include <vector>

namespace desvio {

/// A key of a scenario and what it shall be.
struct ScenarioEdit {
    std::string path;  ///< "tariff[0].rate" (blocks of a kind count from 0), "model.deficits", "scenario.date"
    std::variant<double, std::string> value;  ///< a number, or a text; a text that is a day stands without quotes
};

/// The same text with these keys at these values: a value that is there is replaced where it stands (so are three
/// readings), one that is not is added to its block, and a block that is not at the end. Comments and all else stay.
/// \throws InputError with line and column where the text is no TOML, where there is no such block, and where a key
///         cannot be put in its place (a block written as dotted keys) \tests unit/scenario_edit_test.cpp
std::string edit_scenario(std::string const& toml, std::vector<ScenarioEdit> const& edits, std::string const& file);

}  // namespace desvio
