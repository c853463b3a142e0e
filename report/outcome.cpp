#include "report/outcome.hpp"

#include "report/naming.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

namespace desvio::text {
namespace {

/// Destinations readers ask for by name, in the order in which they claim members. A name is a region code or a group.
struct PreferredBloc {
    std::string_view selector;
    bool is_group;
    bool after_focus;  ///< claims its members after the focus group has
};
constexpr std::array<PreferredBloc, 4> preferred_blocs{{
    {"CHN", false, false},
    {"EU27", false, false},
    {"latin_america", true, true},
    {"brics", true, true},
}};

std::vector<Index> members_of(Base const& base, PreferredBloc const& bloc) {
    if (bloc.is_group) return base.region_members(std::string(bloc.selector));
    auto const region = base.regions.find(bloc.selector);
    return region ? std::vector<Index>{*region} : std::vector<Index>{};
}

/// Hands out regions to blocs, each region once.
class Partition {
  public:
    Partition(Index n_regions, Index market) : taken_(static_cast<std::size_t>(n_regions), false) {
        taken_[static_cast<std::size_t>(market)] = true;
    }
    /// What is left of the wanted regions.
    std::vector<Index> claim(std::vector<Index> const& wanted) {
        std::vector<Index> got;
        for (Index const region : wanted) {
            if (taken_[static_cast<std::size_t>(region)]) continue;
            taken_[static_cast<std::size_t>(region)] = true;
            got.push_back(region);
        }
        return got;
    }

  private:
    std::vector<bool> taken_;
};

/// Regions of one bloc that another has claimed already make it "rest of".
std::string bloc_label(Base const& base, std::vector<Index> const& wanted, std::vector<Index> const& got,
                       Index market) {
    std::size_t const without_market =
        wanted.size() - static_cast<std::size_t>(std::count(wanted.begin(), wanted.end(), market));
    std::string const label = set_label(base, wanted);
    return got.size() < without_market ? "Rest of " + label : label;
}

std::vector<Index> all_regions(Base const& base) {
    std::vector<Index> regions(static_cast<std::size_t>(base.n_regions()));
    std::iota(regions.begin(), regions.end(), Index{0});
    return regions;
}

double ratio_or_nan(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : std::numeric_limits<double>::quiet_NaN();
}

/// Sum over sectors of the flow from exporter to importer.
double flow(Tensor3 const& trade, Index importer, Index exporter) {
    double sum = 0.0;
    for (Index j = 0; j < trade.outer(); ++j) sum += trade(j, importer, exporter);
    return sum;
}

}  // namespace

Answer::Answer(RunResult const& run)
    : result(run), quantity(run.equilibrium.trade), output(run.base.n_sectors(), run.base.n_regions()) {
    for (Index j = 0; j < run.base.n_sectors(); ++j) {
        Tensor3::Slice flows = quantity.slice(j);
        // importer x exporter: one unit cost a column
        flows.array().rowwise() /= run.equilibrium.unit_cost_hat.row(j).array();
        output.row(j) = flows.colwise().sum();
    }
    ledger = compute_redirection(run.accounts.trade, quantity, run.redirection.market);
    market = compute_market_shift(run.accounts.trade, quantity, run.accounts.tariff, run.equilibrium.tariff,
                                  run.redirection.market);
}

std::vector<Bloc> destination_blocs(Answer const& answer) {
    Base const& base = answer.result.base;
    Index const market = answer.ledger.market;
    Partition partition(base.n_regions(), market);
    std::vector<Bloc> blocs;
    auto const add = [&](std::vector<Index> const& wanted) {
        auto got = partition.claim(wanted);
        if (!got.empty()) blocs.push_back({bloc_label(base, wanted, got, market), std::move(got)});
    };
    auto const add_preferred = [&](bool after_focus) {
        for (PreferredBloc const& bloc : preferred_blocs) {
            if (bloc.after_focus == after_focus) add(members_of(base, bloc));
        }
    };
    add_preferred(false);
    auto const& focus = answer.result.resolved.focus;
    // A single exporter sells nothing abroad to itself, and everybody is not a destination.
    if (focus.size() > 1 && static_cast<Index>(focus.size()) < base.n_regions()) add(focus);
    add_preferred(true);
    if (auto rest = partition.claim(all_regions(base)); !rest.empty()) {
        blocs.push_back({blocs.empty() ? "Other countries" : "Others", std::move(rest)});
    }
    return blocs;
}

std::optional<Index> leading_partner(Answer const& answer) {
    for (PreferredBloc const& bloc : preferred_blocs) {
        if (bloc.is_group) continue;
        auto const region = answer.result.base.regions.find(bloc.selector);
        auto const& focus = answer.result.resolved.focus;
        if (region && !(focus.size() == 1 && focus.front() == *region)) return region;
    }
    return std::nullopt;
}

double LedgerRow::redirected() const { return std::accumulate(by_bloc.begin(), by_bloc.end(), 0.0); }
double told_share(double part, double loss, double sales_before) {
    constexpr double negligible = 0.0005;  // of the sales before: written as 0.0 %
    constexpr double half_a_percent = 0.005;
    double const nothing = std::numeric_limits<double>::quiet_NaN();
    if (!(loss > 0.0) || loss < negligible * sales_before) return nothing;
    double const share = part / loss;
    return share > -half_a_percent && share < 1.0 + half_a_percent ? share : nothing;
}

LedgerRow sum_ledger(Answer const& answer, std::vector<Bloc> const& blocs, std::vector<Index> const& exporters) {
    Redirection const& ledger = answer.ledger;
    LedgerRow row;
    row.by_bloc.assign(blocs.size(), 0.0);
    for (Index const i : exporters) {
        if (i != ledger.market) row.base_exports += flow(answer.result.accounts.trade, ledger.market, i);
        row.loss += ledger.loss[i];
        row.absorbed += ledger.absorbed[i];
        row.output_cut += ledger.output_cut[i];
        for (std::size_t b = 0; b < blocs.size(); ++b) {
            for (Index const n : blocs[b].members) row.by_bloc[b] += ledger.by_destination(i, n);
        }
    }
    return row;
}

LedgerRow sum_sector_ledger(Answer const& answer, Index sector, std::vector<Index> const& exporters) {
    Redirection const& ledger = answer.ledger;
    LedgerRow row;
    row.by_bloc.assign(1, 0.0);
    for (Index const i : exporters) {
        if (i != ledger.market) row.base_exports += answer.result.accounts.trade(sector, ledger.market, i);
        row.loss += ledger.loss_by_sector(sector, i);
        row.by_bloc[0] += ledger.redirected_by_sector(sector, i);
        row.absorbed += ledger.absorbed_by_sector(sector, i);
        row.output_cut += ledger.output_cut_by_sector(sector, i);
    }
    return row;
}

GroupOutcome sum_outcome(Answer const& answer, std::vector<Index> const& regions) {
    Accounts const& base = answer.result.accounts;
    GroupOutcome sum;
    double value_added = 0.0, real_wage_bill = 0.0;
    RunResult const& result = answer.result;
    for (Index const n : regions) {
        sum.income += base.income[n];
        sum.equivalent_variation += answer.result.welfare.equivalent_variation[n];
        sum.revenue_change += answer.result.equilibrium.tariff_revenue[n] - base.tariff_revenue[n];
        value_added += base.value_added[n];
        real_wage_bill += base.value_added[n] * answer.result.welfare.real_wage_hat[n];
        sum.value_added_change += result.equilibrium.factor_income[n] - base.value_added[n];
        if (result.short_run)
            sum.direct_value_added_change += result.short_run->parts.direct_value_added_change.col(n).sum();
        if (result.employment)
            sum.jobs_change += (result.employment->counterfactual.col(n) - result.employment->base.col(n)).sum();
        for (Index j = 0; j < base.n_sectors(); ++j) {
            // Exports are output less what is sold at home.
            sum.export_base += base.gross_output(j, n) - base.trade(j, n, n);
            sum.export_counterfactual += answer.output(j, n) - answer.quantity(j, n, n);
        }
    }
    sum.real_income_pct = 100.0 * ratio_or_nan(sum.equivalent_variation, sum.income);
    sum.real_wage_pct = 100.0 * (ratio_or_nan(real_wage_bill, value_added) - 1.0);
    sum.value_added_pct = 100.0 * ratio_or_nan(sum.value_added_change, value_added);
    sum.export_change_pct = 100.0 * (ratio_or_nan(sum.export_counterfactual, sum.export_base) - 1.0);
    return sum;
}

PartnerShare share_of_partner(Answer const& answer, std::vector<Index> const& exporters, Index partner) {
    double before = 0.0, after = 0.0;
    for (Index const i : exporters) {
        if (i == partner) continue;
        before += flow(answer.result.accounts.trade, partner, i);
        after += flow(answer.quantity, partner, i);
    }
    std::vector<Index> others = exporters;
    std::erase(others, partner);
    GroupOutcome const totals = sum_outcome(answer, others);
    return {ratio_or_nan(before, totals.export_base), ratio_or_nan(after, totals.export_counterfactual)};
}

std::vector<Index> hardest_hit_sectors(Answer const& answer, std::vector<Index> const& exporters, std::size_t count) {
    Vector loss = Vector::Zero(answer.result.base.n_sectors());
    for (Index const i : exporters) loss += answer.ledger.loss_by_sector.col(i);
    std::vector<Index> sectors;
    for (Index j = 0; j < loss.size(); ++j) {
        if (loss[j] > 0.0) sectors.push_back(j);
    }
    std::stable_sort(sectors.begin(), sectors.end(), [&](Index a, Index b) { return loss[a] > loss[b]; });
    if (sectors.size() > count) sectors.resize(count);
    return sectors;
}

std::vector<Index> losers_then_gainers(Answer const& answer, std::vector<Index> regions) {
    Vector const& loss = answer.ledger.loss;
    std::stable_sort(regions.begin(), regions.end(), [&](Index a, Index b) {
        bool const a_loses = loss[a] > 0.0, b_loses = loss[b] > 0.0;
        return a_loses != b_loses ? a_loses : std::abs(loss[a]) > std::abs(loss[b]);
    });
    return regions;
}

bool is_short_run(RunResult const& result) { return result.closures.factors == Factors::rigid; }

}  // namespace desvio::text
