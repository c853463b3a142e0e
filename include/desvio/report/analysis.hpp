#pragma once

#include "desvio/engine/analysis.hpp"
#include "desvio/report/summary.hpp"

#include <string>

namespace desvio {

/// The figures of an analysis for the regions in focus: exposure to the market, what exports hold, sectors whose loss
/// costs most, extractions asked for; units and definitions below.
std::string format_analysis(AnalysisResult const& result, TextStyle const& style = {});

/// Every table of at most two axes, keys as in docs/formats/analysis.md; whole matrices of flows stay in the file.
std::string format_analysis_json(AnalysisResult const& result);

}  // namespace desvio
