#include "io/scenario_schedules.hpp"

#include "desvio/params/schedule.hpp"

#include <map>
#include <memory>

namespace desvio {

void read_scheduled_duties(Scenario& scenario, ReadSchedulePart const& read_part, FaultList& faults) {
    std::map<std::string, std::shared_ptr<Schedule const>> known;
    for (Rule& one : scenario.rules) {
        auto* const scheduled = std::get_if<ScheduleRule>(&one);
        if (scheduled == nullptr || scheduled->file.empty()) continue;
        ScheduleRule& rule = *scheduled;
        auto& schedule = known[rule.file];
        if (!schedule) {
            std::map<std::string, std::string> texts;
            try {
                schedule = std::make_shared<Schedule const>(parse_schedule(rule.file, read_part, texts));
            } catch (InputError const& error) {
                for (Fault const& fault : error.faults())
                    faults.add(fault.where.file.empty() ? rule.where : fault.where, fault.problem, fault.why,
                               fault.remedy);
            } catch (FileError const&) {
                faults.add(rule.where, fmt::format("the schedule '{}' cannot be opened", rule.file),
                           "its duties are not known", "Name a built-in schedule, a folder or a .toml file.");
            }
            for (auto& [name, text] : texts) scenario.tables[name].text = std::move(text);
        }
        rule.schedule = schedule;
    }
}

}  // namespace desvio
