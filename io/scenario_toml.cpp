#include "io/scenario_toml.hpp"

#include "desvio/io/builtin.hpp"
#include "desvio/io/group_io.hpp"
#include "io/group_table.hpp"
#include "io/rate_table.hpp"
#include "io/scenario_groups.hpp"
#include "io/scenario_schedules.hpp"
#include "io/scenario_threats.hpp"
#include "io/scenario_trade_cost.hpp"
#include "io/toml_fields.hpp"
#include "io/value_of_time_io.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <tuple>
#include <type_traits>

namespace desvio {
namespace {

NumberRange const& rate_range() {
    static NumberRange const range{-1.0, largest_rate, false, "rates are fractions: 0.25 is 25%",
                                   "Divide percentages by 100."};
    return range;
}

/// Reads the blocks of one scenario into `scenario`.
class ScenarioReader {
  public:
    /// \param reading  takes the place of the one that the scenario names
    ScenarioReader(Scenario& scenario, FaultList& faults, std::optional<ReadingLevel> reading)
        : scenario_(scenario), faults_(faults), asked_reading_(reading) {}

    void read(toml::table const& document) {
        TomlFields top(document, "", scenario_.file, faults_);
        read_heading(top);
        if (toml::table const* block = top.table("groups")) {
            read_group_block(*block, scenario_, faults_);
            if (block->contains("file")) groups_where_ = fields(*block, "[groups]").where("file");
        }
        if (toml::table const* block = top.table("model")) read_model(fields(*block, "[model]"));
        if (toml::table const* block = top.table("solver")) read_solver(fields(*block, "[solver]"));
        if (toml::table const* block = top.table("report")) read_report(fields(*block, "[report]"));
        for (auto const* block : top.tables("tariff")) read_tariff(rule_fields(*block, "[[tariff]]"));
        for (auto const* block : top.tables("trade_cost")) {
            scenario_.rules.emplace_back(
                read_trade_cost(rule_fields(*block, "[[trade_cost]]"), readings_, time_value_places_));
        }
        for (auto const* block : top.tables("productivity")) read_productivity(rule_fields(*block, "[[productivity]]"));
        for (auto const* block : top.tables("retaliation")) read_retaliation(rule_fields(*block, "[[retaliation]]"));
        read_threats(top, scenario_, faults_);
        for (auto const* block : top.tables("schedule")) read_schedule_rule(fields(*block, "[[schedule]]"));
        top.refuse_unknown();
        require_readings();
    }

    /// Tables by name as written, with the place that names them.
    [[nodiscard]] std::vector<std::pair<std::string, SourceLocation>> const& table_places() const {
        return table_places_;
    }
    /// The same of values of time.
    [[nodiscard]] std::vector<std::pair<std::string, SourceLocation>> const& time_value_places() const {
        return time_value_places_;
    }

    /// Where the table of groups is named.
    [[nodiscard]] SourceLocation const& groups_where() const { return groups_where_; }

  private:
    TomlFields fields(toml::table const& block, char const* name) { return {block, name, scenario_.file, faults_}; }
    /// Numbers of rules may have readings.
    TomlFields rule_fields(toml::table const& block, char const* name) {
        return fields(block, name).take_readings(readings_);
    }

    void read_reading(TomlFields& heading) {
        assign_option(scenario_.reading, heading, "reading");
        if (heading.has("reading")) reading_where_ = heading.where("reading");
        if (asked_reading_) scenario_.reading = *asked_reading_;
        readings_.chosen = scenario_.reading;
    }

    /// Another reading than the central one of a scenario that has one only is a misunderstanding.
    void require_readings() {
        if (!scenario_.readings.empty() || scenario_.reading == ReadingLevel::central) return;
        faults_.add(asked_reading_ ? SourceLocation{scenario_.file} : reading_where_,
                    fmt::format("there is no {} reading", to_string(scenario_.reading)),
                    "every number of the rules is one figure",
                    "Leave the reading out, or write numbers as { low = ..., central = ..., high = ... }.");
    }

    void read_heading(TomlFields& top) {
        toml::table const* block = top.table("scenario");
        if (block == nullptr) {
            if (!top.has("scenario")) {
                faults_.add({scenario_.file, 1, 1}, "the block [scenario] is missing", "a result is known by its name",
                            "Begin with [scenario] and name = \"...\".");
            }
            return;
        }
        TomlFields heading = fields(*block, "[scenario]");
        assign(scenario_.name, heading.filled_text("name"));
        assign(scenario_.title, heading.text("title"));
        assign(scenario_.note, heading.text("note"));
        assign(scenario_.source, heading.text("source"));
        assign(scenario_.base, heading.filled_text("base"));
        scenario_.date = heading.date("date");
        if (scenario_.date) scenario_.date_where = heading.where("date");
        read_reading(heading);
        if (!heading.has("name")) {
            faults_.add(heading.where(), "[scenario] has no name", "a result is known by it", "Write name = \"...\".");
        }
        heading.refuse_unknown();
    }

    void read_model(TomlFields model) {
        ModelOptions& options = scenario_.model;
        assign(options.kind, model.choice("kind", model_kinds()));
        assign_option(options.variant, model, "variant");
        assign_option(options.deficits, model, "deficits");
        assign_option(options.factors, model, "factors");
        assign_option(options.revenue, model, "revenue");
        read_short_run(model);
        assign(options.elasticities, model.text("elasticities"));
        if (model.has("elasticities")) options.elasticities_where = model.where("elasticities");
        assign(options.theta_factor, model.number("theta_factor", {0.0, std::numeric_limits<double>::infinity(), false,
                                                                   "every trade elasticity is multiplied by it",
                                                                   "1 leaves them as they are."}));
        model.refuse_unknown();
    }

    /// What the input-output model and rigid factors allow: they leave nothing for the closures of incomes to decide.
    void read_short_run(TomlFields& model) {
        ModelOptions& options = scenario_.model;
        assign(options.demand_elasticity,
               model.number("demand_elasticity", {0.0, 100.0, true, "it is how quantities answer prices",
                                                  "1 keeps spending, 0 keeps quantities."}));
        if (options.kind == input_output_kind) {
            if (model.has("factors") && options.factors != Factors::rigid)
                model.fault(model.where("factors"), "the input-output model has rigid factors only",
                            "no wage adjusts within the year", "Leave the line out, or use kind = \"caliendo-parro\".");
            options.factors = Factors::rigid;
        } else if (options.demand_elasticity != ModelOptions{}.demand_elasticity) {
            model.fault(model.where("demand_elasticity"), "demand_elasticity belongs to the input-output model",
                        "caliendo-parro has Cobb-Douglas demand, which is 1",
                        "Take the line out, or use kind = \"input-output\".");
        }
        if (options.factors == Factors::rigid && model.has("deficits"))
            model.fault(model.where("deficits"), "deficits cannot be chosen with rigid factors",
                        "final spending is held, so a deficit is what trade makes it", "Take the line out.");
    }

    void read_solver(TomlFields solver) {
        SolverChoice& choice = scenario_.solver;
        assign(choice.tolerance,
               solver.number("tolerance",
                             {0.0, 1.0, false, "the solver stops when residuals are below it", "1e-10 is usual."}));
        assign(choice.max_iterations, solver.integer("max_iterations", 1, std::numeric_limits<int>::max()));
        assign(choice.method, solver.choice("method", solver_methods()));
        solver.refuse_unknown();
    }

    void read_report(TomlFields report) {
        ReportOptions& options = scenario_.report;
        options.focus = report.selector("focus");
        assign(options.market, report.filled_text("market"));
        if (report.has("market")) options.market_where = report.where("market");
        assign(options.draws, report.integer("draws", 0, std::numeric_limits<int>::max()));
        assign(options.seed, report.integer("seed", 0, std::numeric_limits<unsigned>::max()));
        report.refuse_unknown();
    }

    void read_schedule_rule(TomlFields block) {
        ScheduleRule rule;
        rule.where = block.where();
        require(block, {"file"});
        assign(rule.file, block.filled_text("file"));
        rule.date = block.date("date");
        rule.only = block.selector("authorities");
        rule.without = block.selector("without");
        assign(rule.note, block.text("note"));
        assign(rule.measure, block.filled_text("measure"));
        block.refuse_unknown();
        scenario_.rules.emplace_back(std::move(rule));
    }

    void read_tariff(TomlFields block) {
        TariffRule rule;
        rule.where = block.where();
        rule.importer = block.selector("importer");
        rule.exporter = block.selector("exporter");
        rule.sector = block.selector("sector");
        read_action(block, rule);
        assign(rule.exempt_share,
               block.number("exempt_share", {0.0, 1.0, true, "it is the share of the trade that keeps its old duty",
                                             "Write it as a fraction: 0.432 is 43.2%."}));
        assign(rule.allow_unmatched, block.flag("allow_unmatched"));
        assign(rule.note, block.text("note"));
        assign(rule.measure, block.filled_text("measure"));
        block.refuse_unknown();
        scenario_.rules.emplace_back(std::move(rule));
    }

    void read_action(TomlFields& block, TariffRule& rule) {
        std::vector<std::string> written;
        for (std::string const& name : option_names<TariffAction>()) {
            block.know(name);
            if (!block.has(name)) continue;
            written.push_back(name);
            rule.action = *parse_option<TariffAction>(name);
            if (rule.action == TariffAction::table) {
                assign(rule.table, block.filled_text(name));
                if (!rule.table.empty()) table_places_.emplace_back(rule.table, block.where(name));
            } else if (rule.action == TariffAction::factor) {
                assign(rule.value, block.number(name, {0.0, std::numeric_limits<double>::infinity(), true,
                                                       "it scales a duty", "Write 0 to lift a duty."}));
            } else if (rule.action == TariffAction::add) {
                assign(rule.value,
                       block.number(name, {-largest_rate, largest_rate, true, rate_range().why, rate_range().remedy}));
            } else {
                assign(rule.value, block.number(name, rate_range()));
            }
        }
        if (written.size() == 1) return;
        std::string all;
        for (std::string const& name : written) all += (all.empty() ? "" : " and ") + name;
        block.fault(block.where(), written.empty() ? "[[tariff]] has no action" : fmt::format("[[tariff]] has {}", all),
                    written.empty() ? "it would change nothing" : "it is not clear which comes first",
                    "Give exactly one of rate, add, factor, floor, cap or table; use one block for each.");
    }

    void read_productivity(TomlFields block) {
        ProductivityRule rule;
        rule.where = block.where();
        rule.region = block.selector("region");
        rule.sector = block.selector("sector");
        assign(rule.change, block.number("change", change_range()));
        require(block, {"change"});
        assign(rule.allow_unmatched, block.flag("allow_unmatched"));
        assign(rule.note, block.text("note"));
        assign(rule.measure, block.filled_text("measure"));
        block.refuse_unknown();
        scenario_.rules.emplace_back(std::move(rule));
    }

    void read_retaliation(TomlFields block) {
        RetaliationRule rule;
        rule.where = block.where();
        rule.by = block.selector("by");
        rule.against = block.selector("against");
        rule.sector = block.selector("sector");
        require(block, {"by", "against"});
        auto const mirror = block.flag("mirror");
        assign(rule.mirror, mirror);
        assign(rule.rate, block.number("rate", rate_range()));
        bool const is_mirror_readable = mirror.has_value() == block.has("mirror");
        if (is_mirror_readable && rule.mirror == block.has("rate")) {
            block.fault(block.where(),
                        rule.mirror ? "[[retaliation]] has mirror and rate" : "[[retaliation]] says no duty",
                        rule.mirror ? "it is not clear which holds" : "it would change nothing",
                        "Give either mirror = true or rate.");
        }
        assign(rule.allow_unmatched, block.flag("allow_unmatched"));
        assign(rule.note, block.text("note"));
        assign(rule.measure, block.filled_text("measure"));
        block.refuse_unknown();
        scenario_.rules.emplace_back(std::move(rule));
    }

    void require(TomlFields& block, std::initializer_list<char const*> keys) {
        for (char const* key : keys) {
            if (block.has(key)) continue;
            block.fault(block.where(), fmt::format("'{}' is missing", key), "the rule says nothing without it",
                        fmt::format("Write {} = ...", key));
        }
    }

    template <typename Target, typename Value>
    static void assign(Target& target, std::optional<Value> value) {
        if (!value) return;
        if constexpr (std::is_arithmetic_v<Target>) {
            target = static_cast<Target>(*value);
        } else {
            target = std::move(*value);
        }
    }

    template <typename Option>
    static void assign_option(Option& target, TomlFields& block, char const* key) {
        if (auto const name = block.choice(key, option_names<Option>())) target = *parse_option<Option>(*name);
    }

    Scenario& scenario_;
    FaultList& faults_;
    SourceLocation groups_where_;
    std::optional<ReadingLevel> asked_reading_;
    SourceLocation reading_where_;
    ReadingChoice readings_{ReadingLevel::central, scenario_.readings};
    std::vector<std::pair<std::string, SourceLocation>> table_places_, time_value_places_;
};

/// Faults as a reader meets them: the scenario from top to bottom, then its tables.
std::vector<Fault> sort_by_place(std::vector<Fault> faults, std::string const& file) {
    auto const place = [&](Fault const& fault) {
        return std::tuple(fault.where.file != file, fault.where.file, fault.where.line, fault.where.column);
    };
    std::stable_sort(faults.begin(), faults.end(), [&](Fault const& a, Fault const& b) { return place(a) < place(b); });
    return faults;
}

}  // namespace

Scenario read_scenario_toml(std::string const& toml, std::string const& file, std::string const& table_folder,
                            ReadTableText const& read_table, ReadSchedulePart const& read_part,
                            std::optional<ReadingLevel> reading) {
    toml::table const document = parse_toml(toml, file);
    Scenario scenario;
    scenario.file = file;
    scenario.toml = toml;
    FaultList faults;
    ScenarioReader reader(scenario, faults, reading);
    reader.read(document);
    for (auto const& [name, where] : reader.table_places()) {
        if (scenario.tables.contains(name)) continue;
        if (auto text = read_table(name)) {
            scenario.tables[name] = read_rate_table(std::move(*text), table_folder + name, faults);
        } else {
            faults.add(where, fmt::format("the table '{}' cannot be read", table_folder + name),
                       "a table's path is relative to the scenario file", "Check its name and place.");
        }
    }
    scenario.group_tables[registry_name] = read_group_registry();
    if (std::string const& name = scenario.group_file; !name.empty()) {
        if (auto text = read_table(name)) {
            scenario.group_tables[name] = read_group_table(std::move(*text), table_folder + name, faults);
        } else {
            faults.add(reader.groups_where(),
                       fmt::format("the table of groups '{}' cannot be read", table_folder + name),
                       "its path is relative to the scenario file", "Check its name and place.");
        }
    }
    read_scheduled_duties(scenario, read_part, faults);
    for (auto const& [name, where] : reader.time_value_places()) {
        if (scenario.values_of_time.contains(name)) continue;
        // A file beside the scenario, or the text kept in a result, comes before the built-in set of that name.
        if (auto text = read_table(name)) {
            scenario.values_of_time[name] = read_value_of_time(std::move(*text), table_folder + name, faults);
        } else if (auto packed = read_packed(builtin_value_of_time_path(name))) {
            scenario.values_of_time[name] = read_value_of_time(std::move(*packed), "built-in " + name, faults);
        } else {
            faults.add(where, fmt::format("there is no value of time '{}'", name),
                       "it is neither a built-in set nor a file beside the scenario",
                       suggest_name(name, builtin_values_of_time()));
        }
    }
    if (!faults.empty()) throw InputError(sort_by_place(faults.faults(), file));
    return scenario;
}

}  // namespace desvio
