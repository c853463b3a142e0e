#pragma once

#include "desvio/params/accounts.hpp"
#include "desvio/params/shock.hpp"

namespace desvio {

/// The shock under wasted revenue: what the change of a duty takes from the buyer melts on the way instead of reaching
/// the treasury. d_hat := d_hat (1 + t') / (1 + t) and t' := t, so the duties of the base are still collected and
/// rebated and the base stays an equilibrium.
/// \source THEORY §2, closure `revenue`; the tariff as an iceberg cost, Costinot and Rodríguez-Clare (2014) §4
/// \tests unit/revenue_test.cpp
Shock waste_revenue(Shock shock, Accounts const& base);

}  // namespace desvio
