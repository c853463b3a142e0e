#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the codes of a result stand for. Private to report.
namespace desvio::text {

/// Names, groups and kinds by code, in the order of the base.
struct PictureLabels {
    std::vector<std::pair<std::string, std::string>> regions, sectors;  ///< code, name
    std::vector<std::pair<std::string, std::string>> sector_kinds;      ///< code, "goods" or "services"
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    std::optional<Table> estimated_share;  ///< /derived/estimated_share; none where flows carry no marks of quality
};

/// From /input of the file, else from the base, else the codes that the file's own axes have.
PictureLabels picture_labels(LabelledFile const& file, Base const* base);

}  // namespace desvio::text
