#include "desvio/core/units.hpp"
#include "engine/scenario_record.hpp"
#include "engine/scenario_texts.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace desvio {
namespace {

constexpr char const* set_axis = "input_scenario";
constexpr char const* text_axis = "input_text";

/// The texts of the files that a scenario names, by the names it has for them.
std::map<std::string, std::string> texts_named_by(Scenario const& scenario) {
    std::map<std::string, std::string> texts;
    for (auto const& [name, table] : scenario.tables) texts.emplace(name, table.text);
    for (auto const& [name, table] : scenario.group_tables) texts.emplace(name, table.text);
    for (auto const& [name, table] : scenario.values_of_time) texts.emplace(name, table.text);
    return texts;
}

/// Distinct texts: scenarios may call two files alike, and share one.
using KeptText = std::pair<std::string, std::string>;  // name, text

void add_text_set(LabelledFile& file, std::vector<NamedScenario> const& kept) {
    std::vector<KeptText> all;
    for (auto const& [name, scenario] : kept)
        for (auto const& text : texts_named_by(scenario))
            if (std::find(all.begin(), all.end(), KeptText(text)) == all.end()) all.emplace_back(text);
    if (all.empty()) return;
    std::vector<double> numbers, used;
    std::vector<std::string> names, texts;
    for (auto const& [name, text] : all) {
        numbers.push_back(static_cast<double>(numbers.size()));
        names.push_back(name);
        texts.push_back(text);
    }
    for (auto const& [name, scenario] : kept) {
        auto const own = texts_named_by(scenario);
        for (auto const& [text_name, text] : all) {
            auto const at = own.find(text_name);
            used.push_back(at != own.end() && at->second == text ? 1.0 : 0.0);
        }
    }
    file.dimensions[text_axis] = {text_axis, std::move(numbers), "file that a scenario names"};
    file.tables.push_back({"/input/texts/name", {text_axis}, std::move(names), "", "its name, as the scenario has it"});
    file.tables.push_back({"/input/texts/text", {text_axis}, std::move(texts), "", "its text"});
    file.tables.push_back({"/input/texts/used",
                           {set_axis, text_axis},
                           std::move(used),
                           units::one,
                           "1 where the scenario names the file"});
}

std::map<std::string, std::string> recorded_texts(LabelledFile const& file, std::size_t scenario) {
    std::map<std::string, std::string> texts;
    if (file.find_table("/input/texts/used") == nullptr) return texts;
    auto const& used = file.numbers("/input/texts/used");
    auto const& names = file.texts("/input/texts/name");
    auto const& contents = file.texts("/input/texts/text");
    for (std::size_t k = 0; k < names.size(); ++k)
        if (used.at(scenario * names.size() + k) != 0.0) texts.emplace(names[k], contents[k]);
    return texts;
}

}  // namespace

void add_scenario_set(LabelledFile& file, std::vector<NamedScenario> const& kept) {
    std::vector<std::string> names, tomls, dates, origins, readings, varied;
    std::vector<double> levels;
    for (auto const& [name, scenario] : kept) {
        names.push_back(name);
        tomls.push_back(scenario.toml);
        dates.push_back(scenario.date ? to_string(*scenario.date) : "");
        origins.emplace_back(scenario.is_date_given ? "command line" : "");
        readings.push_back(scenario.readings.empty() ? "" : to_string(scenario.reading));
        varied.push_back(scenario.varied ? scenario.varied->first : "");
        levels.push_back(scenario.varied ? scenario.varied->second : std::numeric_limits<double>::quiet_NaN());
    }
    file.dimensions[set_axis] = {set_axis, std::move(names), "scenario that the file was made of"};
    auto const text = [&](char const* path, std::vector<std::string> values, char const* long_name) {
        file.tables.push_back({path, {set_axis}, std::move(values), "", long_name});
    };
    text("/input/scenarios/toml", std::move(tomls), "text of the scenario");
    text("/input/scenarios/date", std::move(dates), "the day it is about; empty: none");
    text("/input/scenarios/date_from", std::move(origins), "who said so when it was not the text");
    text("/input/scenarios/reading", std::move(readings), "which of three figures; empty: each number is one figure");
    text("/input/scenarios/varied_number", std::move(varied), "number at another level than in the text; empty: none");
    file.tables.push_back(
        {"/input/scenarios/varied_level", {set_axis}, std::move(levels), units::one, "level of that number"});
    add_text_set(file, kept);
}

std::vector<NamedScenario> recorded_scenario_set(LabelledFile const& file) {
    Table const* const stored = file.find_table("/input/scenarios/toml");
    if (stored == nullptr)
        throw FileError({{file.origin},
                         "does not hold the scenarios and the base it was made of",
                         "it cannot be repeated from itself; files of earlier versions are so",
                         "Make it again with this version."});
    auto const& names = std::get<std::vector<std::string>>(file.find_dimension(*stored, set_axis)->labels);
    auto const& tomls = file.texts("/input/scenarios/toml");
    auto const& varied = file.texts("/input/scenarios/varied_number");
    std::vector<NamedScenario> kept;
    for (std::size_t k = 0; k < names.size(); ++k) {
        // A name of its own for each: what stands at one place of two files is not the same.
        Scenario scenario =
            scenario_of({tomls[k], file.texts("/input/scenarios/date")[k], file.texts("/input/scenarios/date_from")[k],
                         file.texts("/input/scenarios/reading")[k]},
                        fmt::format("{} ({})", file.origin, names[k]), recorded_texts(file, k));
        if (!varied[k].empty())
            set_varied(scenario, varied[k], file.numbers("/input/scenarios/varied_level")[k], file.origin);
        kept.emplace_back(names[k], std::move(scenario));
    }
    return kept;
}

}  // namespace desvio
