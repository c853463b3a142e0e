#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace desvio {

/// The lists of names in the spreadsheet that comes with GLORIA (GLORIA_ReadMe_059.xlsx), in the order of the tables.
struct GloriaLabels {
    struct Region {
        std::string code;  ///< "AUS"; "XAF" and the like for rests of continents
        std::string name;
    };
    std::vector<Region> regions;
    std::vector<std::string> sectors;       ///< names; the source has no codes
    std::vector<std::string> value_added;   ///< names of the rows
    std::vector<std::string> final_demand;  ///< names of the categories
};

/// Reads the sheets "Regions", "Sectors" and "Value added and final demand", each by the titles of its columns.
/// \throws InputError when a sheet or column is missing, a name is empty, or a region stands there twice; FileError
/// \tests unit/gloria_labels_test.cpp
GloriaLabels read_gloria_labels(std::filesystem::path const& path);

}  // namespace desvio
