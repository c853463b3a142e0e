#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/concordance.hpp"

#include <string>
#include <vector>

/// The part of an aggregation that is about names: see desvio/tables/aggregate.hpp.
namespace desvio {

/// The texts and the two tables of the new base, indexed; no figures. \param output  J x N of the given base, million
Base aggregated_labels(Base const& given, Merging const& regions, Merging const& sectors, Matrix const& output,
                       std::vector<std::string>& lost_groups);

/// theta' = sum w theta / sum w, w the trade across borders.
std::vector<ElasticitySet> aggregated_elasticities(Base const& given, Merging const& sectors, Matrix const& output);

}  // namespace desvio
