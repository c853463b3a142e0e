#include "engine/scenario_record.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/params/vary.hpp"
#include "engine/group_record.hpp"

#include <chrono>
#include <ctime>
#include <utility>

namespace desvio {

void add_scenario_attributes(LabelledFile& file, Scenario const& scenario) {
    file.attributes.push_back({"scenario_name", scenario.name});
    file.attributes.push_back({"scenario_toml", scenario.toml});
    if (scenario.date) file.attributes.push_back({"scenario_date", to_string(*scenario.date)});
    if (scenario.is_date_given) file.attributes.push_back({"scenario_date_from", "command line"});
    if (!scenario.varied) return;
    file.attributes.push_back({"varied_number", scenario.varied->first});
    file.attributes.push_back({"varied_level", scenario.varied->second});
}

void add_inputs(LabelledFile& file, Scenario const& scenario, std::vector<GroupUse> const& groups, Base const& given) {
    add_base_tables(given, "/input", file);
    record_groups(file, scenario, groups, given);
    if (scenario.tables.empty()) return;
    std::vector<std::string> names, texts;
    for (auto const& [name, table] : scenario.tables) {
        names.push_back(name);
        texts.push_back(table.text);
    }
    file.dimensions["rate_table"] = {"rate_table", names, "file name of a table of rates, as the scenario has it"};
    file.tables.push_back({"/input/rate_tables", {"rate_table"}, texts, "", "text of the table of rates"});
}

RecordedRun recorded_inputs(LabelledFile const& file) {
    std::map<std::string, std::string> tables;
    for (std::string const axis : {"rate_table", "group_table"}) {
        Table const* const stored = file.find_table("/input/" + axis + "s");
        if (stored == nullptr) continue;
        auto const& names = std::get<std::vector<std::string>>(file.dimensions.at(axis).labels);
        auto const& texts = std::get<std::vector<std::string>>(stored->values);
        for (std::size_t k = 0; k < names.size(); ++k) tables.emplace(names[k], texts[k]);
    }
    RecordedRun record{parse_scenario(file.text_attribute("scenario_toml"), file.origin + " (scenario_toml)", tables),
                       base_from_tables(file, "/input")};
    // What met no trade was allowed, or there would be no result.
    record.scenario.allow_unmatched = true;
    // The command line may have given another day than the text.
    if (file.find_attribute("scenario_date") != nullptr)
        record.scenario.date = parse_date(file.text_attribute("scenario_date"));
    if (file.find_attribute("scenario_date_from") != nullptr && record.scenario.date)
        set_date(record.scenario, *record.scenario.date);
    if (file.find_attribute("varied_number") != nullptr) {
        FaultList faults;
        auto const number =
            find_varied_number(file.text_attribute("varied_number"), record.scenario, {file.origin}, faults);
        faults.throw_if_any();
        Attribute const* const level = file.find_attribute("varied_level");
        double const* const value = level == nullptr ? nullptr : std::get_if<double>(&level->value);
        if (value == nullptr)
            throw FileError({{file.origin}, "has a varied number without its level", "it cannot be repeated", {}});
        record.scenario.varied.emplace(number->path, *value);
        set_level(record.scenario, *number, *value);
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
