#include "engine/warm_path.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace desvio {
namespace {

// Solutions nearer to each other than this share of their distance to the level would lend their rounding weight.
constexpr double least_spread = 0.2;

}  // namespace

void WarmPath::keep(double level, WarmStart state) { states_.insert_or_assign(level, std::move(state)); }

std::optional<WarmStart> WarmPath::start(double level) const {
    std::vector<std::pair<double, WarmStart const*>> by_distance;
    by_distance.reserve(states_.size());
    for (auto const& [at, state] : states_) by_distance.emplace_back(at, &state);
    std::sort(by_distance.begin(), by_distance.end(),
              [&](auto const& a, auto const& b) { return std::abs(a.first - level) < std::abs(b.first - level); });
    std::vector<std::pair<double, WarmStart const*>> taken;
    for (auto const& candidate : by_distance) {
        double const distance = std::abs(candidate.first - level);
        bool const is_apart = std::all_of(taken.begin(), taken.end(), [&](auto const& other) {
            return std::abs(other.first - candidate.first) >= least_spread * distance;
        });
        if (is_apart) taken.push_back(candidate);
        if (taken.size() >= most_points_) break;
    }
    if (taken.empty()) return std::nullopt;
    WarmStart start;
    for (std::size_t k = 0; k < taken.size(); ++k) {
        double weight = 1.0;
        for (std::size_t m = 0; m < taken.size(); ++m)
            if (m != k) weight *= (level - taken[m].first) / (taken[k].first - taken[m].first);
        WarmStart const& state = *taken[k].second;
        if (k == 0) {
            start = {weight * state.log_unit_cost_hat, weight * state.log_expenditure, weight * state.log_wage_hat};
        } else {
            start.log_unit_cost_hat += weight * state.log_unit_cost_hat;
            start.log_expenditure += weight * state.log_expenditure;
            start.log_wage_hat += weight * state.log_wage_hat;
        }
    }
    return start;
}

}  // namespace desvio
