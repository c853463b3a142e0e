#include "desvio/engine/schedule_view.hpp"

#include "desvio/core/units.hpp"
#include "desvio/version.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

std::vector<std::string> codes_of(Labels const& labels, std::vector<Index> const& chosen) {
    std::vector<std::string> codes;
    codes.reserve(chosen.size());
    for (Index const k : chosen) codes.push_back(labels[k]);
    return codes;
}

}  // namespace

double scope_trade(Base const& base, Index importer, std::vector<Index> const& partners,
                   std::vector<Index> const& sectors) {
    double trade = 0.0;
    for (Index const j : sectors)
        for (Index const i : partners)
            if (i != importer) trade += base.trade(j, importer, i);
    return trade;
}

double mean_duty(Matrix const& duty, Base const& base, Index importer, std::vector<Index> const& partners,
                 std::vector<Index> const& sectors) {
    double weighted = 0.0, trade = 0.0, plain = 0.0, cells = 0.0;
    for (Index const j : sectors) {
        for (Index const i : partners) {
            if (i == importer) continue;
            weighted += base.trade(j, importer, i) * duty(j, i);
            trade += base.trade(j, importer, i);
            plain += duty(j, i);
            cells += 1.0;
        }
    }
    if (trade > 0.0) return weighted / trade;
    return cells > 0.0 ? plain / cells : 0.0;
}

ScheduleTimeline trace_schedule(TiedSchedule const& tied, ScheduleScope scope, std::optional<Date> from,
                                std::optional<Date> to) {
    std::erase(scope.partners, tied.importer());
    ScheduleTimeline timeline{{}, {}, {}, tied.importer(), std::move(scope)};
    std::vector<Date> days = change_days(tied.schedule());
    if (!from && tied.schedule().reference) from = tied.schedule().reference;
    if (from) {
        std::erase_if(days, [&](Date day) { return day <= *from; });
        days.insert(days.begin(), *from);
    }
    if (to) std::erase_if(days, [&](Date day) { return day > *to; });
    auto const within = [&](Matrix const& duty) {
        Matrix part(static_cast<Index>(timeline.scope.sectors.size()),
                    static_cast<Index>(timeline.scope.partners.size()));
        for (Index r = 0; r < part.rows(); ++r)
            for (Index c = 0; c < part.cols(); ++c)
                part(r, c) = duty(timeline.scope.sectors[static_cast<std::size_t>(r)],
                                  timeline.scope.partners[static_cast<std::size_t>(c)]);
        return part;
    };
    // Less than this is the rounding of figures that are taken out and put back.
    constexpr double rounding = 1e-12;
    Matrix last;
    for (Date const day : days) {
        DutiesOnDate duties = tied.on(day);
        Matrix const part = within(duties.duty);
        if (timeline.base_duty.size() == 0) timeline.base_duty = duties.base;
        bool const is_new = last.size() == 0 || (part - last).cwiseAbs().maxCoeff() > rounding;
        if (!timeline.days.empty() && !is_new) continue;
        timeline.days.push_back(day);
        timeline.duty.push_back(std::move(duties.duty));
        last = part;
    }
    return timeline;
}

LabelledFile to_tables(ScheduleTimeline const& timeline, Schedule const& schedule, Base const& base,
                       std::string const& command_line) {
    std::vector<Index> const& partners = timeline.scope.partners;
    std::vector<Index> const& sectors = timeline.scope.sectors;
    LabelledFile file;
    auto const text = [&](char const* name, std::string const& value) { file.attributes.push_back({name, value}); };
    text("format", "desvio-schedule-timeline");
    file.attributes.push_back({"version", std::int64_t{1}});
    text("title", schedule.title);
    text("schedule", schedule.name);
    text("kind", to_string(schedule.kind));
    text("importer", base.regions[timeline.importer]);
    text("base_name", base.name);
    text("source", schedule.source);
    text("note", schedule.note);
    text("desvio_version", version);
    text("git_commit", git_commit);
    text("command_line", command_line);
    std::vector<std::string> days;
    for (Date const day : timeline.days) days.push_back(to_string(day));
    file.dimensions["day"] = {"day", days, "first day on which these duties hold"};
    file.dimensions["partner"] = {"partner", codes_of(base.regions, partners), "code of the exporting region"};
    file.dimensions["sector"] = {"sector", codes_of(base.sectors, sectors), "code of the sector"};
    std::vector<double> all, by_partner, by_sector, trade;
    for (Matrix const& duty : timeline.duty) {
        all.push_back(mean_duty(duty, base, timeline.importer, partners, sectors));
        for (Index const i : partners) {
            by_partner.push_back(mean_duty(duty, base, timeline.importer, {i}, sectors));
            for (Index const j : sectors) by_sector.push_back(duty(j, i));
        }
    }
    for (Index const i : partners) trade.push_back(scope_trade(base, timeline.importer, {i}, sectors));
    file.tables = {
        {"/timeline/all", {"day"}, all, units::fraction, "mean duty on all partners, weighted by base trade"},
        {"/timeline/duty", {"day", "partner"}, by_partner, units::fraction, "mean duty, weighted by base trade"},
        {"/timeline/duty_by_sector", {"day", "partner", "sector"}, by_sector, units::fraction, "duty"},
        {"/timeline/trade",
         {"partner"},
         trade,
         fmt::format("{} {}", base.unit, base.currency),
         "imports of the base year over the sectors"}};
    return file;
}

std::string to_csv(ScheduleTimeline const& timeline, Base const& base) {
    std::vector<Index> const& partners = timeline.scope.partners;
    std::vector<Index> const& sectors = timeline.scope.sectors;
    std::string out = "day,partner,trade,duty\n";
    auto const add = [&](Date day, std::string const& code, std::vector<Index> const& members, Matrix const& duty) {
        out += fmt::format("{},{},{:.6g},{:.6g}\n", to_string(day), code,
                           scope_trade(base, timeline.importer, members, sectors),
                           mean_duty(duty, base, timeline.importer, members, sectors));
    };
    for (std::size_t k = 0; k < timeline.days.size(); ++k) {
        add(timeline.days[k], "all", partners, timeline.duty[k]);
        for (Index const i : partners) add(timeline.days[k], base.regions[i], {i}, timeline.duty[k]);
    }
    return out;
}

}  // namespace desvio
