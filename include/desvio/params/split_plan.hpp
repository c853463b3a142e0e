#pragma once

#include "desvio/core/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// A part that a region or a sector is split into.
struct SplitPart {
    std::string code, name;
    std::vector<std::string> groups;  ///< carried beside those of the parent
    double share = 0.0;               ///< of the parent's output, where no cell says otherwise
    /// Of the parent's exports and imports over all sectors (regions only); as output and spending when not given.
    std::optional<double> exports, imports;
    SourceLocation where;
};

/// The share of a part in one sector (of a region that is split) or one region (of a sector that is split).
struct SplitCell {
    std::string part, within;
    double share = 0.0;
    SourceLocation where;
};

/// The shares of a part in the parent's trade with one other region, over all sectors (of a region that is split).
struct SplitPartner {
    std::string part, partner;
    std::optional<double> exports, imports;  ///< of what the parent sells to the partner, of what it buys there
    SourceLocation where;
};

struct SplitPlan {
    std::string file;  ///< for messages
    std::vector<SplitPart> parts;
    std::vector<SplitCell> cells;
    std::vector<SplitPartner> partners;
};

}  // namespace desvio
