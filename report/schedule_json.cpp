#include "desvio/report/schedule_report.hpp"

#include "report/json_tables.hpp"
#include "report/schedule_steps.hpp"

#include <nlohmann/json.hpp>

namespace desvio {
namespace {

text::Json day_json(std::optional<Date> const& day) { return day ? text::Json(to_string(*day)) : text::Json(); }

text::Json measure_json(DatedMeasure const& measure) {
    return {{"id", measure.id},
            {"authority", measure.authority},
            {"instrument", measure.instrument},
            {"stack", to_string(measure.stack)},
            {"rate", measure.rates.empty() ? text::Json(measure.rate) : text::Json()},
            {"start", day_json(measure.start)},
            {"end", day_json(measure.end)},
            {"source", measure.source},
            {"note", measure.note}};
}

text::Json head(Schedule const& schedule, Base const& base) {
    return {{"schedule", schedule.name},
            {"title", schedule.title},
            {"importer", schedule.importer},
            {"kind", to_string(schedule.kind)},
            {"base_name", base.name}};
}

/// {"BRA": {"duty": mean, "trade": million, "sectors": {"AGR": duty, ...}}}
text::Json duties_json(Matrix const& duty, Base const& base, Index importer, ScheduleScope const& scope) {
    text::Json all = text::Json::object();
    for (Index const i : scope.partners) {
        if (i == importer) continue;
        text::Json sectors = text::Json::object();
        for (Index const j : scope.sectors) sectors[base.sectors[j]] = duty(j, i);
        all[base.regions[i]] = {{"duty", mean_duty(duty, base, importer, {i}, scope.sectors)},
                                {"trade", scope_trade(base, importer, {i}, scope.sectors)},
                                {"sectors", std::move(sectors)}};
    }
    return all;
}

}  // namespace

std::string format_schedule_check_json(Schedule const& schedule, Base const& base) {
    text::Json json = head(schedule, base);
    json["reference"] = day_json(schedule.reference);
    json["cells"] = schedule.cells.rows.size();
    text::Json authorities = text::Json::array(), measures = text::Json::array(), days = text::Json::array();
    for (Authority const& authority : schedule.authorities)
        authorities.push_back({{"name", authority.name}, {"title", authority.title}});
    for (DatedMeasure const& measure : schedule.measures) measures.push_back(measure_json(measure));
    for (Date const day : change_days(schedule)) days.push_back(to_string(day));
    json["authorities"] = std::move(authorities);
    json["measures"] = std::move(measures);
    json["days"] = std::move(days);
    return text::to_text(json);
}

std::string format_schedule_day_json(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope,
                                     Date date) {
    DutiesOnDate const duties = tied.on(date);
    text::Json json = head(tied.schedule(), base);
    json["date"] = to_string(date);
    json["base_duty"] = mean_duty(duties.base, base, duties.importer, scope.partners, scope.sectors);
    json["duty"] = mean_duty(duties.duty, base, duties.importer, scope.partners, scope.sectors);
    text::Json steps = text::Json::array();
    for (text::ShownStep const& step : text::steps_within(tied, duties, base, scope))
        steps.push_back({{"id", step.id},
                         {"authority", step.authority},
                         {"instrument", step.instrument},
                         {"stack", step.stack},
                         {"rate", step.rate < 0.0 ? text::Json() : text::Json(step.rate)},
                         {"share", step.share < 0.0 ? text::Json() : text::Json(step.share)},
                         {"before", step.before},
                         {"after", step.after},
                         {"start", step.start},
                         {"end", step.end},
                         {"source", step.source},
                         {"note", step.note}});
    json["measures"] = std::move(steps);
    json["partners"] = duties_json(duties.duty, base, duties.importer, scope);
    return text::to_text(json);
}

std::string format_schedule_diff_json(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope,
                                      Date before, Date after) {
    text::Json json = head(tied.schedule(), base);
    text::Json begun = text::Json::array(), ended = text::Json::array();
    for (std::size_t k = 0; k < tied.schedule().measures.size(); ++k) {
        DatedMeasure const& measure = tied.schedule().measures[k];
        bool const was = measure.is_in_force(before), is = measure.is_in_force(after);
        if (was != is && text::concerns(tied, k, scope)) (is ? begun : ended).push_back(measure_json(measure));
    }
    json["before"] = {{"date", to_string(before)},
                      {"partners", duties_json(tied.on(before).duty, base, tied.importer(), scope)}};
    json["after"] = {{"date", to_string(after)},
                     {"partners", duties_json(tied.on(after).duty, base, tied.importer(), scope)}};
    json["begun"] = std::move(begun);
    json["ended"] = std::move(ended);
    return text::to_text(json);
}

std::string format_schedule_timeline_json(ScheduleTimeline const& timeline, Schedule const& schedule,
                                          Base const& base) {
    text::Json json = head(schedule, base);
    text::Json days = text::Json::array();
    for (std::size_t k = 0; k < timeline.days.size(); ++k)
        days.push_back({{"day", to_string(timeline.days[k])},
                        {"duty", mean_duty(timeline.duty[k], base, timeline.importer, timeline.scope.partners,
                                           timeline.scope.sectors)},
                        {"partners", duties_json(timeline.duty[k], base, timeline.importer, timeline.scope)}});
    json["days"] = std::move(days);
    return text::to_text(json);
}

}  // namespace desvio
