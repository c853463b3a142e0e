#include "desvio/engine/live.hpp"

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_edit.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/params/vary.hpp"
#include "engine/live_parts.hpp"
#include "engine/result_parts.hpp"
#include "engine/scenario_record.hpp"
#include "engine/solved_run.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

namespace desvio {
namespace {

using LiveClock = std::chrono::steady_clock;
constexpr char const* live_file = "scenario";
constexpr std::size_t most_kept_worlds = 8;

void require_small(LiveQuestion const& question) {
    FaultList faults;
    if (question.scenario.size() > largest_live_text)
        faults.add({live_file},
                   fmt::format("the scenario has {} bytes, more than {}", question.scenario.size(), largest_live_text),
                   "someone waits for the answer", "Run it with 'desvio run'.");
    if (std::max(question.levels.size(), question.choices.size()) > most_live_levels)
        faults.add({live_file}, fmt::format("more than {} levels or choices", most_live_levels),
                   "someone waits for the answer", "Write them into the scenario.");
    faults.throw_if_any();
}

/// What the text may not ask of an answer that someone waits for.
void require_quick(Scenario const& scenario, FaultList& faults) {
    if (scenario.rules.size() > most_live_rules)
        faults.add({live_file}, fmt::format("{} rules, more than {}", scenario.rules.size(), most_live_rules),
                   "someone waits for the answer", "Run it with 'desvio run'.");
    if (scenario.solver.max_iterations > most_live_iterations)
        faults.add({live_file},
                   fmt::format("max_iterations is {}, above {}", scenario.solver.max_iterations, most_live_iterations),
                   "someone waits for the answer", "Take it lower, or run it with 'desvio run'.");
    if (!scenario.threats.empty())
        faults.add(scenario.threats.front().where, "a live answer is of one world, threats make several",
                   "each has its own answer", "Ask for one of the scenarios they name.");
}

Scenario read_live(std::string const& toml, std::map<std::string, std::string> const& texts,
                   LiveQuestion const& question) {
    Scenario scenario = parse_scenario(toml, live_file, texts, question.reading);
    if (question.date) set_date(scenario, *question.date);
    return scenario;
}

std::string with_choices(LiveQuestion const& question) {
    std::vector<ScenarioEdit> edits;
    for (auto const& [path, choice] : question.choices) edits.push_back({path, choice});
    return edit_scenario(question.scenario, edits, live_file);
}

}  // namespace

Scenario asked_scenario(LiveQuestion const& question, std::map<std::string, std::string> const& texts) {
    require_small(question);
    std::string const toml = with_choices(question);
    Scenario asked = read_live(toml, texts, question);
    FaultList faults;
    require_quick(asked, faults);
    std::vector<ScenarioEdit> edits;
    for (auto const& [path, level] : question.levels) {
        auto const number = find_varied_number(path, asked, {live_file}, faults);
        if (!number) continue;
        check_level(*number, level, {live_file}, faults);
        edits.push_back({number->block == VariedBlock::theta ? "model.theta_factor" : number->path, level});
    }
    faults.throw_if_any();
    if (!edits.empty()) asked = read_live(edit_scenario(toml, edits, live_file), texts, question);
    return asked;
}

struct LiveModel::Parts::World {
    World(Base const& given, Scenario const& scenario)
        : solver(scenario.solver), model(given, scenario.model, solver) {}

    [[nodiscard]] bool is_for(Scenario const& scenario) const {
        ModelOptions const &options = model.model(), &asked = scenario.model;
        return options.theta_factor == asked.theta_factor && options.kind == asked.kind &&
               options.variant == asked.variant && options.deficits == asked.deficits &&
               options.factors == asked.factors && options.revenue == asked.revenue &&
               options.demand_elasticity == asked.demand_elasticity && options.elasticities == asked.elasticities &&
               solver.tolerance == scenario.solver.tolerance &&
               solver.max_iterations == scenario.solver.max_iterations && solver.method == scenario.solver.method;
    }

    SolverChoice solver;
    Counterfactuals model;
};

std::shared_ptr<LiveModel::Parts::World const> LiveModel::Parts::world(Scenario const& scenario) {
    {
        std::lock_guard const lock(mutex_);
        auto const at =
            std::find_if(worlds_.begin(), worlds_.end(), [&](auto const& known) { return known->is_for(scenario); });
        if (at != worlds_.end()) {
            std::rotate(worlds_.begin(), at, at + 1);
            return worlds_.front();
        }
    }
    // Made without the lock: two threads that ask for the same at a time make it twice, and nobody waits.
    auto made = std::make_shared<World const>(base, scenario);
    std::lock_guard const lock(mutex_);
    worlds_.insert(worlds_.begin(), made);
    if (worlds_.size() > most_kept_worlds) worlds_.pop_back();
    return made;
}

LiveModel::~LiveModel() = default;
LiveModel::LiveModel(LiveModel&&) noexcept = default;
LiveModel& LiveModel::operator=(LiveModel&&) noexcept = default;

LiveModel::LiveModel(LabelledFile const& file) : parts_(std::make_unique<Parts>()) {
    parts_->base = base_from_tables(file, "/input");
    parts_->base_sha256 = file.text_attribute("base_sha256");
    parts_->texts = kept_texts(file);
    parts_->allow_unmatched = true;
}

Base const& LiveModel::base() const noexcept { return parts_->base; }

LiveAnswer LiveModel::ask(LiveQuestion const& question) const {
    auto const start = LiveClock::now();
    Scenario scenario = asked_scenario(question, parts_->texts);
    scenario.allow_unmatched = scenario.allow_unmatched || parts_->allow_unmatched;
    ResolvedScenario resolved = resolve_scenario(scenario, parts_->base);
    auto const world = parts_->world(scenario);
    LiveAnswer answer;
    auto [result, state] = solve_run(scenario, std::move(resolved), world->model, {});
    result.base_sha256 = parts_->base_sha256;
    answer.summary = result.summary;
    answer.solve_seconds = std::max(0.0, result.summary.seconds);
    answer.audit = result.audit;
    if (answer.trouble().empty()) answer.tables = answer_tables(result, "");
    answer.seconds = std::chrono::duration<double>(LiveClock::now() - start).count();
    return answer;
}

std::string trouble_of(Summary const& summary, AuditReport const& audit) {
    if (!summary.is_converged()) return summary.message;
    if (audit.passed()) return {};
    auto const worst = std::max_element(audit.equations.begin(), audit.equations.end(),
                                        [](auto const& a, auto const& b) { return a.residual < b.residual; });
    return fmt::format(
        "the answer fails its audit: the largest residual is {:.3g}{}", audit.largest(),
        worst == audit.equations.end() ? "" : fmt::format(", of {} at {}", worst->equation, worst->worst));
}

LabelledFile carried_inputs(LabelledFile const& file) {
    LabelledFile carried;
    carried.origin = file.origin;
    carried.attributes = file.attributes;
    auto const is_wanted = [](std::string const& path) {
        return path.starts_with("/input/") || path == "/trade/base" || path == "/tariff/base";
    };
    carried.dimensions = file.dimensions;
    std::copy_if(file.tables.begin(), file.tables.end(), std::back_inserter(carried.tables),
                 [&](Table const& table) { return is_wanted(table.path); });
    return carried;
}

}  // namespace desvio
