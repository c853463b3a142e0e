#include "desvio/report/live_json.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/report/pictures.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace desvio {
namespace {

using QuestionJson = nlohmann::ordered_json;

// Twice the largest scenario, whose every byte may need an escape, and room for the rest.
constexpr std::size_t largest_question = 4 * largest_live_text;
constexpr int deepest = 3;  // a question is an object with an object in it

/// A text may hold what a user typed; what is no UTF-8 becomes a sign for it.
std::string dumped(QuestionJson const& json) {
    return json.dump(-1, ' ', false, QuestionJson::error_handler_t::replace);
}

/// \throws InputError  the library's message without its own number in front: "[json.exception.parse_error.101] ..."
QuestionJson parsed_question(std::string const& text) {
    bool is_too_deep = false;
    auto const watch = [&](int depth, QuestionJson::parse_event_t /*event*/, QuestionJson& /*parsed*/) {
        if (depth > deepest) is_too_deep = true;
        return !is_too_deep;
    };
    QuestionJson parsed;
    try {
        parsed = QuestionJson::parse(text, watch);
    } catch (QuestionJson::exception const& error) {
        std::string const told = error.what();
        std::size_t const start = told.find("] ");
        throw InputError({{"question"},
                          "the question is no JSON: " + told.substr(start == std::string::npos ? 0 : start + 2),
                          {},
                          R"(Write { "scenario": "..." }.)"});
    }
    if (is_too_deep)
        throw InputError({{"question"}, "the question is nested too deeply", {}, R"(Write { "scenario": "..." }.)"});
    return parsed;
}

/// Reads the members of one question.
class QuestionReader {
  public:
    explicit QuestionReader(OtherMembers const& others) : others_(others) {}

    LiveRequest read(QuestionJson const& json) {
        if (!json.is_object()) {
            fault("a question is an object", "its members have names", R"(Write { "scenario": "..." }.)");
            faults_.throw_if_any();
        }
        LiveRequest request;
        for (auto const& [name, value] : json.items()) read_member(name, value, request);
        if (!json.contains("scenario"))
            fault("there is no scenario", "there is nothing to answer", "Give its TOML text as \"scenario\".");
        faults_.throw_if_any();
        return request;
    }

  private:
    void fault(std::string problem, std::string why, std::string remedy) {
        faults_.add({"question"}, std::move(problem), std::move(why), std::move(remedy));
    }

    void read_member(std::string const& name, QuestionJson const& value, LiveRequest& request) {
        LiveQuestion& question = request.question;
        if (name == "base") {
            request.base = text(name, value);
        } else if (name == "scenario") {
            question.scenario = text(name, value);
        } else if (name == "levels") {
            each(name, value, [&](std::string const& path, QuestionJson const& level) {
                if (!level.is_number())
                    fault(fmt::format("the level of {} is no number", path), "levels are numbers",
                          "Write it like 0.5.");
                else
                    question.levels.emplace_back(path, level.get<double>());
            });
        } else if (name == "choices") {
            each(name, value, [&](std::string const& path, QuestionJson const& choice) {
                question.choices.emplace_back(path, text(path, choice));
            });
        } else if (name == "date") {
            std::string const day = text(name, value);
            question.date = parse_date(day);
            if (!question.date)
                fault(fmt::format("'{}' is no day", day), "days are year-month-day", "Write it like 2025-08-07.");
        } else if (name == "reading") {
            std::string const reading = text(name, value);
            question.reading = parse_option<ReadingLevel>(reading);
            if (!question.reading)
                fault(fmt::format("there is no reading '{}'", reading), "a number has three at most",
                      suggest_name(reading, option_names<ReadingLevel>()));
        } else if (auto const other = others_.find(name); other != others_.end()) {
            other->second(dumped(value), faults_);
        } else {
            fault(fmt::format("'{}' is no member of a question", name), "it would be ignored",
                  suggest_name(name, member_names()));
        }
    }

    [[nodiscard]] std::vector<std::string> member_names() const {
        std::vector<std::string> names{"base", "scenario", "levels", "choices", "date", "reading"};
        for (auto const& [name, read] : others_) names.push_back(name);
        return names;
    }

    std::string text(std::string const& name, QuestionJson const& value) {
        if (value.is_string()) return value.get<std::string>();
        fault(fmt::format("{} is no text", name), "it is written in quotes", {});
        return {};
    }

    template <typename Take>
    void each(std::string const& name, QuestionJson const& object, Take const& take) {
        if (!object.is_object()) {
            fault(fmt::format("{} is no object", name), "each has its path as a name",
                  fmt::format(R"(Write "{}": {{ "tariff[0].rate": ... }}.)", name));
            return;
        }
        for (auto const& [path, value] : object.items()) take(path, value);
    }

    OtherMembers const& others_;
    FaultList faults_;
};

QuestionJson place_or_nothing(int place) { return place > 0 ? QuestionJson(place) : QuestionJson(nullptr); }

}  // namespace

LiveRequest read_live_request(std::string const& json, OtherMembers const& others) {
    if (json.size() > largest_question)
        throw InputError({{"question"},
                          fmt::format("the question has {} bytes, more than {}", json.size(), largest_question),
                          "someone waits for the answer",
                          "Run it with 'desvio run'."});
    return QuestionReader(others).read(parsed_question(json));
}

std::string live_trouble_json(std::string const& why) { return dumped({{"not_solved", why}}); }

std::string live_faults_json(std::vector<Fault> const& faults) {
    QuestionJson list = QuestionJson::array();
    for (Fault const& fault : faults)
        list.push_back({{"line", place_or_nothing(fault.where.line)},
                        {"column", place_or_nothing(fault.where.column)},
                        {"problem", fault.problem},
                        {"why", fault.why},
                        {"what_to_do", fault.remedy}});
    return dumped({{"faults", std::move(list)}});
}

std::string live_answer_json(LiveModel const& model, LiveAnswer const& answer) {
    if (std::string const trouble = answer.trouble(); !trouble.empty()) return live_trouble_json(trouble);
    std::string const seconds = dumped({{"solve", answer.solve_seconds}, {"whole", answer.seconds}});
    return fmt::format(R"({{"answer":{},"seconds":{}}})", pictures_json(answer.tables, &model.base()), seconds);
}

}  // namespace desvio
