#pragma once

#include "desvio/params/base.hpp"

#include <string>
#include <vector>

namespace desvio::test {

/// What make_base() puts together, as small arrays that can be written down in a test.
struct BaseParts {
    std::vector<std::string> regions, sectors;
    std::vector<RowMatrix> trade;        ///< per sector: importer x exporter, million at basic prices
    std::vector<RowMatrix> tariff;       ///< per sector: importer x exporter, fractions; empty = no duties
    std::vector<RowMatrix> input_share;  ///< per region: input x user; empty = no input-output links
    std::vector<double> theta;           ///< per sector
    std::vector<SectorKind> kinds;       ///< per sector; empty = all goods
};

/// A base without groups or declared figures, its labels indexed and one elasticity set "default".
Base make_base(BaseParts const& parts);

}  // namespace desvio::test
