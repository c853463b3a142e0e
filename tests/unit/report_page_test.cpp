#include "desvio/report/report_page.hpp"

#include "desvio/core/error.hpp"
#include "desvio/engine/ladder.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/io/digest.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/page_files.hpp"
#include "desvio/report/pictures.hpp"
#include "tests/support/hand_base.hpp"

#include <gtest/gtest.h>
#include <nettle/base64.h>
#include <zlib.h>
#include <nlohmann/json.hpp>

namespace desvio {
namespace {

using Json = nlohmann::json;

Scenario small_scenario() {
    return parse_scenario(
        "[scenario]\nname = \"s\"\ntitle = \"</script><script>alert(1)</script> <!-- {{data}}\"\n"
        "[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\nsector = \"GDS\"\nrate = 0.5\n",
        "s.toml");
}

LabelledFile small_run() { return to_tables(run_scenario(small_scenario(), test::hand_base()), ""); }
LabelledFile small_ladder() { return to_tables(run_sweep(*ladder_plan(small_scenario(), test::hand_base())), ""); }

std::size_t count(std::string const& text, std::string const& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

std::string between(std::string const& text, std::string const& open, std::string const& close) {
    std::size_t const from = text.find(open) + open.size();
    return text.substr(from, text.find(close, from) - from);
}

Json data_of(std::string const& page) {
    std::string const text = between(page, "<script type=\"text/plain\" id=\"desvio-data\">", "</script>");
    base64_decode_ctx decoder;
    base64_decode_init(&decoder);
    std::vector<std::uint8_t> packed(BASE64_DECODE_LENGTH(text.size()));
    std::size_t size = packed.size();
    if (base64_decode_update(&decoder, &size, packed.data(), text.size(), text.data()) == 0) return {};
    std::string json(std::size_t{1} << 24U, '\0');
    uLongf length = json.size();
    EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(json.data()), &length, packed.data(), size), Z_OK);
    return Json::parse(json.substr(0, length));
}

TEST(Digest, IsThatOfFips180AndRfc4648) {
    EXPECT_EQ(base64_text(""), "");
    EXPECT_EQ(base64_text("f"), "Zg==");
    EXPECT_EQ(base64_text("foobar"), "Zm9vYmFy");
    EXPECT_EQ(sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(ReportPage, HoldsThePicturesOfTheFiles) {
    LabelledFile const run = small_run();
    PageContent content;
    std::string const page =
        report_page({run, run}, {.language = "es", .ladder = small_ladder(), .names = {"a.h5"}}, &content);
    Json const data = data_of(page);
    ASSERT_EQ(data.at("files").size(), 2U);
    EXPECT_EQ(data.at("files")[0], Json::parse(pictures_json(run, nullptr, PictureTables::drawn)));
    EXPECT_EQ(data.at("ladder").at("kind"), "sweep");
    EXPECT_EQ(data.at("names"), (Json{"a.h5", "s.toml"}));
    EXPECT_EQ(data.at("words").at("language"), Json::parse(page_file("words/es.json").value()).at("language"));
    EXPECT_EQ(content.answers, 2);
    EXPECT_TRUE(content.has_ladder);
    EXPECT_NE(page.find("<html lang=\"es\">"), std::string::npos);
    EXPECT_FALSE(data_of(report_page({run}, {.with_model = false})).at("model").is_object());
}

TEST(ReportPage, ASweepAmongTheFilesIsTheLadder) {
    Json const data = data_of(report_page({small_run(), small_ladder()}));
    EXPECT_EQ(data.at("files").size(), 1U);
    EXPECT_EQ(data.at("ladder").at("kind"), "sweep");
    Json const alone = data_of(report_page({small_ladder()}));
    EXPECT_EQ(alone.at("files")[0].at("kind"), "sweep");
    EXPECT_TRUE(alone.at("ladder").is_null());
}

TEST(ReportPage, WhatAScenarioSaysIsTextAndNoScript) {
    std::string const page = report_page({small_run()});
    EXPECT_EQ(count(page, "<script"), 2U);  // data and scripts
    EXPECT_EQ(count(page, "</script"), 2U);
    EXPECT_EQ(count(page, "<!--"), 0U);
    EXPECT_NE(page.find("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &lt;!-- {{data}}</title>"),
              std::string::npos);
    EXPECT_EQ(data_of(page).at("files")[0].at("scenario").at("title"),
              "</script><script>alert(1)</script> <!-- {{data}}");
}

TEST(ReportPage, ThePolicyAllowsItsOwnScriptAndNoNetwork) {
    std::string const page = report_page({small_run()});
    std::string const policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << policy;
    std::string const script = between(page, "</script>\n<script>", "</script>");
    EXPECT_NE(policy.find("'sha256-" + sha256_base64(script) + "'"), std::string::npos) << policy;
    EXPECT_EQ(policy.find("http"), std::string::npos);
    EXPECT_EQ(policy.find("script-src 'unsafe-inline'"), std::string::npos);
    EXPECT_EQ(count(page, "{{"), count(script, "{{") + count(between(page, "<title>", "</title>"), "{{") +
                                     count(between(page, "<h1>", "</h1>"), "{{"));
}

TEST(ReportPage, RefusesWhatItCannotHold) {
    Base other = test::hand_base();
    other.elasticities.front().theta[0] += 1.0;
    LabelledFile elsewhere = to_tables(run_scenario(small_scenario(), other), "");
    elsewhere.origin = "other.h5";
    try {
        static_cast<void>(report_page({small_run(), elsewhere}));
        FAIL() << "taken";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("other.h5: stands on another base"), std::string::npos)
            << error.what();
    }
    EXPECT_THROW(static_cast<void>(report_page({small_run()}, {.language = "xx"})), InputError);
    EXPECT_THROW(static_cast<void>(report_page({})), InputError);
}

}  // namespace
}  // namespace desvio
