#include "desvio/tables/overlay.hpp"

#include "desvio/core/error.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/use_table.hpp"

#include <algorithm>
#include <limits>

namespace desvio {
namespace {

// Final demand below zero by no more than this part of expenditure is rounding of printed figures (THEORY §1).
constexpr double demand_tolerance = 1e-9;
constexpr std::size_t faults_told = 20;
constexpr std::size_t untouched_told = 10;

using Targets = std::vector<WeightedTarget>;

/// What a code of the table stands for in the base: what the concordance says, else the same code.
class Lookup {
  public:
    Lookup(std::optional<Concordance> const& concordance, CodeAxis const& axis) : axis_(axis) {
        if (concordance) spread_ = spread_codes(*concordance, axis);
    }
    [[nodiscard]] Targets find(std::string const& code) const {
        if (auto const at = spread_.find(code); at != spread_.end()) return at->second;
        if (auto const at = axis_.labels.find(code)) return {{*at, 1.0}};
        return {};
    }

  private:
    CodeAxis axis_;
    std::map<std::string, Targets> spread_;
};

/// Sums over the rows that fall on each flow.
struct Means {
    explicit Means(Tensor3 const& shape)
        : weighted(shape.outer(), shape.rows(), shape.cols()), weight(weighted), plain(weighted), rows(weighted) {}
    Tensor3 weighted, weight, plain, rows;
};

class Overlayer {
  public:
    Overlayer(Base const& base, DutyTable const& table, OverlayOptions const& options)
        : base_(base),
          table_(table),
          options_(options),
          sectors_(options.sectors, sector_axis(base)),
          regions_(options.regions, region_axis(base)),
          is_importer_(static_cast<std::size_t>(base.n_regions()), false) {}

    Overlaid overlay() {
        out_.base = base_;
        out_.rows_without_rate = table_.n_without_rate;
        Means means(base_.tariff);
        for (DutyRow const& row : table_.rows) place(row, means);
        set_rates(means);
        out_.revenue_before = revenue(base_);
        out_.revenue_after = revenue(out_.base);
        tell_untouched(means);
        if (options_.bearer == DutyBearer::users) {
            if (base_.use_table)
                charge_each_user(*base_.use_table);
            else
                charge_users();
        }
        require_accounts();
        drop_declared();
        drop_stale_use_table(out_.base, "other duties, which final demand bears");
        return std::move(out_);
    }

  private:
    void place(DutyRow const& row, Means& means) {
        Targets const sectors = sectors_.find(row.sector);
        Targets const exporters = regions_.find(row.exporter);
        Targets const importers = regions_.find(row.importer);
        if (sectors.empty()) ++out_.unmatched_sectors[row.sector];
        if (exporters.empty()) ++out_.unmatched_exporters[row.exporter];
        if (importers.empty()) ++out_.unmatched_importers[row.importer];
        double const value = table_.has_values ? row.value.value_or(0.0) : 1.0;
        for (WeightedTarget const& j : sectors)
            for (WeightedTarget const& n : importers)
                for (WeightedTarget const& i : exporters) {
                    if (n.to == i.to) continue;
                    double const weight = value * j.weight * n.weight * i.weight;
                    means.weighted(j.to, n.to, i.to) += weight * row.rate;
                    means.weight(j.to, n.to, i.to) += weight;
                    means.plain(j.to, n.to, i.to) += row.rate;
                    means.rows(j.to, n.to, i.to) += 1.0;
                    is_importer_[static_cast<std::size_t>(n.to)] = true;
                }
    }

    void set_rates(Means const& means) {
        for (Index j = 0; j < base_.n_sectors(); ++j)
            for (Index n = 0; n < base_.n_regions(); ++n)
                for (Index i = 0; i < base_.n_regions(); ++i) {
                    double const rows = means.rows(j, n, i);
                    if (rows == 0.0) continue;
                    double const weight = means.weight(j, n, i);
                    // A lone row keeps its rate to the bit.
                    double const rate =
                        rows > 1.0 && weight > 0.0 ? means.weighted(j, n, i) / weight : means.plain(j, n, i) / rows;
                    ++out_.flows_set;
                    out_.flows_averaged += rows > 1.0 ? 1 : 0;
                    out_.flows_changed += rate != base_.tariff(j, n, i) ? 1 : 0;
                    out_.trade_set += base_.trade(j, n, i);
                    out_.base.tariff(j, n, i) = rate;
                }
    }

    [[nodiscard]] static Vector revenue(Base const& base) {
        Vector paid = Vector::Zero(base.n_regions());
        for (Index j = 0; j < base.n_sectors(); ++j)
            paid += base.tariff.slice(j).cwiseProduct(base.trade.slice(j)).rowwise().sum();
        return paid;
    }

    void tell_untouched(Means const& means) {
        std::vector<std::pair<double, std::string>> flows;
        for (Index j = 0; j < base_.n_sectors(); ++j)
            for (Index n = 0; n < base_.n_regions(); ++n) {
                if (!is_importer_[static_cast<std::size_t>(n)] ||
                    base_.sector_table[static_cast<std::size_t>(j)].kind != SectorKind::goods)
                    continue;
                for (Index i = 0; i < base_.n_regions(); ++i) {
                    double const value = base_.trade(j, n, i);
                    if (i == n || value <= 0.0 || means.rows(j, n, i) > 0.0) continue;
                    out_.trade_untouched += value;
                    flows.emplace_back(value, fmt::format("{} from {} to {} {:.0f}", base_.sectors[j], base_.regions[i],
                                                          base_.regions[n], value));
                }
            }
        std::sort(flows.begin(), flows.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
        for (std::size_t k = 0; k < std::min(flows.size(), untouched_told); ++k)
            out_.untouched.push_back(flows[k].second);
    }

    /// gamma'[n,k,j] = gamma[n,k,j] X'[k,n] / X[k,n]
    void charge_users() {
        for (Index k = 0; k < base_.n_sectors(); ++k)
            for (Index n = 0; n < base_.n_regions(); ++n) {
                double const before = spending(base_, k, n);
                if (before > 0.0) out_.base.input_share.slice(n).row(k) *= spending(out_.base, k, n) / before;
            }
    }

    /// gamma'[n,j,k] = gamma[n,j,k] + sum_i (t'[j,n,i] - t[j,n,i]) Z[(i,j),(n,k)] / Y[k,n]
    void charge_each_user(IoTable const& table) {
        Index const n_sectors = base_.n_sectors();
        for (Index n = 0; n < base_.n_regions(); ++n) {
            RowMatrix paid_more = RowMatrix::Zero(n_sectors, n_sectors);
            for (Index j = 0; j < n_sectors; ++j)
                for (Index i = 0; i < base_.n_regions(); ++i)
                    if (double const rise = out_.base.tariff(j, n, i) - base_.tariff(j, n, i); rise != 0.0)
                        paid_more.row(j) +=
                            rise * table.intermediate.row(table.row(i, j)).segment(n * n_sectors, n_sectors);
            for (Index k = 0; k < n_sectors; ++k)
                if (double const output = base_.trade.slice(k).col(n).sum(); output > 0.0)
                    out_.base.input_share.slice(n).col(k) += paid_more.col(k) / output;
        }
        // Rounding must not leave an input that costs less than nothing.
        out_.base.input_share.flat() = out_.base.input_share.flat().cwiseMax(0.0);
    }

    [[nodiscard]] static double spending(Base const& base, Index j, Index n) {
        return ((1.0 + base.tariff.slice(j).row(n).array()) * base.trade.slice(j).row(n).array()).sum();
    }

    void require_accounts() const {
        Accounts const accounts = derive_accounts(out_.base, base_.elasticities.front().name);
        FaultList faults;
        for (Index n = 0; n < base_.n_regions(); ++n)
            for (Index j = 0; j < base_.n_sectors(); ++j) {
                if (faults.size() >= faults_told) break;
                double const demand = accounts.final_share(j, n) * accounts.income(n);
                double const spent = accounts.expenditure(j, n);
                if (options_.bearer == DutyBearer::final_demand && demand < -demand_tolerance * spent &&
                    spending(base_, j, n) != spent)
                    faults.add(
                        {table_.file},
                        fmt::format("final demand for {} in {} would be {:.6g} million: {:.6g} are spent, {:.6g} "
                                    "bought as inputs",
                                    base_.sectors[j], base_.regions[n], demand, spent, spent - demand),
                        "with lower duties and the cost of inputs as it was, nothing is left for households",
                        "Spread the change over all buyers with --borne-by users, and see how far the base is from its "
                        "equilibrium with 'desvio base settle'.");
                if (options_.bearer == DutyBearer::users && !(accounts.value_added_share(j, n) > 0.0))
                    faults.add({table_.file},
                               fmt::format("{} in {} would have no value added: inputs cost {:.6g} of output",
                                           base_.sectors[j], base_.regions[n], 1.0 - accounts.value_added_share(j, n)),
                               "its inputs cost more with these duties",
                               "Leave the cost of inputs as it is with --borne-by final-demand.");
            }
        faults.throw_if_any();
    }

    void drop_declared() {
        constexpr double not_declared = std::numeric_limits<double>::quiet_NaN();
        for (Index n = 0; n < base_.n_regions(); ++n) {
            if (!is_importer_[static_cast<std::size_t>(n)]) continue;
            if (out_.base.final_demand) out_.base.final_demand->col(n).setConstant(not_declared);
            if (out_.base.value_added_share && options_.bearer == DutyBearer::users)
                out_.base.value_added_share->col(n).setConstant(not_declared);
        }
    }

    Base const& base_;
    DutyTable const& table_;
    OverlayOptions const& options_;
    Lookup sectors_, regions_;
    std::vector<bool> is_importer_;  // regions that the table has rates of
    Overlaid out_;
};

}  // namespace

Overlaid overlay_duties(Base const& base, DutyTable const& table, OverlayOptions const& options) {
    return Overlayer(base, table, options).overlay();
}

Base overlay_elasticities(Base base, ElasticitySet set) {
    constexpr char const* default_name = "default";
    constexpr char const* former_name = "former-default";
    DESVIO_EXPECT(set.theta.size() == base.n_sectors());
    std::erase_if(base.elasticities, [&](ElasticitySet const& other) { return other.name == former_name; });
    for (ElasticitySet& other : base.elasticities)
        if (other.name == default_name) other.name = former_name;
    set.name = default_name;
    base.elasticities.insert(base.elasticities.begin(), std::move(set));
    return base;
}

}  // namespace desvio
