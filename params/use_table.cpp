#include "desvio/params/use_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

/// Y[j,i] = sum_n M[j,n,i]
Matrix outputs_of(Tensor3 const& trade) {
    Matrix output(trade.outer(), trade.cols());
    for (Index j = 0; j < trade.outer(); ++j) output.row(j) = trade.slice(j).colwise().sum();
    return output;
}

class UseComparison {
  public:
    UseComparison(Base const& base, std::size_t most)
        : base_(base), table_(*base.use_table), most_(most), output_(outputs_of(base.trade)) {}

    UseAgreement compare() {
        Index const n_regions = base_.n_regions(), n_sectors = base_.n_sectors();
        Index const n_categories = table_.n_categories();
        // Row j: sum_i (1 + t) Z by user, of all importers beside each other.
        RowMatrix cost = RowMatrix::Zero(n_sectors, table_.n_rows());
        for (Index i = 0; i < n_regions; ++i)
            for (Index j = 0; j < n_sectors; ++j) {
                Index const row = table_.row(i, j);
                for (Index n = 0; n < n_regions; ++n) {
                    auto const inputs = table_.intermediate.row(row).segment(n * n_sectors, n_sectors);
                    auto const final = table_.final_demand.row(row).segment(n * n_categories, n_categories);
                    see_signs(inputs, final, i, j, n);
                    see_flow(inputs.sum() + final.sum(), inputs.cwiseAbs().sum() + final.cwiseAbs().sum(), i, j, n);
                    cost.row(j).segment(n * n_sectors, n_sectors) += (1.0 + base_.tariff(j, n, i)) * inputs;
                }
            }
        for (Index j = 0; j < n_sectors; ++j)
            for (Index n = 0; n < n_regions; ++n)
                for (Index k = 0; k < n_sectors; ++k) see_cost(cost(j, table_.row(n, k)), j, n, k);
        return std::move(agreement_);
    }

  private:
    void add(UseGap const& gap, UseGap* worst) {
        if (worst != nullptr && (gap.error > worst->error || std::isnan(gap.error))) *worst = gap;
        if (gap.error <= UseAgreement::tolerance) return;
        ++agreement_.n_gaps;
        if (agreement_.gaps.size() < most_) agreement_.gaps.push_back(gap);
    }

    void see_signs(auto const& inputs, auto const& final, Index i, Index j, Index n) {
        if (!(inputs.minCoeff() >= 0.0) || !inputs.allFinite())
            for (Index k = 0; k < inputs.size(); ++k)
                if (!(std::isfinite(inputs(k)) && inputs(k) >= 0.0))
                    add({UseGap::What::negative, j, n, i, k, std::numeric_limits<double>::infinity(), inputs(k), 0.0},
                        nullptr);
        for (Index c = 0; c < final.size(); ++c)
            if (!std::isfinite(final(c)))
                add({UseGap::What::negative, j, n, i, -1, std::numeric_limits<double>::infinity(), final(c), 0.0},
                    nullptr);
    }

    void see_flow(double bought, double gross, Index i, Index j, Index n) {
        double const shipped = base_.trade(j, n, i);
        double const gap = std::abs(bought - shipped);
        double const size = std::max(gross, shipped);
        add({UseGap::What::flow, j, n, i, -1, gap == 0.0 ? 0.0 : gap / size, bought, shipped}, &agreement_.worst_flow);
    }

    void see_cost(double paid, Index j, Index n, Index k) {
        double const wanted = base_.input_share(n, j, k) * output_(k, n);
        double const gap = std::abs(paid - wanted);
        double const size = std::max(output_(k, n), std::abs(paid));
        add({UseGap::What::input_cost, j, n, -1, k, gap == 0.0 ? 0.0 : gap / size, paid, wanted},
            &agreement_.worst_cost);
    }

    Base const& base_;
    IoTable const& table_;
    std::size_t most_;
    Matrix output_;
    UseAgreement agreement_;
};

}  // namespace

std::shared_ptr<IoTable const> make_use_table(Base const& base, std::vector<std::string> categories,
                                              RowMatrix intermediate, RowMatrix final_demand) {
    auto table = std::make_shared<IoTable>();
    table->name = base.name;
    table->title = base.title;
    table->currency = base.currency;
    table->unit = base.unit;
    table->source = base.source;
    table->licence = base.licence;
    table->format = "desvio";
    table->origin = base.origin;
    table->year = base.year;
    table->region_table = base.region_table;
    table->sector_table = base.sector_table;
    for (std::string& category : categories)
        if (base.sectors.find(category)) category += " (final)";
    table->final_categories = std::move(categories);
    table->intermediate = std::move(intermediate);
    table->final_demand = std::move(final_demand);
    DESVIO_EXPECT(table->intermediate.rows() == table->n_rows() && table->intermediate.cols() == table->n_rows());
    DESVIO_EXPECT(table->final_demand.rows() == table->n_rows());
    DESVIO_EXPECT(table->final_demand.cols() == table->n_regions() * table->n_categories());
    return table;
}

UseAgreement compare_use_table(Base const& base, std::size_t most) {
    DESVIO_EXPECT(base.use_table != nullptr);
    return UseComparison(base, most).compare();
}

std::string name_gap(Base const& base, UseGap const& gap) {
    std::string const& good = base.sectors[gap.sector];
    std::string const& importer = base.regions[gap.importer];
    if (gap.what == UseGap::What::input_cost)
        return fmt::format("{} bought by {} in {}", good, base.sectors[gap.user], importer);
    std::string flow = fmt::format("{} from {} to {}", good, base.regions[gap.exporter], importer);
    if (gap.what == UseGap::What::flow) return flow;
    return flow + " for " + (gap.user >= 0 ? base.sectors[gap.user] : std::string("final users"));
}

std::vector<IdentityCheck> check_use_table(Base const& base) {
    if (!base.use_table) return {};
    UseAgreement const agreement = compare_use_table(base, 1);
    auto const check = [&](char const* identity, char const* meaning, UseGap const& gap) {
        if (gap.error == 0.0) return IdentityCheck{identity, meaning, 0.0, UseAgreement::tolerance, {}, {}};
        return IdentityCheck{identity,
                             meaning,
                             gap.error,
                             UseAgreement::tolerance,
                             name_gap(base, gap),
                             fmt::format("full table {:.9g}, base {:.9g}", gap.of_users, gap.of_base)};
    };
    std::vector<IdentityCheck> checks{
        check("sum_k Z[(i,j),(n,k)] + sum_c F[(i,j),(n,c)] = M[j,n,i]",
              "what the users of the full table buy is what was shipped", agreement.worst_flow),
        check("sum_i (1+t[j,n,i]) Z[(i,j),(n,k)] = gamma[n,j,k] Y[k,n]",
              "what sectors pay in the full table is what their inputs cost", agreement.worst_cost)};
    if (!agreement.holds() && agreement.gaps.front().what == UseGap::What::negative) {
        UseGap const& gap = agreement.gaps.front();
        checks.push_back({"Z[(i,j),(n,k)] >= 0", "no sector of the full table buys less than nothing", gap.error, 0.0,
                          name_gap(base, gap), fmt::format("value {:.6g}", gap.of_users)});
    }
    return checks;
}

void drop_stale_use_table(Base& base, std::string const& why) {
    if (!base.use_table || (base.use_table->n_regions() == base.n_regions() &&
                            base.use_table->n_sectors() == base.n_sectors() && compare_use_table(base).holds()))
        return;
    base.use_table.reset();
    base.provenance.push_back({"full table",
                               fmt::format("taken out, as it no longer agrees with the base: {}; every user buys a "
                                           "good from all origins in the same proportions now",
                                           why),
                               0.0,
                               0.0,
                               {}});
}

}  // namespace desvio
