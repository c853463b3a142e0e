#include "app/command.hpp"
#include "app/compare_tables.hpp"
#include "app/exit_code.hpp"
#include "app/rerun_answers.hpp"
#include "app/rerun_sweep.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"

#include "desvio/engine/compare_results.hpp"
#include "desvio/engine/decompose.hpp"
#include "desvio/engine/threats.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace desvio::app {
namespace {

std::string describe_difference(Comparison const& comparison) {
    if (comparison.largest == 0.0) return "no difference in any bit";
    return fmt::format("{} numbers differ; largest relative difference {:.2e} at {} ({} recorded, {} now)",
                       comparison.differing, comparison.largest, comparison.where, comparison.recorded,
                       comparison.repeated);
}

/// How many elasticity draws were made: --draws may have replaced what the recorded scenario says.
std::optional<int> recorded_draws(LabelledFile const& recorded) {
    std::int64_t draws = 0;
    for (char const* const name : {"draws", "draws_failed"}) {
        Attribute const* const attribute = recorded.find_attribute(name);
        auto const* const number = attribute == nullptr ? nullptr : std::get_if<std::int64_t>(&attribute->value);
        if (number == nullptr) return std::nullopt;
        draws += *number;
    }
    return static_cast<int>(draws);
}

LabelledFile repeat_run(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet, int& code) {
    RecordedRun const record = recorded_run(recorded);
    Progress progress(is_quiet);
    RunOptions options;
    options.threads = threads;
    options.draws = recorded_draws(recorded);
    options.monitor = progress.monitor();
    RunResult const result = run_scenario(record.scenario, record.base, options);
    code = judge(path, result.summary, result.audit);
    return code == ok ? to_tables(result, "") : LabelledFile{};
}

using Repeat = LabelledFile (*)(LabelledFile const&, std::string const&, int, bool, int&);

/// How a file of that format is made again; of any other it is a run that tells what the file is not.
Repeat repeat_of(std::string const& format) {
    if (format == sweep_format) return repeat_sweep;
    if (format == comparison_format) return repeat_comparison;
    if (format == decomposition_format) return repeat_decomposition;
    return format == threat_format ? repeat_threats : repeat_run;
}

int run(Invocation const& invocation) {
    double const tolerance = invocation.get<double>("tolerance");
    // Written so that NaN is refused too.
    if (!(tolerance >= 0.0)) throw UsageError("--tolerance must be 0 or more");
    std::string const path = invocation.words("file").front();
    LabelledFile const recorded = read_store(path);
    bool const is_quiet = invocation.has("quiet");
    int code = ok;
    LabelledFile const repeated =
        repeat_of(recorded.text_attribute("format"))(recorded, path, invocation.get<int>("threads"), is_quiet, code);
    if (code != ok) return code;

    Comparison const comparison = compare_tables(recorded, repeated);
    for (std::string const& table : comparison.missing)
        print_error(fmt::format("{}: {} is on one side only", path, table));
    bool const agrees = comparison.agrees(tolerance);
    std::string const verdict = fmt::format("{}: {} numbers in {} tables compared: {}", path, comparison.numbers,
                                            comparison.tables, describe_difference(comparison));
    if (!agrees) {
        print_error(verdict);
        return audit_failed;
    }
    if (!is_quiet) print(verdict + "\n");
    return ok;
}

}  // namespace

Command rerun_command() {
    Command command{
        .name = "rerun",
        .summary = "repeat what a file answers from that file alone and compare every number",
        .usage = "FILE.h5 [--tolerance X]",
        .details =
            "Works on files of run, solve-for, sweep, compare, decompose and threat. Scenarios, tables of rates\n"
            "and base are in the file; nothing else is read. Of a comparison every result is solved again. Exit\n"
            "code 5 when a number differs by more than the tolerance. Times are not compared.",
        .positionals = {{.name = "file", .most = 1, .least = 1, .shown = "a FILE.h5"}},
        .options = po::options_description(""),
        .examples = {"desvio rerun brics.h5", "desvio rerun from-another-machine.h5 --tolerance 1e-9"},
        .completions = {},
        .run = run};
    add_value(command, "tolerance", "X", 0.0, "0", "largest relative difference; 0: the same to the bit");
    add_value(command, "threads", "N", 0, "0", "threads; 0: one a processor. The numbers are the same for every N");
    add_flag(command, "quiet,q", "print nothing unless something differs");
    return command;
}

}  // namespace desvio::app
