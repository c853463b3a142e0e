#pragma once

#include "desvio/engine/sweep.hpp"

#include <string>
#include <vector>

namespace desvio::test {

/// A US duty of half on goods of the BRICS, its own figures in [report], the last block.
extern std::string const duty_on_brics;

/// A sweep of it on the base of three regions. \param axes  as --vary has them
SweepPlan sweep_plan(std::vector<std::string> const& axes, std::string const& toml = duty_on_brics);

}  // namespace desvio::test
