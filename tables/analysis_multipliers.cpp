#include "desvio/tables/analysis_multipliers.hpp"

#include <limits>

namespace desvio {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

Multipliers::Kind multiplier_of(Chain& chain, Vector const& weight) {
    Index const n_sectors = chain.n_sectors();
    std::vector<Vector> weights;
    for (Index s = 0; s < chain.n_regions(); ++s) weights.emplace_back(weight.segment(s * n_sectors, n_sectors));
    Multipliers::Kind kind;
    // by_origin[b,s] = sum_{a in s} q[a] L[a,b]
    kind.by_origin = chain.solve_transposed(chain.stacked(weights));
    kind.total = kind.by_origin.rowwise().sum();
    kind.domestic.resize(chain.size());
    for (Index s = 0; s < chain.n_regions(); ++s)
        kind.domestic.segment(s * n_sectors, n_sectors) = kind.by_origin.col(s).segment(s * n_sectors, n_sectors);
    return kind;
}

/// Over the mean of those that have output.
Vector over_mean(Vector const& values, Vector const& output) {
    auto const active = output.array() > 0.0;
    double const mean = active.select(values.array(), 0.0).sum() / static_cast<double>(active.count());
    return active.select(values.array() / mean, no_value);
}

}  // namespace

Multipliers find_multipliers(Chain& chain) {
    Multipliers found;
    found.output = multiplier_of(chain, Vector::Ones(chain.size()));
    found.income = multiplier_of(chain, chain.income_share);
    found.value_added = multiplier_of(chain, chain.value_added_share);
    found.taxes = multiplier_of(chain, chain.tax_share);
    if (chain.jobs_per_output.size() > 0) found.jobs = multiplier_of(chain, chain.jobs_per_output);
    return found;
}

Linkages find_linkages(Chain& chain) {
    Vector const& x = chain.output;
    auto const active = x.array() > 0.0;
    Matrix sides(chain.size(), 2);
    sides << Vector::Ones(chain.size()), x;
    Matrix const solved = chain.solve(sides);
    Linkages found;
    Vector const stages = chain.solve_transposed(Vector::Ones(chain.size()));
    found.downstreamness = active.select(stages.array(), no_value);
    // G 1 = x^-1 L x
    Vector const pushes = active.select(solved.col(1).array() / x.array(), no_value);
    found.upstreamness = pushes;
    found.backward = over_mean(stages, x);
    found.sensitivity = over_mean(solved.col(0), x);
    found.forward = over_mean(pushes, x);
    found.export_upstreamness.resize(chain.n_regions());
    Index const n_sectors = chain.n_sectors();
    Vector const exports = chain.exports.rowwise().sum();
    for (Index s = 0; s < chain.n_regions(); ++s) {
        auto const sold = exports.segment(s * n_sectors, n_sectors).array();
        auto const weighted = (sold != 0.0).select(sold * pushes.segment(s * n_sectors, n_sectors).array(), 0.0);
        found.export_upstreamness(s) = sold.sum() > 0.0 ? weighted.sum() / sold.sum() : no_value;
    }
    return found;
}

}  // namespace desvio
