#pragma once

#include "desvio/params/scenario.hpp"
#include "desvio/params/shock.hpp"

#include <functional>
#include <string>
#include <vector>

/// The parts of a scenario that people ask about one by one: which rules belong together, and a scenario without some.
namespace desvio {

/// What a rule brings to a mixture of two scenarios.
enum class RuleRole {
    shared,   ///< both have it: always there
    added,    ///< only the second has it: there when its measure is taken
    removed,  ///< only the first has it: there until its measure is taken
};

/// Rules that are taken or left together.
struct Measure {
    std::string name;
    std::vector<std::size_t> rules;  ///< positions in MeasureSplit::scenario.rules, in order
    SourceLocation where;            ///< of the first rule
    bool is_removed = false;         ///< taking it takes rules of the first scenario away
};

/// The way from one scenario to another, measure by measure.
struct MeasureSplit {
    Scenario scenario;  ///< the second one, with the rules of both in an order that keeps each one's own
    std::vector<RuleRole> roles;
    std::vector<Measure> measures;  ///< in the order of their first rules

    /// The scenario in which the marked measures have been taken: the first one when none is, the second when all are.
    [[nodiscard]] Scenario mix(std::vector<bool> const& taken) const;
    /// The rules (positions) that are there then.
    [[nodiscard]] std::vector<bool> present(std::vector<bool> const& taken) const;
};

/// The name of the measure that a rule belongs to: rules of one name (and one scenario) are one measure. A rule without
/// a name is a measure by itself, called by rule_name().
using MeasureNamer = std::function<std::string(Rule const&)>;

/// The text of the rule's key `measure`.
std::string measure_name(Rule const& rule);
/// Its note, or what it does: "line 12: tariff rate = 1 on BRA".
std::string rule_name(Rule const& rule);

SourceLocation const& place_of(Rule const& rule);
std::string const& note_of(Rule const& rule);
/// "tariff", "trade_cost", "productivity", "retaliation", "schedule"
std::string kind_of(Rule const& rule);
/// Whether two rules say the same, wherever they stand and whatever their notes and measures are.
bool says_the_same(Rule const& first, Rule const& second);

/// Splits what lies between two scenarios. Rules that both have, in the same order, are shared (a longest common
/// subsequence); tables of rates are the same when their texts are.
/// \param first  where the way starts; a scenario without rules for the base itself
/// \tests unit/measures_test.cpp
MeasureSplit split_measures(Scenario const& first, Scenario const& second, MeasureNamer const& name = measure_name);

/// The scenario with every [[schedule]] block in parts, one for each authority that changes a duty on its day, so that
/// each is a measure called by the authority's title. What its other authorities hold stays with the first part. A
/// block that is named a measure, or changes nothing, stays whole. \tests unit/measures_test.cpp
Scenario split_schedules(Scenario scenario, Base const& base);

/// One scenario that does what each of the parts does, in their order: rules follow one another by kind as ever
/// (shock.hpp). The heading, model and report are those of the first; it holds no threats. Tables of rates
/// and values of time keep apart.
/// \throws InputError when two parts define groups of one name that differ
/// \pre parts is not empty \tests unit/measures_test.cpp
Scenario join_scenarios(std::vector<Scenario const*> const& parts);

/// In what two scenarios answer differently, whatever their rules: "base (ours, not world-2023)", "model
/// (input-output, not caliendo-parro)", "closures (...)", "elasticities (...)", joined by "and"; empty when in nothing.
std::string model_difference(Scenario const& first, Scenario const& second);

/// The cells of a change that belong to one member of an axis.
enum class CellAxis {
    exporter,  ///< whose goods bear the duty or cost; whose productivity changes
    importer,  ///< who charges the duty; whose productivity changes
    sector,
};

/// Members of the axis (region or sector indices, base order) in whose cells two shocks differ.
std::vector<Index> changed_members(Shock const& first, Shock const& second, CellAxis axis);

/// The first shock with the cells of the marked members as in the second.
/// \param marked  by index along the axis
Shock mix_cells(Shock const& first, Shock const& second, CellAxis axis, std::vector<bool> const& marked);

}  // namespace desvio
