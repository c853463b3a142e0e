#include "service/question.hpp"

#include "service/full_run.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;

std::string fault_in(std::string const& body) {
    return fault_of([&] { static_cast<void>(read_question(body)); });
}

TEST(Question, IsReadWithAllItsParts) {
    Question const question =
        read_question(R"({"base":"b","scenario":"[scenario]\nname = \"ñ\"","levels":{"tariff[0].rate":0.5,"theta":2},)"
                      R"("language":"es","with_model":false})");
    EXPECT_EQ(question.asked.base, "b");
    EXPECT_EQ(question.asked.question.scenario, "[scenario]\nname = \"ñ\"");
    EXPECT_EQ(question.asked.question.levels,
              (std::vector<std::pair<std::string, double>>{{"tariff[0].rate", 0.5}, {"theta", 2.0}}));
    EXPECT_EQ(question.language, "es");
    EXPECT_FALSE(question.with_model);
    EXPECT_TRUE(read_question(R"({"scenario":""})").with_model);
}

TEST(Question, TellsEveryFaultAtOnce) {
    expect_says(fault_in(R"({"base":1,"scenari":"x","levels":{"theta":"2"},"with_model":"yes"})"),
                {"base is no text", "'scenari' is no member", "Did you mean 'scenario'?",
                 "the level of theta is no number", "with_model is neither", "there is no scenario"});
    expect_says(fault_in(R"({"scenario":"","levels":[1],"language":2,"with_modl":true})"),
                {"levels is no object", "language is no text", "Did you mean 'with_model'?"});
}

TEST(Question, RefusesWhatIsNoJson) {
    for (char const* const body :
         {"", "{", "nul", "[1]", "1", "\"x\"", "{\"scenario\":NaN}", "{\"scenario\":\"\",}",
          "{\"scenario\":\"\",\"levels\":{\"theta\":1e999}}", "{\"scenario\":\"\",\"levels\":{\"theta\":Infinity}}",
          "{\"scenario\":\"\xff\xfe\"}", "{\"scenario\":\"\xed\xa0\x80\"}", "{\"scenario\":\"\\ud800\"}"})
        EXPECT_NE(fault_in(body), "no fault") << body;
    EXPECT_NE(fault_in(std::string("{\"scenario\":\"\0\"}", 15)), "no fault");
}

TEST(Question, IsBounded) {
    std::string const deep(30000, '[');
    expect_says(fault_in("{\"scenario\":" + deep + std::string(30000, ']') + "}"), {"nested too deeply"});
    expect_says(fault_in("{\"levels\":" + deep), {"no JSON"});
}

TEST(Question, NamesFilesByLettersThatEverySystemTakes) {
    EXPECT_EQ(usable_file_name("brics-100"), "brics-100");
    EXPECT_EQ(usable_file_name("../../a\"\r\nb: ñ"), "ab");
    EXPECT_EQ(usable_file_name("ñ"), "scenario");
    EXPECT_EQ(usable_file_name(std::string(1000, 'x')).size(), 60U);
}

}  // namespace
}  // namespace desvio
