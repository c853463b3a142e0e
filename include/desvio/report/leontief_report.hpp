#pragma once

#include "desvio/engine/leontief_bench.hpp"
#include "desvio/engine/leontief_task.hpp"
#include "desvio/report/summary.hpp"

#include <string>

/// Answers and timings of Leontief systems, as text and JSON.
namespace desvio {

/// Which method and why, how exact, how long; totals of every right-hand side; the largest rows of the first.
std::string format_leontief(LeontiefAnswer const& answer, TextStyle const& style = {});
/// The same, and the whole solution where it has at most 20,000 numbers; null otherwise.
std::string format_leontief_json(LeontiefAnswer const& answer);

/// What the machine can do, every timing beside it, exponents over sizes.
std::string format_leontief_bench(LeontiefBench const& bench, TextStyle const& style = {});
std::string format_leontief_bench_json(LeontiefBench const& bench);

}  // namespace desvio
