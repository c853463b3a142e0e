// Solves a built-in scenario through the installed library and prints one welfare figure.
#include <desvio/engine/run.hpp>
#include <desvio/io/base_io.hpp>
#include <desvio/io/scenario_io.hpp>

#include <cstdio>

int main() {
    desvio::Scenario const scenario = desvio::read_scenario("brics-10");
    desvio::Base const base = desvio::read_base(scenario.base);
    desvio::RunOptions options;
    options.draws = 0;
    desvio::RunResult const result = desvio::run_scenario(scenario, base, options);
    if (!result.summary.is_converged() || !result.audit.passed()) return 1;
    auto const brazil = base.regions.find("BRA");
    if (!brazil) return 1;
    std::printf("welfare of Brazil: %.6f %%\n", result.welfare.welfare_pct[*brazil]);
    return 0;
}
