#pragma once

#include "desvio/engine/compare_results.hpp"

namespace desvio {

/// What a comparison was made of: options, every result's scenario, and each base once, under /input. Private to
/// engine.
void add_compared_inputs(LabelledFile& file, ResultComparison const& comparison);

}  // namespace desvio
