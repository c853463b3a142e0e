#pragma once

#include "desvio/core/error.hpp"
#include "desvio/engine/live.hpp"

#include <string>

/// Questions and answers of the live model as JSON (docs/formats/pictures.md): the page's own model and `desvio serve`
/// speak it alike.
namespace desvio {

struct LiveRequest {
    std::string base;  ///< empty where the question leaves it out
    LiveQuestion question;
};

/// \throws InputError with every fault: no JSON, unknown keys, a level that is no number, ...
/// \tests unit/live_json_test.cpp
LiveRequest read_live_request(std::string const& json);

/// The answer as pictures, or the faults of the question, or why it was not solved.
std::string live_answer_json(LiveModel const& model, LiveQuestion const& question);

/// { "not_solved": why }
std::string live_trouble_json(std::string const& why);

/// { "faults": [ { "line", "column", "problem", "why", "what_to_do" } ] }; null where a place is not known
std::string live_faults_json(InputError const& error);

}  // namespace desvio
