#include "service/question.hpp"

#include <nlohmann/json.hpp>

#include <type_traits>

namespace desvio {
namespace {

/// The value where it is of that type.
template <typename Value>
void take(std::string const& text, Value& into, std::string const& problem, FaultList& faults) {
    auto const json = nlohmann::json::parse(text);
    if (std::is_same_v<Value, bool> ? json.is_boolean() : json.is_string())
        into = json.get<Value>();
    else
        faults.add({"question"}, problem);
}

}  // namespace

Question read_question(std::string const& body) {
    Question question;
    question.asked = read_live_request(
        body, {{"language", [&](std::string const& json,
                                FaultList& faults) { take(json, question.language, "language is no text", faults); }},
               {"with_model", [&](std::string const& json, FaultList& faults) {
                    take(json, question.with_model, "with_model is neither true nor false", faults);
                }}});
    return question;
}

}  // namespace desvio
