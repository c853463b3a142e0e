#include "desvio/report/pictures.hpp"

#include "desvio/core/error.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/three_region_base.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace desvio {
namespace {

using Json = nlohmann::json;

/// Two sectors, three regions; flows (sector, importer, exporter):
///
/// | AGR, importer \ exporter | USA  | BRA        | CHN         |   after: the first of BRA 40 -> 10 at 0.55,
/// | USA                      | 1000 | 40 at 0.05 | 200 at 0.10 |   CHN <- BRA 30 -> 50; unit cost of AGR in BRA 0.5
/// | BRA                      | 10   | 500        | 60          |
/// | CHN                      | 100  | 30 at 0.15 | 2000        |
LabelledFile result_by_hand() {
    Base const base = test::three_region_base();
    LabelledFile file;
    file.origin = "hand.h5";
    file.attributes = {{"format", std::string("desvio-result")},
                       {"version", std::int64_t{1}},
                       {"title", std::string("A </script> \"title\"")},
                       {"market", std::string("USA")},
                       {"scenario_name", std::string("x")},
                       {"scenario_note", std::string("why")},
                       {"scenario_toml", std::string("[scenario]\n")},
                       {"draws", std::int64_t{0}}};
    std::vector<std::string> const regions = base.regions.codes();
    for (char const* name : {"region", "exporter", "importer"}) file.dimensions[name] = {name, regions, name};
    file.dimensions["sector"] = {"sector", base.sectors.codes(), "sector"};
    auto const values = [](Tensor3 const& tensor) {
        return std::vector<double>(tensor.flat().begin(), tensor.flat().end());
    };
    Tensor3 after = base.trade, duty = base.tariff;
    after(test::agr, test::usa, test::bra) = 10.0;
    after(test::agr, test::chn, test::bra) = 50.0;
    duty(test::agr, test::usa, test::bra) = 0.55;
    std::vector<std::string> const flow{"sector", "importer", "exporter"}, output{"sector", "region"};
    file.tables = {
        {"/trade/base", flow, values(base.trade), "money", "before"},
        {"/trade/counterfactual", flow, values(after), "numeraire", "after"},
        {"/tariff/base", flow, values(base.tariff), "fraction", "before"},
        {"/tariff/counterfactual", flow, values(duty), "fraction", "after"},
        {"/sector/output_base", output, std::vector<double>{1110, 570, 2260, 3028, 0, 4009}, "money", ""},
        {"/sector/output_counterfactual", output, std::vector<double>{1110, 114, 2260, 3028, 0, 4009}, "n", ""},
        {"/sector/unit_cost_hat", output, std::vector<double>{1, 0.5, 1, 1, 1, 1}, "1", ""},
        {"/region/welfare_pct", {"region"}, std::vector<double>{1.0 / 3.0, std::nan(""), -2.0}, "percent", ""}};
    return file;
}

double at(Json const& pictures, std::string const& path, std::size_t cell) {
    return pictures.at("tables").at(path).at("values").at(cell).get<double>();
}

TEST(Pictures, SumsAreThoseWorkedByHand) {
    Json const pictures = Json::parse(pictures_json(result_by_hand()));
    EXPECT_EQ(pictures["tables"]["/derived/exports_base"]["dimensions"], (Json{"exporter", "importer"}));
    // BRA (1) to USA, BRA, CHN: goods and services together.
    for (auto const& [importer, value] : std::map<std::size_t, double>{{0, 45.0}, {1, 1400.0}, {2, 31.0}})
        EXPECT_EQ(at(pictures, "/derived/exports_base", 3 + importer), value);
    EXPECT_EQ(at(pictures, "/derived/exports_counterfactual", 3), 15.0);
    EXPECT_EQ(at(pictures, "/derived/exports_counterfactual", 5), 51.0);
    // USA's imports: AGR from BRA and CHN, FIN from BRA.
    EXPECT_EQ(at(pictures, "/derived/market_imports_base", 1), 40.0);
    EXPECT_EQ(at(pictures, "/derived/market_imports_base", 2), 200.0);
    EXPECT_EQ(at(pictures, "/derived/market_imports_base", 4), 5.0);
    EXPECT_EQ(at(pictures, "/derived/market_imports_counterfactual", 1), 10.0);
    EXPECT_EQ(pictures["tables"]["/derived/market_imports_counterfactual"]["units"], "numeraire");
    // (40 0.05 + 5 0) / 45, and after it (40 0.55) / 45: the weights are trade before the change.
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/duty_base", 1), 2.0 / 45.0);
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/duty_counterfactual", 1), 22.0 / 45.0);
    EXPECT_EQ(at(pictures, "/derived/duty_by_sector_counterfactual", 1), 0.55);
    EXPECT_EQ(at(pictures, "/derived/duty_by_sector_base", 2), 0.10);
    // BRA abroad: AGR 40 at 0.05 and 30 at 0.15, FIN 5 and 1 free.
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/duty_faced_base", 1), (2.0 + 4.5) / 76.0);
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/duty_faced_counterfactual", 1), (22.0 + 4.5) / 76.0);
    // 114 / 0.5 = 228 of 570: less by 60 per cent. Nothing is produced of FIN in BRA.
    EXPECT_NEAR(at(pictures, "/derived/output_pct", 1), -60.0, 1e-12);
    EXPECT_TRUE(pictures["tables"]["/derived/output_pct"]["values"][4].is_null());
}

TEST(Pictures, SayWhatTheFileSays) {
    Json const pictures = Json::parse(pictures_json(result_by_hand()));
    EXPECT_EQ(pictures["kind"], "run");
    EXPECT_EQ(pictures["attributes"]["draws"], 0);
    EXPECT_FALSE(pictures["attributes"].contains("scenario_toml"));
    EXPECT_EQ(pictures["scenario"]["title"], "A </script> \"title\"");
    EXPECT_EQ(pictures["scenario"]["note"], "why");
    EXPECT_TRUE(pictures["scenario"]["source"].is_null());
    EXPECT_EQ(pictures["scenario"]["toml"], "[scenario]\n");
    // The same double comes back; what is missing is null.
    EXPECT_EQ(at(pictures, "/region/welfare_pct", 0), 1.0 / 3.0);
    EXPECT_TRUE(pictures["tables"]["/region/welfare_pct"]["values"][1].is_null());
    EXPECT_FALSE(pictures["tables"].contains("/trade/base"));
    EXPECT_EQ(pictures["dimensions"]["exporter"], (Json{"USA", "BRA", "CHN"}));
}

TEST(Pictures, WithoutABaseCodesAreNamesAndEverybodyIsInFocus) {
    Json const pictures = Json::parse(pictures_json(result_by_hand()));
    EXPECT_EQ(pictures["names"]["region"]["BRA"], "BRA");
    EXPECT_EQ(pictures["focus"], (Json{"USA", "BRA", "CHN"}));
    EXPECT_TRUE(pictures["groups"].empty());
}

TEST(Pictures, TheBaseNamesWhatTheFileDoesNot) {
    Base base = test::three_region_base();
    base.quality_names = {"none", "estimated", "observed", "estimated (split)"};
    base.trade_quality.assign(18, 2);
    base.trade_quality[1] = 1;      // AGR, USA <- BRA: 40 of 45
    base.trade_quality[9 + 2] = 3;  // FIN, USA <- CHN: 7 of 207
    Json const pictures = Json::parse(pictures_json(result_by_hand(), &base));
    EXPECT_EQ(pictures["names"]["region"]["BRA"], "Brazil");
    EXPECT_EQ(pictures["names"]["sector"]["FIN"], "Finance");
    EXPECT_EQ(pictures["sector_kind"]["FIN"], "services");
    EXPECT_EQ(pictures["focus"], (Json{"BRA"}));
    EXPECT_EQ(pictures["groups"]["brics"], (Json{"BRA", "CHN"}));
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/estimated_share", 3), 40.0 / 45.0);
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/estimated_share", 6), 7.0 / 207.0);
    EXPECT_EQ(at(pictures, "/derived/estimated_share", 1), 0.0);
}

TEST(Pictures, InputsOfTheFileSayTheSameAsTheBase) {
    Base base = test::three_region_base();
    base.quality_names = {"none", "estimated"};
    base.trade_quality.assign(18, 0);
    base.trade_quality[1] = 1;
    LabelledFile file = result_by_hand();
    std::string const by_base = pictures_json(file, &base);
    add_base_tables(base, "/input", file);
    EXPECT_EQ(pictures_json(file), by_base);
}

TEST(Pictures, AnInputOutputResultHasNoWelfareSplit) {
    Scenario const scenario = parse_scenario(
        "[scenario]\nname = \"s\"\n[model]\nkind = \"input-output\"\n[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\n"
        "sector = \"GDS\"\nrate = 0.5\n",
        "s.toml");
    Json const pictures = Json::parse(pictures_json(to_tables(run_scenario(scenario, test::hand_base()), "")));
    EXPECT_EQ(pictures["focus"], (Json{"A", "B"}));
    EXPECT_FALSE(pictures["tables"].contains("/welfare/terms_of_trade_by_partner"));
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/duty_counterfactual", 1), 0.5);
    EXPECT_DOUBLE_EQ(at(pictures, "/derived/exports_base", 2), 40.0);
}

TEST(Pictures, ASweepKeepsWhatStandsOnItsAxes) {
    SweepPlan plan;
    plan.scenario = parse_scenario(
        "[scenario]\nname = \"s\"\n[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\nsector = \"GDS\"\nrate = 0.5\n",
        "s.toml");
    plan.given = test::hand_base();
    plan.refine = false;
    plan.axes = read_axes({"tariff[0].rate=0.25,0.5"}, plan.scenario);
    SweepOptions one_job;
    one_job.jobs = 1;
    Json const one = Json::parse(pictures_json(to_tables(run_sweep(plan, one_job), "")));
    EXPECT_EQ(one["kind"], "sweep");
    EXPECT_EQ(one["focus"], (Json{"A", "B"}));
    EXPECT_EQ(one["dimensions"]["rate"], (Json{0.25, 0.5}));
    EXPECT_EQ(one["tables"]["/region/welfare_pct"]["dimensions"], (Json{"rate", "region"}));
    EXPECT_TRUE(one["tables"].contains("/trade/total_counterfactual"));
    EXPECT_FALSE(one["tables"].contains("/derived/output_pct"));
    plan.axes = read_axes({"tariff[0].rate=0.25,0.5", "theta=1,2"}, plan.scenario);
    Json const two = Json::parse(pictures_json(to_tables(run_sweep(plan, one_job), "")));
    EXPECT_EQ(two["tables"]["/region/welfare_pct"]["dimensions"], (Json{"rate", "theta", "region"}));
    EXPECT_FALSE(two["tables"].contains("/trade/total_counterfactual"));
    EXPECT_TRUE(two["tables"].contains("/trade/total_base"));
}

TEST(Pictures, AnotherFileIsRefusedByWhatItIs) {
    LabelledFile file = result_by_hand();
    file.attributes[0].value = std::string("desvio-analysis");
    try {
        static_cast<void>(pictures_json(file));
        FAIL() << "taken";
    } catch (FileError const& error) {
        EXPECT_NE(std::string(error.what()).find("desvio-analysis"), std::string::npos);
    }
    LabelledFile incomplete = result_by_hand();
    incomplete.tables.erase(incomplete.tables.begin());
    EXPECT_THROW(static_cast<void>(pictures_json(incomplete)), FileError);
    LabelledFile elsewhere = result_by_hand();
    elsewhere.attributes[3].value = std::string("MARS");
    EXPECT_THROW(static_cast<void>(pictures_json(elsewhere)), FileError);
}

}  // namespace
}  // namespace desvio
