#pragma once

#include "desvio/distributed/leontief_petsc.hpp"
#include "desvio/report/summary.hpp"

#include <string>

/// What happened to a Leontief system that was solved on several processes, as text and JSON.
namespace desvio {

/// `title`: a line on what was solved.
std::string format_distributed(DistributedSummary const& summary, std::string const& title,
                               TextStyle const& style = {});
/// Every figure with all its digits; memory in bytes, times in seconds.
std::string format_distributed_json(DistributedSummary const& summary);

}  // namespace desvio
