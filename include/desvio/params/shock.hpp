#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <string>
#include <vector>

namespace desvio {

/// What a scenario changes, in the model's terms (THEORY §2).
///
/// | symbol    | member           | shape     | unit                                     |
/// | t'        | tariff           | J x N x N | fraction, after all rules                |
/// | d_hat     | trade_cost_hat   | J x N x N | counterfactual / base; empty = all 1     |
/// | A_hat     | productivity_hat | J x N     | counterfactual / base; empty = all 1     |
struct Shock {
    Tensor3 tariff;
    Tensor3 trade_cost_hat;
    Matrix productivity_hat;
};

/// What one rule did, for `run --dry-run` and the file's record.
struct RuleEffect {
    std::string kind;     ///< "tariff", "trade_cost", "productivity", "retaliation"
    std::string summary;  ///< "rate = 1 on USA <- @brics, @goods"
    std::string note;
    SourceLocation where;
    Index cells = 0;              ///< flows (or region-sectors) whose value changed by this rule
    double trade = 0.0;           ///< base trade those cells carry, million
    double average_before = 0.0;  ///< trade-weighted over those cells: duty (fraction), cost or productivity change
    double average_after = 0.0;
};

/// A scenario tied to a base.
struct ResolvedScenario {
    Shock shock;
    std::vector<RuleEffect> effects;
    std::vector<Index> focus;   ///< regions the summary is about, base order
    Index market = 0;           ///< region whose imports the redirection ledger follows
    std::string market_reason;  ///< why that one: "named by [report]", "raises duties on 612,345 million of trade", ...
};

/// Applies the rules to the base: all [[tariff]] rules in order, then trade costs, productivity and retaliation, each
/// in order. With t the base's duty, u the duty as the rules before left it and e the exempt share, a tariff rule gives
///   t' = e u + (1 - e) f(u),  f(u) = value | u + value | value u | max(u, value) | min(u, value) | the table's rate
/// Cost and productivity changes multiply: d_hat <- d_hat (1 + change). A cell named twice by `both_ways` changes once.
/// Flat retaliation adds its rate; a mirror adds max(0, t'[j,i,n] - t[j,i,n]) to t'[j,n,i], where t' are the duties as
/// all [[tariff]] rules left them, whatever other retaliation adds.
/// Own sales never bear a duty or an iceberg change.
/// The market, when not named: the importer whose raised duties touch most base trade; without raised duties the
/// importer with most trade in the changed cells; else the largest importer. Ties go to the first in base order.
/// The focus, when not named: "@latin_america" if the base has that group, else every region.
/// \throws InputError with every unknown code or group (and the nearest known one), every selector that is empty, every
///         rule that reaches no flow, every duty that a rule leaves below -1 + 1e-9 or not finite, an unknown
///         elasticity set or market; each with file:line:column of the scenario
/// \cost O(N^2 J) a rule \tests unit/shock_test.cpp
ResolvedScenario resolve_scenario(Scenario const& scenario, Base const& base);

/// The members a selector names, in base order, each once. Faults (unknown code or group, nothing left) go to `faults`,
/// with the place where the term was written. \tests unit/select_test.cpp
std::vector<Index> select_regions(Selector const& selector, Base const& base, FaultList& faults);
std::vector<Index> select_sectors(Selector const& selector, Base const& base, FaultList& faults);

}  // namespace desvio
