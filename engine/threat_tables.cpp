#include "desvio/core/units.hpp"
#include "desvio/engine/threats.hpp"
#include "desvio/io/base_io.hpp"
#include "engine/figure_tables.hpp"
#include "engine/scenario_record.hpp"

#include <algorithm>

#include <cmath>

namespace desvio {
namespace {

constexpr int probability_steps = 20;
/// No path and no built-in name: what the scenario of the threats is called among theirs.
constexpr char const* whole_scenario = "[threats]";

void add_attributes_of(FigureTables& make, ThreatResult const& result, std::string const& command_line) {
    make.text("title", result.scenario.title);
    make.text("scenario_name", result.scenario.name);
    make.text("scenario_toml", result.scenario.toml);
    make.model(result.scenario.model);
    make.text("base_name", result.base.name);
    make.text("base_sha256", result.base_sha256);
    make.text("market", result.market);
    make.real("risk_aversion", result.risk_aversion);
    make.number("draws", result.draws);
    make.number("draws_failed", result.failed_draws);
    make.number("draws_seed", result.scenario.report.seed);
    make.origin(command_line);
}

void add_worlds(FigureTables& make, ThreatResult const& result) {
    std::vector<double> comes;
    for (World const& world : result.prospects.worlds)
        for (bool const is_there : world.comes) comes.push_back(is_there ? 1.0 : 0.0);
    Vector const& probability = result.risk.probability;
    make.add("/world/probability", {"world"}, {probability.begin(), probability.end()}, units::one,
             "probability of the world");
    make.add("/world/comes", {"world", "threat"}, std::move(comes), units::one, "1 where the threat has come");
    make.by("/world/value", "world", result.values, "value in the world");
    make.by("/world/variance", "world", result.risk.world_variance, "probability times squared distance from the mean",
            squared_units);
}

void add_threats(FigureTables& make, ThreatResult const& result) {
    std::vector<double> probability, grid, expected, deviation;
    std::vector<std::string> scenarios, given;
    for (int k = 0; k <= probability_steps; ++k) grid.push_back(static_cast<double>(k) / probability_steps);
    for (std::size_t k = 0; k < result.scenario.threats.size(); ++k) {
        Threat const& threat = result.scenario.threats[k];
        probability.push_back(threat.probability);
        scenarios.push_back(threat.scenario);
        given.push_back(threat.given);
        RiskOverProbability const over = vary_probability(result, k, grid);
        for (Index p = 0; p < over.expected.rows(); ++p)
            for (Index o = 0; o < over.expected.cols(); ++o) {
                expected.push_back(over.expected(p, o));
                deviation.push_back(std::sqrt(over.variance(p, o)));
            }
    }
    make.texts("/threat/scenario", "threat", std::move(scenarios), "scenario of the threat");
    make.texts("/threat/given", "threat", std::move(given), "threat that must have come before; empty: none");
    make.add("/threat/probability", {"threat"}, std::move(probability), units::one,
             "probability, where the threat it waits for has come");
    make.by("/threat/expected_without", "threat", result.risk.expected_without, "mean if the threat could not come");
    make.by("/threat/variance_without", "threat", result.risk.variance_without, "variance if the threat could not come",
            squared_units);
    make.axis_of_numbers("at_probability", grid, "probability of the threat");
    make.add("/over/expected", {"threat", "at_probability", "outcome"}, std::move(expected), figure_units,
             "mean when the threat has that probability; missing where excluding threats would be more than certain");
    make.add("/over/standard_deviation", {"threat", "at_probability", "outcome"}, std::move(deviation), figure_units,
             "standard deviation when the threat has that probability");
}

void add_moments(FigureTables& make, ThreatResult const& result) {
    Risk const& risk = result.risk;
    auto const at = [&](std::vector<Index> const& worlds) {
        Vector values(static_cast<Index>(worlds.size()));
        for (std::size_t o = 0; o < worlds.size(); ++o)
            values(static_cast<Index>(o)) = result.values(worlds[o], static_cast<Index>(o));
        return values;
    };
    auto const names = [&](std::vector<Index> const& worlds) {
        std::vector<std::string> labels;
        labels.reserve(worlds.size());
        for (Index const world : worlds) labels.push_back(result.world_names[static_cast<std::size_t>(world)]);
        return labels;
    };
    make.by_outcome("/outcome/expected", risk.expected, "mean over the worlds");
    make.by_outcome("/outcome/standard_deviation", risk.standard_deviation(), "standard deviation over the worlds");
    make.by_outcome("/outcome/worst", at(risk.worst), "smallest value that may come");
    make.by_outcome("/outcome/best", at(risk.best), "largest value that may come");
    make.texts("/outcome/worst_world", "outcome", names(risk.worst), "where the value is smallest");
    make.texts("/outcome/best_world", "outcome", names(risk.best), "where the value is largest");
    make.add("/outcome/certainty_cost_pct", {"outcome"}, {result.certainty_cost.begin(), result.certainty_cost.end()},
             units::percent_name, "real income that would be given up to be sure of the mean; only of real income");
    make.by("/lottery/first_order", "lottery", risk.by_lottery.alone, "variance of the mean once the lottery is known",
            squared_units);
    make.by("/lottery/shapley", "lottery", risk.by_lottery.shapley, "share in the variance; they sum to it",
            squared_units);
    make.by("/lottery/total", "lottery", risk.by_lottery.last, "mean variance left when all other lotteries are known",
            squared_units);
    if (!result.sources) return;
    make.by_outcome("/outcome/variance_from_threats", result.sources->from_threats,
                    "mean over elasticity draws of the variance over worlds", squared_units);
    make.by_outcome("/outcome/variance_from_elasticities", result.sources->from_elasticities,
                    "variance over elasticity draws of the mean over worlds", squared_units);
    make.by_outcome("/outcome/expected_p05", result.sources->expected_lower,
                    "mean over the worlds, 5th percentile over elasticity draws");
    make.by_outcome("/outcome/expected_p95", result.sources->expected_upper,
                    "mean over the worlds, 95th percentile over elasticity draws");
}

}  // namespace

LabelledFile to_tables(ThreatResult const& result, std::string const& command_line) {
    LabelledFile file;
    FigureTables make(file, threat_format);
    add_attributes_of(make, result, command_line);
    std::vector<std::string> threats, lotteries, names, texts;
    for (Threat const& threat : result.scenario.threats) threats.push_back(threat.label);
    for (Lottery const& lottery : result.prospects.lotteries) lotteries.push_back(lottery.name);
    for (auto const& [name, scenario] : result.threatened) {
        names.push_back(name);
        texts.push_back(scenario.toml);
    }
    make.axis("world", result.world_names, "what may come");
    make.axis("threat", threats, "threat");
    make.axis("lottery", lotteries,
              "what is decided by itself: an independent threat, or all that exclude one another");
    make.figures(result.figures);
    add_moments(make, result);
    add_worlds(make, result);
    add_threats(make, result);
    make.axis("scenario", names, "scenario that a threat names");
    make.texts("/input/scenario_toml", "scenario", std::move(texts), "text of the scenario");
    make.add("/diagnostics/residual_max", {}, {result.audit.largest()}, units::one,
             "largest residual of any equation in any world");
    make.add("/diagnostics/seconds", {}, {result.seconds}, units::seconds, "time of all solves");
    add_base_tables(result.given, "/input", file);
    std::vector<NamedScenario> kept{{whole_scenario, result.scenario}};
    kept.insert(kept.end(), result.threatened.begin(), result.threatened.end());
    add_scenario_set(file, kept);
    return file;
}

RecordedThreats recorded_threats(LabelledFile const& file) {
    if (file.text_attribute("format") != threat_format)
        throw FileError({{file.origin},
                         "does not weigh threats",
                         "its format attribute says '" + file.text_attribute("format") + "'",
                         "Give a file that 'desvio threat -o' wrote."});
    auto kept = recorded_scenario_set(file);
    RecordedThreats recorded{std::move(kept.front().second), {}, base_from_tables(file, "/input"), ThreatOptions{}};
    for (std::size_t k = 1; k < kept.size(); ++k) {
        // What a part leaves at its default is the whole's; what it chooses is the same, or it had been refused.
        kept[k].second.model = recorded.scenario.model;
        recorded.threatened.emplace(std::move(kept[k]));
    }
    auto const& probabilities = file.numbers("/threat/probability");
    if (probabilities.size() != recorded.scenario.threats.size())
        throw FileError({{file.origin}, "has other threats than its scenario", "the file is not whole", {}});
    for (std::size_t k = 0; k < probabilities.size(); ++k) recorded.scenario.threats[k].probability = probabilities[k];
    recorded.options.outcomes = recorded_outcomes(file);
    recorded.options.risk_aversion = recorded_real(file, "risk_aversion");
    recorded.options.draws = static_cast<int>(recorded_count(file, "draws") + recorded_count(file, "draws_failed"));
    return recorded;
}

}  // namespace desvio
