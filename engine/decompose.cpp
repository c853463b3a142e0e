#include "desvio/engine/decompose.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "engine/parallel.hpp"
#include "engine/unchanged_shock.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <optional>

namespace desvio {
namespace {

constexpr int usual_pairs = 100;

constexpr std::array<std::pair<SplitBy, char const*>, 5> split_kinds{{{SplitBy::measure, "measure"},
                                                                      {SplitBy::rule, "rule"},
                                                                      {SplitBy::exporter, "exporter"},
                                                                      {SplitBy::importer, "importer"},
                                                                      {SplitBy::sector, "sector"}}};

/// The parts of a difference and the shock of any combination of them.
struct PartGame {
    std::vector<Part> parts;
    std::function<Shock(std::vector<bool> const&)> shock_of;
};

/// Names along a file's axis must differ: those that do not get their lines.
void tell_apart(std::vector<Part>& parts) {
    std::vector<std::string> names(parts.size());
    std::transform(parts.begin(), parts.end(), names.begin(), [](Part const& part) { return part.name; });
    for (std::size_t k = 0; k < parts.size(); ++k) {
        if (std::count(names.begin(), names.end(), names[k]) < 2) continue;
        auto const earlier = std::count(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(k), names[k]);
        parts[k].name += parts[k].rules.empty() ? fmt::format(" ({})", earlier + 1)
                                                : fmt::format(" ({})", parts[k].rules.front().text());
    }
}

PartGame game_of_rules(MeasureSplit const& split, Base const& given) {
    PartGame game;
    for (Measure const& measure : split.measures) {
        Part part{(measure.is_removed ? "without " : "") + measure.name, {}, measure.is_removed, false};
        for (std::size_t const rule : measure.rules) {
            part.rules.push_back(place_of(split.scenario.rules[rule]));
            auto const* const answer = std::get_if<RetaliationRule>(&split.scenario.rules[rule]);
            if (answer != nullptr && answer->mirror) part.is_mirror = true;
        }
        game.parts.push_back(std::move(part));
    }
    game.shock_of = [&split, &given](std::vector<bool> const& taken) {
        return resolve_scenario(split.mix(taken), given).shock;
    };
    return game;
}

PartGame game_of_cells(Scenario const& from, Scenario const& to, Base const& given, CellAxis axis) {
    PartGame game;
    auto const before = std::make_shared<Shock const>(resolve_scenario(from, given).shock);
    auto const after = std::make_shared<Shock const>(resolve_scenario(to, given).shock);
    auto const members = changed_members(*before, *after, axis);
    Labels const& labels = axis == CellAxis::sector ? given.sectors : given.regions;
    for (Index const member : members) game.parts.push_back({labels[member], {}, false, false});
    game.shock_of = [before, after, axis, members, n = labels.size()](std::vector<bool> const& taken) {
        std::vector<bool> marked(static_cast<std::size_t>(n), false);
        for (std::size_t k = 0; k < members.size(); ++k) marked[static_cast<std::size_t>(members[k])] = taken[k];
        return mix_cells(*before, *after, axis, marked);
    };
    return game;
}

void require_comparable(Scenario const& from, Scenario const& scenario) {
    FaultList faults;
    for (Scenario const* const one : {&from, &scenario})
        if (!one->threats.empty())
            faults.add({one->file}, fmt::format("the scenario '{}' is about threats", one->name),
                       "it is several scenarios, each with its probability", "Decompose one of those.");
    if (std::string const difference = model_difference(from, scenario); !from.rules.empty() && !difference.empty())
        faults.add({from.file}, fmt::format("the scenario '{}' has another {}", from.name, difference),
                   "what lies between the two would not be their rules alone", "Write the same in both.");
    faults.throw_if_any();
}

AttributionPlan plan_for(std::size_t n_parts, SplitBy by, DecomposeOptions const& options) {
    auto const n_players = static_cast<int>(n_parts);
    if (n_players == 0)
        throw InputError({{},
                          "nothing lies between the two scenarios",
                          "there is no difference to split",
                          "Name another scenario, or another one to start from."});
    if (n_players > most_players)
        throw InputError({{},
                          fmt::format("there are {} parts by {}", n_players, to_string(by)),
                          fmt::format("orders of at most {} are tried", most_players),
                          "Give rules that belong together one measure = \"...\", or split by another kind of part."});
    if (options.pairs == 0 && n_players <= usual_exact_players) return plan_exact(n_players);
    return plan_sampled(n_players, options.pairs > 0 ? options.pairs : usual_pairs, options.seed);
}

std::vector<bool> parts_taken(Coalition coalition, std::size_t n_parts) {
    std::vector<bool> taken(n_parts);
    for (std::size_t k = 0; k < n_parts; ++k) taken[k] = ((coalition >> k) & 1U) != 0;
    return taken;
}

/// Solves the combinations of a plan and keeps what the figures need.
class Combinations {
  public:
    Combinations(PartGame const& game, AttributionPlan const& plan, Counterfactuals const& counterfactuals,
                 OutcomeContext const& context, DecomposeOptions const& options, Decomposition& result)
        : game_(game),
          plan_(plan),
          counterfactuals_(counterfactuals),
          context_(context),
          options_(options),
          result_(result),
          states_(plan.coalitions.size()),
          rank_(plan.coalitions.size(), 0) {}

    /// Rank by rank: a combination starts from a smaller one of an earlier rank, whatever the number of threads.
    void solve_all() {
        std::vector<std::vector<std::size_t>> ranks;
        std::vector<std::size_t> last_needed(plan_.coalitions.size(), 0);
        for (std::size_t k = 0; k < plan_.coalitions.size(); ++k) {
            Index const parent = plan_.parent_of(k);
            if (parent >= 0) {
                rank_[k] = rank_[static_cast<std::size_t>(parent)] + 1;
                last_needed[static_cast<std::size_t>(parent)] = rank_[k];
            }
            ranks.resize(std::max(ranks.size(), rank_[k] + 1));
            ranks[rank_[k]].push_back(k);
        }
        result_.values =
            Matrix(static_cast<Index>(plan_.coalitions.size()), static_cast<Index>(result_.figures.size()));
        for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
            auto const& row = ranks[rank];
            bool const is_done = work_in_parallel(row.size(), options_.threads, options_.monitor, "combinations",
                                                  [&](std::size_t k) { solve(row[k]); });
            if (!is_done && result_.summary.is_converged()) {
                result_.summary.status = Status::stopped;
                result_.summary.message = "stopped on request";
            }
            if (!result_.summary.is_converged()) return;
            for (std::size_t k = 0; k < states_.size(); ++k)
                if (last_needed[k] <= rank) states_[k].reset();
        }
    }

  private:
    void solve(std::size_t position) {
        Shock const given = game_.shock_of(parts_taken(plan_.coalitions[position], game_.parts.size()));
        if (changes_nothing(given, counterfactuals_.given())) {
            result_.values.row(static_cast<Index>(position)) =
                figure_values(result_.figures, context_, unchanged(counterfactuals_.accounts()));
            return;
        }
        Shock const shock = counterfactuals_.shock_of(given);
        Index const parent = plan_.parent_of(position);
        auto const& start = states_[static_cast<std::size_t>(std::max<Index>(parent, 0))];
        Counterfactual answer = counterfactuals_.solve(shock, {.start = parent >= 0 && start ? &*start : nullptr});
        if (answer.summary.is_converged()) {
            result_.values.row(static_cast<Index>(position)) = figure_values(result_.figures, context_, answer);
            note(counterfactuals_.audit(shock, answer, options_.audit_tolerance));
            states_[position] = std::move(answer.state);
        }
        bool const is_whole = position + 1 == plan_.coalitions.size();
        std::lock_guard const lock(guard_);
        if (result_.summary.is_converged() && (is_whole || !answer.summary.is_converged()))
            result_.summary = std::move(answer.summary);
    }

    void note(AuditReport audit) {
        std::lock_guard const lock(guard_);
        if (result_.audit.equations.empty() || audit.largest() > result_.audit.largest())
            result_.audit = std::move(audit);
    }

    PartGame const& game_;
    AttributionPlan const& plan_;
    Counterfactuals const& counterfactuals_;
    OutcomeContext const& context_;
    DecomposeOptions const& options_;
    Decomposition& result_;
    std::vector<std::optional<WarmStart>> states_;
    std::vector<std::size_t> rank_;
    std::mutex guard_;
};

}  // namespace

std::vector<std::string> split_names() {
    std::vector<std::string> names(split_kinds.size());
    std::transform(split_kinds.begin(), split_kinds.end(), names.begin(), [](auto const& kind) { return kind.second; });
    return names;
}

std::string to_string(SplitBy by) {
    auto const found =
        std::find_if(split_kinds.begin(), split_kinds.end(), [&](auto const& kind) { return kind.first == by; });
    return found->second;
}

Scenario without_rules(Scenario scenario) {
    scenario.name = "base";
    scenario.rules.clear();
    scenario.tables.clear();
    scenario.toml.clear();
    return scenario;
}

Decomposition decompose(Scenario const& from, Scenario const& scenario, Base const& given,
                        DecomposeOptions const& options) {
    auto const begin = std::chrono::steady_clock::now();
    require_comparable(from, scenario);
    ResolvedScenario const resolved = resolve_scenario(scenario, given);
    auto const in_parts = [&](Scenario const& whole) {
        return options.by == SplitBy::measure ? split_schedules(whole, given) : whole;
    };
    MeasureSplit const split =
        split_measures(in_parts(from), in_parts(scenario),
                       options.by == SplitBy::rule ? MeasureNamer([](Rule const&) { return std::string(); })
                                                   : MeasureNamer(measure_name));
    PartGame game;
    if (options.by == SplitBy::measure || options.by == SplitBy::rule) {
        game = game_of_rules(split, given);
    } else {
        CellAxis const axis = options.by == SplitBy::sector     ? CellAxis::sector
                              : options.by == SplitBy::exporter ? CellAxis::exporter
                                                                : CellAxis::importer;
        game = game_of_cells(from, scenario, given, axis);
    }
    tell_apart(game.parts);

    Decomposition result;
    result.from = from;
    result.scenario = scenario;
    result.by = options.by;
    result.seed = options.seed;
    result.parts = game.parts;
    result.plan = plan_for(game.parts.size(), options.by, options);
    result.given = given;
    result.base_sha256 = base_sha256(given);
    Counterfactuals const counterfactuals(given, scenario.model, scenario.solver);
    result.base = counterfactuals.base();
    result.figures =
        read_figures(options.outcomes.empty() ? usual_figures(resolved.focus, result.base) : options.outcomes,
                     result.base, counterfactuals.closures());
    result.summary = counterfactuals.preparation();
    if (!result.summary.is_converged()) return result;
    result.audit.tolerance = options.audit_tolerance;
    OutcomeContext const context{counterfactuals.accounts(), resolved.market};
    Combinations(game, result.plan, counterfactuals, context, options, result).solve_all();
    if (!result.summary.is_converged()) return result;
    result.split = attribute_changes(result.plan, result.values);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

}  // namespace desvio
