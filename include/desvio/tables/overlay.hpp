#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/concordance.hpp"
#include "desvio/params/duty_table.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// Who bears the change of what goods cost at their users when base duties change.
enum class DutyBearer {
    final_demand,  ///< the cost of inputs stays; final demand is what is left of expenditure
    users,  ///< every buyer of a good in a region, firms and households, in proportion to what it spends on it; in a
            ///< base that keeps its full table, each by what it buys of the flows whose duties change
};

struct OverlayOptions {
    /// From the table's codes to the base's; a code without a row stands for itself where the base has it.
    std::optional<Concordance> sectors, regions;
    DutyBearer bearer = DutyBearer::final_demand;
};

/// A base with other duties, and what became of each row of the table.
struct Overlaid {
    Base base;
    int rows_without_rate = 0;             ///< of the table, passed over
    Index flows_set = 0;                   ///< cells of the base that the table has a rate for
    Index flows_averaged = 0;              ///< of them from several rows
    Index flows_changed = 0;               ///< whose rate is another now
    double trade_set = 0.0;                ///< value of those flows, million
    double trade_untouched = 0.0;          ///< other trade across borders of the importers in the table, million
    Vector revenue_before, revenue_after;  ///< N, million
    /// Codes of the table that nothing in the base stands for, with the number of their rows.
    std::map<std::string, Index> unmatched_sectors, unmatched_exporters, unmatched_importers;
    std::vector<std::string>
        untouched;  ///< "PHA from IND to USA 1,234", largest first: what trade_untouched is made of
};

/// Lays a table of duties over those of a base. Where several rows fall on one flow the rate is their mean,
///
///   t'[j,n,i] = sum_r w[r] t[r] / sum_r w[r],   w = value of the row times the weights of its concordance rows
///
/// with value 1 in a table without values; a plain mean where all weights are 0. Duties that no row reaches stay.
///
/// Kept are flows M at basic prices, output, deficits and, with `final_demand`, input shares and value added.
/// Expenditure X' = sum_i (1 + t') M and duty revenue R' change by the same, so with the cost of inputs as it was,
/// final demand F' = X' - sum_k gamma Y and income I' = V + R' + D change by that too and every identity holds; F' may
/// not turn negative. With `users` a good's cost changes for all who buy it: gamma'[n,k,j] = gamma[n,k,j] X'[k,n] /
/// X[k,n], value added is what is left of output, and F' = F X' / X is never negative. Declared figures of importers
/// whose duties change are dropped, as they are derived anew.
///
/// A full table keeps its flows. With `users` the cost of an input changes by the duty on what its user buys of each
/// flow, gamma' = gamma + sum_i (t' - t) Z / Y, and the table stays; with `final_demand` it no longer agrees with the
/// cost of inputs wherever a sector buys of such a flow, and is dropped with a note. \throws InputError: faults of the
/// concordances; with `final_demand`, every sector and region whose final demand would
///         be negative; with `users`, every sector left without value added
/// \tests unit/base_set_test.cpp
Overlaid overlay_duties(Base const& base, DutyTable const& table, OverlayOptions const& options = {});

/// Makes one of the base's sets, or one from elsewhere, the default; the former default is kept as "former-default".
/// \pre set.theta has one elasticity a sector   \tests unit/base_set_test.cpp
Base overlay_elasticities(Base base, ElasticitySet set);

}  // namespace desvio
