#include "tests/support/base_builder.hpp"

#include <cstddef>
#include <limits>

namespace desvio::test {

namespace {

Tensor3 stack(std::vector<RowMatrix> const& slices, Index outer, Index rows, Index cols) {
    Tensor3 tensor(outer, rows, cols);
    for (std::size_t k = 0; k < slices.size(); ++k) tensor.slice(static_cast<Index>(k)) = slices[k];
    return tensor;
}

}  // namespace

Base make_base(BaseParts const& parts) {
    auto const n_regions = static_cast<Index>(parts.regions.size());
    auto const n_sectors = static_cast<Index>(parts.sectors.size());
    Base base;
    base.name = "test";
    base.title = "a base made in a test";
    base.currency = "US dollar";
    base.unit = "million";
    base.year = 2000;
    base.origin = "test base";
    for (std::string const& code : parts.regions) base.region_table.push_back({code, code, {}});
    for (std::size_t j = 0; j < parts.sectors.size(); ++j) {
        SectorKind const kind = parts.kinds.empty() ? SectorKind::goods : parts.kinds[j];
        base.sector_table.push_back({parts.sectors[j], parts.sectors[j], kind, "", {}});
    }
    base.regions = Labels(parts.regions);
    base.sectors = Labels(parts.sectors);
    base.trade = stack(parts.trade, n_sectors, n_regions, n_regions);
    base.tariff = stack(parts.tariff, n_sectors, n_regions, n_regions);
    base.input_share = stack(parts.input_share, n_regions, n_sectors, n_sectors);

    ElasticitySet set;
    set.name = "default";
    set.theta = Eigen::Map<Vector const>(parts.theta.data(), n_sectors);
    set.standard_error = Vector::Constant(n_sectors, std::numeric_limits<double>::quiet_NaN());
    set.source.assign(parts.sectors.size(), "test");
    base.elasticities.push_back(std::move(set));
    return base;
}

}  // namespace desvio::test
