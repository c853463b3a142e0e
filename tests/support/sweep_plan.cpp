#include "tests/support/sweep_plan.hpp"

#include "desvio/io/scenario_io.hpp"
#include "tests/support/three_region_base.hpp"

namespace desvio::test {

std::string const duty_on_brics = R"([scenario]
name = "duty"
[[tariff]]
importer = "USA"
exporter = "@brics"
sector = "@goods"
rate = 0.5
[report]
market = "USA"
)";

SweepPlan sweep_plan(std::vector<std::string> const& axes, std::string const& toml) {
    SweepPlan plan;
    plan.scenario = parse_scenario(toml, "duty.toml");
    plan.given = three_region_base();
    plan.axes = read_axes(axes, plan.scenario);
    return plan;
}

}  // namespace desvio::test
