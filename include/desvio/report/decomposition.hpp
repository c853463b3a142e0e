#pragma once

#include "desvio/engine/decompose.hpp"
#include "desvio/report/summary.hpp"

#include <string>

namespace desvio {

/// The parts by number, their shares in every outcome, and for the outcomes asked for (else for the focus together and
/// the region that is changed most) each part alone, in order, last and on average over all orders.
/// \param is_asked  whether outcomes were asked for by name
std::string format_decomposition(Decomposition const& result, bool is_asked, TextStyle const& style = {});

/// Every table of at most two axes, keys as in docs/formats/decomposition.md.
std::string format_decomposition_json(Decomposition const& result);

}  // namespace desvio
