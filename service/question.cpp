#include "service/question.hpp"

#include "desvio/core/labels.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using nlohmann::json;

constexpr int deepest = 3;  // a question is an object with an object in it
constexpr std::size_t most_levels = 16;

std::vector<std::string> const& question_keys() {
    static std::vector<std::string> const keys{"base", "scenario", "levels", "language", "with_model"};
    return keys;
}

json parse_body(std::string const& body) {
    bool is_too_deep = false;
    auto const watch = [&](int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
        if (depth > deepest) is_too_deep = true;
        return !is_too_deep;
    };
    json question;
    try {
        question = json::parse(body, watch);
    } catch (json::exception const& error) {
        // The library's message without its own number in front: "parse error at line 1, column 2: ...".
        std::string const told = error.what();
        std::size_t const start = told.find("] ");
        throw InputError({{},
                          "the question is no JSON: " + told.substr(start == std::string::npos ? 0 : start + 2),
                          {},
                          "Send {\"scenario\": \"...\"}."});
    }
    if (is_too_deep) throw InputError({{}, "the question is nested too deeply", {}, "Send {\"scenario\": \"...\"}."});
    if (!question.is_object()) throw InputError({{}, "the question is no object", {}, "Send {\"scenario\": \"...\"}."});
    return question;
}

void take_text(json const& value, std::string const& key, std::string& into, FaultList& faults) {
    if (value.is_string())
        into = value.get<std::string>();
    else
        faults.add({}, fmt::format("'{}' is no text", key));
}

void take_levels(json const& value, LiveQuestion& into, FaultList& faults) {
    if (!value.is_object()) {
        faults.add({}, "'levels' is no object", {}, "Write {\"tariff[0].rate\": 0.5}.");
        return;
    }
    if (value.size() > most_levels) faults.add({}, fmt::format("there are more than {} levels", most_levels));
    for (auto const& [path, level] : value.items()) {
        if (level.is_number())
            into.levels.emplace_back(path, level.get<double>());
        else
            faults.add({}, fmt::format("the level of '{}' is no number", path));
    }
}

}  // namespace

Question read_question(std::string const& body) {
    json const given = parse_body(body);
    Question question;
    FaultList faults;
    for (auto const& [key, value] : given.items()) {
        if (key == "base")
            take_text(value, key, question.base, faults);
        else if (key == "scenario")
            take_text(value, key, question.live.scenario, faults);
        else if (key == "language")
            take_text(value, key, question.language, faults);
        else if (key == "levels")
            take_levels(value, question.live, faults);
        else if (key == "with_model" && value.is_boolean())
            question.with_model = value.get<bool>();
        else if (key == "with_model")
            faults.add({}, "'with_model' is neither true nor false");
        else
            faults.add({}, fmt::format("unknown key '{}'", key), {}, suggest_name(key, question_keys()));
    }
    if (!given.contains("scenario"))
        faults.add({}, "there is no 'scenario'", "nothing is asked", "Send its TOML as a text.");
    faults.throw_if_any();
    return question;
}

std::string faults_json(std::vector<Fault> const& faults) {
    json list = json::array();
    for (Fault const& fault : faults) {
        list.push_back({{"line", fault.where.line},
                        {"column", fault.where.column},
                        {"problem", fault.problem},
                        {"why", fault.why},
                        {"what_to_do", fault.remedy}});
    }
    // A name out of the question may hold what is no UTF-8.
    return json{{"faults", list}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string not_solved_json(std::string const& why) {
    return json{{"not_solved", why}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace desvio
