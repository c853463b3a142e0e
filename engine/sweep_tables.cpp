#include "desvio/core/units.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/version.hpp"
#include "engine/scenario_record.hpp"
#include "engine/sweep_draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace desvio {
namespace {

constexpr std::string_view outcome_group = "/outcome/";
constexpr double no_figure = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> axis_labels(SweepPlan const& plan) {
    std::vector<std::string> labels;
    for (SweepAxis const& axis : plan.axes) labels.push_back(axis.label);
    return labels;
}

void add_sweep_attributes(LabelledFile& file, SweepResult const& result, std::string const& command_line) {
    SweepPlan const& plan = result.plan;
    ElasticitySet const& elasticities = plan.given.elasticity_set(plan.scenario.model.elasticities);
    auto const text = [&](char const* name, std::string const& value) { file.attributes.push_back({name, value}); };
    auto const number = [&](char const* name, std::int64_t value) { file.attributes.push_back({name, value}); };
    text("format", sweep_format);
    number("version", 1);
    text("title", plan.scenario.title);
    text("model", plan.scenario.model.kind);
    text("closures", describe_closures(plan.scenario.model));
    text("numeraire", numeraire_of(plan.scenario.model));
    text("elasticities", elasticities.name);
    text("elasticity_horizon", elasticities.horizon);
    text("market", result.base.regions[result.market]);
    text("market_reason", result.market_reason);
    std::vector<std::string> focus;
    for (Index const n : result.focus) focus.push_back(result.base.regions[n]);
    text("focus", fmt::format("{}", fmt::join(focus, " ")));
    text("base_name", plan.given.name);
    text("base_sha256", result.base_sha256);
    add_scenario_attributes(file, plan.scenario);
    text("desvio_version", version);
    text("git_commit", git_commit);
    text("compiler", compiler);
    text("created_utc", now_utc());
    text("command_line", command_line);
    number("points", result.grid.size());
    number("points_solved", result.count(PointState::solved));
    number("points_failed", result.count(PointState::not_converged) + result.count(PointState::audit_failed));
    number("refine", plan.refine ? 1 : 0);
    number("refined", result.is_refined ? 1 : 0);
    file.attributes.push_back({"dead_share", plan.dead_share});
    file.attributes.push_back({"audit_tolerance", plan.audit_tolerance});
}

void add_axes(LabelledFile& file, SweepPlan const& plan) {
    std::vector<std::string> paths, meanings, units;
    std::vector<double> written;
    for (SweepAxis const& axis : plan.axes) {
        file.dimensions[axis.label] = {axis.label, axis.levels,
                                       fmt::format("{} ({})", axis.number.long_name, axis.number.units)};
        paths.push_back(axis.number.path);
        meanings.push_back(axis.number.long_name);
        units.push_back(axis.number.units);
        written.push_back(axis.number.written);
    }
    file.dimensions["axis"] = {"axis", axis_labels(plan), "axis of the sweep"};
    file.tables.push_back({"/axis/path", {"axis"}, paths, "", "the number of the scenario that is varied"});
    file.tables.push_back({"/axis/meaning", {"axis"}, meanings, "", "what that number is"});
    file.tables.push_back({"/axis/unit", {"axis"}, units, "", "its unit"});
    file.tables.push_back({"/axis/written", {"axis"}, written, units::one, "its level in the scenario as written"});
}

void add_grid_tables(LabelledFile& file, SweepResult const& result, bool diagnostics) {
    for (SweepTable const& table : result.tables) {
        if (table.path.starts_with("/diagnostics/") != diagnostics) continue;
        std::vector<std::string> dimensions = axis_labels(result.plan);
        dimensions.insert(dimensions.end(), table.dimensions.begin(), table.dimensions.end());
        file.tables.push_back({table.path, std::move(dimensions),
                               std::vector<double>(table.values.data(), table.values.data() + table.values.size()),
                               table.units, table.long_name});
    }
}

/// What an optimum is called in the file: /optimum/rate/welfare_level.
std::string optimum_path(SweepPlan const& plan, std::size_t axis, Objective objective, char const* what) {
    return fmt::format("/optimum/{}/{}_{}", plan.axes[axis].label, to_string(objective), what);
}

/// Levels of all optima along one axis: over the lines, which the other axes span.
void add_optima(LabelledFile& file, SweepResult const& result) {
    SweepPlan const& plan = result.plan;
    std::string const market = result.base.regions[result.market];
    for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
        std::vector<std::string> others = axis_labels(plan);
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(axis));
        for (Objective const objective : {Objective::welfare, Objective::revenue}) {
            std::vector<double> levels, values, ends;
            for (Optimum const& optimum : result.optima) {
                if (optimum.axis != axis || optimum.objective != objective) continue;
                levels.push_back(optimum.level);
                values.push_back(optimum.value);
                ends.push_back(optimum.is_at_end ? 1.0 : 0.0);
            }
            if (levels.empty()) continue;
            bool const is_welfare = objective == Objective::welfare;
            std::string const what = is_welfare ? "real income of " + market : "duties collected by " + market;
            SweepTable const& figure =
                result.table(is_welfare ? "/region/welfare_pct" : "/region/tariff_revenue_counterfactual");
            auto const add = [&](char const* name, std::vector<double> numbers, std::string const& units,
                                 std::string const& long_name) {
                file.tables.push_back(
                    {optimum_path(plan, axis, objective, name), others, std::move(numbers), units, long_name + what});
            };
            add("level", std::move(levels), plan.axes[axis].number.units, "level that maximises the ");
            add("value", std::move(values), figure.units, "maximum of the ");
            add("at_end", std::move(ends), units::one, "1 where the first or last level has the maximum of the ");
        }
    }
}

void add_kinks(LabelledFile& file, SweepResult const& result) {
    if (result.kinks.empty()) return;
    SweepPlan const& plan = result.plan;
    std::vector<double> numbers, levels, trade, places;
    std::vector<std::string> kinds, axes, regions, exporters, sectors;
    for (Kink const& kink : result.kinks) {
        bool const is_flow = kink.kind == KinkKind::dies || kink.kind == KinkKind::revives;
        numbers.push_back(static_cast<double>(numbers.size()));
        kinds.emplace_back(to_string(kink.kind));
        axes.push_back(plan.axes[kink.axis].label);
        regions.push_back(result.base.regions[kink.region]);
        exporters.push_back(is_flow ? result.base.regions[kink.exporter] : "");
        sectors.push_back(is_flow ? result.base.sectors[kink.sector] : "");
        levels.push_back(kink.level);
        trade.push_back(is_flow ? kink.base_trade : no_figure);
        std::vector<double> place = result.levels(kink.line);
        place[kink.axis] = kink.level;
        places.insert(places.end(), place.begin(), place.end());
    }
    std::string const money = plan.given.unit.empty() ? "million US$" : plan.given.unit;
    file.dimensions["kink"] = {"kink", numbers, "place where something turns, between the levels"};
    auto const text = [&](char const* path, std::vector<std::string>& values, char const* long_name) {
        file.tables.push_back({path, {"kink"}, std::move(values), "", long_name});
    };
    text("/kink/kind", kinds, "dies, revives: a flow; loses, gains: the sign of a region's change of real income");
    text("/kink/along", axes, "axis along which the level was found");
    file.tables.push_back({"/kink/level", {"kink"}, levels, units::one, "level on that axis"});
    file.tables.push_back({"/kink/levels", {"kink", "axis"}, places, units::one, "levels on all axes"});
    text("/kink/region", regions, "whose income; of a flow its importer");
    text("/kink/exporter", exporters, "of a flow; else empty");
    text("/kink/sector", sectors, "of a flow; else empty");
    file.tables.push_back({"/kink/trade_base", {"kink"}, trade, money, "of a flow: what it carries in the base"});
}

[[noreturn]] void refuse_file(LabelledFile const& file, std::string const& problem) {
    throw FileError({{file.origin}, problem, "the file is not complete, or not of this kind", {}});
}

double number_attribute(LabelledFile const& file, std::string const& name) {
    Attribute const* const attribute = file.find_attribute(name);
    if (attribute != nullptr) {
        if (auto const* const whole = std::get_if<std::int64_t>(&attribute->value)) return static_cast<double>(*whole);
        if (auto const* const real = std::get_if<double>(&attribute->value)) return *real;
    }
    refuse_file(file, fmt::format("there is no number '{}'", name));
}

std::vector<SweepAxis> recorded_axes(LabelledFile const& file, Scenario const& scenario) {
    auto const named = file.dimensions.find("axis");
    if (named == file.dimensions.end()) refuse_file(file, "there are no axes");
    auto const& labels = std::get<std::vector<std::string>>(named->second.labels);
    auto const& paths = file.texts("/axis/path");
    FaultList faults;
    std::vector<SweepAxis> axes;
    for (std::size_t a = 0; a < labels.size(); ++a) {
        auto const levels = file.dimensions.find(labels[a]);
        if (levels == file.dimensions.end()) refuse_file(file, fmt::format("the axis {} has no levels", labels[a]));
        auto number = find_varied_number(paths[a], scenario, {file.origin}, faults);
        faults.throw_if_any();
        axes.push_back({labels[a], std::move(*number), std::get<std::vector<double>>(levels->second.labels)});
    }
    return axes;
}

void read_optima(LabelledFile const& file, SweepResult& result) {
    for (std::size_t axis = 0; axis < result.plan.axes.size(); ++axis) {
        auto const lines = result.grid.line_starts(axis);
        for (std::size_t k = 0; k < lines.size(); ++k)
            for (Objective const objective : {Objective::welfare, Objective::revenue}) {
                auto const path = [&](char const* what) { return optimum_path(result.plan, axis, objective, what); };
                if (file.find_table(path("level")) == nullptr) continue;
                result.optima.push_back({axis, lines[k], objective, file.numbers(path("level"))[k],
                                         file.numbers(path("value"))[k], file.numbers(path("at_end"))[k] != 0.0});
            }
    }
}

KinkKind kink_kind_named(std::string const& name) {
    for (KinkKind const kind : {KinkKind::dies, KinkKind::revives, KinkKind::loses})
        if (name == to_string(kind)) return kind;
    return KinkKind::gains;
}

void read_kinks(LabelledFile const& file, SweepResult& result) {
    if (file.find_table("/kink/level") == nullptr) return;
    auto const& levels = file.numbers("/kink/level");
    auto const& places = file.numbers("/kink/levels");
    auto const labels = axis_labels(result.plan);
    for (std::size_t k = 0; k < levels.size(); ++k) {
        Kink kink;
        auto const along = std::find(labels.begin(), labels.end(), file.texts("/kink/along")[k]);
        kink.axis = std::min(static_cast<std::size_t>(along - labels.begin()), labels.size() - 1);
        for (std::size_t a = 0; a < labels.size(); ++a) {
            if (a == kink.axis) continue;
            auto const& axis = result.plan.axes[a].levels;
            auto const at = std::find(axis.begin(), axis.end(), places[k * labels.size() + a]);
            kink.line += static_cast<Index>(at - axis.begin()) * result.grid.stride(a);
        }
        kink.kind = kink_kind_named(file.texts("/kink/kind")[k]);
        kink.level = levels[k];
        kink.region = result.base.regions.find(file.texts("/kink/region")[k]).value_or(0);
        kink.exporter = result.base.regions.find(file.texts("/kink/exporter")[k]).value_or(0);
        kink.sector = result.base.sectors.find(file.texts("/kink/sector")[k]).value_or(0);
        double const trade = file.numbers("/kink/trade_base")[k];
        kink.base_trade = trade > 0.0 ? trade : 0.0;
        result.kinks.push_back(kink);
    }
}

}  // namespace

LabelledFile to_tables(SweepResult const& result, std::string const& command_line) {
    LabelledFile file;
    add_sweep_attributes(file, result, command_line);
    std::vector<std::string> const& regions = result.base.regions.codes();
    file.dimensions["region"] = {"region", regions, "region"};
    file.dimensions["exporter"] = {"exporter", regions, "region the goods come from"};
    file.dimensions["importer"] = {"importer", regions, "region the goods go to"};
    file.dimensions["sector"] = {"sector", result.base.sectors.codes(), "sector"};
    add_axes(file, result.plan);
    add_grid_tables(file, result, false);
    file.tables.insert(file.tables.end(), result.base_tables.begin(), result.base_tables.end());
    add_optima(file, result);
    add_kinks(file, result);
    add_grid_tables(file, result, true);
    add_bands(file, result);
    add_inputs(file, result.plan.scenario, result.groups, result.plan.given);
    return file;
}

SweepResult recorded_sweep(LabelledFile const& file) {
    if (file.text_attribute("format") != sweep_format)
        throw FileError({{file.origin},
                         "is not a desvio sweep",
                         "its format attribute says '" + file.text_attribute("format") + "'",
                         "Give a file that 'desvio sweep -o' wrote."});
    SweepResult result;
    RecordedRun inputs = recorded_inputs(file);
    SweepPlan& plan = result.plan;
    plan.scenario = std::move(inputs.scenario);
    plan.given = std::move(inputs.base);
    plan.axes = recorded_axes(file, plan.scenario);
    plan.keep_trade = file.find_table("/trade/counterfactual") != nullptr;
    plan.refine = number_attribute(file, "refine") != 0.0;
    plan.dead_share = number_attribute(file, "dead_share");
    plan.audit_tolerance = number_attribute(file, "audit_tolerance");
    result.is_refined = number_attribute(file, "refined") != 0.0;
    result.base_sha256 = file.text_attribute("base_sha256");
    for (SweepAxis const& axis : plan.axes) result.grid.sizes.push_back(static_cast<Index>(axis.levels.size()));
    // Labels are enough to read what was found.
    result.base.regions = Labels(std::get<std::vector<std::string>>(file.dimensions.at("region").labels));
    auto const sectors = file.dimensions.find("sector");
    result.base.sectors = sectors == file.dimensions.end()
                              ? plan.given.sectors
                              : Labels(std::get<std::vector<std::string>>(sectors->second.labels));
    result.market = result.base.regions.find(file.text_attribute("market")).value_or(0);
    result.market_reason = file.text_attribute("market_reason");
    for (Table const& table : file.tables) {
        bool const is_on_grid = !table.dimensions.empty() && table.dimensions.front() == plan.axes.front().label &&
                                !table.path.starts_with("/optimum/");
        if (!is_on_grid || is_band(table.path)) continue;
        if (table.path.starts_with(outcome_group)) plan.outcomes.push_back(table.path.substr(outcome_group.size()));
        auto const& values = std::get<std::vector<double>>(table.values);
        Index const points = result.grid.size(), cells = static_cast<Index>(values.size()) / std::max<Index>(1, points);
        std::vector<std::string> const own(table.dimensions.begin() + static_cast<std::ptrdiff_t>(plan.axes.size()),
                                           table.dimensions.end());
        result.tables.push_back(
            {table.path, own, table.units, table.long_name, Eigen::Map<RowMatrix const>(values.data(), points, cells)});
    }
    read_optima(file, result);
    read_kinks(file, result);
    read_bands(file, result);
    return result;
}

std::string difference_of(SweepPlan const& a, SweepPlan const& b) {
    if (a.scenario.toml != b.scenario.toml || a.scenario.date != b.scenario.date) return "the scenario";
    if (a.scenario.reading != b.scenario.reading) return "the reading";
    if (a.axes.size() != b.axes.size()) return "the number of axes";
    for (std::size_t k = 0; k < a.axes.size(); ++k)
        if (a.axes[k].label != b.axes[k].label || a.axes[k].number.path != b.axes[k].number.path ||
            a.axes[k].levels != b.axes[k].levels)
            return "the axis " + b.axes[k].label;
    if (a.outcomes != b.outcomes) return "the outcomes";
    if (a.keep_trade != b.keep_trade) return "--keep-trade";
    if (a.refine != b.refine) return "--no-refine";
    if (a.draws != b.draws) return "--draws";
    if (a.dead_share != b.dead_share) return "--dead";
    if (a.audit_tolerance != b.audit_tolerance) return "--audit-tolerance";
    return {};
}

}  // namespace desvio
