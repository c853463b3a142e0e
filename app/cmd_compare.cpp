#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/option_lists.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/text_file.hpp"
#include "desvio/report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace desvio::app {
namespace {

bool is_result_file(std::string const& word) { return word.ends_with(".h5"); }

std::vector<std::string> list_option(Invocation const& invocation, char const* name) {
    return words_of(invocation.word(name));
}

CompareOptions chosen_options(Invocation const& invocation) {
    CompareOptions options;
    options.what = list_option(invocation, "what");
    options.regions = list_option(invocation, "region");
    options.with_members = invocation.has("members");
    options.partners = list_option(invocation, "to");
    options.sectors = list_option(invocation, "sector");
    std::string const by = invocation.word("by");
    if (!by.empty() && by != "sector" && by != "region")
        throw UsageError(fmt::format("--by cannot be '{}'. {}", by, suggest_name(by, {"region", "sector"})));
    options.by_sector = by == "sector";
    options.against = invocation.word("against");
    options.market = invocation.word("market");
    options.allowed = list_option(invocation, "allow");
    options.is_mapped = invocation.has("map");
    auto const known = allowed_differences();
    for (std::string const& name : options.allowed)
        if (std::find(known.begin(), known.end(), name) == known.end())
            throw UsageError(fmt::format("--allow cannot be '{}'. {}", name, suggest_name(name, known)));
    return options;
}

/// What results are called: the name of the file without folder and ending, or of the scenario; made distinct.
std::vector<std::string> names_of(std::vector<std::string> const& words) {
    std::vector<std::string> names;
    for (std::string const& word : words) {
        std::string const name = std::filesystem::path(word).stem().string();
        auto const same = std::count_if(words.begin(), words.end(), [&](std::string const& other) {
            return std::filesystem::path(other).stem().string() == name;
        });
        names.push_back(same > 1 ? word : name);
    }
    return names;
}

/// A result file, or a scenario that is run now; nothing when that failed, with its exit code.
std::optional<ComparedResult> read_result(Invocation const& invocation, std::string const& word,
                                          std::string const& name, Progress& progress, int& code) {
    if (is_result_file(word)) return compared_result(read_store(word), name);
    Scenario scenario = read_scenario(word);
    if (invocation.has("base")) scenario.base = invocation.word("base");
    RunOptions options;
    options.draws = 0;
    options.monitor = progress.monitor();
    RunResult const result = run_scenario(scenario, read_base(scenario.base), options);
    code = judge(word, result.summary, result.audit);
    if (code != ok) return std::nullopt;
    return compared_result(to_tables(result, ""), name);
}

void write_comparison(ResultComparison const& comparison, std::string const& target, std::string const& command_line) {
    if (target.ends_with(".csv"))
        write_text_file(target, to_csv(comparison));
    else
        write_store(to_tables(comparison, command_line), target);
}

int compare_answers(Invocation const& invocation) {
    auto const words = invocation.words("results");
    if (words.size() < 2)
        throw UsageError("'compare' needs two results or more: files that 'run -o' wrote, or scenarios");
    CompareOptions const options = chosen_options(invocation);
    std::string const target = invocation.word("output");
    if (!target.empty()) require_writable(target);
    auto const names = names_of(words);
    std::vector<ComparedResult> results;
    Progress progress(invocation.has("quiet"));
    for (std::size_t k = 0; k < words.size(); ++k) {
        int code = ok;
        auto result = read_result(invocation, words[k], names[k], progress, code);
        if (!result) return code;
        results.push_back(std::move(*result));
    }
    ResultComparison const comparison = compare_results(std::move(results), options);
    if (!target.empty()) write_comparison(comparison, target, invocation.command_line);
    if (invocation.has("json")) {
        print(format_comparison_json(comparison));
    } else if (!invocation.has("quiet")) {
        print(format_comparison(comparison, output_style()));
        if (!target.empty()) print(fmt::format("\nWritten to {}.\n", target));
    }
    return ok;
}

}  // namespace

Command compare_command() {
    Command command{
        .name = "compare",
        .summary = "hold answers side by side: any figure, differences, ranks",
        .usage = "RESULT RESULT... [--what LIST] [--region LIST] [--to LIST] [--by sector]",
        .details =
            "A RESULT is a file that 'run -o' wrote (.h5), or a scenario that is run first. Results must share\n"
            "base, model, closures, numeraire and elasticities unless --allow names what may differ; --map compares\n"
            "results on different bases over the regions and sectors that all have.\n"
            "\n"
            "--what is a list of outcomes: kinds such as welfare_pct, exports, tariff_revenue_change, a line a\n"
            "region; 'ledger' for where sales go that were lost; or whole outcomes such as exports[BRA, CHN].",
        .positionals = {{.name = "results", .most = -1, .least = 1, .shown = "two RESULTs or more"}},
        .options = po::options_description(""),
        .examples = {"desvio compare a.h5 b.h5",
                     "desvio compare brics-100 brics-100-spares-brazil --what welfare_pct,ledger",
                     "desvio compare a.h5 b.h5 --what exports --to CHN,USA --region @latin_america,BRA -o table.csv",
                     "desvio compare a.h5 b.h5 --what volume_loss --by sector --region BRA"},
        .completions = builtin_scenarios(),
        .run = compare_answers};
    add_value<std::string>(command, "what", "LIST", "outcomes; real income, real wages, exports, sales lost");
    add_value<std::string>(command, "region", "LIST", "codes and @groups, a line each; the focus and its regions");
    add_flag(command, "members", "below each group of --region its regions");
    add_value<std::string>(command, "to", "LIST", "the other side of exports and imports, a table each");
    add_value<std::string>(command, "sector", "LIST", "only these sectors, summed");
    add_value<std::string>(command, "by", "WHAT", "sector: a line each sector, a table each region");
    add_value<std::string>(command, "against", "NAME", "the result that differences are taken to; the first");
    add_value<std::string>(command, "market", "REGION", "whose imports the ledger follows in all");
    add_value<std::string>(command, "allow", "LIST",
                           "base, model, closures, numeraire, elasticities, market may differ");
    add_flag(command, "map", "compare over the codes that all have");
    add_value<std::string>(command, "base", "BASE", "run scenarios on this base");
    add_value<std::string>(command, "output,o", "FILE", "write the figures as .csv or .h5");
    add_flag(command, "json", "print JSON");
    add_flag(command, "quiet,q", "print nothing but errors");
    return command;
}

}  // namespace desvio::app
