#include "desvio/tables/official_gdp.hpp"

#include <algorithm>

namespace desvio {

GdpComparison compare_gdp(TableHealth const& health, std::vector<std::pair<std::string, double>> const& official) {
    GdpComparison comparison;
    comparison.total.region = "all of these";
    for (auto const& [code, value] : official) {
        auto const at = std::find(health.regions.begin(), health.regions.end(), code);
        if (at == health.regions.end()) {
            comparison.unknown.push_back(code);
            continue;
        }
        auto const n = static_cast<Index>(at - health.regions.begin());
        // V + T, and F + T_F + E - M
        double const income = health.value_added(n) + health.taxes(n) + health.final_taxes(n);
        double const expenditure =
            health.final_demand(n) + health.final_taxes(n) + health.exports(n) - health.imports(n);
        comparison.rows.push_back({code, income, expenditure, value});
        comparison.total.income += income;
        comparison.total.expenditure += expenditure;
        comparison.total.official += value;
    }
    std::stable_sort(comparison.rows.begin(), comparison.rows.end(),
                     [](auto const& a, auto const& b) { return a.official > b.official; });
    for (std::string const& region : health.regions)
        if (std::none_of(official.begin(), official.end(), [&](auto const& entry) { return entry.first == region; }))
            comparison.unofficial.push_back(region);
    return comparison;
}

}  // namespace desvio
