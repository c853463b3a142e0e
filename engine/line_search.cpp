#include "engine/line_search.hpp"

#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <cstdint>
#include <utility>

namespace desvio {
namespace {

constexpr std::uintmax_t most_search_steps = 60;

}  // namespace

Counterfactual const& LineSearch::at(double level) {
    if (has_latest_ && latest_level_ == level) return latest_;
    has_latest_ = false;
    auto const start = path_.start(level);
    latest_ = solve_(level, start ? &*start : nullptr);
    if (latest_.summary.status == Status::stopped) throw SearchStopped{};
    if (!latest_.summary.is_converged()) throw SearchFailed{level, latest_.summary.message};
    path_.keep(level, latest_.state);
    latest_level_ = level;
    has_latest_ = true;
    return latest_;
}

double find_root(LevelFunction const& f, Bracket low, Bracket high, double precision) {
    if (low.value == 0.0) return low.level;
    if (high.value == 0.0) return high.level;
    double const enough = precision > 0.0 ? precision : root_precision * (high.level - low.level);
    auto const is_found = [enough](double a, double b) { return std::abs(b - a) <= enough; };
    if (is_found(low.level, high.level)) return 0.5 * (low.level + high.level);
    std::uintmax_t steps = most_search_steps;
    auto const [a, b] =
        boost::math::tools::toms748_solve(f, low.level, high.level, low.value, high.value, is_found, steps);
    return 0.5 * (a + b);
}

Extremum find_maximum(LevelFunction const& f, double low, double high, double inside, double inside_value) {
    double const width = high - low;
    // At an end: one step inwards tells whether the maximum stands there.
    if (inside == low || inside == high) {
        double const near_end = inside == low ? low + root_precision * width : high - root_precision * width;
        if (f(near_end) <= inside_value) return {inside, inside_value};
    }
    // Brent's precision is relative to the argument: on [1, 2] it is that of the distance between the ends.
    auto const negative = [&](double unit) { return -f(low + (unit - 1.0) * width); };
    int const bits = static_cast<int>(std::ceil(-std::log2(root_precision)));
    std::uintmax_t steps = most_search_steps;
    auto const [unit, value] = boost::math::tools::brent_find_minima(negative, 1.0, 2.0, bits, steps);
    if (-value < inside_value) return {inside, inside_value};
    return {low + (unit - 1.0) * width, -value};
}

}  // namespace desvio
