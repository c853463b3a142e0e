#include "app/answer_file.hpp"

#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/engine/ladder.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"

namespace desvio::app {
namespace {

bool names_scenario(std::string const& word) {
    // What is neither there nor has an ending is a name with a slip of the pen; scenarios know the nearest one.
    return word.ends_with(".toml") || (word.find_first_of("./") == std::string::npos);
}

}  // namespace

AnswerFile answer_file(std::string const& word, bool is_quiet) {
    if (!names_scenario(word)) return {ok, read_store(word)};
    Progress progress(is_quiet);
    RunOptions options;
    options.monitor = progress.monitor();
    Scenario const scenario = read_scenario(word);
    RunResult const result = run_scenario(scenario, read_base(scenario.base, {.quality = true}), options);
    if (int const code = judge(scenario.name, result.summary, result.audit); code != ok) return {code, {}};
    AnswerFile answer{ok, to_tables(result, "desvio run " + word)};
    answer.file.origin = word;
    return answer;
}

std::optional<LabelledFile> ladder_of(LabelledFile const& run, bool is_quiet) {
    if (run.text_attribute("format") != "desvio-result") return std::nullopt;
    RecordedRun const recorded = recorded_run(run);
    auto const plan = ladder_plan(recorded.scenario, recorded.base);
    if (!plan) return std::nullopt;
    StepProgress progress(is_quiet);
    SweepOptions options;
    options.monitor = [&](SweepProgress const& at) {
        return progress.show(static_cast<double>(at.done), static_cast<double>(at.of), at.what, at.seconds);
    };
    SweepResult const result = run_sweep(*plan, options);
    if (result.tables.empty()) return std::nullopt;
    return to_tables(result, "");
}

}  // namespace desvio::app
