#pragma once

#include "desvio/engine/import.hpp"
#include "desvio/report/summary.hpp"
#include "desvio/tables/official_gdp.hpp"

#include <string>
#include <vector>

/// What a published table is like and what was done to it, as text and JSON.
namespace desvio {

std::string format_health(TableHealth const& health, TextStyle const& style = {});
std::string format_health_json(TableHealth const& health);
/// The table's two GDPs beside official ones, with their ratios; codes that only one side has.
std::string format_gdp(GdpComparison const& gdp, TextStyle const& style = {});
std::string format_health_json(TableHealth const& health, GdpComparison const& gdp);

/// The steps by which a base was made.
std::string format_provenance(std::vector<ProvenanceStep> const& steps, TextStyle const& style = {});

/// Health of the table, steps taken, identities of the base.
std::string format_import(Imported const& imported, TextStyle const& style = {});
std::string format_import_json(Imported const& imported);

}  // namespace desvio
