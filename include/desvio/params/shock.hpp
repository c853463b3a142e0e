#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/name_book.hpp"
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
    std::string kind;     ///< "schedule", "tariff", "trade_cost", "productivity", "retaliation"
    std::string summary;  ///< "rate = 1 on USA <- @brics, @goods"
    std::string note;
    SourceLocation where;
    Index cells = 0;              ///< flows (or region-sectors) whose value changed by this rule
    double trade = 0.0;           ///< base trade those cells carry, million
    double average_before = 0.0;  ///< trade-weighted over those cells: duty (fraction), cost or productivity change
    double average_after = 0.0;
    double exempt_share = 0.0;                ///< share of the trade that keeps the duty it had, 0..1
    double exempt_trade = 0.0;                ///< base trade that keeps it where the rest changes, million
    std::vector<std::string> unmatched = {};  ///< what it names that meets no trade, where that is allowed
};

/// Average duties on imports from one partner, or of one sector, before and after.
struct DutyLine {
    Index label = 0;                                   ///< region or sector
    double trade = 0.0;                                ///< base imports of the market, million
    double changed_trade = 0.0;                        ///< of it, those whose duty changes
    double average_before = 0.0, average_after = 0.0;  ///< weighted by base trade, fraction
};

/// What a shock does to the duties of one market, over all its imports: sum t M / sum M before and after.
struct DutyPicture {
    std::vector<DutyLine> by_partner;  ///< every other region with trade, base order
    std::vector<DutyLine> by_sector;   ///< every sector with trade, base order
    DutyLine total;
};

/// \cost O(J N) \tests unit/duty_picture_test.cpp
DutyPicture picture_duties(Base const& base, Tensor3 const& tariff, Index market);

/// A scenario tied to a base.
struct ResolvedScenario {
    Shock shock;
    std::vector<RuleEffect> effects;
    std::vector<Index> focus;   ///< regions the summary is about, base order
    Index market = 0;           ///< region whose imports the redirection ledger follows
    std::string market_reason;  ///< why that one: "named by [report]", "raises duties on 612,345 million of trade", ...
    std::vector<GroupUse> groups;  ///< those named that are not the base's own
};

/// Applies the rules to the base: all [[schedule]]s, whose duties are those in force (each adds to every duty what its
/// measures change on it, schedule.hpp), then all [[tariff]] rules in order, then trade costs, productivity and
/// retaliation, each in order. With t the base's duty, u the duty as the rules before left it and e the exempt share, a
/// tariff rule gives
///   t' = e u + (1 - e) f(u),  f(u) = value | u + value | value u | max(u, value) | min(u, value) | the table's rate
/// Cost and productivity changes multiply: d_hat <- d_hat (1 + change). A cell named twice by `both_ways` changes once.
/// Flat retaliation adds its rate; a mirror adds max(0, t'[j,i,n] - t[j,i,n]) to t'[j,n,i], where t' are the duties as
/// all [[tariff]] rules left them, whatever other retaliation adds.
/// Own sales never bear a duty or an iceberg change.
/// The market, when not named: the importer whose raised duties touch most base trade; without raised duties the
/// importer with most trade in the changed cells; else the largest importer. Ties go to the first in base order.
/// The focus, when not named: "@latin_america" if the base has that group, else every region.
/// A rule that meets no trade in the base, a name in one of its selectors that meets none, and a row of its table that
/// changes the duty of a flow without trade are faults, unless the rule or the scenario allows what is unmatched.
/// \throws InputError with every unknown code or group (and the nearest known one), every selector that is empty, every
///         rule that reaches no flow or no trade, threats (join_scenarios() makes the scenario of one world), every
///         duty that a rule leaves below -1 + 1e-9 or not finite, an unknown elasticity set or market; each with
///         file:line:column of the scenario
/// \cost O(N^2 J) a rule \tests unit/shock_test.cpp
ResolvedScenario resolve_scenario(Scenario const& scenario, Base const& base);

/// The members a selector names by codes and groups of the base, in base order, each once. Faults (unknown code or
/// group, nothing left) go to `faults`, with the place where the term was written. \tests unit/select_test.cpp
std::vector<Index> select_regions(Selector const& selector, Base const& base, FaultList& faults);
std::vector<Index> select_sectors(Selector const& selector, Base const& base, FaultList& faults);

}  // namespace desvio
