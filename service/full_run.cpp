#include "service/full_run.hpp"

#include <chrono>

namespace desvio {
namespace {

constexpr char const* scenario_label = "scenario";
constexpr std::size_t longest_name = 60;

bool is_usable(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_';
}

}  // namespace

RunResult full_run(LiveQuestion const& question, Base const& given, FullRunBounds const& bounds) {
    Scenario const scenario = asked_scenario(question);
    if (scenario.report.draws > bounds.most_draws) {
        throw InputError({{},
                          fmt::format("{} draws are asked for", scenario.report.draws),
                          fmt::format("a served file is made with {} at most", bounds.most_draws),
                          "Lower [report] draws, or use 'desvio run'."});
    }
    RunOptions options;
    auto const begin = std::chrono::steady_clock::now();
    options.monitor = [&](Iteration const&) {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() < bounds.longest;
    };
    return run_scenario(scenario, given, options);
}

std::string usable_file_name(std::string const& name) {
    std::string usable;
    for (char const letter : name.substr(0, longest_name))
        if (is_usable(letter)) usable += letter;
    return usable.empty() ? scenario_label : usable;
}

}  // namespace desvio
