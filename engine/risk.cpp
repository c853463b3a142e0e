#include "desvio/engine/risk.hpp"

#include "desvio/core/contracts.hpp"
#include "desvio/core/units.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace desvio {
namespace {

Vector probabilities_of(Prospects const& prospects) {
    Vector probability(static_cast<Index>(prospects.worlds.size()));
    for (std::size_t w = 0; w < prospects.worlds.size(); ++w)
        probability(static_cast<Index>(w)) = prospects.worlds[w].probability;
    return probability;
}

Vector mean_of(Vector const& probability, Matrix const& values) { return values.transpose() * probability; }

Matrix squares_of(Vector const& probability, Matrix const& values) {
    Vector const mean = mean_of(probability, values);
    return probability.asDiagonal() * (values.rowwise() - mean.transpose()).cwiseAbs2();
}

/// Var E[x | results of the lotteries in `known`]
Eigen::RowVectorXd variance_of_knowing(Prospects const& prospects, Matrix const& values, Coalition known) {
    struct Group {
        double probability = 0.0;
        Eigen::RowVectorXd sum;  ///< of p x
    };
    std::map<std::vector<std::size_t>, Group> groups;
    std::vector<std::size_t> key;
    for (Fate const& fate : prospects.fates) {
        key.clear();
        for (std::size_t l = 0; l < fate.results.size(); ++l)
            if (((known >> l) & 1U) != 0) key.push_back(fate.results[l]);
        Group& group = groups[key];
        if (group.sum.size() == 0) group.sum = Eigen::RowVectorXd::Zero(values.cols());
        group.probability += fate.probability;
        group.sum += fate.probability * values.row(static_cast<Index>(fate.world));
    }
    Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(values.cols()), variance = mean;
    for (auto const& [results, group] : groups) mean += group.sum;
    for (auto const& [results, group] : groups)
        if (group.probability > 0.0) variance += group.probability * (group.sum / group.probability - mean).cwiseAbs2();
    return variance;
}

/// Worlds of smallest and largest value among those that can happen.
Index extreme_world(Vector const& probability, Vector const& value, double sign) {
    Index at = -1;
    for (Index w = 0; w < value.size(); ++w)
        if (probability(w) > 0.0 && (at < 0 || sign * value(w) > sign * value(at))) at = w;
    return at;
}

}  // namespace

Risk assess_risk(std::vector<Threat> const& threats, Matrix const& values) {
    Prospects const prospects = enumerate_prospects(threats);
    DESVIO_EXPECT(values.rows() == static_cast<Index>(prospects.worlds.size()));
    Risk risk;
    risk.probability = probabilities_of(prospects);
    risk.expected = mean_of(risk.probability, values);
    risk.world_variance = squares_of(risk.probability, values);
    risk.variance = risk.world_variance.colwise().sum();
    for (Index o = 0; o < values.cols(); ++o) {
        risk.worst.push_back(extreme_world(risk.probability, values.col(o), -1.0));
        risk.best.push_back(extreme_world(risk.probability, values.col(o), 1.0));
    }
    risk.expected_without = risk.variance_without = Matrix(static_cast<Index>(threats.size()), values.cols());
    for (std::size_t k = 0; k < threats.size(); ++k) {
        Vector const without = world_probabilities(threats, k, 0.0);
        risk.expected_without.row(static_cast<Index>(k)) = mean_of(without, values).transpose();
        risk.variance_without.row(static_cast<Index>(k)) = squares_of(without, values).colwise().sum();
    }
    AttributionPlan const plan = plan_exact(static_cast<int>(prospects.lotteries.size()));
    Matrix known(static_cast<Index>(plan.coalitions.size()), values.cols());
    for (std::size_t k = 0; k < plan.coalitions.size(); ++k)
        known.row(static_cast<Index>(k)) = variance_of_knowing(prospects, values, plan.coalitions[k]);
    risk.by_lottery = attribute_changes(plan, known);
    return risk;
}

Vector world_probabilities(std::vector<Threat> threats, std::size_t changed, double probability) {
    threats[changed].probability = probability;
    return probabilities_of(enumerate_prospects(threats));
}

double certainty_cost_pct(Vector const& probability, Vector const& percent_changes, double rho) {
    double mean = 0.0, utility = 0.0;
    for (Index w = 0; w < probability.size(); ++w) {
        if (!(probability(w) > 0.0)) continue;
        double const income = 1.0 + percent_changes(w) / percent;
        if (!(income > 0.0)) return std::numeric_limits<double>::quiet_NaN();
        mean += probability(w) * income;
        utility += probability(w) * (rho == 1.0 ? std::log(income) : std::pow(income, 1.0 - rho));
    }
    double const certain = rho == 1.0 ? std::exp(utility) : std::pow(utility, 1.0 / (1.0 - rho));
    // Jensen's inequality up to rounding.
    return percent * std::max(0.0, mean - certain);
}

SourcesOfVariance split_variance(Vector const& probability, std::vector<Matrix> const& draws) {
    DESVIO_EXPECT(!draws.empty());
    auto const n_draws = static_cast<double>(draws.size());
    Index const n_values = draws.front().cols();
    SourcesOfVariance split;
    split.from_threats = Vector::Zero(n_values);
    Matrix means(static_cast<Index>(draws.size()), n_values);
    for (std::size_t d = 0; d < draws.size(); ++d) {
        split.from_threats += squares_of(probability, draws[d]).colwise().sum().transpose() / n_draws;
        means.row(static_cast<Index>(d)) = mean_of(probability, draws[d]).transpose();
    }
    Eigen::RowVectorXd const centre = means.colwise().mean();
    split.from_elasticities = (means.rowwise() - centre).cwiseAbs2().colwise().mean().transpose();
    split.expected_lower = split.expected_upper = Vector(n_values);
    for (Index o = 0; o < n_values; ++o) {
        Vector sorted = means.col(o);
        if (!sorted.allFinite()) {  // NaN has no place in an order
            split.expected_lower(o) = split.expected_upper(o) = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        std::sort(sorted.begin(), sorted.end());
        auto const at = [&](double share) {
            double const position = share * static_cast<double>(sorted.size() - 1);
            auto const below = static_cast<Index>(position);
            Index const above = std::min<Index>(below + 1, sorted.size() - 1);
            return sorted(below) + (position - static_cast<double>(below)) * (sorted(above) - sorted(below));
        };
        split.expected_lower(o) = at(0.05);
        split.expected_upper(o) = at(0.95);
    }
    return split;
}

}  // namespace desvio
