#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/sweep_report.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

SolveForPlan search_plan(Invocation const& invocation) {
    SolveForPlan plan;
    for (char const* needed : {"vary", "target"})
        if (!invocation.has(needed)) throw UsageError(fmt::format("'solve-for' needs --{}", needed));
    plan.target = parse_target(invocation.word("target"));
    plan.scenario = read_scenario(invocation.words("scenario").front(), reading_option(invocation));
    if (invocation.has("base")) plan.scenario.base = invocation.word("base");
    if (invocation.has("date")) set_date(plan.scenario, parse_day(invocation.word("date")));
    plan.range = read_range(invocation.word("vary"), plan.scenario);
    plan.given = read_base(plan.scenario.base);
    plan.probes = invocation.get<int>("probes");
    constexpr int least_probes = 2, most_probes = 10000;
    if (plan.probes < least_probes || plan.probes > most_probes)
        throw UsageError(fmt::format("--probes must be from {} to {}", least_probes, most_probes));
    return plan;
}

/// The whole run at the level found, as `desvio run -o` writes it.
int write_run(SolveForResult const& found, Invocation const& invocation, std::string const& target, bool is_quiet) {
    SetScenario const set = at_level(found.plan, found.chosen->level);
    Progress progress(is_quiet);
    RunOptions options;
    options.monitor = progress.monitor();
    RunResult const result = run_scenario(set.scenario, set.base, options);
    if (int const code = judge(set.scenario.name, result.summary, result.audit); code != ok) return code;
    write_store(to_tables(result, invocation.command_line), target, {});
    return ok;
}

int run_solve_for(Invocation const& invocation) {
    bool const as_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (as_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    std::string const target = invocation.word("output");
    if (!target.empty()) require_writable(target);
    SolveForPlan const plan = search_plan(invocation);
    StepProgress progress(is_quiet);
    SolveForResult const found = solve_for(
        plan, [&](SearchProgress const& at) { return progress.show(at.solves, at.expected, "levels", at.seconds); });
    std::string const& name = plan.scenario.name;
    if (found.was_stopped || !found.failure.empty()) {
        print_error(
            fmt::format("{}: {}; nothing was written", name, found.was_stopped ? "stopped on request" : found.failure));
        return not_converged;
    }
    if (as_json)
        print(format_solve_for_json(found));
    else if (!is_quiet)
        print(format_solve_for(found, output_style()));
    if (!found.chosen) {
        print_error(fmt::format("{}: no level from {} to {} meets the target; {} goes from {:.6g} to {:.6g}", name,
                                plan.range.low, plan.range.high, found.plan.target.outcome, found.lowest.value,
                                found.highest.value));
        return not_converged;
    }
    if (target.empty()) return ok;
    if (int const code = write_run(found, invocation, target, is_quiet); code != ok) return code;
    if (!is_quiet && !as_json)
        print(
            fmt::format("\nThe run at {} = {:.10g} is in {}.\n", plan.range.number.path, found.chosen->level, target));
    return ok;
}

}  // namespace

Command solve_for_command() {
    Command command{
        .name = "solve-for",
        .summary = "find the duty or other number at which a figure is what it should be",
        .usage = "SCENARIO --vary NUMBER=LOW:HIGH --target TARGET [-o FILE.h5]",
        .details =
            "A target is a figure and what it should be: \"tariff_revenue[USA] = 90000\", \"imports[USA] -20%\"\n"
            "(of the base), \"exports[BRA, CHN] >= 80000\", \"max tariff_revenue[USA]\", \"max welfare_pct[USA]\".\n"
            "Numbers are named as in 'desvio sweep'. Every level in the range that meets the target is found:\n"
            "duties rise and fall again (Laffer), so there may be two; or none, and then the range that can be\n"
            "reached is told. With -o the whole run at the level is written: the first of several, and for a\n"
            "bound the nearest to the scenario as it is written.",
        .positionals = {{.name = "scenario", .most = 1, .least = 1, .shown = "a SCENARIO"}},
        .options = po::options_description(""),
        .examples =
            {"desvio solve-for brics-100 --vary tariff[0].rate=0:2 --target \"tariff_revenue[USA] = 90000\"",
             "desvio solve-for brics-100 --vary tariff[0].rate=0:2 --target \"max welfare_pct[USA]\" -o best.h5"},
        .completions = builtin_scenarios(),
        .run = run_solve_for};
    add_value<std::string>(command, "vary", "RANGE", "what is varied and from where to where: NUMBER=LOW:HIGH");
    add_value<std::string>(command, "target", "TARGET", "what a figure should be");
    add_value<std::string>(command, "output,o", "FILE", "write the run at the level found to an HDF5 file");
    add_value(command, "probes", "N", SolveForPlan{}.probes, "20", "parts the range is first cut into");
    add_value<std::string>(command, "base", "BASE", "use this base: a built-in name, a folder or an .h5 file");
    add_value<std::string>(command, "date", "DAY", "the day the scenario is about, in place of its own: 2025-08-07");
    add_value<std::string>(command, "reading", "WHICH", "of numbers with three readings: low, central or high");
    add_flag(command, "json", "print the figures as JSON and nothing else");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
