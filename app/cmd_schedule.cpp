#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/schedule_words.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/text_file.hpp"
#include "desvio/report/schedule_report.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

int list_builtin_schedules(Invocation const& invocation) {
    std::vector<Schedule> schedules;
    for (std::string const& name : builtin_schedules()) schedules.push_back(read_schedule(name));
    Listing const listing = list_schedules(schedules);
    print(invocation.has("json") ? format_listing_json(listing) : format_listing(listing, output_style()));
    return ok;
}

int check_schedule(Invocation const& invocation) {
    LoadedSchedule const loaded(invocation, chosen_schedule(invocation));
    print(invocation.has("json") ? format_schedule_check_json(loaded.schedule, loaded.base)
                                 : format_schedule_check(loaded.schedule, loaded.base, output_style()));
    return ok;
}

int show_day(Invocation const& invocation) {
    if (!invocation.has("date")) throw UsageError("'schedule show' needs --date, such as --date 2025-08-07");
    Date const date = parse_day(invocation.word("date"));
    LoadedSchedule const loaded(invocation, chosen_schedule(invocation));
    ScheduleScope const scope = loaded.scope(invocation);
    print(invocation.has("json") ? format_schedule_day_json(loaded.tied, loaded.base, scope, date)
                                 : format_schedule_day(loaded.tied, loaded.base, scope, date, output_style()));
    return ok;
}

int diff_days(Invocation const& invocation) {
    auto const days = invocation.words("days");
    Date const before = parse_day(days[0]), after = parse_day(days[1]);
    LoadedSchedule const loaded(invocation, invocation.word("schedule", default_schedule));
    ScheduleScope const scope = loaded.scope(invocation);
    print(invocation.has("json")
              ? format_schedule_diff_json(loaded.tied, loaded.base, scope, before, after)
              : format_schedule_diff(loaded.tied, loaded.base, scope, before, after, output_style()));
    return ok;
}

void write_timeline(ScheduleTimeline const& timeline, LoadedSchedule const& loaded, std::string const& target,
                    std::string const& command_line) {
    if (target.ends_with(".csv"))
        write_text_file(target, to_csv(timeline, loaded.base));
    else
        write_store(to_tables(timeline, loaded.schedule, loaded.base, command_line), target);
}

int timeline(Invocation const& invocation) {
    std::string const target = invocation.word("output");
    if (!target.empty() && !target.ends_with(".csv") && !target.ends_with(".h5"))
        throw UsageError(fmt::format("-o {}: the name must end in .csv or .h5", target));
    if (!target.empty()) require_writable(target);
    std::optional<Date> from, to;
    if (invocation.has("from")) from = parse_day(invocation.word("from"));
    if (invocation.has("to")) to = parse_day(invocation.word("to"));
    if (from && to && *to < *from) throw UsageError("--to is before --from");
    LoadedSchedule const loaded(invocation, chosen_schedule(invocation));
    ScheduleTimeline const traced = trace_schedule(loaded.tied, loaded.scope(invocation), from, to);
    if (!target.empty()) write_timeline(traced, loaded, target, invocation.command_line);
    print(invocation.has("json") ? format_schedule_timeline_json(traced, loaded.schedule, loaded.base)
                                 : format_schedule_timeline(traced, loaded.schedule, loaded.base, output_style()));
    if (!target.empty() && !invocation.has("json")) print(fmt::format("Written to {}\n", target));
    return ok;
}

Command schedule_command(char const* name, char const* summary, char const* usage, char const* details,
                         int (*action)(Invocation const&)) {
    Command command{.name = name,
                    .summary = summary,
                    .usage = usage,
                    .details = details,
                    .positionals = {},
                    .options = po::options_description(""),
                    .examples = {},
                    .completions = builtin_schedules(),
                    .run = action};
    add_flag(command, "json", "print JSON");
    return command;
}

Positional one_schedule() { return {.name = "schedule", .most = 1, .least = 0, .shown = "a SCHEDULE"}; }

void add_scope(Command& command) {
    add_value<std::string>(command, "partner", "LIST",
                           "whose goods: BRA, BRA,CHL or @latin_america; all when not given");
    add_value<std::string>(command, "sector", "LIST", "which sectors of the base; @goods when not given");
}

void add_base(Command& command) {
    add_value<std::string>(command, "base", "BASE", "the base whose duties and trade are taken; world-2023");
}

}  // namespace

Command schedule_list_command() {
    Command command = schedule_command("schedule list", "list the built-in schedules of dated duties", "[--json]",
                                       "A schedule says which duties one importer has in force from day to day.",
                                       list_builtin_schedules);
    command.completions.clear();
    command.examples = {"desvio schedule list"};
    return command;
}

Command schedule_check_command() {
    Command command = schedule_command(
        "schedule check", "check a schedule of dated duties and say what is in it", "[SCHEDULE] [--base BASE]",
        "SCHEDULE is a built-in name (us-2025-2026 when not given), a folder with schedule.toml, or such a\n"
        "file. Every fault is listed with its line; exit code 3 when there is any.",
        check_schedule);
    command.positionals = {one_schedule()};
    command.examples = {"desvio schedule check my-schedule/"};
    add_base(command);
    return command;
}

Command schedule_show_command() {
    Command command = schedule_command(
        "schedule show", "say which duties hold on a day, measure by measure",
        "[SCHEDULE] --date DAY [--partner LIST] [--sector LIST]",
        "SCHEDULE is a built-in name (us-2025-2026 when not given), a folder with schedule.toml, or such a\n"
        "file. Measures are shown in the order in which they stack.",
        show_day);
    command.positionals = {one_schedule()};
    command.examples = {"desvio schedule show --date 2025-08-07 --partner BRA",
                        "desvio schedule show china-retaliation --date 2025-04-15 --partner USA"};
    add_value<std::string>(command, "date", "DAY", "the day, such as 2025-08-07");
    add_scope(command);
    add_base(command);
    return command;
}

Command schedule_diff_command() {
    Command command = schedule_command("schedule diff", "say what changed between two days",
                                       "DAY1 DAY2 [--partner LIST] [--schedule SCHEDULE]",
                                       "Measures begun and ended, and the duties of both days by partner or, for one\n"
                                       "partner, by sector.",
                                       diff_days);
    command.positionals = {{.name = "days", .most = 2, .least = 2, .shown = "two days, such as 2025-04-05 2025-08-07"}};
    command.completions.clear();
    command.examples = {"desvio schedule diff 2025-08-07 2026-02-24 --partner @latin_america"};
    add_value<std::string>(command, "schedule", "SCHEDULE", "built-in name, folder or file; us-2025-2026");
    add_scope(command);
    add_base(command);
    return command;
}

Command schedule_timeline_command() {
    Command command = schedule_command(
        "schedule timeline", "follow duties from day to day", "[SCHEDULE] [--partner LIST] [-o FILE.csv|FILE.h5]",
        "A row for each day on which a duty of the chosen partners and sectors changes.", timeline);
    command.positionals = {one_schedule()};
    command.examples = {"desvio schedule timeline --partner @latin_america -o duties.csv"};
    add_scope(command);
    add_value<std::string>(command, "from", "DAY", "first day");
    add_value<std::string>(command, "to", "DAY", "last day");
    add_value<std::string>(command, "output,o", "FILE", "write all partners as tidy .csv or labelled .h5");
    add_base(command);
    return command;
}

}  // namespace desvio::app
