#pragma once

#include "desvio/model/caliendo_parro.hpp"

#include <cstddef>
#include <map>
#include <optional>

namespace desvio {

/// Solutions along one number, and where to start the next solve from. Private to engine.
///
/// The start at level x is the polynomial through the log-hats of the nearest solutions:
///   s(x) = sum_k w_k s(x_k),  w_k = prod_{m != k} (x - x_m) / (x_k - x_m)
/// through `most_points` at most: more than three gain next to nothing (bench_ladder).
class WarmPath {
  public:
    explicit WarmPath(std::size_t most_points = 3) : most_points_(most_points) {}
    void keep(double level, WarmStart state);
    /// Nothing when there is no solution yet.
    [[nodiscard]] std::optional<WarmStart> start(double level) const;

  private:
    std::size_t most_points_;
    std::map<double, WarmStart> states_;
};

}  // namespace desvio
