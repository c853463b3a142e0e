#pragma once

#include "desvio/engine/run.hpp"

#include <optional>
#include <string>
#include <vector>

/// Figures of a result for groups of regions: sums over the ledgers by region. Private to report.
namespace desvio::text {

/// A result with its trade at the prices of the base: every counterfactual flow M' divided by the change of its
/// exporter's unit cost. In money of the counterfactual a change of the wage level alone would look like sales gained
/// or lost at home; at base prices the ledger tells what was sold, where, and what not at all.
class Answer {
  public:
    explicit Answer(RunResult const& run);  ///< keeps a reference

    RunResult const& result;
    Tensor3 quantity;    ///< M' / c_hat of the exporter, million at base prices
    Matrix output;       ///< J x N: sum over importers of quantity
    Redirection ledger;  ///< the identity loss = redirected + absorbed + output_cut holds at any prices
    MarketShift market;
};

/// Destinations that are shown together.
struct Bloc {
    std::string label;
    std::vector<Index> members;
};

/// Every region but the market, each in one bloc: single large partners first, then the focus group, then wider groups,
/// then the rest. Which selectors are preferred is a table in outcome.cpp; those the base does not know are left out.
std::vector<Bloc> destination_blocs(Answer const& answer);

/// The partner whose share in everybody's exports is shown (the first bloc that is one region); none when there is
/// none.
std::optional<Index> leading_partner(Answer const& answer);

/// part / loss; NaN where that says nothing: where the loss is negligible beside the sales before it, or where the
/// share would be written below 0 or above 100 %. page/charts/tables.js does the same.
double told_share(double part, double loss, double sales_before);

/// The redirection ledger summed over exporters, million at base prices:  loss = sum(by_bloc) + absorbed + output_cut
struct LedgerRow {
    double base_exports = 0.0;  ///< to the market, before
    double loss = 0.0, absorbed = 0.0, output_cut = 0.0;
    std::vector<double> by_bloc;  ///< gained by destination bloc
    [[nodiscard]] double redirected() const;
    [[nodiscard]] double share(double part) const { return told_share(part, loss, base_exports); }
    [[nodiscard]] double rate() const { return share(redirected()); }
};
LedgerRow sum_ledger(Answer const& answer, std::vector<Bloc> const& blocs, std::vector<Index> const& exporters);

/// The same by sector, without destinations: `by_bloc` holds one sum over all other countries.
LedgerRow sum_sector_ledger(Answer const& answer, Index sector, std::vector<Index> const& exporters);

/// What happens to a set of regions taken together.
struct GroupOutcome {
    double income = 0.0;                                     ///< base, million
    double equivalent_variation = 0.0;                       ///< million
    double real_income_pct = 0.0;                            ///< 100 sum EV / sum I
    double real_wage_pct = 0.0;                              ///< 100 (sum V w_hat / P_hat / sum V - 1)
    double revenue_change = 0.0;                             ///< million
    double export_base = 0.0, export_counterfactual = 0.0;   ///< to all other countries, million
    double export_change_pct = 0.0;                          ///< of the quantity exported, at base prices
    double value_added_change = 0.0, value_added_pct = 0.0;  ///< million, percent: what factors earn
    double direct_value_added_change = 0.0;  ///< million: its direct part; 0 without the input-output model
    double jobs_change = 0.0;                ///< persons; 0 where the base knows none
};
GroupOutcome sum_outcome(Answer const& answer, std::vector<Index> const& regions);

/// Share of the partner in the exports of a set of regions.
struct PartnerShare {
    double before = 0.0, after = 0.0;
};
PartnerShare share_of_partner(Answer const& answer, std::vector<Index> const& exporters, Index partner);

/// Sectors in which the exporters lose most in the market, largest loss first, at most `count`, losses only.
std::vector<Index> hardest_hit_sectors(Answer const& answer, std::vector<Index> const& exporters, std::size_t count);

/// Who loses in the market, largest loss first, then who gains, largest gain first.
std::vector<Index> losers_then_gainers(Answer const& answer, std::vector<Index> regions);

/// Whether the answer is one with rigid factors, about value added and jobs and not about wages and incomes.
bool is_short_run(RunResult const& result);

}  // namespace desvio::text
