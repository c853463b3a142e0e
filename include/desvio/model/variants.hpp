#pragma once

#include "desvio/params/accounts.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/params/shock.hpp"

namespace desvio {

/// The base of a variant: no_io sets gamma = 0 and beta = 1, so all expenditure is final; one_sector sums all sectors
/// into one ("ALL"): flows and duties paid are summed, input shares become the cost share of all inputs, theta the
/// trade-weighted mean (weights: cross-border flows). The result meets THEORY §1 whenever the input does.
/// \source Caliendo and Parro (2015) table 11; Costinot and Rodríguez-Clare (2014) tables 4.1-4.3
/// \tests identities/, unit/variants_test.cpp
Base make_variant(Base const& base, Variant variant, std::string const& elasticities);

/// The shock of a variant: duties of the one sector are duty over value at base flows; cost and productivity changes
/// are averaged with base flows and outputs as weights.
Shock make_variant(Shock const& shock, Base const& base, Variant variant);

}  // namespace desvio
