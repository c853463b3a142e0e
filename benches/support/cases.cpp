#include "benches/support/cases.hpp"

#include "benches/support/synthetic_world.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"

#include <map>

namespace desvio::bench {

std::vector<WorldSize> standard_sizes() { return {{31, 40}, {42, 29}, {77, 45}, {190, 26}}; }
std::vector<WorldSize> tiny_sizes() { return {{5, 4}, {9, 6}}; }
std::vector<int> standard_points() { return {10, 30, 60, 100}; }

Case synthetic_case(WorldSize size, int points) {
    static std::map<std::string, Base> drawn;
    auto found = drawn.find(size.name());
    if (found == drawn.end())
        found = drawn.emplace(size.name(), make_synthetic_world(size.regions, size.sectors)).first;
    Base const& base = found->second;
    return {size.name() + "/+" + std::to_string(points), base, make_tariff_war(base, points / 100.0)};
}

Case world_case() {
    Base base = read_base("world-2023");
    Shock shock = resolve_scenario(read_scenario("brics-100"), base).shock;
    return {"world-2023/brics-100", std::move(base), std::move(shock)};
}

}  // namespace desvio::bench
