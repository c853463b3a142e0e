#pragma once

#include "desvio/core/tensor.hpp"

#include <cstdint>
#include <vector>

/// How much of a change each of several causes accounts for: pure arithmetic on the values of coalitions.
namespace desvio {

/// A set of players, bit k for player k.
using Coalition = std::uint64_t;

inline constexpr int most_players = 63;         ///< what a Coalition holds
inline constexpr int most_exact_players = 16;   ///< 65,536 values
inline constexpr int usual_exact_players = 12;  ///< 4,096 values

/// The coalitions whose values an attribution needs.
struct AttributionPlan {
    int n_players = 0;
    bool is_exact = true;               ///< every coalition; else only those that sampled orders pass through
    std::vector<Coalition> coalitions;  ///< each once, small ones first; the empty one is the first, the whole the last
    std::vector<std::vector<int>> orders;  ///< sampled: orders of the players, every second the reverse of the last one
    /// Position of a smaller coalition inside this one, without one player where the plan has that: a neighbour to
    /// start a solve from. -1 for the empty one.
    [[nodiscard]] Index parent_of(std::size_t position) const;
};

/// Every subset of the players. \pre 0 <= n_players <= most_exact_players
AttributionPlan plan_exact(int n_players);

/// None, each alone, all in the order of the players, all but one, and every set that `pairs` random orders and their
/// reverses pass through. The same seed gives the same orders. \pre 0 <= n_players <= most_players, pairs >= 1
AttributionPlan plan_sampled(int n_players, int pairs, unsigned seed);

/// Change of a value v from nobody to everybody, split among P players, for O values at once.
///
/// | symbol | member         | shape | formula                                                                 |
/// | v(0)   | start          | O     | value of the empty coalition                                            |
/// |        | whole          | O     | v(N) - v(0)                                                             |
/// |        | alone          | P x O | v({k}) - v(0)                                                           |
/// |        | in_order       | P x O | v({0..k}) - v({0..k-1})                                                 |
/// |        | last           | P x O | v(N) - v(N without k)                                                   |
/// | phi[k] | shapley        | P x O | sum over S without k of s! (P-s-1)! / P! (v(S + k) - v(S)), s = size of S |
/// |        | standard_error | P x O | of sampled phi, over pairs of orders; 0 when exact, NaN for one pair    |
/// |        | interaction    | O     | whole - sum of alone                                                    |
/// | I[k,l] | pairs          | O of P x P | exact only: the same mean of v(S+k+l) - v(S+k) - v(S+l) + v(S); 0 where k =
/// l | Shapley values and those in order add up to the whole; `largest_gap` is by how much they do not, relative to the
/// largest of |whole| and |alone|, over values that are defined for every coalition (others are NaN throughout).
struct Attribution {
    Vector start, whole, interaction;
    Matrix alone, in_order, last, shapley, standard_error;
    std::vector<Matrix> pairs;
    double largest_gap = 0.0;
};

/// \param values  as many rows as the plan has coalitions, one column a value
/// \source Shapley (1953); Castro, Gomez and Tejada (2009) for sampled orders; Grabisch and Roubens (1999) for pairs
/// \tests unit/attribution_test.cpp
Attribution attribute_changes(AttributionPlan const& plan, Matrix const& values);

}  // namespace desvio
