#pragma once

#include "desvio/model/equilibrium.hpp"
#include "desvio/params/base.hpp"

namespace desvio {

/// The base whose flows and duties are an equilibrium's; technology and elasticities stay.
Base rebase(Base base, Equilibrium const& equilibrium);

}  // namespace desvio
