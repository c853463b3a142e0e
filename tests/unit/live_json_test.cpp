#include "desvio/report/live_json.hpp"

#include "tests/support/cases.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace desvio::test {
namespace {

std::string fault_of_request(std::string const& json) {
    return fault_of([&] { static_cast<void>(read_live_request(json)); });
}

TEST(LiveJson, a_question_has_its_parts) {
    LiveRequest const request = read_live_request(
        R"({"base": "b", "scenario": "x = 1", "levels": {"theta": 2, "tariff[0].rate": 0.5},
            "choices": {"model.kind": "input-output"}, "date": "2025-08-07", "reading": "high"})");
    EXPECT_EQ(request.base, "b");
    EXPECT_EQ(request.question.scenario, "x = 1");
    EXPECT_EQ(request.question.levels,
              (std::vector<std::pair<std::string, double>>{{"theta", 2.0}, {"tariff[0].rate", 0.5}}));
    EXPECT_EQ(request.question.choices,
              (std::vector<std::pair<std::string, std::string>>{{"model.kind", "input-output"}}));
    EXPECT_EQ(to_string(*request.question.date), "2025-08-07");
    EXPECT_EQ(*request.question.reading, ReadingLevel::high);
}

TEST(LiveJson, all_faults_of_a_question_are_told) {
    expect_says(fault_of_request("{"), {"no JSON"});
    expect_says(fault_of_request("[1]"), {"a question is an object"});
    expect_says(fault_of_request(R"({"levels": {"theta": "1"}, "reading": "hih", "date": "x", "lvels": 1})"),
                {"the level of theta is no number", "there is no reading 'hih'", "high", "'x' is no day", "'lvels'",
                 "Did you mean 'levels'?", "there is no scenario"});
    expect_says(fault_of_request(R"({"scenario": 1, "levels": []})"), {"scenario is no text", "levels is no object"});
    expect_says(fault_of_request(std::string(300000, ' ')), {"bytes, more than"});
    // Nesting is read without recursion.
    expect_says(fault_of_request(std::string(200000, '[')), {"no JSON"});
}

TEST(LiveJson, members_of_others_are_theirs) {
    std::string seen;
    OtherMembers const others{{"language", [&](std::string const& json, FaultList& /*faults*/) { seen = json; }}};
    static_cast<void>(read_live_request(R"({"scenario": "", "language": ["é"]})", others));
    EXPECT_EQ(seen, R"(["é"])");
    expect_says(fault_of([&] { static_cast<void>(read_live_request(R"({"scenario": "", "langage": 1})", others)); }),
                {"'langage' is no member", "Did you mean 'language'?"});
    expect_says(fault_of_request(R"({"scenario": "", "language": "en"})"), {"'language' is no member"});
}

TEST(LiveJson, faults_are_json_whatever_they_quote) {
    std::string const text =
        live_faults_json({{{"scenario", 3, 7}, "no \"quote\" \xff", "why", "do"}, {{}, "two", {}, {}}});
    EXPECT_EQ(text,
              "{\"faults\":[{\"line\":3,\"column\":7,\"problem\":\"no \\\"quote\\\" \xEF\xBF\xBD\",\"why\":\"why\","
              "\"what_to_do\":\"do\"},{\"line\":null,\"column\":null,\"problem\":\"two\",\"why\":\"\","
              "\"what_to_do\":\"\"}]}");
    EXPECT_EQ(live_trouble_json("a\nb"), R"({"not_solved":"a\nb"})");
}

TEST(LiveJson, answers_are_pictures_faults_or_a_reason) {
    LiveModel const model(named_base("world2023"));
    auto const reply = [&](LiveQuestion const& question) {
        try {
            return nlohmann::json::parse(live_answer_json(model, model.ask(question)));
        } catch (InputError const& error) {
            return nlohmann::json::parse(live_faults_json(error.faults()));
        }
    };
    std::string const rule =
        "[scenario]\nname = \"x\"\n[[tariff]]\nimporter = \"USA\"\nexporter = \"CHN\"\nrate = 1.0\n";
    auto const answer = reply({rule, {}});
    EXPECT_EQ(answer.at("answer").at("format"), "desvio-pictures");
    EXPECT_EQ(answer.at("answer").at("kind"), "run");
    EXPECT_EQ(answer.at("answer").at("names").at("region").at("BRA"), "Brazil");
    EXPECT_GT(answer.at("seconds").at("solve").get<double>(), 0.0);

    auto const faults = reply({rule + "rat = 1\n", {{"theta", -1.0}}});
    EXPECT_EQ(faults.at("faults").at(0).at("line"), 7);
    EXPECT_EQ(faults.at("faults").at(0).at("column"), 1);
    EXPECT_FALSE(faults.contains("answer"));
    auto const placeless = reply({rule, {{"theta", -1.0}}});
    EXPECT_TRUE(placeless.at("faults").at(0).at("line").is_null());

    auto const unsolved = reply({rule + "[solver]\nmax_iterations = 2\n", {}});
    EXPECT_NE(unsolved.at("not_solved").get<std::string>(), "");
}

}  // namespace
}  // namespace desvio::test
