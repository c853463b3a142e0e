#include "desvio/core/contracts.hpp"
#include "desvio/engine/sweep.hpp"

#include <algorithm>

namespace desvio {

char const* to_string(Objective objective) { return objective == Objective::welfare ? "welfare" : "revenue"; }

char const* to_string(KinkKind kind) {
    switch (kind) {
        case KinkKind::dies:
            return "dies";
        case KinkKind::revives:
            return "revives";
        case KinkKind::loses:
            return "loses";
        case KinkKind::gains:
            break;
    }
    return "gains";
}

Index Grid::size() const noexcept {
    Index product = 1;
    for (Index const size : sizes) product *= size;
    return product;
}

Index Grid::stride(std::size_t axis) const noexcept {
    Index product = 1;
    for (std::size_t k = axis + 1; k < sizes.size(); ++k) product *= sizes[k];
    return product;
}

std::vector<Index> Grid::line_starts(std::size_t axis) const {
    std::vector<Index> starts;
    for (Index point = 0; point < size(); ++point)
        if (at(point, axis) == 0) starts.push_back(point);
    return starts;
}

SweepTable const& SweepResult::table(std::string const& path) const {
    auto const at = std::find_if(tables.begin(), tables.end(), [&](auto const& table) { return table.path == path; });
    DESVIO_EXPECT(at != tables.end());
    return *at;
}

PointState SweepResult::state(Index point) const {
    return static_cast<PointState>(static_cast<int>(table("/diagnostics/state").values(point, 0)));
}

Index SweepResult::count(PointState wanted) const {
    return (table("/diagnostics/state").values.array() == static_cast<double>(wanted)).count();
}

std::vector<double> SweepResult::levels(Index point) const {
    std::vector<double> levels;
    for (std::size_t a = 0; a < plan.axes.size(); ++a)
        levels.push_back(plan.axes[a].levels[static_cast<std::size_t>(grid.at(point, a))]);
    return levels;
}

std::string SweepResult::name(Index point) const {
    std::string name;
    std::vector<double> const at = levels(point);
    for (std::size_t a = 0; a < at.size(); ++a)
        name += fmt::format("{}{} = {}", a > 0 ? ", " : "", plan.axes[a].label, at[a]);
    return name;
}

}  // namespace desvio
