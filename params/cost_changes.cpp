#include "params/cost_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

/// The row of each sector by its code; refuses sectors without one, all in one message.
std::vector<TimeValue const*> find_time_values(TradeCostRule const& rule, std::vector<Index> const& sectors,
                                               ValueOfTime const& table, Base const& base, FaultList& faults) {
    std::vector<TimeValue const*> found;
    std::vector<std::string> missing;
    bool is_service_missing = false;
    for (Index const j : sectors) {
        auto const row = std::find_if(table.values.begin(), table.values.end(),
                                      [&](TimeValue const& value) { return value.sector == base.sectors[j]; });
        found.push_back(row == table.values.end() ? nullptr : &*row);
        if (found.back() != nullptr) continue;
        missing.push_back(base.sectors[j]);
        if (base.sector_table[static_cast<std::size_t>(j)].kind == SectorKind::services) is_service_missing = true;
    }
    if (!missing.empty()) {
        faults.add(
            rule.where,
            fmt::format("the value of time '{}' has no figure for {}", rule.value_of_time, fmt::join(missing, " ")),
            "the rule reaches goods of these sectors",
            is_service_missing ? "Write sector = \"@goods\", or leave them out of `sector`."
                               : "Leave them out of `sector`, or give a table of your own that has them.");
    }
    return found;
}

}  // namespace

Vector cost_changes(TradeCostRule const& rule, std::vector<Index> const& sectors, Scenario const& scenario,
                    Base const& base, FaultList& faults) {
    Vector changes = Vector::Zero(base.n_sectors());
    if (rule.value_of_time.empty()) {
        for (Index const j : sectors) changes[j] = rule.change;
        return changes;
    }
    auto const table = scenario.values_of_time.find(rule.value_of_time);
    if (table == scenario.values_of_time.end()) {
        faults.add(rule.where, fmt::format("the value of time '{}' was not read", rule.value_of_time),
                   "its figures are not part of the scenario", "Read the scenario from its file.");
        return changes;
    }
    std::vector<TimeValue const*> const values = find_time_values(rule, sectors, table->second, base, faults);
    bool is_possible = true;
    for (std::size_t k = 0; k < sectors.size(); ++k) {
        if (values[k] == nullptr) continue;
        // change = (1 + per_day)^days - 1
        double const change = std::pow(1.0 + values[k]->at(rule.value_of_time_reading), rule.days) - 1.0;
        changes[sectors[k]] = change;
        is_possible = is_possible && std::isfinite(change) && change > -1.0;
    }
    if (!is_possible)
        faults.add(rule.where, fmt::format("{} days at '{}' are no cost", rule.days, rule.value_of_time),
                   "the change is (1 + per_day)^days - 1", "Give fewer days.");
    return changes;
}

std::string describe_cost(TradeCostRule const& rule, Vector const& change, std::vector<Index> const& sectors) {
    if (rule.value_of_time.empty()) {
        std::string const by_days =
            rule.days != 0.0 ? fmt::format(" (days = {:.4g}, per_day = {:.4g})", rule.days, rule.per_day) : "";
        return fmt::format("change = {:.4g}{}", rule.change, by_days);
    }
    std::string text = fmt::format("days = {:.4g}, per_day = {} ({})", rule.days, rule.value_of_time,
                                   to_string(rule.value_of_time_reading));
    if (sectors.empty()) return text;
    auto const [least, most] =
        std::minmax_element(sectors.begin(), sectors.end(), [&](Index a, Index b) { return change[a] < change[b]; });
    text += fmt::format(": change = {:.3g}", change[*least]);
    if (change[*least] != change[*most]) text += fmt::format(" to {:.3g}", change[*most]);
    return text;
}

}  // namespace desvio
