#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/rerun_sweep.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/sweep_report.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace desvio::app {
namespace {

constexpr double default_dead_share = 1e-6;

std::vector<std::string> repeated(Invocation const& invocation, char const* option) {
    return invocation.has(option) ? invocation.get<std::vector<std::string>>(option) : std::vector<std::string>{};
}

SweepPlan chosen_plan(Invocation const& invocation) {
    SweepPlan plan;
    plan.scenario = read_scenario(invocation.words("scenario").front(), reading_option(invocation));
    if (invocation.has("base")) plan.scenario.base = invocation.word("base");
    if (invocation.has("date")) set_date(plan.scenario, parse_day(invocation.word("date")));
    plan.axes = read_axes(repeated(invocation, "vary"), plan.scenario);
    plan.given = read_base(plan.scenario.base, {.quality = invocation.has("output")});
    plan.outcomes = repeated(invocation, "outcome");
    plan.keep_trade = invocation.has("keep-trade");
    plan.refine = !invocation.has("no-refine");
    plan.draws = invocation.get<int>("draws");
    if (plan.draws < 0) throw UsageError("--draws must be 0 (no bands) or more");
    plan.dead_share = invocation.get<double>("dead");
    plan.audit_tolerance = invocation.get<double>("audit-tolerance");
    // Written so that NaN is refused too.
    if (!(plan.dead_share > 0.0 && plan.dead_share < 1.0)) throw UsageError("--dead must be above 0 and below 1");
    if (!(plan.audit_tolerance > 0.0)) throw UsageError("--audit-tolerance must be above 0");
    return plan;
}

/// The plan, and what a file already has of it.
struct Begun {
    SweepPlan plan;
    std::optional<SweepResult> done;
};

Begun take_up(Invocation const& invocation, std::string const& target) {
    bool const resumes = invocation.has("resume"), is_there = !target.empty() && std::filesystem::exists(target);
    if (resumes && target.empty()) throw UsageError("--resume needs -o FILE.h5: the file to go on with");
    bool const has_scenario = !invocation.words("scenario").empty();
    if (!has_scenario && !(resumes && is_there))
        throw UsageError(
            "'sweep' needs a SCENARIO ('desvio describe scenarios'), or --resume with a file that is there");
    Begun begun;
    if (resumes && is_there) begun.done = recorded_sweep(read_store(target));
    if (!has_scenario) {
        begun.plan = begun.done->plan;
        return begun;
    }
    begun.plan = chosen_plan(invocation);
    if (!begun.done) return begun;
    std::string difference = difference_of(begun.done->plan, begun.plan);
    if (difference.empty() && begun.done->base_sha256 != base_sha256(begun.plan.given)) difference = "the base";
    if (!difference.empty())
        throw InputError({{target},
                          fmt::format("cannot be resumed: {} is another", difference),
                          "its points answer another question",
                          "Name another file, or leave --resume out."});
    return begun;
}

int run_sweep_command(Invocation const& invocation) {
    bool const as_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (as_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    std::string const target = invocation.word("output");
    if (!target.empty()) require_writable(target);
    Begun const begun = take_up(invocation, target);
    SweepOptions options;
    options.jobs = invocation.get<int>("jobs");
    if (options.jobs < 0) throw UsageError("--jobs must be 0 (as many as there are processors) or more");
    bool const compress = !invocation.has("no-compress");
    StepProgress progress(is_quiet);
    options.monitor = [&](SweepProgress const& at) {
        return progress.show(static_cast<double>(at.done), static_cast<double>(at.of), at.what, at.seconds);
    };
    auto const save = [&](SweepResult const& result) {
        if (!target.empty()) write_store(to_tables(result, invocation.command_line), target, {.compress = compress});
    };
    options.save = save;
    SweepResult const result = run_sweep(begun.plan, options, begun.done ? &*begun.done : nullptr);
    std::string const& name = begun.plan.scenario.name;
    if (result.tables.empty()) return judge_sweep(name, result);
    save(result);
    if (as_json) {
        print(format_sweep_json(result));
    } else if (!is_quiet && result.count(PointState::solved) > 0) {
        print(format_sweep(result, output_style()) +
              (target.empty() ? fmt::format("\nNothing was kept: -o ladder.h5 writes every figure to a file.\n")
                              : fmt::format("\nWritten to {}.\n", target)));
    }
    return judge_sweep(name, result);
}

}  // namespace

int judge_sweep(std::string const& name, SweepResult const& result) {
    if (result.was_stopped) {
        print_error(fmt::format("{}: stopped on request after {} of {} points; --resume goes on", name,
                                result.count(PointState::solved), result.grid.size()));
        return not_converged;
    }
    if (result.first_failure.empty() && result.count(PointState::solved) == result.grid.size()) return ok;
    Index const failed =
        result.tables.empty() ? result.grid.size() : result.grid.size() - result.count(PointState::solved);
    if (failed == 0) {
        print_error(fmt::format("{}: the search between the levels failed at {}", name, result.first_failure));
        return not_converged;
    }
    print_error(fmt::format("{}: {} of {} points have no answer; {}", name, failed, result.grid.size(),
                            result.first_failure.empty() ? "they failed before" : result.first_failure));
    bool const is_audit = !result.tables.empty() && result.count(PointState::audit_failed) > 0 &&
                          result.count(PointState::not_converged) == 0;
    return is_audit ? audit_failed : not_converged;
}

LabelledFile repeat_sweep(LabelledFile const& recorded, std::string const& path, int jobs, bool is_quiet, int& code) {
    SweepResult const before = recorded_sweep(recorded);
    if (before.count(PointState::not_solved) > 0)
        throw InputError({{path},
                          "is not complete",
                          "there is nothing yet to compare its missing points with",
                          fmt::format("Finish it with 'desvio sweep --resume -o {}'.", path)});
    StepProgress progress(is_quiet);
    SweepOptions options;
    options.jobs = jobs;
    options.monitor = [&](SweepProgress const& at) {
        return progress.show(static_cast<double>(at.done), static_cast<double>(at.of), at.what, at.seconds);
    };
    SweepResult const result = run_sweep(before.plan, options);
    code = result.was_stopped ? judge_sweep(path, result) : static_cast<int>(ok);
    return result.tables.empty() ? LabelledFile{} : to_tables(result, "");
}

Command sweep_command() {
    Command command{
        .name = "sweep",
        .summary = "solve a scenario at many levels of a duty or another number, and find the best",
        .usage = "SCENARIO --vary NUMBER=START:END:STEP [--vary ...] [-o FILE.h5] [options]",
        .details =
            "A number is named by its block, counted from 0, and its key: tariff[0].rate, trade_cost[1].days,\n"
            "productivity[0].change, retaliation[0].rate, model.demand_elasticity. theta is a multiplier on all\n"
            "trade elasticities. Levels are start:end:step or a list, 0,0.1,0.25. Several --vary make a grid.\n"
            "A name in front, --vary duty=tariff[0].rate=0:1:0.1, names the axis.\n"
            "\n"
            "Every point is audited. Between the levels the command looks for the level that is best for the\n"
            "market's real income and for its duties, for changes of sign, and for flows that die.\n"
            "Ctrl-C leaves a valid file; --resume goes on with it, also without naming the scenario again.",
        .positionals = {{.name = "scenario", .most = 1, .least = 0, .shown = "a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio sweep brics-100 --vary tariff[0].rate=0:1:0.1 -o ladder.h5",
                     "desvio sweep brics-100 --vary tariff[0].rate=0:1:0.1 --vary theta=0.5,1,2 -o grid.h5",
                     "desvio sweep --resume -o grid.h5"},
        .completions = builtin_scenarios(),
        .run = run_sweep_command};
    command.options.add_options()("vary", po::value<std::vector<std::string>>()->value_name("AXIS"),
                                  "what takes which levels, may be repeated")(
        "outcome", po::value<std::vector<std::string>>()->value_name("NAME"),
        "keep and show a further figure, e.g. \"exports[BRA, CHN]\"; may be repeated");
    add_value<std::string>(command, "output,o", "FILE", "write every figure to an HDF5 file");
    add_flag(command, "resume", "go on with the file where it was stopped");
    add_flag(command, "keep-trade", "keep every flow and duty of every point, not only sums over sectors");
    add_flag(command, "no-refine", "only the levels: no maxima, no changes of sign between them");
    add_value(command, "draws", "N", 0, "0", "draws of the elasticities: bands from the 5th to the 95th percentile");
    add_value(command, "dead", "SHARE", default_dead_share, "1e-6", "a flow below this share of its base is dead");
    add_value<std::string>(command, "base", "BASE", "use this base: a built-in name, a folder or an .h5 file");
    add_value<std::string>(command, "date", "DAY", "the day the scenario is about, in place of its own: 2025-08-07");
    add_value<std::string>(command, "reading", "WHICH", "of numbers with three readings: low, central or high");
    add_value(command, "jobs", "N", 0, "0", "threads; 0: one a processor. The numbers are the same for every N");
    add_flag(command, "no-compress", "write the file faster and larger");
    add_value(command, "audit-tolerance", "X", 1e-10, "1e-10", "largest relative residual of any equation");
    add_flag(command, "json", "print the figures as JSON and nothing else");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
