#include "desvio/io/scenario_io.hpp"
#include "io/group_table.hpp"
#include "io/scenario_toml.hpp"

#include <optional>

namespace desvio {

Scenario parse_scenario(std::string const& toml, std::string const& file,
                        std::map<std::string, std::string> const& table_texts, std::optional<ReadingLevel> reading) {
    auto const kept = [&](std::string const& table) -> std::optional<std::string> {
        auto const at = table_texts.find(table);
        if (at == table_texts.end()) return std::nullopt;
        return at->second;
    };
    Scenario scenario = read_scenario_toml(
        toml, file, "", kept,
        [&](std::string const& schedule, std::string const& part) {
            // What a result kept holds, also where this program has a schedule of that name built in.
            auto text = kept(fmt::format("{}/{}", schedule, part));
            bool const is_kept = kept(fmt::format("{}/schedule.toml", schedule)).has_value();
            if (!text && !is_kept) text = builtin_schedule_part(schedule, part);
            return text;
        },
        reading);
    // A result keeps the groups that it was made with: those of this program may have moved on.
    if (auto const at = table_texts.find(registry_name); at != table_texts.end()) {
        FaultList faults;
        scenario.group_tables[registry_name] = read_group_table(at->second, file + " (" + registry_name + ")", faults);
        faults.throw_if_any();
    }
    return scenario;
}

}  // namespace desvio
