#include "engine/scenario_record.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/params/vary.hpp"
#include "engine/group_record.hpp"
#include "engine/scenario_texts.hpp"

#include <chrono>
#include <ctime>
#include <utility>

namespace desvio {
namespace {

/// Keeps the text of each file that a scenario names, under the name it is named by.
/// \param what  "a table of rates"
template <typename Kind>
void add_texts(LabelledFile& file, std::map<std::string, Kind> const& kept, std::string const& dimension,
               std::string const& path, std::string const& what) {
    if (kept.empty()) return;
    std::vector<std::string> names, texts;
    for (auto const& [name, table] : kept) {
        names.push_back(name);
        texts.push_back(table.text);
    }
    file.dimensions[dimension] = {dimension, names, "file name of " + what + ", as the scenario has it"};
    file.tables.push_back({path, {dimension}, texts, "", "text of the " + what.substr(2)});
}

/// The texts under that path, by the names they were kept under, added to `all`.
void read_texts(LabelledFile const& file, std::string const& dimension, std::string const& path,
                std::map<std::string, std::string>& all) {
    Table const* const stored = file.find_table(path);
    if (stored == nullptr) return;
    auto const& names = std::get<std::vector<std::string>>(file.dimensions.at(dimension).labels);
    auto const& texts = std::get<std::vector<std::string>>(stored->values);
    for (std::size_t k = 0; k < names.size(); ++k) all.emplace(names[k], texts[k]);
}

std::string attribute_or_nothing(LabelledFile const& file, char const* name) {
    return file.find_attribute(name) == nullptr ? "" : file.text_attribute(name);
}

}  // namespace

void set_varied(Scenario& scenario, std::string const& path, double level, std::string const& origin) {
    FaultList faults;
    auto const number = find_varied_number(path, scenario, {origin}, faults);
    faults.throw_if_any();
    scenario.varied.emplace(number->path, level);
    set_level(scenario, *number, level);
}

Scenario scenario_of(KeptScenario const& kept, std::string const& file,
                     std::map<std::string, std::string> const& texts) {
    Scenario scenario = parse_scenario(kept.toml, file, texts,
                                       kept.reading.empty() ? std::nullopt : parse_option<ReadingLevel>(kept.reading));
    // What met no trade was allowed, or there would be no result.
    scenario.allow_unmatched = true;
    // The command line may have given another day than the text.
    if (!kept.date.empty()) scenario.date = parse_date(kept.date);
    if (!kept.date_from.empty() && scenario.date) set_date(scenario, *scenario.date);
    return scenario;
}

void add_scenario_attributes(LabelledFile& file, Scenario const& scenario) {
    file.attributes.push_back({"scenario_name", scenario.name});
    file.attributes.push_back({"scenario_toml", scenario.toml});
    if (!scenario.note.empty()) file.attributes.push_back({"scenario_note", scenario.note});
    if (!scenario.source.empty()) file.attributes.push_back({"scenario_source", scenario.source});
    if (scenario.date) file.attributes.push_back({"scenario_date", to_string(*scenario.date)});
    if (scenario.is_date_given) file.attributes.push_back({"scenario_date_from", "command line"});
    if (!scenario.readings.empty()) file.attributes.push_back({"scenario_reading", to_string(scenario.reading)});
    if (!scenario.varied) return;
    file.attributes.push_back({"varied_number", scenario.varied->first});
    file.attributes.push_back({"varied_level", scenario.varied->second});
}

void add_inputs(LabelledFile& file, Scenario const& scenario, std::vector<GroupUse> const& groups, Base const& given) {
    add_base_tables(given, "/input", file);
    record_groups(file, scenario, groups, given);
    add_texts(file, scenario.tables, "rate_table", "/input/rate_tables", "a table of rates");
    add_texts(file, scenario.values_of_time, "value_of_time", "/input/values_of_time", "a value of time");
}

std::map<std::string, std::string> kept_texts(LabelledFile const& file) {
    std::map<std::string, std::string> texts;
    read_texts(file, "rate_table", "/input/rate_tables", texts);
    read_texts(file, "group_table", "/input/group_tables", texts);
    read_texts(file, "value_of_time", "/input/values_of_time", texts);
    return texts;
}

RecordedRun recorded_inputs(LabelledFile const& file) {
    RecordedRun record{
        scenario_of({file.text_attribute("scenario_toml"), attribute_or_nothing(file, "scenario_date"),
                     attribute_or_nothing(file, "scenario_date_from"), attribute_or_nothing(file, "scenario_reading")},
                    file.origin + " (scenario_toml)", kept_texts(file)),
        base_from_tables(file, "/input")};
    if (file.find_attribute("varied_number") != nullptr) {
        Attribute const* const level = file.find_attribute("varied_level");
        double const* const value = level == nullptr ? nullptr : std::get_if<double>(&level->value);
        if (value == nullptr)
            throw FileError({{file.origin}, "has a varied number without its level", "it cannot be repeated", {}});
        set_varied(record.scenario, file.text_attribute("varied_number"), *value, file.origin);
    }
    return record;
}

std::string numeraire_of(ModelOptions const& model) {
    return model.factors == Factors::rigid ? "wages are the base's: w_hat[n] = 1, so money is money of the base"
                                           : "world value added is constant: sum_n w_hat[n] V[n] = sum_n V[n]";
}

std::string now_utc() {
    std::time_t const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[sizeof "2000-01-01T00:00:00Z"];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace desvio
