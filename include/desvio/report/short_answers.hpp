#pragma once

#include "desvio/engine/short_answer.hpp"
#include "desvio/report/summary.hpp"

#include <string>
#include <vector>

/// Many answers side by side. Builds strings; only app prints.
namespace desvio {

/// One line an answer: the regions in focus together and those that lose and gain most, with intervals, the
/// redirection rate, the largest residual, seconds.
std::string format_short_answers(std::vector<ShortAnswer> const& answers, TextStyle const& style = {});
/// The same as a list of objects with all digits.
std::string format_short_answers_json(std::vector<ShortAnswer> const& answers);

/// One scenario in its three readings, side by side: its numbers, then what follows for each region in focus.
/// \pre runs of low, central and high, solved
std::string format_readings(std::vector<RunResult> const& runs, TextStyle const& style = {});

/// A scenario for people: title, note, sources, readings and what each rule does on its base.
std::string format_scenario(Scenario const& scenario, ResolvedScenario const& resolved, Base const& base,
                            TextStyle const& style = {});

/// A section of the page of scenarios, in Markdown: question, answer for the regions in focus, sources.
/// \param readings  low and high where the scenario has readings, else empty
std::string format_scenario_section(Scenario const& scenario, ShortAnswer const& answer,
                                    std::vector<ShortAnswer> const& readings, Base const& base);

}  // namespace desvio
