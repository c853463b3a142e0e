// Writes a result to a file that xarray, R and others open, reads it back and repeats the run from the file alone.
//
//   1. run and write      2. read one array by name      3. repeat the run from the file and compare

#include <desvio/desvio.hpp>

#include <fmt/format.h>

#include <cstdio>

int main() {
    desvio::RunOptions options;
    options.draws = 0;

    // 1.
    desvio::Scenario const scenario = desvio::read_scenario("china-peru-fta");
    desvio::Base const base = desvio::read_base(scenario.base);
    desvio::RunResult const result = desvio::run_scenario(scenario, base, options);
    if (!result.summary.is_converged() || !result.audit.passed()) return 1;
    char const* const file = "china-peru-fta.h5";
    desvio::write_store(desvio::to_tables(result, "04_keep_and_reopen_a_result"), file);

    // 2. Names and units are those of docs/formats.
    desvio::LabelledFile const reopened = desvio::read_store(file);
    auto const peru = base.regions.find("PER");
    if (!peru) return 1;
    double const kept = reopened.numbers("/region/welfare_pct")[static_cast<std::size_t>(*peru)];
    fmt::print("Peru's real income changes by {:.4f} %\n", kept);

    // 3. The file holds the scenario and the base.
    desvio::RecordedRun const recorded = desvio::recorded_run(reopened);
    desvio::RunResult const again = desvio::run_scenario(recorded.scenario, recorded.base, options);
    bool const is_same = again.welfare.welfare_pct[*peru] == kept;
    fmt::print("the run repeated from the file is {}\n", is_same ? "the same to the last bit" : "different");
    return is_same ? 0 : 1;
}
