#include "params/rule_schedule.hpp"

#include "desvio/params/schedule.hpp"
#include "params/rule_application.hpp"
#include "params/rule_cells.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

/// Which authorities of a schedule a [[schedule]] takes.
std::vector<bool> chosen_authorities(ScheduleRule const& rule, Schedule const& schedule, FaultList& faults) {
    std::vector<std::string> names;
    for (Authority const& authority : schedule.authorities) names.push_back(authority.name);
    std::vector<bool> held(names.size(), rule.only.terms.empty());
    auto const mark = [&](Selector const& words, bool value) {
        for (SelectorTerm const& term : words.terms) {
            auto const at = std::find(names.begin(), names.end(), term.text);
            if (at == names.end())
                faults.add(term.where, fmt::format("unknown authority '{}'", term.text),
                           fmt::format("the schedule {} has none of that name", schedule.name),
                           suggest_name(term.text, names));
            else
                held[static_cast<std::size_t>(at - names.begin())] = value;
        }
    };
    mark(rule.only, true);
    mark(rule.without, false);
    return held;
}

std::string measure_note(DatedMeasure const& measure) {
    std::string const rate = measure.rates.empty() ? fmt::format("{:.4g}", measure.rate) : "by cell";
    std::string note = fmt::format("{} {} on {}", to_string(measure.stack), rate, to_string(measure.partner));
    if (!measure.note.empty()) note += "; " + measure.note;
    return note;
}

}  // namespace

void RuleApplication::apply(ScheduleRule const& rule) {
    if (!rule.schedule) {
        faults_.add(rule.where, fmt::format("the schedule '{}' was not read", rule.file),
                    "its duties are not part of the scenario", "Read the scenario from its file.");
        return;
    }
    Schedule const& schedule = *rule.schedule;
    auto const date = rule.date ? rule.date : scenario_.date;
    if (!date)
        faults_.add(rule.where, fmt::format("the schedule '{}' has no day", rule.file),
                    "which of its measures are in force is not known",
                    "Write date = \"2025-08-07\" here or under [scenario], or give --date.");
    std::size_t const faults_before = faults_.size();
    auto const held = chosen_authorities(rule, schedule, faults_);
    TiedSchedule const tied(schedule, base_, faults_);
    if (!date || faults_.size() > faults_before) return;
    DutiesOnDate const duties = tied.on(*date, held);
    Index const n = duties.importer;
    bool is_said = false;
    for (ScheduleStep const& step : duties.steps) {
        EffectMeter meter;
        for (Index j = 0; j < base_.n_sectors(); ++j)
            for (Index i = 0; i < base_.n_regions(); ++i)
                if (i != n) meter.note(base_.trade(j, n, i), step.before(j, i), step.after(j, i));
        Authority const& authority = schedule.authorities[step.authority];
        DatedMeasure const* const measure = step.measure ? &schedule.measures[*step.measure] : nullptr;
        RuleEffect effect{"schedule", fmt::format("{}, {}", measure != nullptr ? measure->id : "end", authority.name),
                          measure != nullptr ? measure_note(*measure) : "none of its measures is in force", rule.where};
        meter.report(effect);
        if (effect.cells == 0) continue;
        // What the block says of itself stands once, with the first of its measures.
        if (!is_said && !rule.note.empty()) effect.note = rule.note + "; " + effect.note;
        is_said = true;
        effects_.push_back(std::move(effect));
    }
    // Two schedules of one importer each add what they change.
    for (Index j = 0; j < base_.n_sectors(); ++j) {
        for (Index i = 0; i < base_.n_regions(); ++i) {
            double& duty = shock_.tariff(j, n, i);
            bool const is_first = duty == duties.base(j, i);
            if (i != n) duty = is_first ? duties.duty(j, i) : duty + duties.duty(j, i) - duties.base(j, i);
        }
    }
}

std::vector<ScheduleRule> parts_of_schedule(ScheduleRule const& whole, std::optional<Date> day, Base const& base) {
    std::optional<Date> const date = whole.date ? whole.date : day;
    if (!whole.schedule || !date || !whole.measure.empty()) return {whole};
    Schedule const& schedule = *whole.schedule;
    FaultList faults;
    auto const held = chosen_authorities(whole, schedule, faults);
    TiedSchedule const tied(schedule, base, faults);
    if (!faults.empty()) return {whole};
    std::vector<bool> acts(schedule.authorities.size(), false);
    for (ScheduleStep const& step : tied.on(*date, held).steps)
        if (step.before != step.after) acts[step.authority] = true;
    std::vector<ScheduleRule> parts;
    auto const name = [&](std::size_t a) { return SelectorTerm{schedule.authorities[a].name, whole.where}; };
    for (std::size_t a = 0; a < acts.size(); ++a) {
        if (!acts[a]) continue;
        ScheduleRule part = whole;
        part.is_part = true;
        part.date = date;
        part.without = {};
        part.only = {{name(a)}, whole.where};
        std::string const& title = schedule.authorities[a].title;
        part.measure = title.empty() ? schedule.authorities[a].name : title;
        parts.push_back(std::move(part));
    }
    if (parts.empty()) return {whole};
    for (std::size_t a = 0; a < acts.size(); ++a)
        if (held[a] && !acts[a]) parts.front().only.terms.push_back(name(a));
    return parts;
}

}  // namespace desvio
