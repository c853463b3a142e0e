#include "desvio/engine/threats.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/engine/uncertainty.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/params/measures.hpp"
#include "engine/parallel.hpp"
#include "engine/unchanged_shock.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

namespace desvio {
namespace {

constexpr int usual_draws = 40;
constexpr std::size_t few_worlds = 16;       ///< up to here draws are made unasked
constexpr double tolerance_of_draws = 1e-5;  ///< as for the intervals of a run
constexpr double rounding_of_sums = 1e-12;

/// The scenario of one world.
Scenario scenario_of_world(World const& world, Scenario const& scenario,
                           std::map<std::string, Scenario> const& threatened) {
    std::vector<Scenario const*> parts{&scenario};
    if (world.is_otherwise && !scenario.otherwise.empty()) parts.push_back(&threatened.at(scenario.otherwise));
    for (std::size_t k = 0; k < world.comes.size(); ++k)
        if (world.comes[k]) parts.push_back(&threatened.at(scenario.threats[k].scenario));
    return join_scenarios(parts);
}

struct WorldShocks {
    std::vector<Shock> shocks;       ///< by world, as the model takes them
    std::vector<char> is_unchanged;  ///< by world: nothing happens, the answer is the base
    Index market = 0;
};

WorldShocks shocks_of_worlds(ThreatResult const& result, Counterfactuals const& counterfactuals) {
    WorldShocks made;
    for (World const& world : result.prospects.worlds) {
        Scenario const scenario = scenario_of_world(world, result.scenario, result.threatened);
        Shock const shock = resolve_scenario(scenario, counterfactuals.given()).shock;
        made.is_unchanged.push_back(changes_nothing(shock, counterfactuals.given()) ? 1 : 0);
        made.shocks.push_back(counterfactuals.shock_of(shock));
    }
    World everything;
    everything.comes.assign(result.scenario.threats.size(), true);
    Scenario const all = scenario_of_world(everything, result.scenario, result.threatened);
    made.market = resolve_scenario(all, counterfactuals.given()).market;
    return made;
}

/// Central solves of all worlds: values, audits, states to start draws from.
std::vector<WarmStart> solve_worlds(ThreatResult& result, Counterfactuals const& counterfactuals,
                                    WorldShocks const& worlds, ThreatOptions const& options) {
    std::vector<WarmStart> states(worlds.shocks.size());
    OutcomeContext const context{counterfactuals.accounts(), worlds.market};
    result.values = Matrix(static_cast<Index>(states.size()), static_cast<Index>(result.figures.size()));
    std::mutex guard;
    bool const is_done =
        work_in_parallel(states.size(), options.threads, options.monitor, "worlds", [&](std::size_t w) {
            if (worlds.is_unchanged[w] != 0) {
                result.values.row(static_cast<Index>(w)) =
                    figure_values(result.figures, context, unchanged(counterfactuals.accounts()));
                return;
            }
            Counterfactual answer = counterfactuals.solve(worlds.shocks[w]);
            AuditReport audit;
            if (answer.summary.is_converged()) {
                result.values.row(static_cast<Index>(w)) = figure_values(result.figures, context, answer);
                audit = counterfactuals.audit(worlds.shocks[w], answer, options.audit_tolerance);
                states[w] = std::move(answer.state);
            }
            std::lock_guard const lock(guard);
            if (result.audit.equations.empty() || audit.largest() > result.audit.largest())
                result.audit = std::move(audit);
            if (result.summary.is_converged()) result.summary = std::move(answer.summary);
        });
    if (!is_done && result.summary.is_converged()) {
        result.summary.status = Status::stopped;
        result.summary.message = "stopped on request";
    }
    return states;
}

int draws_to_make(ThreatResult const& result, ElasticitySet const& elasticities, ThreatOptions const& options) {
    if (!(elasticities.standard_error.array() > 0.0).any()) return 0;
    int const written = result.scenario.report.draws;
    int const otherwise = written >= 0 ? written : result.prospects.worlds.size() <= few_worlds ? usual_draws : 0;
    return options.draws.value_or(otherwise);
}

void draw_worlds(ThreatResult& result, Counterfactuals const& counterfactuals, WorldShocks const& worlds,
                 std::vector<WarmStart> const& states, ThreatOptions const& options) {
    ElasticitySet const& elasticities = counterfactuals.base().elasticity_set(result.scenario.model.elasticities);
    int const draws = draws_to_make(result, elasticities, options);
    if (draws <= 0) return;
    OutcomeContext const context{counterfactuals.accounts(), worlds.market};
    FixedPointOptions solver = counterfactuals.solver();
    solver.tolerance = tolerance_of_draws;
    std::vector<Matrix> values(static_cast<std::size_t>(draws), result.values);
    std::vector<char> is_solved(values.size(), 1);
    bool const is_done =
        work_in_parallel(values.size(), options.threads, options.monitor, "elasticity draws", [&](std::size_t d) {
            Vector const theta = draw_elasticities(elasticities, result.scenario.report.seed, static_cast<int>(d));
            for (std::size_t w = 0; w < states.size() && is_solved[d] != 0; ++w) {
                if (worlds.is_unchanged[w] != 0) continue;  // the base whatever the elasticities: as in the centre
                Counterfactual const answer =
                    counterfactuals.solve(worlds.shocks[w], {.start = &states[w], .theta = &theta, .solver = solver});
                is_solved[d] = answer.summary.is_converged() ? 1 : 0;
                if (is_solved[d] != 0)
                    values[d].row(static_cast<Index>(w)) = figure_values(result.figures, context, answer);
            }
        });
    if (!is_done) {
        result.summary.status = Status::stopped;
        result.summary.message = "stopped on request";
        return;
    }
    std::vector<Matrix> solved;
    for (std::size_t d = 0; d < values.size(); ++d)
        if (is_solved[d] != 0) solved.push_back(std::move(values[d]));
    result.draws = static_cast<int>(solved.size());
    result.failed_draws = draws - result.draws;
    if (!solved.empty()) result.sources = split_variance(result.risk.probability, solved);
}

Vector certainty_costs(ThreatResult const& result) {
    Vector cost = Vector::Constant(result.values.cols(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < result.figures.size(); ++k)
        if (outcome_kinds()[result.figures[k].outcome.kind].name == "welfare_pct")
            cost(static_cast<Index>(k)) = certainty_cost_pct(
                result.risk.probability, result.values.col(static_cast<Index>(k)), result.risk_aversion);
    return cost;
}

double sum_of_excluding(std::vector<Threat> const& threats) {
    double sum = 0.0;
    for (Threat const& threat : threats) sum += threat.independent ? 0.0 : threat.probability;
    return sum;
}

}  // namespace

ThreatResult weigh_threats(Scenario const& scenario, std::map<std::string, Scenario> const& threatened,
                           Base const& given, ThreatOptions const& options) {
    auto const begin = std::chrono::steady_clock::now();
    if (scenario.threats.empty())
        throw InputError({{scenario.file},
                          fmt::format("the scenario '{}' has no [[threat]]", scenario.name),
                          "there is nothing to weigh",
                          "Write [[threat]] with scenario and probability, or answer it by 'desvio run'."});
    ThreatResult result;
    result.scenario = scenario;
    result.threatened = threatened;
    result.given = given;
    result.base_sha256 = base_sha256(given);
    result.prospects = enumerate_prospects(scenario.threats);
    std::string const otherwise = scenario.otherwise.empty() ? nothing_happens : scenario.otherwise;
    for (World const& world : result.prospects.worlds)
        result.world_names.push_back(world_label(world, scenario.threats, otherwise));
    Counterfactuals const counterfactuals(given, scenario.model, scenario.solver);
    result.base = counterfactuals.base();
    result.summary = counterfactuals.preparation();
    if (!result.summary.is_converged()) return result;
    WorldShocks const worlds = shocks_of_worlds(result, counterfactuals);
    result.market = result.base.regions[worlds.market];
    auto const focus = resolve_scenario(join_scenarios({&scenario}), given).focus;
    result.figures = read_figures(options.outcomes.empty() ? usual_figures(focus, result.base) : options.outcomes,
                                  result.base, counterfactuals.closures());
    auto const states = solve_worlds(result, counterfactuals, worlds, options);
    if (!result.summary.is_converged()) return result;
    result.audit.tolerance = options.audit_tolerance;
    result.risk = assess_risk(scenario.threats, result.values);
    result.risk_aversion = options.risk_aversion;
    result.certainty_cost = certainty_costs(result);
    draw_worlds(result, counterfactuals, worlds, states, options);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

void set_probability(Scenario& scenario, std::string const& label, double probability) {
    auto threat = scenario.threats.begin();
    if (label.empty()) {
        if (scenario.threats.size() != 1)
            throw InputError({{scenario.file},
                              fmt::format("the scenario '{}' has {} threats", scenario.name, scenario.threats.size()),
                              "a probability belongs to one of them",
                              "Write LABEL=P."});
    } else {
        threat = std::find_if(threat, scenario.threats.end(), [&](Threat const& one) { return one.label == label; });
        std::vector<std::string> labels;
        for (Threat const& one : scenario.threats) labels.push_back(one.label);
        if (threat == scenario.threats.end())
            throw InputError({{scenario.file},
                              fmt::format("unknown threat '{}'", label),
                              "no [[threat]] is called so",
                              suggest_name(label, labels)});
    }
    if (!(probability >= 0.0 && probability <= 1.0))
        throw InputError({{scenario.file},
                          fmt::format("the probability of '{}' is {}", threat->label, probability),
                          "it must be from 0 to 1",
                          "Write a fraction: 0.35 is 35%."});
    threat->probability = probability;
    if (double const sum = sum_of_excluding(scenario.threats); sum > 1.0 + rounding_of_sums)
        throw InputError({threat->where,
                          fmt::format("the probabilities of threats that exclude one another then sum to {:.6g}", sum),
                          "together they cannot be more than certain", "Lower another one too."});
}

RiskOverProbability vary_probability(ThreatResult const& result, std::size_t threat,
                                     std::vector<double> probabilities) {
    auto const& threats = result.scenario.threats;
    RiskOverProbability over;
    over.expected = over.variance = Matrix::Constant(static_cast<Index>(probabilities.size()), result.values.cols(),
                                                     std::numeric_limits<double>::quiet_NaN());
    double const others = threats[threat].independent ? 0.0 : sum_of_excluding(threats) - threats[threat].probability;
    for (std::size_t k = 0; k < probabilities.size(); ++k) {
        if (probabilities[k] + others > 1.0 + rounding_of_sums) continue;
        Vector const weight = world_probabilities(threats, threat, probabilities[k]);
        Eigen::RowVectorXd const mean = weight.transpose() * result.values;
        over.expected.row(static_cast<Index>(k)) = mean;
        over.variance.row(static_cast<Index>(k)) = weight.transpose() * (result.values.rowwise() - mean).cwiseAbs2();
    }
    over.probabilities = std::move(probabilities);
    return over;
}

}  // namespace desvio
