#include "desvio/engine/attribution.hpp"

#include "desvio/core/contracts.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <unordered_map>

namespace desvio {
namespace {

constexpr Coalition only(int player) { return Coalition{1} << static_cast<unsigned>(player); }
constexpr Coalition everybody(int n_players) { return only(n_players) - 1; }

bool comes_before(Coalition a, Coalition b) {
    int const size_a = std::popcount(a), size_b = std::popcount(b);
    return size_a != size_b ? size_a < size_b : a < b;
}

void sort_each_once(std::vector<Coalition>& coalitions) {
    std::sort(coalitions.begin(), coalitions.end(), comes_before);
    coalitions.erase(std::unique(coalitions.begin(), coalitions.end()), coalitions.end());
}

/// Calls visit(player, coalition before it comes) along an order of the players.
template <typename Visit>
void walk_order(std::vector<int> const& order, Visit const& visit) {
    Coalition before = 0;
    for (int const player : order) {
        visit(player, before);
        before |= only(player);
    }
}

/// Values of coalitions, found by the coalition.
class CoalitionValues {
  public:
    CoalitionValues(AttributionPlan const& plan, Matrix const& values) : values_(values) {
        row_.reserve(plan.coalitions.size());
        for (std::size_t k = 0; k < plan.coalitions.size(); ++k) row_.emplace(plan.coalitions[k], k);
    }
    [[nodiscard]] auto of(Coalition coalition) const {
        auto const found = row_.find(coalition);
        DESVIO_EXPECT(found != row_.end());
        return values_.row(static_cast<Index>(found->second));
    }
    [[nodiscard]] auto gain(int player, Coalition before) const { return of(before | only(player)) - of(before); }

  private:
    std::unordered_map<Coalition, std::size_t> row_;
    Matrix const& values_;
};

/// s! (n-s-1)! / n!  for s = 0 .. n-1
std::vector<double> coalition_weights(int n) {
    std::vector<double> weights;
    double binomial = 1.0;  // of n-1 over s
    for (int s = 0; s < n; ++s) {
        weights.push_back(1.0 / (n * binomial));
        binomial *= static_cast<double>(n - 1 - s) / (s + 1);
    }
    return weights;
}

void weigh_all_coalitions(Attribution& result, AttributionPlan const& plan, CoalitionValues const& values) {
    std::vector<double> const weight = coalition_weights(plan.n_players);
    // Of a pair's gain when n-1 others, the pair counting as one, come in any order.
    std::vector<double> const pair_weight = coalition_weights(plan.n_players - 1);
    result.pairs.assign(static_cast<std::size_t>(result.whole.size()), Matrix::Zero(plan.n_players, plan.n_players));
    for (Coalition const before : plan.coalitions) {
        auto const size = static_cast<std::size_t>(std::popcount(before));
        for (int k = 0; k < plan.n_players; ++k) {
            if ((before & only(k)) != 0) continue;
            Eigen::RowVectorXd const gain = values.gain(k, before);
            result.shapley.row(k) += weight[size] * gain;
            for (int l = 0; l < k; ++l) {
                if ((before & only(l)) != 0) continue;
                // v(S+k+l) - v(S+l) - (v(S+k) - v(S))
                Eigen::RowVectorXd const joint = pair_weight[size] * (values.gain(k, before | only(l)) - gain);
                for (Index o = 0; o < joint.size(); ++o) result.pairs[static_cast<std::size_t>(o)](k, l) += joint(o);
            }
        }
    }
    for (Matrix& pairs : result.pairs) pairs += Matrix(pairs.transpose());
}

void average_orders(Attribution& result, AttributionPlan const& plan, CoalitionValues const& values) {
    std::size_t const pairs = plan.orders.size() / 2;
    auto const n_pairs = static_cast<double>(pairs);
    Matrix squares = Matrix::Zero(result.shapley.rows(), result.shapley.cols());
    for (std::size_t pair = 0; pair + 1 < plan.orders.size(); pair += 2) {
        Matrix mean = Matrix::Zero(squares.rows(), squares.cols());
        for (std::size_t k = pair; k < pair + 2; ++k)
            walk_order(plan.orders[k],
                       [&](int player, Coalition before) { mean.row(player) += values.gain(player, before) / 2.0; });
        result.shapley += mean / n_pairs;
        squares += mean.cwiseAbs2() / n_pairs;
    }
    if (n_pairs < 2.0) {
        result.standard_error.setConstant(std::numeric_limits<double>::quiet_NaN());
        return;
    }
    // Rounding may leave a variance of nothing below zero.
    Matrix const variance = (squares - result.shapley.cwiseAbs2()).cwiseMax(0.0);
    result.standard_error = (variance / (n_pairs - 1.0)).cwiseSqrt();
}

double gap_of(Attribution const& result) {
    double largest = 0.0;
    for (Index o = 0; o < result.whole.size(); ++o) {
        double const size = std::max(std::abs(result.whole(o)), result.alone.col(o).cwiseAbs().maxCoeff());
        for (Matrix const* parts : {&result.shapley, &result.in_order}) {
            // NaN compares as no gap: a value that is not defined for every coalition cannot be split.
            double const gap = std::abs(parts->col(o).sum() - result.whole(o));
            if (gap > 0.0) largest = std::max(largest, gap / size);
        }
    }
    return largest;
}

}  // namespace

Index AttributionPlan::parent_of(std::size_t position) const {
    Coalition const coalition = coalitions[position];
    for (int k = n_players; k-- > 0;) {
        if ((coalition & only(k)) == 0) continue;
        auto const found = std::lower_bound(coalitions.begin(), coalitions.end(), coalition ^ only(k), comes_before);
        if (found != coalitions.end() && *found == (coalition ^ only(k))) return found - coalitions.begin();
    }
    // Of everybody but one no order may have passed through a part with one player less.
    for (std::size_t k = position; k-- > 0;)
        if ((coalitions[k] & ~coalition) == 0) return static_cast<Index>(k);
    return -1;
}

AttributionPlan plan_exact(int n_players) {
    DESVIO_EXPECT(n_players >= 0 && n_players <= most_exact_players);
    AttributionPlan plan;
    plan.n_players = n_players;
    plan.coalitions.resize(std::size_t{1} << static_cast<unsigned>(n_players));
    std::iota(plan.coalitions.begin(), plan.coalitions.end(), Coalition{0});
    sort_each_once(plan.coalitions);
    return plan;
}

AttributionPlan plan_sampled(int n_players, int pairs, unsigned seed) {
    DESVIO_EXPECT(n_players >= 0 && n_players <= most_players && pairs >= 1);
    AttributionPlan plan;
    plan.n_players = n_players;
    plan.is_exact = false;
    std::mt19937_64 generator(seed);
    std::vector<int> order(static_cast<std::size_t>(n_players));
    std::iota(order.begin(), order.end(), 0);
    Coalition const all = everybody(n_players);
    plan.coalitions = {0, all};
    auto const note = [&](int player, Coalition before) { plan.coalitions.push_back(before | only(player)); };
    walk_order(order, note);
    for (int k = 0; k < n_players; ++k) {
        plan.coalitions.push_back(only(k));
        plan.coalitions.push_back(all ^ only(k));
    }
    for (int pair = 0; pair < pairs; ++pair) {
        // Fisher and Yates, written out: std::shuffle may differ between libraries.
        for (std::size_t k = order.size(); k-- > 1;) std::swap(order[k], order[generator() % (k + 1)]);
        plan.orders.push_back(order);
        plan.orders.emplace_back(order.rbegin(), order.rend());
        walk_order(plan.orders[plan.orders.size() - 2], note);
        walk_order(plan.orders.back(), note);
    }
    sort_each_once(plan.coalitions);
    return plan;
}

Attribution attribute_changes(AttributionPlan const& plan, Matrix const& values) {
    DESVIO_EXPECT(values.rows() == static_cast<Index>(plan.coalitions.size()));
    CoalitionValues const of(plan, values);
    Index const n_players = plan.n_players, n_values = values.cols();
    Coalition const all = everybody(plan.n_players);
    Attribution result;
    result.start = of.of(0).transpose();
    result.whole = of.of(all).transpose() - result.start;
    result.alone = result.in_order = result.last = result.shapley = result.standard_error =
        Matrix::Zero(n_players, n_values);
    for (int k = 0; k < plan.n_players; ++k) {
        result.alone.row(k) = of.gain(k, 0);
        result.in_order.row(k) = of.gain(k, everybody(k));
        result.last.row(k) = of.gain(k, all ^ only(k));
    }
    result.interaction = result.whole - result.alone.colwise().sum().transpose();
    if (n_players == 0) return result;
    if (plan.is_exact) {
        weigh_all_coalitions(result, plan, of);
    } else {
        average_orders(result, plan, of);
    }
    result.largest_gap = gap_of(result);
    return result;
}

}  // namespace desvio
