#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/decomposition.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

/// Rounding leaves about 1e-14; more means that a part was counted wrongly.
constexpr double largest_gap = 1e-9;

SplitBy chosen_split(Invocation const& invocation) {
    std::string const name = invocation.word("by", "measure");
    for (SplitBy const by : {SplitBy::measure, SplitBy::rule, SplitBy::exporter, SplitBy::importer, SplitBy::sector})
        if (to_string(by) == name) return by;
    throw UsageError(fmt::format("--by cannot be '{}'. {}", name, suggest_name(name, split_names())));
}

DecomposeOptions decompose_options(Invocation const& invocation, Progress& progress) {
    DecomposeOptions options;
    options.by = chosen_split(invocation);
    if (invocation.has("outcome")) options.outcomes = invocation.get<std::vector<std::string>>("outcome");
    options.threads = invocation.get<int>("threads");
    if (options.threads < 0) throw UsageError("--threads must be 0 (as many as there are processors) or more");
    if (invocation.has("orders")) {
        int const orders = invocation.get<int>("orders");
        if (orders < 2)
            throw UsageError("--orders must be 2 or more: every second one is the reverse of the one before");
        options.pairs = (orders + 1) / 2;
    }
    options.monitor = progress.monitor();
    return options;
}

Scenario read_dated(Invocation const& invocation, std::string const& name, ReadingChooser& reading) {
    Scenario scenario = reading.read(name);
    if (invocation.has("base")) scenario.base = invocation.word("base");
    if (invocation.has("date")) set_date(scenario, parse_day(invocation.word("date")));
    return scenario;
}

int split_scenario(Invocation const& invocation) {
    bool const as_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (as_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    std::string const target = invocation.word("output");
    if (!target.empty()) require_writable(target);
    Progress progress(is_quiet);
    DecomposeOptions const options = decompose_options(invocation, progress);
    ReadingChooser reading(invocation);
    Scenario const scenario = read_dated(invocation, invocation.words("scenario").front(), reading);
    Scenario const from =
        invocation.has("from") ? read_dated(invocation, invocation.word("from"), reading) : without_rules(scenario);
    reading.require_use(invocation.words("scenario").front());
    Decomposition const result = decompose(from, scenario, read_base(scenario.base), options);
    if (int const code = judge(scenario.name, result.summary, result.audit); code != ok) return code;
    if (!(result.split.largest_gap <= largest_gap)) {
        print_error(fmt::format("{}: the parts miss the whole by {:.1e} of it; nothing was written", scenario.name,
                                result.split.largest_gap));
        return audit_failed;
    }
    if (!target.empty()) write_store(to_tables(result, invocation.command_line), target);
    if (as_json) print(format_decomposition_json(result));
    if (as_json || is_quiet) return ok;
    print(format_decomposition(result, invocation.has("outcome"), output_style()));
    if (!target.empty()) print(fmt::format("\nWritten to {}.\n", target));
    return ok;
}

}  // namespace

Command decompose_command() {
    Command command{
        .name = "decompose",
        .summary = "split the effect of a scenario between its measures",
        .usage = "SCENARIO [--from OTHER] [--by PART] [--outcome WHAT]... [options]",
        .details =
            "Solves every combination of the scenario's measures and says what each adds alone, in the order\n"
            "written, after all others, and on average over all orders (Shapley). Rules of one text\n"
            "measure = \"...\" are one measure; every other rule is one by itself, and so is each authority of a\n"
            "schedule. --from splits the way from another scenario: rules that both have stay, the others come\n"
            "and go. Above 12 parts random orders are tried and the error is told.\n"
            "\n"
            "--by exporter, importer or sector splits the cells that change in the end between those.",
        .positionals = {{.name = "scenario", .most = 1, .least = 1, .shown = "a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio decompose brazil-50 --outcome 'welfare_pct[BRA]'",
                     "desvio decompose brics-100 --by exporter --outcome 'welfare_pct[@latin_america]'",
                     "desvio decompose brics-100-mirror --from brics-100 -o split.h5"},
        .completions = builtin_scenarios(),
        .run = split_scenario};
    add_value<std::string>(command, "from", "OTHER", "start from this scenario; the base when not given");
    add_value<std::string>(command, "by", "PART", "measure, rule, exporter, importer or sector");
    command.options.add_options()("outcome", po::value<std::vector<std::string>>()->value_name("WHAT"),
                                  "an outcome such as welfare_pct[BRA], may be repeated; real income of the focus");
    add_value<int>(command, "orders", "N", "try N random orders instead of every combination");
    add_value<std::string>(command, "base", "BASE", "use this base: a built-in name, a folder or an .h5 file");
    add_value<std::string>(command, "date", "DAY", "the day the scenario is about, in place of its own: 2025-08-07");
    add_value<std::string>(command, "reading", "WHICH", "of numbers with three readings: low, central or high");
    add_value<std::string>(command, "output,o", "FILE.h5", "write every figure to an HDF5 file");
    add_value(command, "threads", "N", 0, "0", "threads; 0: one a processor");
    add_flag(command, "json", "print JSON");
    add_flag(command, "quiet,q", "print nothing but errors");
    return command;
}

}  // namespace desvio::app
