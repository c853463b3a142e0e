#pragma once

#include "desvio/params/base.hpp"

#include <string>
#include <vector>

namespace desvio {

/// One number that two bases do not agree on.
struct CellDifference {
    std::string where;  ///< "AGR from BRA to USA"
    double before = 0.0, after = 0.0;
    /// |after - before|; infinite where only one side has a number
    [[nodiscard]] double absolute() const;
    /// absolute() over the larger of the two sizes, so at most 1 for numbers of one sign
    [[nodiscard]] double relative() const;
};

/// All differences of one kind of figure, over the regions and sectors that both bases have.
struct QuantityDiff {
    std::string quantity, unit;         ///< "trade", "million"; "duty", "fraction"; ...
    Index compared = 0, differing = 0;  ///< numbers
    double total_before = 0.0, total_after = 0.0;
    double largest_absolute = 0.0, largest_relative = 0.0;
    std::vector<CellDifference> largest;  ///< by absolute size
};

struct BaseDiff {
    std::vector<std::string> texts;  ///< labels, names, kinds, groups, manifest: one sentence each
    std::vector<QuantityDiff> quantities;
    [[nodiscard]] bool is_same() const noexcept;
};

/// What differs between two bases, by the bits: labels and texts, then flows, duties, input shares, elasticities,
/// declared figures, jobs and full tables, cell by cell for the codes that both have. Codes that one lacks are told
/// among the texts, with the trade they carry. \param top  how many cells of each quantity to keep \cost O(J N^2 + N
/// J^2), with full tables O(N^2 J^2)  \tests unit/base_diff_test.cpp
BaseDiff diff_bases(Base const& before, Base const& after, std::size_t top);

}  // namespace desvio
