#include "app/batch.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/run_options.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/bars.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

constexpr char const* all_readings = "all";

void print_dry_run(Scenario const& scenario, Base const& base, bool as_json) {
    ResolvedScenario const resolved = resolve_scenario(scenario, base);
    print(as_json ? format_dry_run_json(resolved, scenario, base)
                  : format_dry_run(resolved, scenario, base, output_style()));
}

void print_answer(RunResult const& result, std::string const& target, Invocation const& invocation) {
    if (invocation.has("json")) {
        print(format_json(result));
        return;
    }
    std::string const last =
        target.empty()
            ? fmt::format("\nNothing was kept: 'desvio run {} -o result.h5' writes every figure to a file.\n",
                          invocation.words("scenario").front())
            : fmt::format("\nWritten to {}; 'desvio export {} --csv DIR' makes tables of it.\n", target, target);
    bool const has_bars = is_terminal() || invocation.has("bars");
    print(format_summary(result, output_style()) + (has_bars ? format_bars(result, picture_style()) : "") + last);
}

/// The reading asked for; every run of another kind than one reading of one scenario has gone its own way before.
std::optional<ReadingLevel> reading_named(std::string const& name) {
    auto const reading = parse_option<ReadingLevel>(name);
    std::vector<std::string> known = option_names<ReadingLevel>();
    known.emplace_back(all_readings);
    if (!reading) throw UsageError(fmt::format("there is no reading '{}'. {}", name, suggest_name(name, known)));
    return reading;
}

int run(Invocation const& invocation) {
    bool const as_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (as_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    if (invocation.has("bars") && (as_json || is_quiet))
        throw UsageError("--bars is for the answer as text: leave --json and --quiet out");
    if (invocation.has("dump-default")) {
        print(default_scenario_toml());
        return ok;
    }
    auto const words = invocation.words("scenario");
    if (words.empty()) {
        throw UsageError("'run' needs a SCENARIO: a built-in name ('desvio describe scenarios') or a TOML file");
    }
    if (names_several(words)) return run_many(invocation);
    if (invocation.word("reading") == all_readings) return run_readings(invocation);
    std::string const target = invocation.word("output");
    if (!target.empty()) require_writable(target);  // before the work, so that none of it is lost

    Progress progress(is_quiet);
    RunOptions options = run_options(invocation);
    options.monitor = progress.monitor();
    std::optional<ReadingLevel> reading;
    if (invocation.has("reading")) reading = reading_named(invocation.word("reading"));
    Scenario scenario = read_scenario(words.front(), reading);
    if (invocation.has("base")) scenario.base = invocation.word("base");
    if (invocation.has("date")) set_date(scenario, parse_day(invocation.word("date")));
    if (invocation.has("allow-unmatched")) scenario.allow_unmatched = true;
    // Marks of quality are for the file, not for the answer.
    Base const base = read_base(scenario.base, {.quality = !target.empty()});
    if (invocation.has("dry-run")) {
        if (!is_quiet) print_dry_run(scenario, base, as_json);
        return ok;
    }

    RunResult const result = run_scenario(scenario, base, options);
    if (int const code = judge(scenario.name, result.summary, result.audit); code != ok) return code;
    if (!target.empty()) {
        write_store(to_tables(result, invocation.command_line), target, {.compress = !invocation.has("no-compress")});
    }
    if (!is_quiet) print_answer(result, target, invocation);
    return ok;
}

}  // namespace

RunOptions run_options(Invocation const& invocation) {
    RunOptions options;
    options.threads = invocation.get<int>("threads");
    options.audit_tolerance = invocation.get<double>("audit-tolerance");
    if (invocation.has("draws")) options.draws = invocation.get<int>("draws");
    if (options.threads < 0) throw UsageError("--threads must be 0 (as many as there are processors) or more");
    if (options.draws && *options.draws < 0) throw UsageError("--draws must be 0 (no intervals) or more");
    // Written so that NaN is refused too.
    if (!(options.audit_tolerance > 0.0)) throw UsageError("--audit-tolerance must be above 0");
    return options;
}

Command run_command() {
    Command command{
        .name = "run",
        .summary = "solve a scenario and say who loses, who gains, where the goods go",
        .usage = "SCENARIO... [-o FILE.h5|FOLDER] [options]",
        .details =
            "SCENARIO is a built-in name (see 'desvio describe scenarios') or the path of a TOML file.\n"
            "Without -o the answer is printed and nothing is kept.\n"
            "Several scenarios, @all or a pattern such as '@brics*' make one table, and with -o a file each\n"
            "in FOLDER; what a file there holds already is not run again. One that fails does not stop the\n"
            "others, and the exit code is the worst.",
        .positionals = {{.name = "scenario", .most = -1, .least = 0, .shown = "a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio run brics-100 -o brics.h5", "desvio run my.toml --json > my.json",
                     "desvio run chancay --reading all", "desvio run @all --jobs 2 -o answers"},
        .completions = builtin_scenarios(),
        .run = run};
    add_value<std::string>(command, "output,o", "FILE", "write every figure to an HDF5 file; several: a folder");
    add_flag(command, "json", "print the figures as JSON and nothing else");
    add_flag(command, "quiet,q", "print nothing");
    add_flag(command, "bars", "end with charts of bars, as on a terminal, also in a file or a pipe");
    add_flag(command, "dry-run", "only show which duties and costs change, from what to what; solve nothing");
    add_flag(command, "dump-default", "print a commented scenario with every key at its default");
    add_value<std::string>(command, "base", "BASE", "use this base: a built-in name, a folder or an .h5 file");
    add_value<std::string>(command, "date", "DAY", "the day the scenario is about, in place of its own: 2025-08-07");
    add_flag(command, "allow-unmatched", "note what a rule names that meets no trade instead of refusing it");
    add_value<std::string>(command, "reading", "WHICH",
                           "of numbers with three readings: low, central or high; all: side by side");
    add_value(command, "jobs", "N", 1, "1", "scenarios run at a time; 0: one a processor");
    add_flag(command, "force", "run also what a file in FOLDER holds already");
    add_value(command, "threads", "N", 0, "0", "threads for the elasticity draws; 0: one a processor");
    add_value<int>(command, "draws", "N", "elasticity draws behind the intervals; 0: no intervals");
    add_flag(command, "no-compress", "write the file faster and larger");
    add_value(command, "audit-tolerance", "X", 1e-10, "1e-10", "largest relative residual of any equation");
    return command;
}

}  // namespace desvio::app
