#include "app/rerun_answers.hpp"

#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/engine/compare_results.hpp"
#include "desvio/engine/decompose.hpp"
#include "desvio/engine/threats.hpp"

namespace desvio::app {

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
    RecordedDecomposition record = recorded_decomposition(recorded);
    Progress progress(is_quiet);
    record.options.threads = threads;
    record.options.monitor = progress.monitor();
    Decomposition const result = decompose(record.from, record.scenario, record.base, record.options);
    code = judge(path, result.summary, result.audit);
    return code == ok ? to_tables(result, "") : LabelledFile{};
}

LabelledFile repeat_threats(LabelledFile const& recorded, std::string const& path, int threads, bool is_quiet,
                            int& code) {
    RecordedThreats record = recorded_threats(recorded);
    Progress progress(is_quiet);
    record.options.threads = threads;
    record.options.monitor = progress.monitor();
    ThreatResult const result = weigh_threats(record.scenario, record.threatened, record.base, record.options);
    code = judge(path, result.summary, result.audit);
    return code == ok ? to_tables(result, "") : LabelledFile{};
}

}  // namespace desvio::app
