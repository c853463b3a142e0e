#include "desvio/core/units.hpp"
#include "engine/result_parts.hpp"

#include <fmt/format.h>

#include <limits>

namespace desvio {
namespace {

double sum_over(std::vector<Index> const& regions, Vector const& values) {
    double sum = 0.0;
    for (Index const n : regions) sum += values[n];
    return sum;
}

double ratio_or_missing(double part, double whole) {
    return whole > 0.0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void add_focus(LabelledFile& file, RunResult const& result) {
    std::vector<Index> const& focus = result.resolved.focus;
    std::vector<std::string> codes;
    codes.reserve(focus.size());
    for (Index const n : focus) codes.push_back(result.base.regions[n]);
    file.attributes.push_back({"focus", fmt::format("{}", fmt::join(codes, " "))});

    std::string const money = result.base.unit.empty() ? "million US$" : result.base.unit;
    auto const add = [&](std::string const& name, double value, std::string const& units,
                         std::string const& long_name) {
        file.tables.push_back(
            {"/focus/" + name, {}, std::vector<double>{value}, units, "regions in focus together: " + long_name});
    };
    auto const add_spread = [&](std::string const& name, Spread const& spread, std::string const& long_name) {
        add(name + "_p05", spread.lower, units::percent_name, long_name + ", 5th percentile of the elasticity draws");
        add(name + "_p50", spread.median, units::percent_name, long_name + ", median of the elasticity draws");
        add(name + "_p95", spread.upper, units::percent_name, long_name + ", 95th percentile of the elasticity draws");
    };
    // 100 sum EV / sum I, 100 sum (V' - V) / sum V
    Accounts const& base = result.accounts;
    add("welfare_pct",
        percent * ratio_or_missing(sum_over(focus, result.welfare.equivalent_variation), sum_over(focus, base.income)),
        units::percent_name, "real income, change");
    add("value_added_pct",
        percent * ratio_or_missing(sum_over(focus, result.equilibrium.factor_income - base.value_added),
                                   sum_over(focus, base.value_added)),
        units::percent_name, "value added, change");
    if (result.uncertainty) {
        add_spread("welfare_pct", result.uncertainty->focus_welfare_pct, "real income, change");
        add_spread("value_added_pct", result.uncertainty->focus_value_added_pct, "value added, change");
    }
    Redirection const& ledger = result.volume_redirection;
    double const loss = sum_over(focus, ledger.loss), redirected = sum_over(focus, ledger.redirected);
    std::string const market = result.base.regions[ledger.market];
    add("loss", loss, money, "exports lost in " + market + ", at base prices");
    add("redirected", redirected, money, "exports gained in other foreign markets, at base prices");
    add("absorbed", sum_over(focus, ledger.absorbed), money, "gain of own sales at home, at base prices");
    add("output_cut", sum_over(focus, ledger.output_cut), money, "fall of gross output, at base prices");
    add("rate", ratio_or_missing(redirected, loss), units::one, "redirected / loss; missing where nothing is lost");
}

}  // namespace desvio
