#include "desvio/tables/compare.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace desvio {
namespace {

constexpr double tenth = 0.1;
constexpr double factor_two = 2.0;
constexpr Index fewest_regions = 2;  // a pair

using Common = std::vector<std::pair<Index, Index>>;

/// The codes both have; those of `first` that `second` lacks go to `only`.
Common common_codes(Labels const& first, Labels const& second, std::vector<std::string>& only) {
    Common common;
    for (Index k = 0; k < first.size(); ++k) {
        if (auto const other = second.find(first[k]))
            common.emplace_back(k, *other);
        else
            only.push_back(first[k]);
    }
    return common;
}

/// Pearson's correlation; NaN without variance.
double correlation_of(std::vector<double> const& a, std::vector<double> const& b) {
    auto const size = static_cast<Index>(a.size());
    if (size < 2) return std::numeric_limits<double>::quiet_NaN();
    Eigen::Map<Vector const> const x(a.data(), size), y(b.data(), size);
    Vector const from_x = x.array() - x.mean(), from_y = y.array() - y.mean();
    double const spread = from_x.norm() * from_y.norm();
    return spread > 0.0 ? from_x.dot(from_y) / spread : std::numeric_limits<double>::quiet_NaN();
}

/// Gathers cells, and counts what comes out of them at the end.
class Agreeing {
  public:
    void see(double first, double second) {
        first_.push_back(first);
        second_.push_back(second);
    }

    [[nodiscard]] Agreement result(std::string what) const {
        Agreement out;
        out.what = std::move(what);
        out.cells = static_cast<Index>(first_.size());
        for (double const value : first_) out.first += value;
        for (double const value : second_) out.second += value;
        out.correlation = correlation_of(first_, second_);
        std::vector<double> log_first, log_second;
        double only_first = 0.0, only_second = 0.0, close = 0.0, near = 0.0;
        for (std::size_t k = 0; k < first_.size(); ++k) {
            double const a = first_[k], b = second_[k];
            if (a > 0.0 && b > 0.0) {
                log_first.push_back(std::log(a));
                log_second.push_back(std::log(b));
                if (std::abs(b / a - 1.0) <= tenth) close += a;
                if (std::max(a, b) <= factor_two * std::min(a, b)) near += a;
            } else if (a > 0.0) {
                ++out.first_only;
                only_first += a;
            } else if (b > 0.0) {
                ++out.second_only;
                only_second += b;
            }
            if (out.first > 0.0 && out.second > 0.0)
                out.dissimilarity += std::abs(a / out.first - b / out.second) / 2.0;
        }
        out.both = static_cast<Index>(log_first.size());
        out.log_correlation = correlation_of(log_first, log_second);
        out.first_only_share = out.first > 0.0 ? only_first / out.first : 0.0;
        out.second_only_share = out.second > 0.0 ? only_second / out.second : 0.0;
        out.within_tenth = out.first > 0.0 ? close / out.first : 0.0;
        out.within_factor_two = out.first > 0.0 ? near / out.first : 0.0;
        return out;
    }

  private:
    std::vector<double> first_, second_;
};

void sort_by_gap(std::vector<Pair>& pairs) {
    std::stable_sort(pairs.begin(), pairs.end(), [](Pair const& a, Pair const& b) {
        return std::abs(a.second - a.first) > std::abs(b.second - b.first);
    });
}

/// The share of the trade across borders that has an end or a sector in the codes that are not common.
double lost_share(FlowTable const& flows, Common const& regions, Common const& sectors, bool is_first) {
    double all = 0.0, kept = 0.0;
    auto const side = [&](std::pair<Index, Index> const& place) { return is_first ? place.first : place.second; };
    for (Index j = 0; j < flows.sectors.size(); ++j)
        all += flows.trade.slice(j).sum() - flows.trade.slice(j).diagonal().sum();
    for (auto const& j : sectors)
        for (auto const& n : regions)
            for (auto const& i : regions)
                if (side(n) != side(i)) kept += flows.trade(side(j), side(n), side(i));
    return all > 0.0 ? std::max(0.0, 1.0 - kept / all) : 0.0;
}

class FlowComparer {
  public:
    FlowComparer(FlowTable const& first, FlowTable const& second) : first_(first), second_(second) {
        regions_ = common_codes(first.regions, second.regions, out_.only_first);
        sectors_ = common_codes(first.sectors, second.sectors, out_.only_first);
        common_codes(second.regions, first.regions, out_.only_second);
        common_codes(second.sectors, first.sectors, out_.only_second);
        if (static_cast<Index>(regions_.size()) < fewest_regions || sectors_.empty())
            throw InputError(
                {{second.name},
                 fmt::format("shares {} regions and {} sectors with {}", regions_.size(), sectors_.size(), first.name),
                 "flows are compared code by code",
                 "Map its codes with --regions FILE and --sectors FILE."});
    }

    FlowComparison compare() {
        gather_totals();
        gather_cells();
        if (!first_.tariff.empty() && !second_.tariff.empty()) gather_duties();
        out_.share_only_first = lost_share(first_, regions_, sectors_, true);
        out_.share_only_second = lost_share(second_, regions_, sectors_, false);
        for (auto* pairs : {&out_.by_exporter, &out_.by_importer, &out_.by_sector, &out_.by_pair, &out_.by_cell})
            sort_by_gap(*pairs);
        return std::move(out_);
    }

  private:
    /// Calls visit(place of j, of n, of i, first's flow, second's flow) for every common cell.
    void for_each_cell(auto const& visit) const {
        for (std::size_t j = 0; j < sectors_.size(); ++j)
            for (std::size_t n = 0; n < regions_.size(); ++n)
                for (std::size_t i = 0; i < regions_.size(); ++i)
                    visit(j, n, i, first_.trade(sectors_[j].first, regions_[n].first, regions_[i].first),
                          second_.trade(sectors_[j].second, regions_[n].second, regions_[i].second));
    }
    [[nodiscard]] std::string const& region(std::size_t n) const { return first_.regions[regions_[n].first]; }
    [[nodiscard]] std::string const& sector(std::size_t j) const { return first_.sectors[sectors_[j].first]; }

    void gather_totals() {
        for (std::size_t n = 0; n < regions_.size(); ++n) {
            out_.by_exporter.push_back({region(n)});
            out_.by_importer.push_back({region(n)});
        }
        for (std::size_t j = 0; j < sectors_.size(); ++j) out_.by_sector.push_back({sector(j)});
        for (std::size_t n = 0; n < regions_.size(); ++n)
            for (std::size_t i = 0; i < regions_.size(); ++i)
                if (n != i) out_.by_pair.push_back({fmt::format("{} to {}", region(i), region(n))});
        for_each_cell([&](std::size_t j, std::size_t n, std::size_t i, double a, double b) {
            if (n == i) return;
            // An importer has one pair fewer than there are regions: none with itself.
            std::size_t const place = n * (regions_.size() - 1) + i - (i > n ? 1 : 0);
            for (Pair* pair : {&out_.by_exporter[i], &out_.by_importer[n], &out_.by_sector[j], &out_.by_pair[place]}) {
                pair->first += a;
                pair->second += b;
            }
        });
    }

    void gather_cells() {
        Agreeing cross, own;
        for_each_cell([&](std::size_t j, std::size_t n, std::size_t i, double a, double b) {
            (n == i ? own : cross).see(a, b);
            if (n != i)
                out_.by_cell.push_back({fmt::format("{} from {} to {}", sector(j), region(i), region(n)), a, b});
        });
        Agreeing pairs;
        for (Pair const& pair : out_.by_pair) pairs.see(pair.first, pair.second);
        out_.agreements.push_back(cross.result("cells across borders"));
        out_.agreements.push_back(pairs.result("pairs across borders"));
        out_.agreements.push_back(own.result("own sales"));
    }

    void gather_duties() {
        Agreeing duties;
        double weight = 0.0, first_paid = 0.0, second_paid = 0.0;
        for_each_cell([&](std::size_t j, std::size_t n, std::size_t i, double a, double b) {
            if (n == i || !(a > 0.0) || !(b > 0.0)) return;
            double const first = first_.tariff(sectors_[j].first, regions_[n].first, regions_[i].first);
            double const second = second_.tariff(sectors_[j].second, regions_[n].second, regions_[i].second);
            duties.see(first, second);
            weight += a;
            first_paid += a * first;
            second_paid += a * second;
        });
        Agreement agreement = duties.result("duties");
        agreement.first = weight > 0.0 ? first_paid / weight : 0.0;
        agreement.second = weight > 0.0 ? second_paid / weight : 0.0;
        out_.agreements.push_back(std::move(agreement));
    }

    FlowTable const& first_;
    FlowTable const& second_;
    Common regions_, sectors_;
    FlowComparison out_;
};

}  // namespace

FlowTable flows_of(Base const& base) { return {base.name, base.regions, base.sectors, base.trade, base.tariff}; }

FlowTable merge_flows(FlowTable const& flows, Merging const& regions, Merging const& sectors) {
    FlowTable merged{flows.name,
                     Labels(regions.codes),
                     Labels(sectors.codes),
                     Tensor3(sectors.size(), regions.size(), regions.size()),
                     {}};
    bool const has_duties = !flows.tariff.empty();
    if (has_duties) merged.tariff = merged.trade;
    auto const at = [](Index k) { return static_cast<std::size_t>(k); };
    for (Index j = 0; j < flows.sectors.size(); ++j)
        for (Index n = 0; n < flows.regions.size(); ++n)
            for (Index i = 0; i < flows.regions.size(); ++i) {
                Index const to_j = sectors.target[at(j)], to_n = regions.target[at(n)], to_i = regions.target[at(i)];
                double const value = flows.trade(j, n, i);
                merged.trade(to_j, to_n, to_i) += value;
                if (has_duties && to_n != to_i) merged.tariff(to_j, to_n, to_i) += value * flows.tariff(j, n, i);
            }
    if (has_duties)
        for (Index k = 0; k < merged.trade.size(); ++k)
            if (merged.trade.flat()(k) > 0.0) merged.tariff.flat()(k) /= merged.trade.flat()(k);
    return merged;
}

FlowComparison compare_flows(FlowTable const& first, FlowTable const& second) {
    return FlowComparer(first, second).compare();
}

}  // namespace desvio
