#include "engine/spread.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

/// \pre values sorted, not empty
double percentile(std::vector<double> const& sorted, double probability) {
    double const position = probability * static_cast<double>(sorted.size() - 1);
    auto const below = static_cast<std::size_t>(position);
    std::size_t const above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

Spread spread_of(std::vector<double> values) {
    double const missing = std::numeric_limits<double>::quiet_NaN();
    bool const is_complete = std::none_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
    if (values.empty() || !is_complete) return {missing, missing, missing};
    std::sort(values.begin(), values.end());
    return {percentile(values, 0.05), percentile(values, 0.5), percentile(values, 0.95)};
}

}  // namespace desvio
