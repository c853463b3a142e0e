#pragma once

#include "desvio/engine/outcomes.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/params/vary.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The level of one number of a scenario at which a figure of the answer is what it should be (THEORY §6).
namespace desvio {

enum class Relation { equals, at_least, at_most, maximum, minimum };

/// "tariff_revenue[USA] = 500000", "imports[USA] -20%", "exports[BRA, CHN] >= 80000", "max welfare_pct[USA]".
struct Target {
    std::string text;  ///< as written
    std::string outcome;
    Relation relation = Relation::equals;
    double value = 0.0;            ///< in the outcome's unit; unused for maximum and minimum
    std::optional<double> change;  ///< fraction of the base's figure, which `value` then holds
};

/// \throws InputError when it is no target: no relation, a bound that is no number \tests unit/solve_for_test.cpp
Target parse_target(std::string const& text);

struct SolveForPlan {
    Scenario scenario;  ///< as written
    Base given;         ///< as read
    LevelRange range;
    Target target;
    int probes = 20;  ///< intervals the range is first cut into; >= 2
};

/// One level that was tried, and the figure there.
struct Probe {
    double level = 0.0, value = 0.0;
};

struct SolveForResult {
    SolveForPlan plan;             ///< with target.value known
    std::string units, long_name;  ///< of the outcome
    double base_value = 0.0;       ///< of the unchanged base; NaN where the figure is a change or a rate of nothing
    double written_value = 0.0;    ///< at the level the scenario has; NaN when it is outside the range
    std::vector<Probe> probes;     ///< ascending by level: the first cut
    Probe lowest, highest;         ///< the range that can be reached, ends of the range included
    std::vector<Probe> solutions;  ///< ascending by level; of max and min the one
    /// Where `>=` or `<=` holds, from level to level.
    std::vector<std::pair<double, double>> holds;
    std::optional<Probe> chosen;  ///< the solution nearest to the written level of an inequality, the first else
    bool was_stopped = false;
    std::string failure;  ///< why a solve did not converge; empty when all did
    int solves = 0, evaluations = 0;
    double seconds = 0.0;
};

/// How far a search is.
struct SearchProgress {
    int solves = 0;    ///< begun
    int expected = 0;  ///< about how many there will be
    double seconds = 0.0;
};

/// Cuts the range, finds the extremes of the figure in it, and every level at which it crosses the target between them.
/// A level is found to 1e-10 of the range for roots, to 1e-4 of a cut for extremes.
/// Two crossings closer together than a cut are found only where an extreme lies between them.
/// \param monitor  asked between evaluations; false stops
/// \throws InputError for what the user got wrong \tests unit/solve_for_test.cpp, cli/solve_for_test.py
SolveForResult solve_for(SolveForPlan const& plan, std::function<bool(SearchProgress const&)> const& monitor = {});

/// The scenario and the base with the number at that level, for run_scenario(): the scenario remembers it in `varied`,
/// so that a result file repeats it; theta changes the base's elasticities instead.
struct SetScenario {
    Scenario scenario;
    Base base;
};
SetScenario at_level(SolveForPlan const& plan, double level);

}  // namespace desvio
