#pragma once

#include "desvio/engine/sweep.hpp"
#include "engine/varied_model.hpp"

#include <string>

/// Bands of a sweep: every point at draws of the elasticities. Private to engine.
namespace desvio {

/// \throws InputError where draws are asked for and no elasticity has a standard error
void require_spread(SweepPlan const& plan);

/// Solves each line of the first axis at every draw, each level from those before, and takes percentiles; with `refine`
/// also of the levels that are best. A draw is the same at every point (common random numbers), so that bands of two
/// levels tell the levels apart, not the draws. One that fails at one level is left out of its whole line.
///   x_q(point) = q-quantile over d of x(point; theta_d),   theta_d = draw_elasticities(seed, d)
/// \param result  all points solved; its bands are filled
/// \return false when it was stopped; the bands are then empty
/// \tests unit/sweep_draws_test.cpp
bool draw_bands(SweepResult& result, VariedModel const& model, SweepOptions const& options);

/// Bands in a file: datasets beside those of the figures, their names ending in _p05, _p50, _p95.
void add_bands(LabelledFile& file, SweepResult const& result);
void read_bands(LabelledFile const& file, SweepResult& result);
bool is_band(std::string const& path);

}  // namespace desvio
