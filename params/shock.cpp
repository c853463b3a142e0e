#include "desvio/params/shock.hpp"

#include "params/rule_application.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

/// 612345.4 as "612,345", in any locale.
std::string group_thousands(double value) {
    std::string digits = fmt::format("{:.0f}", value);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return digits;
}

/// Base imports of each region over the cross-border flows that `is_counted`.
template <typename Predicate>
Vector imports_where(Base const& base, Predicate const& is_counted) {
    Vector imports = Vector::Zero(base.n_regions());
    for (Index j = 0; j < base.trade.outer(); ++j) {
        for (Index n = 0; n < base.trade.rows(); ++n) {
            for (Index i = 0; i < base.trade.cols(); ++i) {
                if (n != i && is_counted(j, n, i)) imports[n] += base.trade(j, n, i);
            }
        }
    }
    return imports;
}

struct Market {
    Index region = 0;
    std::string reason;
};

/// The market of the redirection ledger, by the rule in resolve_scenario()'s description.
Market choose_market(ReportOptions const& report, Base const& base, Shock const& shock, NameBook& names,
                     FaultList& faults) {
    if (!report.market.empty()) {
        Selector const named{{{report.market, report.market_where}}, report.market_where};
        auto const chosen = names.regions(named, faults);
        if (chosen.size() > 1) {
            faults.add(report.market_where, fmt::format("market '{}' names {} regions", report.market, chosen.size()),
                       "the ledger follows the imports of one", "Name one region.");
        }
        return {chosen.empty() ? 0 : chosen.front(), "named by [report] market"};
    }
    auto const largest = [](Vector const& imports) {
        Index at = 0;
        imports.maxCoeff(&at);  // the first of equals
        return at;
    };
    Vector const raised =
        imports_where(base, [&](Index j, Index n, Index i) { return shock.tariff(j, n, i) > base.tariff(j, n, i); });
    if (raised.size() > 0 && raised.maxCoeff() > 0.0) {
        Index const market = largest(raised);
        return {market,
                fmt::format("raises duties on {} million of trade, the most of all", group_thousands(raised[market]))};
    }
    Vector const changed = imports_where(base, [&](Index j, Index n, Index i) {
        return shock.tariff(j, n, i) != base.tariff(j, n, i) ||
               (!shock.trade_cost_hat.empty() && shock.trade_cost_hat(j, n, i) != 1.0);
    });
    if (changed.size() > 0 && changed.maxCoeff() > 0.0) {
        Index const market = largest(changed);
        return {market,
                fmt::format("no duty rises; duties or trade costs change on {} million of its imports, the most of all",
                            group_thousands(changed[market]))};
    }
    Vector const imports = imports_where(base, [](Index, Index, Index) { return true; });
    return {imports.size() > 0 ? largest(imports) : 0, "no duty or trade cost changes; it imports the most"};
}

std::vector<Index> choose_focus(ReportOptions const& report, Base const& base, NameBook& names, FaultList& faults) {
    if (report.focus.terms.empty()) {
        if (auto members = base.region_members("latin_america"); !members.empty()) return members;
    }
    return names.regions(report.focus, faults);
}

void check_elasticities(ModelOptions const& model, Base const& base, FaultList& faults) {
    std::vector<std::string> names;
    for (ElasticitySet const& set : base.elasticities) names.push_back(set.name);
    if (std::find(names.begin(), names.end(), model.elasticities) != names.end()) return;
    faults.add(model.elasticities_where, fmt::format("unknown elasticity set '{}'", model.elasticities),
               fmt::format("the base {} has no such set", base.name), suggest_name(model.elasticities, names));
}

/// One shock is one world: what may come besides has shocks of its own.
void refuse_threats(Scenario const& scenario, FaultList& faults) {
    if (scenario.threats.empty()) return;
    faults.add(scenario.threats.front().where,
               fmt::format("the scenario '{}' holds threats, several scenarios with probabilities", scenario.name),
               "it has no answer of its own", "'desvio threat' weighs what may come.");
}

}  // namespace

ResolvedScenario resolve_scenario(Scenario const& scenario, Base const& base) {
    FaultList faults;
    refuse_threats(scenario, faults);
    check_definitions(scenario, base, faults);
    NameBook names(base, &scenario);
    RuleApplication application(scenario, base, names, faults);
    auto const apply_all = [&]<typename Kind>(Kind const*) {
        for (Rule const& rule : scenario.rules) {
            if (auto const* one = std::get_if<Kind>(&rule)) application.apply(*one);
        }
    };
    apply_all(static_cast<ScheduleRule const*>(nullptr));
    apply_all(static_cast<TariffRule const*>(nullptr));
    application.end_tariffs();
    apply_all(static_cast<TradeCostRule const*>(nullptr));
    apply_all(static_cast<ProductivityRule const*>(nullptr));
    apply_all(static_cast<RetaliationRule const*>(nullptr));

    ResolvedScenario resolved;
    resolved.shock = application.shock();
    resolved.effects = application.effects();
    resolved.focus = choose_focus(scenario.report, base, names, faults);
    auto [market, reason] = choose_market(scenario.report, base, resolved.shock, names, faults);
    resolved.market = market;
    resolved.market_reason = std::move(reason);
    resolved.groups = names.uses();
    check_elasticities(scenario.model, base, faults);
    faults.throw_if_any();
    return resolved;
}

}  // namespace desvio
