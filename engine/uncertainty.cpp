#include "desvio/engine/uncertainty.hpp"

#include "desvio/core/units.hpp"
#include "desvio/model/welfare.hpp"
#include "engine/parallel.hpp"
#include "engine/spread.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace desvio {
namespace {

// Far below the sampling error of the quantiles, and half the evaluations of a full solve.
constexpr double draw_tolerance = 1e-5;

struct DrawOutcome {
    bool is_solved = false;
    Vector welfare_pct, real_wage_pct, redirection_rate, loss, value_added_pct;
    double focus_welfare_pct = 0.0, focus_value_added_pct = 0.0;
};

/// 100 sum of the changes over sum of the bases; NaN when there is no base
double joint_pct(std::vector<Index> const& regions, Vector const& change, Vector const& base) {
    double total_change = 0.0, total_base = 0.0;
    for (Index const n : regions) {
        total_change += change[n];
        total_base += base[n];
    }
    return total_base > 0.0 ? percent * total_change / total_base : std::numeric_limits<double>::quiet_NaN();
}

/// Exports of every region, to the market and to all others.
struct ExportTotals {
    Vector to_market, elsewhere;
};

ExportTotals sum_exports(Tensor3 const& trade, Index market) {
    RowMatrix flows = RowMatrix::Zero(trade.rows(), trade.cols());
    for (Index j = 0; j < trade.outer(); ++j) flows += trade.slice(j);
    flows.diagonal().setZero();
    ExportTotals totals;
    totals.to_market = flows.row(market).transpose();
    totals.elsewhere = flows.colwise().sum().transpose() - totals.to_market;
    return totals;
}

DrawOutcome solve_draw(DrawSetting const& setting, ExportTotals const& before, unsigned seed, int draw) {
    FixedPointOptions options;
    options.tolerance = draw_tolerance;
    Vector const theta = draw_elasticities(setting.elasticities, seed, draw);
    std::optional<Equilibrium> const equilibrium = setting.solve(theta, options);
    DrawOutcome outcome;
    outcome.is_solved = equilibrium.has_value();
    if (!outcome.is_solved) return outcome;
    ExactWelfare const welfare = compute_exact_welfare(setting.accounts, *equilibrium);
    // loss = -dM[.,u,i]; redirected = change of exports to all others
    ExportTotals const after = sum_exports(equilibrium->trade, setting.market);
    outcome.welfare_pct = welfare.welfare_pct;
    outcome.real_wage_pct = percent * (welfare.real_wage_hat.array() - 1.0);
    Eigen::ArrayXd const value_added = setting.accounts.value_added;
    outcome.value_added_pct =
        (value_added > 0.0).select(percent * (equilibrium->factor_income.array() / value_added - 1.0), 0.0);
    outcome.focus_welfare_pct = joint_pct(setting.focus, welfare.equivalent_variation, setting.accounts.income);
    outcome.focus_value_added_pct = joint_pct(setting.focus, equilibrium->factor_income - setting.accounts.value_added,
                                              setting.accounts.value_added);
    outcome.loss = before.to_market - after.to_market;
    Eigen::ArrayXd const redirected = after.elsewhere - before.elsewhere;
    double const missing = std::numeric_limits<double>::quiet_NaN();
    outcome.redirection_rate = (outcome.loss.array() > 0.0).select(redirected / outcome.loss.array(), missing);
    return outcome;
}

Spread spread_of_member(std::vector<DrawOutcome> const& outcomes, double DrawOutcome::*member) {
    std::vector<double> values;
    for (DrawOutcome const& outcome : outcomes)
        if (outcome.is_solved) values.push_back(outcome.*member);
    return spread_of(std::move(values));
}

Interval interval_of(std::vector<DrawOutcome> const& outcomes, Vector DrawOutcome::*member, Index n_regions) {
    Interval interval{Vector(n_regions), Vector(n_regions), Vector(n_regions)};
    for (Index n = 0; n < n_regions; ++n) {
        std::vector<double> values;
        for (DrawOutcome const& outcome : outcomes)
            if (outcome.is_solved) values.push_back((outcome.*member)(n));
        Spread const spread = spread_of(std::move(values));
        interval.lower(n) = spread.lower;
        interval.median(n) = spread.median;
        interval.upper(n) = spread.upper;
    }
    return interval;
}

}  // namespace

Vector draw_elasticities(ElasticitySet const& elasticities, unsigned seed, int draw) {
    std::seed_seq sequence{seed, static_cast<unsigned>(draw)};
    std::mt19937_64 generator(sequence);
    std::normal_distribution<double> normal;
    Vector theta = elasticities.theta;
    Vector deviate(theta.size());
    for (Index j = 0; j < theta.size(); ++j) {
        deviate(j) = normal(generator);
        double const error = elasticities.standard_error(j);
        if (!(error > 0.0)) continue;
        for (Index k = 0; k < j; ++k) {
            bool const is_same_estimate =
                elasticities.theta(k) == elasticities.theta(j) && elasticities.standard_error(k) == error &&
                elasticities.source[static_cast<std::size_t>(k)] == elasticities.source[static_cast<std::size_t>(j)];
            if (is_same_estimate) {
                deviate(j) = deviate(k);
                break;
            }
        }
        // theta = mean exp(s z - s^2 / 2), s^2 = log(1 + (se / mean)^2): mean and standard error as published
        double const variance = std::log1p(std::pow(error / elasticities.theta(j), 2));
        theta(j) *= std::exp(std::sqrt(variance) * deviate(j) - variance / 2.0);
    }
    return theta;
}

Uncertainty draw_uncertainty(DrawSetting const& setting, int draws, unsigned seed, int threads,
                             Monitor const& monitor) {
    ExportTotals const before = sum_exports(setting.accounts.trade, setting.market);
    std::vector<DrawOutcome> outcomes(static_cast<std::size_t>(draws));
    work_in_parallel(outcomes.size(), threads, monitor, "elasticity draws", [&](std::size_t draw) {
        outcomes[draw] = solve_draw(setting, before, seed, static_cast<int>(draw));
    });

    Uncertainty result;
    result.seed = seed;
    for (DrawOutcome const& outcome : outcomes) ++(outcome.is_solved ? result.draws : result.failed);
    Index const n_regions = setting.accounts.n_regions();
    result.welfare_pct = interval_of(outcomes, &DrawOutcome::welfare_pct, n_regions);
    result.real_wage_pct = interval_of(outcomes, &DrawOutcome::real_wage_pct, n_regions);
    result.redirection_rate = interval_of(outcomes, &DrawOutcome::redirection_rate, n_regions);
    result.loss = interval_of(outcomes, &DrawOutcome::loss, n_regions);
    result.value_added_pct = interval_of(outcomes, &DrawOutcome::value_added_pct, n_regions);
    result.focus_welfare_pct = spread_of_member(outcomes, &DrawOutcome::focus_welfare_pct);
    result.focus_value_added_pct = spread_of_member(outcomes, &DrawOutcome::focus_value_added_pct);
    return result;
}

}  // namespace desvio
