// Builds a base of two regions and two sectors by hand, writes a scenario for it as text, and runs it.
//
//   1. say what the world is       2. check that it is consistent       3. say what changes       4. run it

#include <desvio/desvio.hpp>
#include <desvio/params/accounts.hpp>

#include <fmt/format.h>

#include <cstdio>

namespace {

/// Two islands, North and South, that make cloth and services. South runs the surplus that pays North's deficit.
desvio::Base two_islands() {
    desvio::Base base;
    base.name = "two-islands";
    base.title = "Two islands";
    base.origin = "two_islands()";
    base.currency = "USD";
    base.unit = "million";
    base.year = 2020;
    base.region_table = {{"NOR", "North", {}}, {"SOU", "South", {"exporters"}}};
    base.sector_table = {{"CLO", "Cloth", desvio::SectorKind::goods, "", {}},
                         {"SRV", "Services", desvio::SectorKind::services, "", {}}};
    base.index_labels();

    // Flows (importer x exporter) at basic prices: own sales on the diagonal.
    base.trade = desvio::Tensor3(2, 2, 2);
    base.trade.slice(0) << 300.0, 90.0, 60.0, 240.0;
    base.trade.slice(1) << 500.0, 0.0, 0.0, 300.0;
    // North charges 10 % on South's cloth.
    base.tariff = desvio::Tensor3(2, 2, 2);
    base.tariff(0, 0, 1) = 0.10;
    // Both make a unit of cloth from 0.3 cloth and 0.2 services, services from 0.1 of each (region, input, user).
    base.input_share = desvio::Tensor3(2, 2, 2);
    for (desvio::Index region : {0, 1}) base.input_share.slice(region) << 0.3, 0.1, 0.2, 0.1;

    desvio::ElasticitySet elasticities;
    elasticities.name = "default";
    elasticities.theta = desvio::Vector::Constant(2, 4.0);
    elasticities.standard_error = desvio::Vector::Constant(2, 1.0);
    elasticities.source = {"assumed", "assumed"};
    base.elasticities = {elasticities};
    return base;
}

constexpr char const* scenario_text = R"(
[scenario]
name  = "north-closes"
title = "North doubles the price of South's cloth"

[[tariff]]
importer = "NOR"
exporter = "@exporters"
sector   = "@goods"
rate     = 1.00
)";

}  // namespace

int main() {
    // 1.
    desvio::Base const base = two_islands();

    // 2. run_scenario() refuses a base that breaks an identity; here is what it looks at.
    fmt::print("{}\n", desvio::format_checks(desvio::check_base(base)));

    // 3. The same text could stand in a file; mistakes in it are reported with line and column.
    desvio::Scenario const scenario = desvio::parse_scenario(scenario_text, "north-closes.toml");

    // 4.
    desvio::RunOptions options;
    options.draws = 0;
    desvio::RunResult const result = desvio::run_scenario(scenario, base, options);
    if (!result.summary.is_converged() || !result.audit.passed()) return 1;
    for (desvio::Index region = 0; region < base.n_regions(); ++region) {
        fmt::print("{}: real income {:+.3f} %, wage {:+.3f} %\n",
                   base.region_table[static_cast<std::size_t>(region)].name, result.welfare.welfare_pct[region],
                   100.0 * (result.equilibrium.wage_hat[region] - 1.0));
    }
    return 0;
}
