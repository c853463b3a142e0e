#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/params/accounts.hpp"

#include <string>
#include <vector>

namespace desvio {

/// What a published table is like before anything is changed.
///
/// | member                | shape | unit                                                                  |
/// | output                | N     | million: sum of the region's rows                                     |
/// | value_added, taxes    | N     | million: of the region's columns; taxes are those on intermediate use |
/// | final_taxes           | N     | million: on final use                                                 |
/// | final_demand          | N     | million, basic prices: what the region buys                           |
/// | exports, imports      | N     | million, basic prices                                                 |
/// GDP from the income side is value_added + taxes (+ final_taxes at purchaser prices), from the expenditure side
/// final_demand + exports - imports.
struct TableHealth {
    /// Something worth knowing, counted; count 0 says that it was looked for and not found.
    struct Finding {
        std::string name;     ///< "negative intermediate cells"
        double count = 0.0;   ///< cells, sectors or regions
        double amount = 0.0;  ///< million; 0 where an amount makes no sense
        std::string worst;    ///< labels of the worst one
        std::string remedy;   ///< which option mends it
    };
    std::vector<std::string> regions;       ///< codes, N
    std::vector<IdentityCheck> identities;  ///< rows, columns and totals against each other
    std::vector<Finding> findings;
    std::vector<std::string> suspicions;  ///< units that seem to differ between blocks, in sentences
    Vector output, value_added, taxes, final_taxes, final_demand, exports, imports;
    double spectral_radius = 0.0;  ///< of A = Z diag(1/x); NaN when the power iteration did not settle
    double imbalance = 0.0;        ///< largest |row - column| over the larger: how far from an equilibrium
    std::string most_imbalanced;   ///< its row
};

}  // namespace desvio
