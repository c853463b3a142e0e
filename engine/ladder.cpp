#include "desvio/engine/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace desvio {

std::optional<SweepPlan> ladder_plan(Scenario const& scenario, Base const& given) {
    auto const numbers = varied_numbers(scenario);
    auto const duty = std::find_if(numbers.begin(), numbers.end(), [](VariedNumber const& number) {
        return number.block == VariedBlock::tariff && (number.field == "rate" || number.field == "add");
    });
    if (duty == numbers.end()) return std::nullopt;
    constexpr int steps = 10;
    double const top = std::max(1.0, duty->written);
    SweepAxis axis{"rate", *duty, {}};
    for (int k = 0; k <= steps; ++k) axis.levels.push_back(top * k / steps);
    // A level that is written stands on the ladder; the one it all but equals makes room.
    double const gap = top / (steps * 1e6);
    std::erase_if(axis.levels, [&](double level) { return std::abs(level - duty->written) < gap; });
    axis.levels.push_back(duty->written);
    std::sort(axis.levels.begin(), axis.levels.end());
    SweepPlan plan;
    plan.scenario = scenario;
    plan.given = given;
    plan.axes.push_back(std::move(axis));
    return plan;
}

}  // namespace desvio
