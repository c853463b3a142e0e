#pragma once

#include "desvio/solvers/summary.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace desvio {

/// Calls work(k) once for each k below `count`, on several threads; what one of them throws is thrown again here.
/// \param threads  0: as many as there are processors
/// \param monitor  called by the calling thread after each of its pieces with how many have begun; false stops, and the
///                 rest is left out
/// \return whether all were done
bool work_in_parallel(std::size_t count, int threads, Monitor const& monitor, std::string_view what,
                      std::function<void(std::size_t)> const& work);

}  // namespace desvio
