#include "app/batch.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/run_options.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/short_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace desvio::app {
namespace {

namespace fs = std::filesystem;

std::optional<ReadingLevel> asked_reading(Invocation const& invocation) {
    if (!invocation.has("reading")) return std::nullopt;
    auto const reading = parse_option<ReadingLevel>(invocation.word("reading"));
    if (!reading)
        throw UsageError(
            "several scenarios run in one reading: --reading low, central or high; 'all' is for one scenario");
    return reading;
}

/// Names the file of each scenario; two that would have the same are refused.
void name_files(std::vector<BatchItem>& items, fs::path const& folder) {
    std::map<std::string, std::string> taken;
    for (BatchItem& item : items) {
        if (item.state != BatchState::waiting) continue;
        std::string stem = item.scenario.name;
        if (stem.find('/') != std::string::npos)
            throw UsageError(
                fmt::format("the scenario '{}' of {} cannot name a file: it holds a '/'", stem, item.asked));
        if (item.scenario.reading != ReadingLevel::central) stem += "-" + to_string(item.scenario.reading);
        auto const [other, is_new] = taken.emplace(stem, item.asked);
        if (!is_new)
            throw UsageError(fmt::format("{} and {} are both called '{}' and would share a file. Rename one.",
                                         other->second, item.asked, stem));
        item.file = folder / (stem + ".h5");
    }
}

/// "11 solved, 2 found in files made before, 1 failed: x. Files are in answers/."
std::string closing_line(std::vector<BatchItem> const& items, std::string const& folder) {
    std::map<BatchState, std::vector<std::string>> names;
    for (BatchItem const& item : items) names[item.state].push_back(item.asked);
    std::vector<std::string> parts{fmt::format("{} solved", names[BatchState::solved].size())};
    if (auto const& found = names[BatchState::found]; !found.empty())
        parts.push_back(fmt::format("{} found in files made before (--force runs them again)", found.size()));
    if (auto const& failed = names[BatchState::failed]; !failed.empty())
        parts.push_back(fmt::format("{} failed: {}", failed.size(), fmt::join(failed, ", ")));
    std::string line = fmt::format("{}.", fmt::join(parts, ", "));
    line += folder.empty() ? " Nothing was kept: -o FOLDER writes a file for each." : " Files are in " + folder + ".";
    for (BatchItem const& item : items)
        if (item.state == BatchState::skipped) line += fmt::format("\n{} was not run: {}.", item.asked, item.reason);
    return line + "\n";
}

/// "answers/chancay.h5" -> "answers/chancay-low.h5"
fs::path with_reading(fs::path const& target, ReadingLevel reading) {
    fs::path file = target;
    return file.replace_filename(target.stem().string() + "-" + to_string(reading) + target.extension().string());
}

}  // namespace

int run_many(Invocation const& invocation) {
    if (invocation.has("dry-run")) throw UsageError("--dry-run shows one scenario; 'desvio validate' checks many");
    BatchOptions options;
    options.run = run_options(invocation);
    options.jobs = invocation.get<int>("jobs");
    options.is_forced = invocation.has("force");
    options.compress = !invocation.has("no-compress");
    options.is_quiet = invocation.has("quiet");
    options.command_line = invocation.command_line;
    if (options.jobs < 0) throw UsageError("--jobs must be 0 (as many as there are processors) or more");
    std::string const folder = invocation.word("output");
    std::optional<Date> date;
    if (invocation.has("date")) date = parse_day(invocation.word("date"));
    std::optional<ReadingLevel> const reading = asked_reading(invocation);
    std::vector<std::string> const names = expand_names(invocation.words("scenario"));
    if (!folder.empty()) make_folder(folder);

    std::vector<BatchItem> items = read_batch(names, invocation.word("base"), reading, date);
    if (!folder.empty()) name_files(items, folder);
    run_batch(items, options);

    std::vector<ShortAnswer> answers;
    for (BatchItem const& item : items)
        if (item.answer) answers.push_back(*item.answer);
    if (invocation.has("json")) {
        print(format_short_answers_json(answers));
    } else if (!options.is_quiet) {
        print(format_short_answers(answers, output_style()) + "\n" + closing_line(items, folder));
    }
    return worst_code(items);
}

int run_readings(Invocation const& invocation) {
    std::string const name = invocation.words("scenario").front(), target = invocation.word("output");
    if (invocation.has("dry-run")) throw UsageError("--dry-run shows one reading: --reading low, central or high");
    Scenario const central = read_scenario(name, ReadingLevel::central);
    if (central.readings.empty())
        throw UsageError(fmt::format("'{}' has no readings: every number of its rules is one figure", name));
    constexpr std::array readings{ReadingLevel::low, ReadingLevel::central, ReadingLevel::high};
    if (!target.empty())
        for (ReadingLevel const reading : readings) require_writable(with_reading(target, reading));

    Progress progress(invocation.has("quiet"));
    RunOptions options = run_options(invocation);
    options.monitor = progress.monitor();
    std::vector<RunResult> runs;
    runs.reserve(readings.size());
    for (ReadingLevel const reading : readings) {
        Scenario scenario = read_scenario(name, reading);
        if (invocation.has("base")) scenario.base = invocation.word("base");
        if (invocation.has("date")) scenario.date = parse_day(invocation.word("date"));
        runs.push_back(run_scenario(scenario, read_base(scenario.base, {.quality = !target.empty()}), options));
        RunResult const& result = runs.back();
        std::string const called = fmt::format("{}, {} reading", scenario.name, to_string(reading));
        if (int const code = judge(called, result.summary, result.audit); code != ok) return code;
    }
    std::string written;
    for (RunResult const& result : runs) {
        if (target.empty()) break;
        fs::path const file = with_reading(target, result.scenario.reading);
        write_store(to_tables(result, invocation.command_line), file, {.compress = !invocation.has("no-compress")});
        written += (written.empty() ? "" : ", ") + file.string();
    }
    if (invocation.has("json")) {
        std::vector<std::string> parts;
        parts.reserve(runs.size());
        for (RunResult const& result : runs)
            parts.push_back(fmt::format("\"{}\": {}", to_string(result.scenario.reading), format_json(result)));
        print(fmt::format("{{\n{}}}\n", fmt::join(parts, ",\n")));
    } else if (!invocation.has("quiet")) {
        print(format_readings(runs, output_style()) +
              (target.empty() ? fmt::format("\nNothing was kept: -o FILE.h5 writes FILE-low.h5, FILE-central.h5 and "
                                            "FILE-high.h5.\n")
                              : fmt::format("\nWritten to {}.\n", written)));
    }
    return ok;
}

}  // namespace desvio::app
