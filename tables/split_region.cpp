#include "desvio/core/error.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/use_table.hpp"
#include "desvio/tables/ras.hpp"
#include "desvio/tables/split.hpp"
#include "tables/place.hpp"
#include "tables/split_partners.hpp"
#include "tables/split_parts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

// What rounding may leave below zero of a margin, relative to its size.
constexpr double margin_tolerance = 1e-10;

class RegionSplitter {
  public:
    RegionSplitter(Base const& base, std::string const& parent, SplitPlan const& plan,
                   RegionSplitOptions const& options)
        : base_(base),
          plan_(plan),
          options_(options),
          places_(place_parts(base.regions, parent, plan, "region")),
          parent_(places_.parent),
          n_parts_(static_cast<Index>(plan.parts.size())),
          accounts_(derive_accounts(base, base.elasticities.front().name)) {}

    Split split() {
        split_.base = base_;
        split_.region_parts = places_.parts();
        share_output();
        share_spending();
        exports_ = met_totals(output_share_, external_sales(), &SplitPart::exports, "exports");
        imports_ = met_totals(spending_share_, external_purchases(), &SplitPart::imports, "imports");
        if (!plan_.partners.empty()) fit_trade_with_partners();
        faults_.throw_if_any();
        split_tables();
        split_.base.trade = Tensor3(base_.n_sectors(), n_new(), n_new());
        split_.base.tariff = Tensor3(base_.n_sectors(), n_new(), n_new());
        for (Index j = 0; j < base_.n_sectors(); ++j) split_flows(j);
        faults_.throw_if_any();
        mark_parts(base_, split_.base, places_, same_places(base_.sectors));
        drop_stale_use_table(split_.base, "a region was split");
        return std::move(split_);
    }

  private:
    [[nodiscard]] Index n_new() const { return static_cast<Index>(places_.old.size()); }

    /// s[p,j]; Y[j,p] = s Y
    void share_output() {
        output_share_ = part_shares(plan_, base_.sectors, "sector");
        output_ = output_share_.transpose();
        for (Index p = 0; p < n_parts_; ++p) output_.col(p).array() *= accounts_.gross_output.col(parent_).array();
    }

    /// X[j,p] = sum_k gamma[j,k] Y[k,p] + f[p] F[j],  f[p] = V[p] / V
    void share_spending() {
        auto const input_share = base_.input_share.slice(parent_);
        Matrix const used = input_share * output_;
        Vector value_added = accounts_.value_added_share.col(parent_).transpose() * output_;
        if (value_added.sum() > 0.0)
            value_added /= value_added.sum();
        else
            for (Index p = 0; p < n_parts_; ++p) value_added(p) = plan_.parts[to_place(p)].share;
        spending_ = used;
        spending_share_ = Matrix(n_parts_, base_.n_sectors());
        for (Index j = 0; j < base_.n_sectors(); ++j) {
            double const final_demand = accounts_.expenditure(j, parent_) - used.row(j).sum();
            // A demand below zero by rounding goes with the inputs, where every part has room for it.
            Vector const inputs = used.row(j).transpose();
            bool const follows_inputs = final_demand < 0.0 && inputs.sum() > 0.0;
            Vector const spread = follows_inputs ? Vector(inputs / inputs.sum()) : value_added;
            spending_.row(j) += final_demand * spread.transpose();
            double const whole = accounts_.expenditure(j, parent_);
            spending_share_.col(j) = whole > 0.0 ? Vector(spending_.row(j).transpose() / whole) : value_added;
        }
    }

    /// E[j] = sum of flows to others; at basic price.
    [[nodiscard]] Vector external_sales() const {
        Vector sales(base_.n_sectors());
        for (Index j = 0; j < base_.n_sectors(); ++j)
            sales(j) = base_.trade.slice(j).col(parent_).sum() - base_.trade(j, parent_, parent_);
        return sales;
    }

    /// What others are paid for, duty included.
    [[nodiscard]] Vector external_purchases() const {
        Vector purchases(base_.n_sectors());
        for (Index j = 0; j < base_.n_sectors(); ++j)
            purchases(j) = accounts_.expenditure(j, parent_) - base_.trade(j, parent_, parent_);
        return purchases.cwiseMax(0.0);
    }

    /// Shares by part and sector whose totals over sectors are the given ones; the default shares where none are given.
    Matrix met_totals(Matrix const& shares, Vector const& by_sector, std::optional<double> SplitPart::*total,
                      char const* what) {
        if (!(plan_.parts.front().*total) || by_sector.sum() <= 0.0) return shares;
        Vector wanted(n_parts_);
        for (Index p = 0; p < n_parts_; ++p)
            wanted(p) = (plan_.parts[to_place(p)].*total).value_or(0.0) * by_sector.sum();
        // Parts stand in rows, sectors in columns: columns are met to rounding, so that the parts sum to the parent.
        RowMatrix prior = shares;
        for (Index j = 0; j < base_.n_sectors(); ++j) prior.col(j) *= by_sector(j);
        RasResult const met = balance_ras(prior, wanted, by_sector);
        if (!met.converged)
            faults_.add({plan_.file},
                        fmt::format("the shares of {} cannot be met; largest miss {:.2g}", what, met.error),
                        "the parts' shares of output leave no room for them", "Change one of the two.");
        Matrix result = shares;
        for (Index j = 0; j < base_.n_sectors(); ++j)
            if (by_sector(j) > 0.0) result.col(j) = met.matrix.col(j) / by_sector(j);
        return result;
    }

    /// What the parts sell to and buy from each partner where shares are given by partner, in place of shares by
    /// sector.
    void fit_trade_with_partners() {
        Index const n_regions = base_.n_regions(), n_sectors = base_.n_sectors();
        PartnerShares sales{Matrix(n_sectors, n_regions), Vector(n_sectors), output_, exports_, {}, {}};
        PartnerShares purchases{Matrix(n_sectors, n_regions), Vector(n_sectors), spending_, imports_, {}, {}};
        for (Index j = 0; j < n_sectors; ++j) {
            sales.home(j) = purchases.home(j) = base_.trade(j, parent_, parent_);
            for (Index m = 0; m < n_regions; ++m) {
                sales.whole(j, m) = m == parent_ ? 0.0 : base_.trade(j, m, parent_);
                purchases.whole(j, m) =
                    m == parent_ ? 0.0 : (1.0 + base_.tariff(j, parent_, m)) * base_.trade(j, parent_, m);
            }
        }
        set_wanted(sales, &SplitPart::exports, &SplitPartner::exports);
        set_wanted(purchases, &SplitPart::imports, &SplitPartner::imports);
        faults_.throw_if_any();
        exports_to_ = fitted(sales, "exports");
        imports_from_ = fitted(purchases, "imports");
    }

    void set_wanted(PartnerShares& shares, std::optional<double> SplitPart::*total,
                    std::optional<double> SplitPartner::*share) {
        shares.wanted.resize(to_place(base_.n_regions()));
        for (SplitPartner const& row : plan_.partners) {
            auto const partner = base_.regions.find(row.partner);
            auto const part = std::find_if(plan_.parts.begin(), plan_.parts.end(),
                                           [&](SplitPart const& entry) { return entry.code == row.part; });
            if (!partner || *partner == parent_) {
                if (share == &SplitPartner::exports)
                    faults_.add(row.where,
                                partner ? fmt::format("the partner {} is the region that is split", row.partner)
                                        : fmt::format("unknown partner '{}'", row.partner),
                                {},
                                partner ? "Say with --internal-trade what crosses between the parts."
                                        : suggest_name(row.partner, base_.regions.codes()));
                continue;
            }
            if (!(row.*share) || part == plan_.parts.end()) continue;
            auto& wanted = shares.wanted[to_place(*partner)];
            if (!wanted) wanted = Vector::Zero(n_parts_);
            (*wanted)(part - plan_.parts.begin()) = *(row.*share);
        }
        if (!(plan_.parts.front().*total)) return;
        shares.total = Vector(n_parts_);
        for (Index p = 0; p < n_parts_; ++p) (*shares.total)(p) = (plan_.parts[to_place(p)].*total).value_or(0.0);
    }

    std::vector<Matrix> fitted(PartnerShares const& shares, char const* what) {
        PartnerFit fit = fit_partners(shares);
        if (!fit.converged)
            faults_.add({plan_.file},
                        fmt::format("the shares of {} by partner cannot be met; largest miss {:.2g} after {} rounds",
                                    what, fit.error, fit.iterations),
                        "what the parts make and spend leaves no room for them, or they contradict each other",
                        "Change one of the two.");
        return std::move(fit.flows);
    }

    void split_tables() {
        Base& made = split_.base;
        made.region_table.clear();
        made.input_share = Tensor3(n_new(), base_.n_sectors(), base_.n_sectors());
        for (Index n = 0; n < n_new(); ++n) {
            Region region = base_.region_table[to_place(places_.old[to_place(n)])];
            if (places_.part[to_place(n)] >= 0) {
                SplitPart const& part = plan_.parts[to_place(places_.part[to_place(n)])];
                region.code = part.code;
                region.name = part.name;
                region.groups.insert(region.groups.end(), part.groups.begin(), part.groups.end());
            }
            made.region_table.push_back(std::move(region));
            made.input_share.slice(n) = base_.input_share.slice(places_.old[to_place(n)]);
        }
        made.index_labels();
        if (base_.value_added_share) made.value_added_share = split_columns(*base_.value_added_share, true);
        if (base_.final_demand) made.final_demand = split_columns(*base_.final_demand, false);
        if (base_.jobs_per_output) made.jobs_per_output = split_columns(*base_.jobs_per_output, true);
    }

    [[nodiscard]] Matrix split_columns(Matrix const& given, bool is_kept) const {
        Matrix made(given.rows(), n_new());
        for (Index n = 0; n < n_new(); ++n) {
            if (places_.part[to_place(n)] >= 0 && !is_kept)
                made.col(n).setConstant(std::numeric_limits<double>::quiet_NaN());
            else
                made.col(n) = given.col(places_.old[to_place(n)]);
        }
        return made;
    }

    /// A margin of the inner table; a fault when it is clearly negative.
    double margin(double whole, double outside, double size, Index j, Index p, char const* problem) {
        double const left = whole - outside;
        if (left < -margin_tolerance * std::max(size, std::numeric_limits<double>::min()))
            faults_.add(plan_.parts[to_place(p)].where,
                        fmt::format("{} {} in sector {}: {:.6g} of {:.6g} million", plan_.parts[to_place(p)].code,
                                    problem, base_.sectors[j], outside, whole),
                        "nothing is left for sales inside the parent",
                        "Give it more output there, or a smaller share of that trade.");
        return std::max(left, 0.0);
    }

    void split_flows(Index j) {
        Tensor3& trade = split_.base.trade;
        Tensor3& tariff = split_.base.tariff;
        double const sold = base_.trade.slice(j).col(parent_).sum() - base_.trade(j, parent_, parent_);
        double const bought = accounts_.expenditure(j, parent_) - base_.trade(j, parent_, parent_);
        Vector sales(n_parts_), purchases(n_parts_);
        for (Index p = 0; p < n_parts_; ++p) {
            sales(p) = margin(output_(j, p), sold_by(p, j, sold), accounts_.gross_output(j, parent_), j, p,
                              "exports more than it makes");
            purchases(p) = margin(spending_(j, p), bought_by(p, j, bought), accounts_.expenditure(j, parent_), j, p,
                                  "imports more than it spends");
        }
        RowMatrix const inner = inner_table(j, sales, purchases);
        for (Index n = 0; n < n_new(); ++n)
            for (Index i = 0; i < n_new(); ++i) {
                Index const importer = places_.part[to_place(n)], exporter = places_.part[to_place(i)];
                double const value = base_.trade(j, places_.old[to_place(n)], places_.old[to_place(i)]);
                if (importer >= 0 && exporter >= 0) {
                    trade(j, n, i) = inner(importer, exporter);
                    continue;
                }
                double const rate = base_.tariff(j, places_.old[to_place(n)], places_.old[to_place(i)]);
                if (importer >= 0)
                    trade(j, n, i) =
                        imports_from_.empty()
                            ? imports_(importer, j) * value
                            : imports_from_[to_place(places_.old[to_place(i)])](importer, j) / (1.0 + rate);
                else if (exporter >= 0)
                    trade(j, n, i) = exports_to_.empty() ? exports_(exporter, j) * value
                                                         : exports_to_[to_place(places_.old[to_place(n)])](exporter, j);
                else
                    trade(j, n, i) = value;
                tariff(j, n, i) = rate;
            }
    }

    /// What part p sells to others: its share of all that is sold, or the sum over partners.
    [[nodiscard]] double sold_by(Index p, Index j, double sold) const {
        if (exports_to_.empty()) return exports_(p, j) * sold;
        double sum = 0.0;
        for (Matrix const& flow : exports_to_) sum += flow(p, j);
        return sum;
    }
    [[nodiscard]] double bought_by(Index p, Index j, double bought) const {
        if (imports_from_.empty()) return imports_(p, j) * bought;
        double sum = 0.0;
        for (Matrix const& flow : imports_from_) sum += flow(p, j);
        return sum;
    }

    /// M[j,p,q] = (1 - l) least[p,q] + l B[p] A[q] / sum A
    RowMatrix inner_table(Index j, Vector const& sales, Vector const& purchases) {
        double const whole = sales.sum();
        split_.own_sales += whole;
        if (whole <= 0.0 || purchases.sum() <= 0.0) return RowMatrix::Zero(n_parts_, n_parts_);
        RowMatrix const spread = purchases * sales.transpose() / whole;
        Vector const home = sales.cwiseMin(purchases);
        Vector const sales_left = sales - home, purchases_left = purchases - home;
        RowMatrix least = home.asDiagonal();
        if (sales_left.sum() > 0.0) least += purchases_left * sales_left.transpose() / sales_left.sum();
        double const most_crossing = whole - spread.diagonal().sum();
        double const least_crossing = whole - least.diagonal().sum();
        double weight = gravity_weight(j);
        if (options_.internal_trade) {
            double const range = most_crossing - least_crossing;
            double const wanted = *options_.internal_trade * whole;
            weight = range > 0.0 ? (wanted - least_crossing) / range : 0.0;
            bool const is_met = weight >= 0.0 && weight <= 1.0;
            if (!is_met) split_.bounded_sectors.push_back(base_.sectors[j]);
            weight = std::clamp(weight, 0.0, 1.0);
        }
        RowMatrix inner = (1.0 - weight) * least + weight * spread;
        split_.internal_trade += inner.sum() - inner.diagonal().sum();
        return inner;
    }

    /// Imports over what they would be without frictions.
    [[nodiscard]] double gravity_weight(Index j) const {
        auto const flows = base_.trade.slice(j);
        double const bought = flows.row(parent_).sum();
        double const abroad = flows.sum() - flows.col(parent_).sum();
        if (bought <= 0.0 || abroad <= 0.0) return 0.0;
        double const frictionless = bought * abroad / flows.sum();
        return std::clamp((bought - flows(parent_, parent_)) / frictionless, 0.0, 1.0);
    }

    Base const& base_;
    SplitPlan const& plan_;
    RegionSplitOptions const& options_;
    SplitPlaces places_;
    Index parent_, n_parts_;
    Accounts accounts_;
    Matrix output_share_, spending_share_;  // P x J
    Matrix output_, spending_;              // J x P
    Matrix exports_, imports_;              // P x J
    // N of P x J, million, imports with duty; empty where no shares are given by partner.
    std::vector<Matrix> exports_to_, imports_from_;
    Split split_;
    FaultList faults_;
};

}  // namespace

Split split_region(Base const& base, std::string const& parent, SplitPlan const& plan,
                   RegionSplitOptions const& options) {
    return RegionSplitter(base, parent, plan, options).split();
}

}  // namespace desvio
