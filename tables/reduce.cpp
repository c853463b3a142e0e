#include "desvio/tables/reduce.hpp"

namespace desvio {

Base reduce_table(IoTable const& table) {
    Index const n_regions = table.n_regions();
    Index const n_sectors = table.n_sectors();
    Index const n_categories = table.n_categories();

    Base base;
    base.name = table.name;
    base.title = table.title;
    base.currency = table.currency;
    base.unit = table.unit;
    base.source = table.source;
    base.licence = table.licence;
    base.year = table.year;
    base.origin = table.origin;
    base.region_table = table.region_table;
    base.sector_table = table.sector_table;
    base.index_labels();
    base.trade = Tensor3(n_sectors, n_regions, n_regions);
    base.tariff = Tensor3(n_sectors, n_regions, n_regions);
    base.input_share = Tensor3(n_regions, n_sectors, n_sectors);

    for (Index i = 0; i < n_regions; ++i)
        for (Index j = 0; j < n_sectors; ++j) {
            Index const row = table.row(i, j);
            for (Index n = 0; n < n_regions; ++n) {
                auto const inputs = table.intermediate.row(row).segment(n * n_sectors, n_sectors);
                auto const final = table.final_demand.row(row).segment(n * n_categories, n_categories);
                base.trade(j, n, i) = inputs.sum() + final.sum();
                base.input_share.slice(n).row(j) += inputs;
            }
        }
    for (Index n = 0; n < n_regions; ++n)
        for (Index k = 0; k < n_sectors; ++k) {
            double const output = base.trade.slice(k).col(n).sum();
            if (output > 0.0)
                base.input_share.slice(n).col(k) /= output;
            else
                base.input_share.slice(n).col(k).setZero();
        }
    return base;
}

}  // namespace desvio
