#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/params/scenario.hpp"

#include <string>
#include <vector>

/// What the threats of a scenario can come to, and how likely each is.
namespace desvio {

inline constexpr int most_independent_threats = 10;  ///< 1,024 combinations
inline constexpr char const* nothing_happens = "nothing";

/// One combination of threats that come about.
struct World {
    std::vector<bool> comes;    ///< by threat, in the order written
    bool is_otherwise = false;  ///< there are excluding threats and none of them comes
    double probability = 0.0;
};

/// A draw that decides what comes: one for all threats that exclude one another, one for each independent threat.
/// Draws are independent of each other.
struct Lottery {
    std::string name;                  ///< the threat's label; "one of A, B" for several that exclude one another
    std::vector<std::size_t> threats;  ///< the threats it is about; result k is threats[k]; the last one: none of them
    std::vector<double> probability;   ///< of each result; they sum to 1
};

/// One result of every lottery, and the world that comes of it.
struct Fate {
    std::vector<std::size_t> results;  ///< by lottery
    std::size_t world = 0;
    double probability = 0.0;
};

/// All that can happen. A threat that waits for another (`given`) has a lottery of its own all the same: it comes when
/// it wins and that one has come. So several fates may lead to one world.
struct Prospects {
    std::vector<Lottery> lotteries;
    std::vector<World> worlds;  ///< each once, also those of probability 0; fewest threats first: the first has none
    std::vector<Fate> fates;    ///< every combination of results
};

/// \pre labels are distinct and `given` names an earlier threat, as the reader makes sure
/// \tests unit/threats_test.cpp
Prospects enumerate_prospects(std::vector<Threat> const& threats);

/// "brics-100 + mirror", with `otherwise` in front where none of the excluding threats comes; "nothing" when nothing
/// does.
std::string world_label(World const& world, std::vector<Threat> const& threats, std::string const& otherwise);

}  // namespace desvio
