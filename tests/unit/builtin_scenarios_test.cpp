#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/schedule_io.hpp"
#include "desvio/params/schedule.hpp"
#include "desvio/params/shock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace desvio {
namespace {

using Codes = std::set<std::string>;

Codes const brics_members{"BRA", "RUS", "IND", "CHN", "ZAF", "EGY", "ETH", "IRN", "ARE", "SAU", "IDN"};
Codes const east_asia{"CHN", "IDN", "JPN", "KOR", "VNM", "TWN", "RAS"};
Codes const sold_in_bulk{"OIL", "MIN", "PET", "MET"};

Base const& world() {
    static Base const base = read_base("world-2023");
    return base;
}

struct Flow {
    std::string sector, importer, exporter;
    double duty = 0.0;           ///< in the base
    double opposite_duty = 0.0;  ///< in the base, what the exporter charges on the same good of the importer
};

using DutyRule = std::function<double(Flow const&)>;

double keep(Flow const& flow) { return flow.duty; }

/// The duties that the schedule of the United States has in force on a day.
DutyRule in_force_on(char const* day) {
    static Schedule const schedule = read_schedule("us-2025-2026");
    FaultList faults;
    Matrix const duty = TiedSchedule(schedule, world(), faults).on(*parse_date(day)).duty;
    return [=](Flow const& flow) {
        if (flow.importer != "USA") return flow.duty;
        return duty(*world().sectors.find(flow.sector), *world().regions.find(flow.exporter));
    };
}

/// Of Brazil's goods, the share that is not on the list of exempt ones: GTAP's, by US imports of 2024.
double reached_by_the_40(std::string const& sector) {
    static Schedule const schedule = read_schedule("us-2025-2026");
    FaultList faults;
    DutiesOnDate const duties = TiedSchedule(schedule, world(), faults).on(*parse_date("2025-08-07"));
    for (ScheduleStep const& step : duties.steps)
        if (schedule.measures[*step.measure].id == "brazil-40")
            return step.share(*world().sectors.find(sector), *world().regions.find("BRA"));
    return -1.0;
}

/// What each built-in scenario makes of a duty on goods between two regions.
std::map<std::string, DutyRule> expected_duties() {
    auto const us_on = [](Codes const& exporters, double rate) {
        return [=](Flow const& flow) {
            return flow.importer == "USA" && exporters.contains(flow.exporter) ? rate : flow.duty;
        };
    };
    Codes partners = brics_members;
    partners.insert({"BOL", "CUB"});
    Codes others = brics_members;
    others.erase("BRA");
    std::map<std::string, DutyRule> duties;
    duties["brics-100"] = us_on(brics_members, 1.0);
    duties["brics-100-first-year"] = us_on(brics_members, 1.0);
    duties["brics-100-partners"] = us_on(partners, 1.0);
    duties["brics-100-spares-brazil"] = us_on(others, 1.0);
    duties["brics-100-mirror"] = [](Flow const& flow) {
        if (flow.importer == "USA" && brics_members.contains(flow.exporter)) return 1.0;
        if (flow.exporter == "USA" && brics_members.contains(flow.importer))
            return flow.duty + 1.0 - flow.opposite_duty;
        return flow.duty;
    };
    duties["brics-10"] = [=](Flow const& flow) {
        return flow.importer == "USA" && partners.contains(flow.exporter) ? flow.duty + 0.10 : flow.duty;
    };
    duties["brazil-50"] = [](Flow const& flow) {
        bool const is_named = flow.importer == "USA" && flow.exporter == "BRA";
        return is_named ? flow.duty + 0.10 + (1.0 - 0.432) * 0.40 : flow.duty;
    };
    duties["brazil-50-by-sector"] = [=](Flow const& flow) {
        bool const is_named = flow.importer == "USA" && flow.exporter == "BRA";
        return is_named ? flow.duty + 0.40 * reached_by_the_40(flow.sector) + 0.10 : flow.duty;
    };
    for (char const* day : {"2025-01-01", "2025-04-05", "2025-08-07", "2026-02-24", "2026-07-24"})
        duties[std::string("us-") + day] = in_force_on(day);
    duties["mexico-colombia"] = [](Flow const& flow) {
        if (flow.importer != "USA") return flow.duty;
        if (flow.exporter == "MEX") return flow.duty + 0.25;
        return flow.exporter == "COL" ? flow.duty + 0.50 : flow.duty;
    };
    duties["universal-10-60"] = [](Flow const& flow) {
        if (flow.importer != "USA") return flow.duty;
        return flow.exporter == "CHN" ? std::max(flow.duty, 0.60) : flow.duty + 0.10;
    };
    duties["china-peru-fta"] = [](Flow const& flow) {
        bool const is_between =
            (flow.importer == "CHN" && flow.exporter == "PER") || (flow.importer == "PER" && flow.exporter == "CHN");
        return is_between ? 0.0 : flow.duty;
    };
    for (char const* const name : {"chancay", "belt-and-road", "panama-leaves", "tech-partnership"})
        duties[name] = keep;
    return duties;
}

/// What a day costs in each sector by the central figures of the built-in value of time.
double cost_of_a_day(std::string const& sector) {
    if (Codes{"AGR", "FOD"}.contains(sector)) return 0.006;
    return Codes{"ELE", "ELQ", "MAC", "MOT"}.contains(sector) ? 0.0135 : 0.008;
}

/// d_hat of a built-in scenario on one good between two regions, as its note says, in the low, central and high
/// reading.
using CostRule = std::function<double(std::string const& sector, std::string const& importer,
                                      std::string const& exporter, std::size_t reading)>;

double expected_chancay(std::string const& sector, std::string const& a, std::string const& b, std::size_t reading) {
    std::string const& american = east_asia.contains(a) ? b : a;
    if (east_asia.contains(a) == east_asia.contains(b) || sold_in_bulk.contains(sector)) return 1.0;
    std::array<double, 3> days{0.0, 0.0, 0.0};
    if (american == "PER") days = {-10, -16, -22};
    if (Codes{"CHL", "ECU", "COL", "BOL"}.contains(american)) days = {-5, -8, -11};
    if (american == "BRA" && sector != "AGR") days = {-1, -1.5, -2};
    return std::pow(1.0 + cost_of_a_day(sector), days[reading]);
}

std::map<std::string, CostRule> expected_costs() {
    Codes partners;
    for (Index const n : world().region_members("latin_america")) partners.insert(world().regions[n]);
    Codes const everybody = partners;
    for (char const* const outside : {"BRA", "MEX", "PRY", "GTM", "PAN"}) partners.erase(outside);
    std::map<std::string, CostRule> costs;
    costs["chancay"] = expected_chancay;
    costs["belt-and-road"] = [=](std::string const&, std::string const& a, std::string const& b, std::size_t reading) {
        bool const is_with_china = (a == "CHN" && partners.contains(b)) || (b == "CHN" && partners.contains(a));
        if (is_with_china) return 1.0 - std::array{0.015, 0.028, 0.102}[reading];
        bool const is_among = partners.contains(a) && partners.contains(b);
        return is_among ? 1.0 - std::array{0.011, 0.022, 0.028}[reading] : 1.0;
    };
    costs["panama-leaves"] = [](std::string const&, std::string const& a, std::string const& b, std::size_t reading) {
        bool const is_between = (a == "CHN" && b == "PAN") || (a == "PAN" && b == "CHN");
        return is_between ? 1.0 + std::array{0.0152, 0.0288, 0.1136}[reading] : 1.0;
    };
    costs["tech-partnership"] = [=](std::string const& sector, std::string const& importer, std::string const& exporter,
                                    std::size_t reading) {
        bool const is_offered = Codes{"ELE", "ELQ", "MOT", "ICT", "BUS"}.contains(sector);
        bool const is_sold = exporter == "CHN" && everybody.contains(importer);
        return is_offered && is_sold ? 1.0 - std::array{0.02, 0.05, 0.10}[reading] : 1.0;
    };
    return costs;
}

/// Those with an answer of their own; threats are weighed by another command.
std::vector<std::string> scenarios_with_rules() {
    auto names = builtin_scenarios();
    std::erase_if(names, [](std::string const& name) { return !read_scenario(name).threats.empty(); });
    return names;
}

TEST(BuiltinScenarios, AreTheOnesPromised) {
    std::vector<std::string> names;
    for (auto const& [name, rule] : expected_duties()) names.push_back(name);
    EXPECT_EQ(scenarios_with_rules(), names);
    EXPECT_EQ(builtin_scenarios().size(), names.size() + 1) << "dollar-threat";
}

TEST(BuiltinScenarios, TheDollarThreatNamesAnotherOfThem) {
    Scenario const scenario = read_scenario("dollar-threat");
    EXPECT_EQ(scenario.name, "dollar-threat");
    EXPECT_FALSE(scenario.source.empty());
    EXPECT_TRUE(scenario.rules.empty());
    ASSERT_EQ(scenario.threats.size(), 1U);
    EXPECT_EQ(scenario.threats[0].scenario, "brics-100");
    EXPECT_EQ(scenario.threats[0].probability, 0.2);
}

class BuiltinScenario : public testing::TestWithParam<std::string> {};

TEST_P(BuiltinScenario, SaysWhatItIsAndWhereItIsFrom) {
    Scenario const scenario = read_scenario(GetParam());
    EXPECT_EQ(scenario.name, GetParam());
    EXPECT_EQ(scenario.file, "built-in " + GetParam());
    EXPECT_EQ(scenario.base, "world-2023");
    EXPECT_FALSE(scenario.title.empty());
    EXPECT_GT(scenario.note.size(), 100u);
    EXPECT_EQ(scenario.note.find('\n'), std::string::npos) << "one paragraph";
    EXPECT_FALSE(scenario.source.empty());
    EXPECT_FALSE(scenario.rules.empty());
    EXPECT_EQ(read_scenario("built-in " + GetParam()).toml, scenario.toml);
}

TEST_P(BuiltinScenario, ChangesTheDutiesItNamesAndNoOthers) {
    Base const& base = world();
    Tensor3 const duty = resolve_scenario(read_scenario(GetParam()), base).shock.tariff;
    DutyRule const expected = expected_duties().at(GetParam());
    for (Index j = 0; j < base.n_sectors(); ++j) {
        bool const is_good = base.sector_table[static_cast<std::size_t>(j)].kind == SectorKind::goods;
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i) {
                Flow const flow{base.sectors[j], base.regions[n], base.regions[i], base.tariff(j, n, i),
                                base.tariff(j, i, n)};
                double const wanted = is_good && n != i ? expected(flow) : flow.duty;
                // Exact where nothing changes, a rounding of numbers of size one elsewhere.
                double const allowed = wanted == flow.duty ? 0.0 : 4e-16;
                ASSERT_NEAR(duty(j, n, i), wanted, allowed)
                    << flow.importer << " on " << flow.sector << " from " << flow.exporter;
            }
        }
    }
}

TEST_P(BuiltinScenario, EveryRuleChangesSomethingAndHasANote) {
    for (RuleEffect const& effect : resolve_scenario(read_scenario(GetParam()), world()).effects) {
        EXPECT_GT(effect.cells, 0) << effect.summary;
        EXPECT_GT(effect.trade, 0.0) << effect.summary;
        EXPECT_FALSE(effect.note.empty()) << effect.summary;
    }
}

TEST_P(BuiltinScenario, IsAboutLatinAmerica) {
    ResolvedScenario const resolved = resolve_scenario(read_scenario(GetParam()), world());
    EXPECT_EQ(resolved.focus, world().region_members("latin_america"));
    // China is the market of the scenarios about trade with it.
    bool const is_chinese = expected_costs().contains(GetParam()) || GetParam() == "china-peru-fta";
    EXPECT_EQ(world().regions[resolved.market], is_chinese ? "CHN" : "USA") << resolved.market_reason;
}

INSTANTIATE_TEST_SUITE_P(All, BuiltinScenario, testing::ValuesIn(scenarios_with_rules()), [](auto const& instance) {
    std::string name = instance.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(TradeCosts, ChangeWhereTheNotesSayInEveryReading) {
    Base const& base = world();
    for (auto const& [name, expected] : expected_costs()) {
        for (ReadingLevel const reading : {ReadingLevel::low, ReadingLevel::central, ReadingLevel::high}) {
            Tensor3 const cost = resolve_scenario(read_scenario(name, reading), base).shock.trade_cost_hat;
            for (Index j = 0; j < base.n_sectors(); ++j) {
                bool const is_good = base.sector_table[static_cast<std::size_t>(j)].kind == SectorKind::goods;
                for (Index n = 0; n < base.n_regions(); ++n) {
                    for (Index i = 0; i < base.n_regions(); ++i) {
                        bool const is_about = n != i && (is_good || name == "tech-partnership");
                        double const wanted = is_about ? expected(base.sectors[j], base.regions[n], base.regions[i],
                                                                  static_cast<std::size_t>(reading))
                                                       : 1.0;
                        ASSERT_NEAR(cost(j, n, i), wanted, wanted == 1.0 ? 0.0 : 4e-16)
                            << name << ", " << to_string(reading) << ": " << base.regions[n] << " from "
                            << base.regions[i] << ", " << base.sectors[j];
                    }
                }
            }
        }
    }
}

TEST(TechPartnership, RaisesProductivityInTheThreeSectorsOfTheOffer) {
    Base const& base = world();
    Matrix const hat = resolve_scenario(read_scenario("tech-partnership"), base).shock.productivity_hat;
    auto const members = base.region_members("latin_america");
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            bool const is_raised = Codes{"UTL", "ICT", "MOT"}.contains(base.sectors[j]) &&
                                   std::find(members.begin(), members.end(), n) != members.end();
            ASSERT_EQ(hat(j, n), is_raised ? 1.012 : 1.0) << base.sectors[j] << " in " << base.regions[n];
        }
    }
}

TEST(PanamaLeaves, UndoesWhatBeltAndRoadGives) {
    for (ReadingLevel const reading : {ReadingLevel::low, ReadingLevel::central, ReadingLevel::high}) {
        auto const change = [&](char const* name) {
            return std::get<TradeCostRule>(read_scenario(name, reading).rules.front()).change;
        };
        // Written to four digits.
        EXPECT_NEAR((1.0 + change("belt-and-road")) * (1.0 + change("panama-leaves")), 1.0, 1e-4);
    }
}

TEST(MexicoColombia, ReadsTheFirstWeekLow) {
    auto const second_rule = [](ReadingLevel reading) {
        return std::get<TariffRule>(read_scenario("mexico-colombia", reading).rules.at(1)).value;
    };
    EXPECT_EQ(second_rule(ReadingLevel::low), 0.25);
    EXPECT_EQ(second_rule(ReadingLevel::high), 0.50);
}

TEST(Brics100, TouchesUsImportsFromBrics) {
    Base const& base = world();
    RuleEffect const effect = resolve_scenario(read_scenario("brics-100"), base).effects.at(0);
    double imports = 0.0;
    Index const usa = *base.regions.find("USA");
    for (std::string const& member : brics_members) {
        for (Index const j : base.sector_members("goods")) imports += base.trade(j, usa, *base.regions.find(member));
    }
    EXPECT_NEAR(effect.trade, imports, 1e-9 * imports);
    EXPECT_EQ(effect.cells, 11 * 20);
    EXPECT_EQ(effect.average_after, 1.0);
    EXPECT_EQ(effect.summary, "rate = 1 on USA <- @brics, @goods");
}

TEST(Brics100, SaudiArabiaIsASwitch) {
    Scenario scenario = read_scenario("brics-100");
    std::string toml = scenario.toml;
    std::string const written = "exporter = \"@brics\"";
    toml.replace(toml.find(written), written.size(), "exporter = [\"@brics\", \"!SAU\"]");
    Base const& base = world();
    Tensor3 const duty = resolve_scenario(parse_scenario(toml, "switch"), base).shock.tariff;
    Index const usa = *base.regions.find("USA"), sau = *base.regions.find("SAU"), oil = *base.sectors.find("OIL");
    EXPECT_EQ(duty(oil, usa, sau), base.tariff(oil, usa, sau));
    EXPECT_EQ(duty(oil, usa, *base.regions.find("ARE")), 1.0);
}

}  // namespace
}  // namespace desvio
