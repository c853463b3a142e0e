#pragma once

#include "desvio/engine/threats.hpp"
#include "desvio/report/summary.hpp"

#include <string>
#include <vector>

namespace desvio {

/// Worlds and their probabilities; for every outcome its mean, spread, extremes and certainty cost; who makes the
/// spread where there are several lotteries; means over other probabilities of one threat.
/// \param over  the threat whose probability is varied; none: no such table
/// \param probabilities  what it is varied to
std::string format_threats(ThreatResult const& result, std::optional<std::size_t> over,
                           std::vector<double> const& probabilities, TextStyle const& style = {});

/// Every table of at most two axes, keys as in docs/formats/threat.md.
std::string format_threats_json(ThreatResult const& result);

}  // namespace desvio
