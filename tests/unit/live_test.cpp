#include "desvio/engine/live.hpp"

#include "desvio/io/carried_tables.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/params/vary.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/faults.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <future>

namespace desvio::test {
namespace {

constexpr char const* quarter_duty =
    "[scenario]\nname = \"live\"\n\n[[tariff]]\nimporter = \"USA\"\nexporter = \"@brics\"\nsector = \"@goods\"\n"
    "rate = 0.25  # a quarter\n";

LiveModel const& world() {
    static LiveModel const model(named_base("world2023"));
    return model;
}

LabelledFile file_of(std::string const& toml, Base const& base = named_base("world2023")) {
    RunOptions options;
    options.draws = 0;
    return to_tables(run_scenario(parse_scenario(toml, "live.toml"), base, options), "test");
}

bool is_measured(std::string const& path) { return path.starts_with("/diagnostics/seconds"); }

/// Every table of the answer, to the bit, but for the time of the solve.
void expect_same(LabelledFile const& answer, LabelledFile const& file) {
    std::size_t n_compared = 0;
    for (Table const& table : file.tables) {
        if (table.path.starts_with("/input/") || is_measured(table.path)) continue;
        Table const* const ours = answer.find_table(table.path);
        ASSERT_NE(ours, nullptr) << table.path;
        EXPECT_EQ(ours->dimensions, table.dimensions) << table.path;
        EXPECT_EQ(ours->units, table.units) << table.path;
        if (auto const* const numbers = std::get_if<std::vector<double>>(&table.values)) {
            auto const& own = std::get<std::vector<double>>(ours->values);
            ASSERT_EQ(own.size(), numbers->size()) << table.path;
            for (std::size_t k = 0; k < own.size(); ++k)
                ASSERT_EQ(std::bit_cast<std::uint64_t>(own[k]), std::bit_cast<std::uint64_t>((*numbers)[k]))
                    << table.path << " cell " << k << ": " << own[k] << " against " << (*numbers)[k];
        } else {
            EXPECT_EQ(ours->values, table.values) << table.path;
        }
        ++n_compared;
    }
    EXPECT_GT(n_compared, 50U);
}

std::string fault_of_question(LiveQuestion const& question) {
    return fault_of([&] { static_cast<void>(world().ask(question)); });
}

TEST(LiveModel, answers_what_a_run_answers_to_the_bit) {
    LiveAnswer const answer = world().ask({quarter_duty, {}});
    ASSERT_EQ(answer.trouble(), "");
    LabelledFile const file = file_of(quarter_duty);
    expect_same(answer.tables, file);
    for (char const* name : {"base_sha256", "closures", "market", "scenario_toml", "focus"})
        EXPECT_EQ(answer.tables.text_attribute(name), file.text_attribute(name)) << name;
    EXPECT_EQ(answer.tables.find_table("/input/region/name"), nullptr);
    EXPECT_GT(answer.solve_seconds, 0.0);
    EXPECT_GE(answer.seconds, answer.solve_seconds);
    // A second question finds its model ready and answers the same.
    expect_same(world().ask({quarter_duty, {}}).tables, file);
}

TEST(LiveModel, a_level_is_the_scenario_with_that_number) {
    LiveAnswer const answer = world().ask({quarter_duty, {{"tariff[0].rate", 0.6}, {"tariff[0].exempt_share", 0.1}}});
    std::string const written = answer.tables.text_attribute("scenario_toml");
    EXPECT_NE(written.find("rate = 0.6  # a quarter"), std::string::npos) << written;
    EXPECT_NE(written.find("exempt_share = 0.1"), std::string::npos) << written;
    expect_same(answer.tables, file_of(written));
    EXPECT_NE(answer.tables.numbers("/region/welfare_pct"),
              world().ask({quarter_duty, {}}).tables.numbers("/region/welfare_pct"));
}

TEST(LiveModel, theta_scales_every_elasticity) {
    Base scaled = named_base("world2023");
    scale_elasticities(scaled, 1.5);
    LiveAnswer const answer = world().ask({quarter_duty, {{"theta", 1.5}}});
    expect_same(answer.tables, file_of(quarter_duty, scaled));
    EXPECT_NE(answer.tables.text_attribute("scenario_toml").find("theta_factor = 1.5"), std::string::npos);
    // The base of the file is the one that was given; the multiplier stands in the scenario.
    EXPECT_EQ(answer.tables.text_attribute("base_sha256"),
              world().ask({quarter_duty, {}}).tables.text_attribute("base_sha256"));
}

TEST(LiveModel, choices_are_options_of_the_scenario) {
    for (auto const& [path, choice] :
         std::vector<std::pair<std::string, std::string>>{{"model.deficits", "balanced"},
                                                          {"model.factors", "rigid"},
                                                          {"model.kind", "input-output"},
                                                          {"model.variant", "one-sector"},
                                                          {"model.revenue", "waste"},
                                                          {"model.elasticities", "uniform"}}) {
        LiveAnswer const answer = world().ask({quarter_duty, {}, {{path, choice}}});
        ASSERT_EQ(answer.trouble(), "") << path;
        expect_same(answer.tables,
                    file_of(fmt::format("{}[model]\n{} = \"{}\"\n", quarter_duty, path.substr(6), choice)));
    }
}

TEST(LiveModel, a_day_and_a_reading_take_the_place_of_the_scenarios_own) {
    std::string const schedule =
        "[scenario]\nname = \"day\"\ndate = 2025-01-01\n\n[[schedule]]\nfile = \"us-2025-2026\"\n";
    LiveQuestion question{schedule, {}};
    question.date = parse_date("2025-08-07");
    std::string later = schedule;
    later.replace(later.find("2025-01-01"), 10, "2025-08-07");
    expect_same(world().ask(question).tables, file_of(later));

    std::string const three =
        "[scenario]\nname = \"r\"\n\n[[tariff]]\nimporter = \"USA\"\nexporter = \"CHN\"\n"
        "add = { low = 0.1, central = 0.2, high = 0.3 }\n";
    LiveQuestion high{three, {}};
    high.reading = ReadingLevel::high;
    std::string plain = three;
    plain.replace(plain.find("{ low"), plain.find('}') - plain.find("{ low") + 1, "0.3");
    expect_same(world().ask(high).tables, file_of(plain));
}

TEST(LiveModel, a_file_that_carries_its_base_answers_as_the_base_does) {
    LabelledFile const file = file_of(quarter_duty);
    auto const bytes = carry_tables(carried_inputs(file));
    LiveModel const carried(carried_tables(bytes, "page"));
    LiveAnswer const answer = carried.ask({quarter_duty, {{"tariff[0].rate", 0.4}}});
    expect_same(answer.tables, world().ask({quarter_duty, {{"tariff[0].rate", 0.4}}}).tables);
    EXPECT_EQ(answer.tables.text_attribute("base_sha256"), file.text_attribute("base_sha256"));
}

TEST(LiveModel, every_fault_is_told_with_its_place) {
    std::string wrong = quarter_duty;
    wrong.replace(wrong.find("@brics"), 6, "@bricks");
    expect_says(fault_of_question({wrong, {}}), {"scenario:6:", "bricks", "brics"});
    expect_says(fault_of_question({quarter_duty, {{"tarif[0].rate", 0.1}, {"tariff[0].rate", 90.0}}}),
                {"tarif[0].rate", "tariff[0].rate cannot be 90"});
    expect_says(fault_of_question({quarter_duty, {}, {{"model.deficits", "balance"}}}), {"'balance'", "balanced"});
    expect_says(fault_of_question({std::string(quarter_duty) + "rate = 1\n", {}}), {"scenario:9:"});
}

TEST(LiveModel, no_file_is_opened) {
    std::string const rule = "\n[[tariff]]\nimporter = \"USA\"\n";
    expect_says(fault_of_question({quarter_duty + rule + "table = \"CMakeLists.txt\"\n", {}}), {"cannot be read"});
    expect_says(fault_of_question({std::string(quarter_duty) + "[groups]\nfile = \"README.md\"\n", {}}), {"README.md"});
    std::string const folder = std::string(DESVIO_SOURCE_DIR) + "/params/sets/schedules/us-2025-2026";
    expect_says(fault_of_question({fmt::format("{}[[schedule]]\nfile = \"{}\"\n", quarter_duty, folder), {}}),
                {"cannot be opened"});
}

TEST(LiveModel, what_would_take_long_is_refused) {
    expect_says(fault_of_question({std::string(largest_live_text + 1, '#'), {}}), {"65537 bytes"});
    std::string many = quarter_duty;
    for (std::size_t k = 0; k < most_live_rules; ++k) many += "[[tariff]]\nimporter = \"USA\"\nadd = 0.0\n";
    expect_says(fault_of_question({many, {}}), {"101 rules"});
    expect_says(fault_of_question({std::string(quarter_duty) + "[solver]\nmax_iterations = 2001\n", {}}), {"2001"});
    expect_says(
        fault_of_question({"[scenario]\nname = \"x\"\n[[threat]]\nscenario = \"brics-100\"\nprobability = 0.2\n", {}}),
        {"one world"});
    std::vector<std::pair<std::string, double>> levels(most_live_levels + 1, {"theta", 1.0});
    expect_says(fault_of_question({quarter_duty, levels}), {"more than 50 levels"});
}

TEST(LiveModel, an_answer_that_was_not_found_has_no_tables) {
    LiveAnswer const answer = world().ask({std::string(quarter_duty) + "[solver]\nmax_iterations = 2\n", {}});
    EXPECT_FALSE(answer.summary.is_converged());
    EXPECT_NE(answer.trouble(), "");
    EXPECT_TRUE(answer.tables.tables.empty());
}

TEST(LiveModel, many_ask_at_once) {
    std::vector<std::string> const closures{"fixed", "gdp-share", "balanced"};
    std::vector<std::future<LiveAnswer>> asked;
    asked.reserve(12);
    for (int k = 0; k < 12; ++k)
        asked.push_back(std::async(std::launch::async, [&closures, k] {
            return world().ask({quarter_duty,
                                {{"tariff[0].rate", 0.1 * (k % 4)}, {"theta", 1.0 + k % 2}},
                                {{"model.deficits", closures[static_cast<std::size_t>(k) % 3]}}});
        }));
    for (int k = 0; k < 12; ++k)
        expect_same(asked[static_cast<std::size_t>(k)].get().tables,
                    world()
                        .ask({quarter_duty,
                              {{"tariff[0].rate", 0.1 * (k % 4)}, {"theta", 1.0 + k % 2}},
                              {{"model.deficits", closures[static_cast<std::size_t>(k) % 3]}}})
                        .tables);
}

}  // namespace
}  // namespace desvio::test
