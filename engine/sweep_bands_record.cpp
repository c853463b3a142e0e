#include "engine/sweep_draws.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace desvio {
namespace {

constexpr char const* failed_path = "/diagnostics/draws_failed";

struct Percentile {
    char const* ending;
    double Spread::*value;
    char const* words;
};
constexpr std::array<Percentile, 3> percentiles{{{"_p05", &Spread::lower, "5th percentile"},
                                                 {"_p50", &Spread::median, "median"},
                                                 {"_p95", &Spread::upper, "95th percentile"}}};

std::string level_path(SweepPlan const& plan, Objective objective, char const* ending) {
    return fmt::format("/optimum/{}/{}_level{}", plan.axes.front().label, to_string(objective), ending);
}

std::int64_t whole_attribute(LabelledFile const& file, char const* name) {
    Attribute const* const attribute = file.find_attribute(name);
    auto const* const value = attribute == nullptr ? nullptr : std::get_if<std::int64_t>(&attribute->value);
    return value == nullptr ? 0 : *value;
}

}  // namespace

bool is_band(std::string const& path) {
    return path == failed_path || std::any_of(percentiles.begin(), percentiles.end(),
                                              [&](Percentile const& one) { return path.ends_with(one.ending); });
}

void add_bands(LabelledFile& file, SweepResult const& result) {
    SweepPlan const& plan = result.plan;
    if (plan.draws == 0) return;
    auto const number = [&](char const* name, std::int64_t value) { file.attributes.push_back({name, value}); };
    number("draws", plan.draws);
    number("draws_failed", result.bands.failed);
    number("draws_seed", plan.scenario.report.seed);
    number("drawn", result.bands.is_drawn ? 1 : 0);
    std::vector<std::string> axes;
    for (SweepAxis const& axis : plan.axes) axes.push_back(axis.label);
    for (SweepTable const& table : result.bands.tables) {
        std::vector<std::string> dimensions = axes;
        dimensions.insert(dimensions.end(), table.dimensions.begin(), table.dimensions.end());
        file.tables.push_back({table.path, std::move(dimensions),
                               std::vector<double>(table.values.data(), table.values.data() + table.values.size()),
                               table.units, table.long_name});
    }
    if (result.bands.levels.empty()) return;
    for (Objective const objective : {Objective::welfare, Objective::revenue})
        for (Percentile const& percentile : percentiles) {
            std::vector<double> levels;
            for (LevelBand const& band : result.bands.levels)
                if (band.objective == objective) levels.push_back(band.level.*percentile.value);
            file.tables.push_back(
                {level_path(plan, objective, percentile.ending),
                 {axes.begin() + 1, axes.end()},
                 std::move(levels),
                 plan.axes.front().number.units,
                 fmt::format("level of the largest {}, {} over elasticity draws",
                             objective == Objective::welfare ? "real income" : "duties", percentile.words)});
        }
}

void read_bands(LabelledFile const& file, SweepResult& result) {
    result.plan.draws = static_cast<int>(whole_attribute(file, "draws"));
    SweepBands& bands = result.bands;
    bands.is_drawn = whole_attribute(file, "drawn") != 0;
    if (!bands.is_drawn) return;
    bands.failed = static_cast<int>(whole_attribute(file, "draws_failed"));
    std::size_t const n_axes = result.plan.axes.size();
    for (Table const& table : file.tables) {
        if (!is_band(table.path) || table.path.starts_with("/optimum/") || table.dimensions.size() < n_axes) continue;
        auto const& values = std::get<std::vector<double>>(table.values);
        Index const points = result.grid.size(), cells = static_cast<Index>(values.size()) / std::max<Index>(1, points);
        bands.tables.push_back(
            {table.path,
             {table.dimensions.begin() + static_cast<std::ptrdiff_t>(n_axes), table.dimensions.end()},
             table.units,
             table.long_name,
             Eigen::Map<RowMatrix const>(values.data(), points, cells)});
    }
    if (file.find_table(level_path(result.plan, Objective::welfare, percentiles.front().ending)) == nullptr) return;
    auto const lines = result.grid.line_starts(0);
    for (std::size_t k = 0; k < lines.size(); ++k)
        for (Objective const objective : {Objective::welfare, Objective::revenue}) {
            LevelBand band{lines[k], objective, {}};
            for (Percentile const& percentile : percentiles)
                band.level.*percentile.value = file.numbers(level_path(result.plan, objective, percentile.ending))[k];
            bands.levels.push_back(band);
        }
}

}  // namespace desvio
