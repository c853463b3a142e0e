#include "desvio/params/use_table.hpp"
#include "desvio/tables/split.hpp"
#include "tables/place.hpp"
#include "tables/split_parts.hpp"

#include <fmt/format.h>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

/// x[q,n] = X[q,n] / X[S,n]; the mean of the exporters' shares where nothing is spent.
Matrix spending_shares(Base const& base, Index sector, Matrix const& shares) {
    Matrix spent(shares.rows(), base.n_regions());
    auto const flows = base.trade.slice(sector).array();
    RowMatrix const paid = (1.0 + base.tariff.slice(sector).array()) * flows;
    for (Index n = 0; n < base.n_regions(); ++n) {
        double const total = paid.row(n).sum();
        if (total > 0.0)
            spent.col(n) = shares * paid.row(n).transpose() / total;
        else
            spent.col(n) = shares.rowwise().mean();
    }
    return spent;
}

void split_sector_table(Base const& given, Base& made, SplitPlan const& plan, SplitPlaces const& places) {
    made.sector_table.clear();
    for (std::size_t k = 0; k < places.old.size(); ++k) {
        Sector sector = given.sector_table[to_place(places.old[k])];
        if (places.part[k] >= 0) {
            SplitPart const& part = plan.parts[to_place(places.part[k])];
            sector.code = part.code;
            sector.name = part.name;
            sector.groups.insert(sector.groups.end(), part.groups.begin(), part.groups.end());
        }
        made.sector_table.push_back(std::move(sector));
    }
    made.index_labels();
}

void split_elasticities(Base const& given, Base& made, SplitPlaces const& places) {
    auto const n_new = static_cast<Index>(places.old.size());
    for (std::size_t set = 0; set < given.elasticities.size(); ++set) {
        ElasticitySet const& old = given.elasticities[set];
        ElasticitySet& to = made.elasticities[set];
        to.theta.resize(n_new);
        to.standard_error.resize(n_new);
        to.source.clear();
        for (Index j = 0; j < n_new; ++j) {
            Index const from = places.old[to_place(j)];
            to.theta(j) = old.theta(from);
            to.standard_error(j) = old.standard_error(from);
            std::string source = old.source[to_place(from)];
            if (places.part[to_place(j)] >= 0)
                source += fmt::format("{}that of {}", source.empty() ? "" : "; ", given.sectors[from]);
            to.source.push_back(std::move(source));
        }
    }
}

/// Rows of a J x N table of declared figures repeated for the parts; NaN for them when `is_kept` is false.
Matrix split_rows(Matrix const& given, SplitPlaces const& places, bool is_kept) {
    Matrix made(static_cast<Index>(places.old.size()), given.cols());
    for (Index j = 0; j < made.rows(); ++j) {
        if (places.part[to_place(j)] >= 0 && !is_kept)
            made.row(j).setConstant(std::numeric_limits<double>::quiet_NaN());
        else
            made.row(j) = given.row(places.old[to_place(j)]);
    }
    return made;
}

}  // namespace

Split split_sector(Base const& base, std::string const& parent, SplitPlan const& plan) {
    SplitPlaces const places = place_parts(base.sectors, parent, plan, "sector");
    Matrix const shares = part_shares(plan, base.regions, "region");
    Matrix const spending = spending_shares(base, places.parent, shares);
    auto const n_sectors = static_cast<Index>(places.old.size());
    Index const n_regions = base.n_regions();

    Split split;
    split.base = base;
    split.sector_parts = places.parts();
    Base& made = split.base;
    split_sector_table(base, made, plan, places);
    split_elasticities(base, made, places);
    made.trade = Tensor3(n_sectors, n_regions, n_regions);
    made.tariff = Tensor3(n_sectors, n_regions, n_regions);
    made.input_share = Tensor3(n_regions, n_sectors, n_sectors);
    for (Index j = 0; j < n_sectors; ++j) {
        Index const old = places.old[to_place(j)], part = places.part[to_place(j)];
        made.trade.slice(j) = base.trade.slice(old);
        made.tariff.slice(j) = base.tariff.slice(old);
        if (part < 0) continue;
        for (Index i = 0; i < n_regions; ++i) made.trade.slice(j).col(i) *= shares(part, i);
    }
    for (Index n = 0; n < n_regions; ++n)
        for (Index k = 0; k < n_sectors; ++k) {
            double const bought = places.part[to_place(k)] < 0 ? 1.0 : spending(places.part[to_place(k)], n);
            for (Index j = 0; j < n_sectors; ++j)
                made.input_share(n, k, j) =
                    bought * base.input_share(n, places.old[to_place(k)], places.old[to_place(j)]);
        }
    if (base.value_added_share) made.value_added_share = split_rows(*base.value_added_share, places, true);
    if (base.final_demand) made.final_demand = split_rows(*base.final_demand, places, false);
    if (base.jobs_per_output) made.jobs_per_output = split_rows(*base.jobs_per_output, places, true);
    mark_parts(base, made, same_places(base.regions), places);
    drop_stale_use_table(made, "a sector was split");
    return split;
}

}  // namespace desvio
