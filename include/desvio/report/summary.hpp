#pragma once

#include "desvio/engine/run.hpp"

#include <string>

/// Results as text for a terminal and as JSON for programs. Builds strings; only app prints.
namespace desvio {

struct TextStyle {
    bool colour = false;
    int width = 100;      ///< columns of the terminal
    bool is_utf8 = true;  ///< else bars are drawn with ASCII
};

/// The answer in compact aligned tables: focus group first; numeraire, units, closures and elasticity horizon stated.
std::string format_summary(RunResult const& result, TextStyle const& style = {});

/// The same figures and more as one JSON object; numbers with all digits, keys as in FORMATS §3.
std::string format_json(RunResult const& result);

/// What a dry run prints: which duties change, from what to what, how much base trade each rule touches.
std::string format_dry_run(ResolvedScenario const& resolved, Scenario const& scenario, Base const& base,
                           TextStyle const& style = {});
std::string format_dry_run_json(ResolvedScenario const& resolved, Scenario const& scenario, Base const& base);

/// The identities of a base, one line each, with the worst cell.
std::string format_checks(std::vector<IdentityCheck> const& checks, TextStyle const& style = {});
std::string format_checks_json(std::vector<IdentityCheck> const& checks);

/// What a base is: size, year, totals, largest traders, groups, elasticity sets, quality of its cells.
std::string format_base_info(Base const& base, TextStyle const& style = {});
/// The same figures and every elasticity as one JSON object.
std::string format_base_info_json(Base const& base);

/// How far each kind of figure moved when a base was settled.
std::string format_settled(Settled const& settled, TextStyle const& style = {});
std::string format_settled_json(Settled const& settled);

}  // namespace desvio
