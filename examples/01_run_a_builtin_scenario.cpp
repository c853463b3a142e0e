// Asks the main question of the built-in base and prints the answer as the command line does.
//
//   1. read a scenario and the base it names      3. look at how it ended before looking at the numbers
//   2. run it                                      4. read the numbers, by name

#include <desvio/desvio.hpp>

#include <fmt/format.h>

#include <cstdio>

int main() {
    // 1. Both are inside the library; a path would be read as well.
    desvio::Scenario const scenario = desvio::read_scenario("brics-100");
    desvio::Base const base = desvio::read_base(scenario.base);

    // 2. No elasticity draws: the point estimate alone.
    desvio::RunOptions options;
    options.draws = 0;
    desvio::RunResult const result = desvio::run_scenario(scenario, base, options);

    // 3. A solve that did not converge, or a result that breaks an equation, is not an answer.
    if (!result.summary.is_converged() || !result.audit.passed()) {
        fmt::print(stderr, "{}\n", result.summary.message);
        return 1;
    }

    // 4. Arrays are in the order of the base's labels.
    fmt::print("{}\n", desvio::format_summary(result));
    if (auto const brazil = base.regions.find("BRA")) {
        fmt::print("Brazil loses {:.0f} million of sales there and sells {:.0f} million of it elsewhere.\n",
                   result.redirection.loss[*brazil], result.redirection.redirected[*brazil]);
    }
    return 0;
}
