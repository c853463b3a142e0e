#include "report/schedule_steps.hpp"

#include <algorithm>

namespace desvio::text {

std::vector<ShownStep> steps_within(TiedSchedule const& tied, DutiesOnDate const& duties, Base const& base,
                                    ScheduleScope const& scope) {
    Schedule const& schedule = tied.schedule();
    auto const mean = [&](Matrix const& figure) {
        return mean_duty(figure, base, duties.importer, scope.partners, scope.sectors);
    };
    std::vector<ShownStep> shown;
    for (ScheduleStep const& step : duties.steps) {
        ShownStep row;
        row.authority = schedule.authorities[step.authority].name;
        row.before = mean(step.before);
        row.after = mean(step.after);
        if (step.measure) {
            DatedMeasure const& measure = schedule.measures[*step.measure];
            row.share = mean(step.share);
            // A mean of exactly nothing: the measure names none of these cells, or none of their goods.
            if (row.share == 0.0 && row.after == row.before) continue;
            row.id = measure.id;
            row.instrument = measure.instrument;
            row.stack = to_string(measure.stack);
            row.source = measure.source;
            row.note = measure.note;
            if (measure.rates.empty()) row.rate = measure.rate;
            if (measure.start) row.start = to_string(*measure.start);
            if (measure.end) row.end = to_string(*measure.end);
        } else {
            if (row.after == row.before) continue;
            row.id = "(ended)";
        }
        shown.push_back(std::move(row));
    }
    return shown;
}

bool concerns(TiedSchedule const& tied, std::size_t measure, ScheduleScope const& scope) {
    auto const& named = tied.partners_of(measure);
    return std::any_of(named.begin(), named.end(), [&](Index i) {
        return std::find(scope.partners.begin(), scope.partners.end(), i) != scope.partners.end();
    });
}

}  // namespace desvio::text
