#include "service/full_run.hpp"

#include "desvio/io/scenario_io.hpp"
#include "desvio/params/vary.hpp"

#include <chrono>

namespace desvio {
namespace {

constexpr char const* scenario_label = "scenario";
constexpr std::size_t longest_name = 60;

bool is_usable(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_';
}

/// \return the multiplier on the trade elasticities
double put_levels(LiveQuestion const& question, Scenario& scenario) {
    double theta = 1.0;
    FaultList faults;
    for (auto const& [path, level] : question.levels) {
        auto const number = find_varied_number(path, scenario, {}, faults);
        if (!number) continue;
        check_level(*number, level, {}, faults);
        if (!faults.empty()) continue;
        if (number->block == VariedBlock::theta) {
            theta = level;
        } else if (scenario.varied) {
            faults.add({}, fmt::format("'{}' is a second level", path), "a file holds one, beside theta",
                       "Write it into the scenario.");
        } else {
            set_level(scenario, *number, level);
            scenario.varied.emplace(number->path, level);
        }
    }
    faults.throw_if_any();
    return theta;
}

}  // namespace

RunResult full_run(LiveQuestion const& question, Base const& given, FullRunBounds const& bounds) {
    Scenario scenario = parse_scenario(question.scenario, scenario_label);
    if (scenario.report.draws > bounds.most_draws) {
        throw InputError({{},
                          fmt::format("{} draws are asked for", scenario.report.draws),
                          fmt::format("a served file is made with {} at most", bounds.most_draws),
                          "Lower [report] draws, or use 'desvio run'."});
    }
    double const theta = put_levels(question, scenario);
    RunOptions options;
    auto const begin = std::chrono::steady_clock::now();
    options.monitor = [&](Iteration const&) {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() < bounds.longest;
    };
    if (theta == 1.0) return run_scenario(scenario, given, options);
    Base scaled = given;
    scale_elasticities(scaled, theta);
    return run_scenario(scenario, scaled, options);
}

std::string usable_file_name(std::string const& name) {
    std::string usable;
    for (char const letter : name.substr(0, longest_name))
        if (is_usable(letter)) usable += letter;
    return usable.empty() ? scenario_label : usable;
}

}  // namespace desvio
