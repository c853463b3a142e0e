#pragma once

#include "desvio/core/error.hpp"
#include "desvio/engine/live.hpp"

#include <string>
#include <vector>

/// Questions out of JSON and faults into it (docs/formats/pictures.md).
namespace desvio {

struct Question {
    std::string base;  ///< empty: the first
    LiveQuestion live;
    std::string language = "en";  ///< of a report
    bool with_model = true;       ///< whether a report carries the model
};

/// Reads {"base", "scenario", "levels", "language", "with_model"}; only "scenario" is needed.
/// \throws InputError with every fault: no JSON, deeper than a question is, no UTF-8, an unknown key (the nearest known
///         one), another type, a number that is no double, too many levels
/// \tests unit/question_test.cpp
Question read_question(std::string const& body);

/// {"faults": [{"line", "column", "problem", "why", "what_to_do"}]}; line and column are 0 where not known.
std::string faults_json(std::vector<Fault> const& faults);

/// {"not_solved": why}
std::string not_solved_json(std::string const& why);

}  // namespace desvio
