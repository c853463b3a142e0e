#pragma once

#include "desvio/params/split_plan.hpp"

#include <filesystem>
#include <string>

namespace desvio {

/// What is split, which decides the column that cells are within.
enum class SplitAxis { region, sector };

/// Reads how to split: CSV with the columns code and share, and if wanted name, groups, exports, imports and, where a
/// region is split, `sector` and `partner` (where a sector is split, `region`). A row without sector or partner is the
/// part itself; one with sector gives the part's share there, one with partner its shares of exports and imports with
/// that region, and no share of output. \throws InputError with file:line:column: form, shares outside 0 to 1 or not
/// summing to 1, parts given twice, fewer
///         than two parts, a sector or a partner without all its parts; FileError   \tests unit/split_test.cpp
SplitPlan read_split_plan(std::filesystem::path const& path, SplitAxis axis);
SplitPlan parse_split_plan(std::string const& text, std::string const& file, SplitAxis axis);

}  // namespace desvio
