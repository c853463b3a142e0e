#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace desvio {

/// One figure a region, in the order of a file.
using RegionFigures = std::vector<std::pair<std::string, double>>;

/// Reads figures of regions: CSV with the columns region and value; further columns are passed over. Which codes mean
/// something is for the caller to say.
/// \throws InputError with file:line:column: form, a region given twice, a figure of 0 or less; FileError
/// \tests unit/gdp_test.cpp
RegionFigures read_region_figures(std::filesystem::path const& path);
RegionFigures parse_region_figures(std::string const& text, std::string const& file);

}  // namespace desvio
