#include "desvio/report/schedule_report.hpp"

#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/schedule_steps.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Tone;

std::string in_percent(double fraction) { return text::format_share(fraction, 2); }

std::string const& title_of(Schedule const& schedule) {
    return schedule.title.empty() ? schedule.name : schedule.title;
}

std::string in_points(double fraction) {
    std::string const figure = fmt::format("{:+.2f}", fraction * 100.0);
    return figure == "+0.00" || figure == "-0.00" ? "0" : figure;
}

std::string day_or(std::optional<Date> const& day, char const* otherwise) { return day ? to_string(*day) : otherwise; }

std::string scope_title(Base const& base, ScheduleScope const& scope) {
    bool const is_goods = scope.sectors == base.sector_members("goods");
    std::string sectors;
    for (Index const j : scope.sectors) sectors += (sectors.empty() ? "" : ", ") + base.sectors[j];
    return fmt::format("{}, {}", text::name_in_sentence(text::set_label(base, scope.partners)),
                       is_goods ? "goods" : sectors);
}

std::string schedule_heading(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope,
                             std::string const& when, TextStyle const& style) {
    Schedule const& schedule = tied.schedule();
    return text::paint(title_of(schedule), Tone::strong, style) + "\n" +
           text::wrap(fmt::format("Duties of {} on {}, {}; {} rates of {} on base {}, means weighted by base trade.",
                                  text::name_in_sentence(text::short_name(base, tied.importer())),
                                  scope_title(base, scope), when, to_string(schedule.kind), schedule.name, base.name),
                      static_cast<std::size_t>(std::max(style.width, 1))) +
           "\n\n";
}

/// Two columns of duties by partner or, when there is one partner, by sector.
std::string duty_table(Base const& base, Index importer, ScheduleScope const& scope, Matrix const& before,
                       Matrix const& after, char const* before_title, char const* after_title, TextStyle const& style) {
    bool const by_sector = scope.partners.size() == 1;
    text::TextTable table({{by_sector ? "Sector" : "Partner", Align::left},
                           {"Name", Align::left, true},
                           {"Base trade,\n" + text::money_unit(base)},
                           {before_title},
                           {after_title},
                           {"Change,\npoints"}});
    auto const add = [&](std::string const& code, std::string const& name, std::vector<Index> const& partners,
                         std::vector<Index> const& sectors, Tone tone) {
        double const old_duty = mean_duty(before, base, importer, partners, sectors);
        double const new_duty = mean_duty(after, base, importer, partners, sectors);
        table.add_row({{code, tone},
                       {text::shorten(name, 30), tone},
                       {text::format_number(scope_trade(base, importer, partners, sectors)), tone},
                       {in_percent(old_duty), tone},
                       {in_percent(new_duty), tone},
                       {in_points(new_duty - old_duty), tone}});
    };
    if (by_sector) {
        for (Index const j : scope.sectors)
            add(base.sectors[j], base.sector_table[static_cast<std::size_t>(j)].name, scope.partners, {j}, Tone::plain);
    } else {
        for (Index const i : scope.partners)
            add(base.regions[i], text::short_name(base, i), {i}, scope.sectors, Tone::plain);
    }
    if (scope.partners.size() * scope.sectors.size() > 1)
        add("all", by_sector ? "all of these sectors" : "all of these partners", scope.partners, scope.sectors,
            Tone::strong);
    return table.render(style);
}

std::string share_text(double share) { return share < 0.0 ? "" : text::format_share(share, 1); }

}  // namespace

Listing list_schedules(std::vector<Schedule> const& schedules) {
    Listing listing{"Schedules", {"name", "importer", "kind", "measures", "from", "to", "title"}, {}};
    for (Schedule const& schedule : schedules) {
        auto const days = change_days(schedule);
        listing.rows.push_back(
            {schedule.name, schedule.importer, to_string(schedule.kind), fmt::format("{}", schedule.measures.size()),
             days.empty() ? "" : to_string(days.front()), days.empty() ? "" : to_string(days.back()), schedule.title});
    }
    return listing;
}

std::string format_schedule_check(Schedule const& schedule, Base const& base, TextStyle const& style) {
    std::string out = text::paint(title_of(schedule), Tone::strong, style) + "\n";
    auto const days = change_days(schedule);
    out += fmt::format("{}: no fault.\n{} measures, {} days of change, {} rows of cells; fits base {}.\n",
                       schedule.file, schedule.measures.size(), days.size(), schedule.cells.rows.size(), base.name);
    if (!days.empty())
        out += fmt::format("First change {}, last {}.\n", to_string(days.front()), to_string(days.back()));
    text::TextTable table(
        {{"Authority", Align::left}, {"Measures"}, {"From", Align::left}, {"To", Align::left}, {"What", Align::left}});
    // What is left beside a name, a number and two days.
    constexpr int other_columns = 52;
    auto const title_room = static_cast<std::size_t>(std::max(style.width - other_columns, 20));
    for (Authority const& authority : schedule.authorities) {
        std::optional<Date> first, last;
        int n_measures = 0;
        bool is_open = false;
        for (DatedMeasure const& measure : schedule.measures) {
            if (measure.authority != authority.name) continue;
            ++n_measures;
            if (measure.start && (!first || *measure.start < *first)) first = measure.start;
            if (measure.end && (!last || *measure.end > *last)) last = measure.end;
            is_open = is_open || !measure.end;
        }
        table.add_row({{authority.name},
                       {fmt::format("{}", n_measures)},
                       {day_or(first, n_measures > 0 ? "always" : "")},
                       {n_measures == 0 ? ""
                        : is_open       ? "open"
                                        : day_or(last, "")},
                       {text::shorten(authority.title, title_room)}});
    }
    return out + "\nAuthorities, in the order of stacking:\n" + table.render(style);
}

std::string format_schedule_day(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope, Date date,
                                TextStyle const& style) {
    DutiesOnDate const duties = tied.on(date);
    std::string out = schedule_heading(tied, base, scope, to_string(date), style);
    text::TextTable table({{"Measure", Align::left},
                           {"Authority", Align::left},
                           {"Stack", Align::left, true},
                           {"Rate"},
                           {"Reaches"},
                           {"Adds,\npoints"},
                           {"Duty\nafter"},
                           {"Since", Align::left, true}});
    double const base_duty = mean_duty(duties.base, base, duties.importer, scope.partners, scope.sectors);
    table.add_row({{"the base's own duty"}, {""}, {""}, {""}, {""}, {""}, {in_percent(base_duty)}, {""}});
    for (text::ShownStep const& step : text::steps_within(tied, duties, base, scope))
        table.add_row({{step.id},
                       {step.authority},
                       {step.stack},
                       {step.rate < 0.0 ? (step.stack.empty() ? "" : "by cell") : in_percent(step.rate)},
                       {share_text(step.share)},
                       {in_points(step.after - step.before)},
                       {in_percent(step.after)},
                       {step.start}});
    out += table.render(style);
    std::string const word = fmt::format("On\n{}", to_string(date));
    if (scope.partners.size() * scope.sectors.size() > 1)
        out += "\n" +
               duty_table(base, duties.importer, scope, duties.base, duties.duty, "Base\nduty", word.c_str(), style);
    return out;
}

std::string format_schedule_diff(TiedSchedule const& tied, Base const& base, ScheduleScope const& scope, Date before,
                                 Date after, TextStyle const& style) {
    Schedule const& schedule = tied.schedule();
    std::string out =
        schedule_heading(tied, base, scope, fmt::format("{} against {}", to_string(after), to_string(before)), style);
    text::TextTable table({{"", Align::left},
                           {"Measure", Align::left},
                           {"Authority", Align::left},
                           {"Rate"},
                           {"From", Align::left},
                           {"To", Align::left},
                           {"Instrument", Align::left, true}});
    for (std::size_t k = 0; k < schedule.measures.size(); ++k) {
        DatedMeasure const& measure = schedule.measures[k];
        bool const was = measure.is_in_force(before), is = measure.is_in_force(after);
        if (was == is || !text::concerns(tied, k, scope)) continue;
        table.add_row({{is ? "begun" : "ended"},
                       {measure.id},
                       {measure.authority},
                       {measure.rates.empty() ? in_percent(measure.rate) : "by cell"},
                       {day_or(measure.start, "")},
                       {day_or(measure.end, "")},
                       {text::shorten(measure.instrument, 34)}});
    }
    out += table.empty() ? "The same measures are in force on both days.\n" : table.render(style);
    return out + "\n" +
           duty_table(base, tied.importer(), scope, tied.on(before).duty, tied.on(after).duty,
                      to_string(before).c_str(), to_string(after).c_str(), style);
}

std::string format_schedule_timeline(ScheduleTimeline const& timeline, Schedule const& schedule, Base const& base,
                                     TextStyle const& style) {
    std::vector<Index> const& partners = timeline.scope.partners;
    std::vector<Index> const& sectors = timeline.scope.sectors;
    std::vector<Index> ordered = partners;
    std::stable_sort(ordered.begin(), ordered.end(), [&](Index a, Index b) {
        return scope_trade(base, timeline.importer, {a}, sectors) > scope_trade(base, timeline.importer, {b}, sectors);
    });
    constexpr std::size_t fixed_columns = 18, column = 8;
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 40));
    std::size_t const room = (width - fixed_columns) / column;
    if (partners.size() == 1) ordered.clear();
    bool const is_cut = ordered.size() > room;
    if (is_cut) ordered.resize(room);
    std::vector<text::Column> columns{{"Day", Align::left}, {partners.size() == 1 ? base.regions[partners[0]] : "All"}};
    for (Index const i : ordered) columns.push_back({base.regions[i]});
    text::TextTable table(columns);
    auto const add = [&](std::string const& day, Matrix const& duty) {
        std::vector<text::Cell> row{
            {day}, {in_percent(mean_duty(duty, base, timeline.importer, partners, sectors)), Tone::strong}};
        for (Index const i : ordered)
            row.push_back({in_percent(mean_duty(duty, base, timeline.importer, {i}, sectors))});
        table.add_row(row);
    };
    for (std::size_t k = 0; k < timeline.days.size(); ++k) add(to_string(timeline.days[k]), timeline.duty[k]);
    std::string out =
        text::paint(title_of(schedule), Tone::strong, style) + "\n" +
        text::wrap(fmt::format("Mean duty of {} on {}, from each day on; {} rates of {} on base {}, "
                               "weighted by base trade.",
                               text::name_in_sentence(text::short_name(base, timeline.importer)),
                               scope_title(base, timeline.scope), to_string(schedule.kind), schedule.name, base.name),
                   width) +
        "\n\n" + table.render(style);
    if (is_cut)
        out += fmt::format("\nThe {} partners with most trade of {}; -o FILE.csv or FILE.h5 keeps all.\n",
                           ordered.size(), partners.size());
    return out;
}

}  // namespace desvio
