#include "app/compare_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace desvio::app {
namespace {

std::vector<double> const* numbers_of(Table const& table) { return std::get_if<std::vector<double>>(&table.values); }

bool is_compared(Table const& table) { return table.units != "s" && numbers_of(table) != nullptr; }

double distance(double a, double b) {
    bool const is_same = std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    if (is_same || (std::isnan(a) && std::isnan(b))) return 0.0;
    if (!std::isfinite(a) || !std::isfinite(b)) return std::numeric_limits<double>::infinity();
    // Zeros of either sign differ by their bits alone.
    double const size = std::max(std::abs(a), std::abs(b));
    return size == 0.0 ? std::numeric_limits<double>::denorm_min() : std::abs(a - b) / size;
}

/// "/trade/base [AGR, USA, BRA]": the labels of one cell.
std::string cell_name(Table const& table, LabelledFile const& file, std::size_t offset) {
    std::vector<std::string> labels;
    for (auto name = table.dimensions.rbegin(); name != table.dimensions.rend(); ++name) {
        Dimension const& dimension = *file.find_dimension(table, *name);
        std::size_t const at = offset % dimension.size();
        offset /= dimension.size();
        labels.push_back(
            std::visit([at](auto const& values) { return fmt::format("{}", values[at]); }, dimension.labels));
    }
    std::reverse(labels.begin(), labels.end());
    return labels.empty() ? table.path : fmt::format("{} [{}]", table.path, fmt::join(labels, ", "));
}

}  // namespace

Comparison compare_tables(LabelledFile const& recorded, LabelledFile const& repeated) {
    Comparison comparison;
    for (Table const& table : recorded.tables) {
        if (!is_compared(table)) continue;
        Table const* const other = repeated.find_table(table.path);
        auto const* const numbers = numbers_of(table);
        auto const* const others = other == nullptr ? nullptr : numbers_of(*other);
        if (others == nullptr || others->size() != numbers->size()) {
            comparison.missing.push_back(table.path);
            continue;
        }
        ++comparison.tables;
        comparison.numbers += numbers->size();
        for (std::size_t k = 0; k < numbers->size(); ++k) {
            double const apart = distance((*numbers)[k], (*others)[k]);
            if (apart > 0.0) ++comparison.differing;
            if (apart > comparison.largest) {
                comparison.largest = apart;
                comparison.where = cell_name(table, recorded, k);
                comparison.recorded = (*numbers)[k];
                comparison.repeated = (*others)[k];
            }
        }
    }
    for (Table const& table : repeated.tables) {
        if (is_compared(table) && recorded.find_table(table.path) == nullptr) comparison.missing.push_back(table.path);
    }
    return comparison;
}

}  // namespace desvio::app
