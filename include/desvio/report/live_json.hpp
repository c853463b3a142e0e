#pragma once

#include "desvio/core/error.hpp"
#include "desvio/engine/live.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

/// Questions and answers of the live model as JSON (docs/formats/pictures.md): the page's own model and `desvio serve`
/// speak it alike.
namespace desvio {

struct LiveRequest {
    std::string base;  ///< empty where the question leaves it out
    LiveQuestion question;
};

/// Members that who asks may give besides: what reads the JSON text of each.
using OtherMembers = std::map<std::string, std::function<void(std::string const& json, FaultList& faults)>>;

/// \throws InputError with every fault: no JSON, deeper than a question is, no UTF-8, an unknown member (the nearest
///         known one), a level that is no number, ... \tests unit/live_json_test.cpp
LiveRequest read_live_request(std::string const& json, OtherMembers const& others = {});

/// The answer as pictures, or why it was not solved.
std::string live_answer_json(LiveModel const& model, LiveAnswer const& answer);

/// { "not_solved": why }
std::string live_trouble_json(std::string const& why);

/// { "faults": [ { "line", "column", "problem", "why", "what_to_do" } ] }; null where a place is not known
std::string live_faults_json(std::vector<Fault> const& faults);

}  // namespace desvio
