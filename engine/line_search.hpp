#pragma once

#include "desvio/engine/counterfactuals.hpp"
#include "engine/warm_path.hpp"

#include <functional>
#include <string>

/// Searching along one number of a scenario, each solve started from those around it. Private to engine.
namespace desvio {

/// A solve that the search needed was stopped.
struct SearchStopped {};
/// A solve that the search needed did not converge.
struct SearchFailed {
    double level;
    std::string message;
};

/// Remembers where it has been. \tests unit/line_search_test.cpp
class LineSearch {
  public:
    using Solve = std::function<Counterfactual(double level, WarmStart const* start)>;
    explicit LineSearch(Solve solve) : solve_(std::move(solve)) {}
    /// \throws SearchStopped, SearchFailed
    Counterfactual const& at(double level);

  private:
    Solve solve_;
    WarmPath path_;
    double latest_level_ = 0.0;
    Counterfactual latest_;
    bool has_latest_ = false;
};

using LevelFunction = std::function<double(double level)>;

struct Bracket {
    double level, value;
};

/// How well a level is found: this share of the distance between the ends of the search.
inline constexpr double root_precision = 1e-4;

/// The level between two where f is 0, to `precision` (root_precision of the distance when not given).
/// \pre the values have different signs \source Boost.Math: Alefeld, Potra and Shi (1995), algorithm 748
double find_root(LevelFunction const& f, Bracket low, Bracket high, double precision = -1.0);

struct Extremum {
    double level, value;
};

/// The level of [low, high] where f is largest, to root_precision of the distance; exactly low or high where it is
/// largest at that end. \param inside  a level of [low, high] where f is no less than at the ends, and its value there
/// \source Boost.Math: Brent (1973), ch. 5
Extremum find_maximum(LevelFunction const& f, double low, double high, double inside, double inside_value);

}  // namespace desvio
