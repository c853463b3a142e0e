#include "app/rerun_answers.hpp"

#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/engine/compare_results.hpp"
#include "desvio/engine/decompose.hpp"
#include "desvio/engine/threats.hpp"

namespace desvio::app {
namespace {

/// What a record asks for, solved again on so many threads; nothing, and the exit code, when it fails.
template <typename Record, typename Solve>
LabelledFile repeat(Record record, Solve const& solve, std::string const& path, int threads, bool is_quiet, int& code) {
    Progress progress(is_quiet);
    record.options.threads = threads;
    record.options.monitor = progress.monitor();
    auto const result = solve(record);
    code = judge(path, result.summary, result.audit);
    return code == ok ? to_tables(result, "") : LabelledFile{};
}

}  // namespace

/// Every result is solved again: what was compared may have been a file, and a file could say anything.
LabelledFile repeat_comparison(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                               int& code) {
    RecordedComparison const record = recorded_comparison(recorded);
    Progress progress(is_quiet);
    RunOptions options;
    options.threads = threads;
    options.draws = 0;  // no outcome reads intervals
    options.monitor = progress.monitor();
    std::vector<ComparedResult> results;
    for (std::size_t k = 0; k < record.runs.size(); ++k) {
        RunResult const result = run_scenario(record.runs[k].scenario, record.runs[k].base, options);
        code = judge(path + ": " + record.names[k], result.summary, result.audit);
        if (code != ok) return {};
        results.push_back(compared_result(to_tables(result, ""), record.names[k]));
    }
    return to_tables(compare_results(std::move(results), record.options), "");
}

LabelledFile repeat_decomposition(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                                  int& code) {
    return repeat(
        recorded_decomposition(recorded),
        [](RecordedDecomposition const& record) {
            return decompose(record.from, record.scenario, record.base, record.options);
        },
        path, threads, is_quiet, code);
}

LabelledFile repeat_threats(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                            int& code) {
    return repeat(
        recorded_threats(recorded),
        [](RecordedThreats const& record) {
            return weigh_threats(record.scenario, record.threatened, record.base, record.options);
        },
        path, threads, is_quiet, code);
}

}  // namespace desvio::app
