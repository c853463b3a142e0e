#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <string>
#include <vector>

/// What regions, groups and units are called in a text for people. Private to report.
namespace desvio::text {

/// The name of a region without what stands in brackets at its end: "China (mainland)" -> "China".
std::string short_name(Base const& base, Index region);

/// The short name as it stands in a sentence: "the United States".
std::string name_in_sentence(std::string const& name);

/// "latin_america" -> "Latin America", "brics" -> "BRICS".
std::string group_label(std::string const& group);

/// One name for a set of regions: the region, the group that has exactly these members, "All regions", or the codes.
std::string set_label(Base const& base, std::vector<Index> const& members);

/// "million US$", from the base's unit and currency.
std::string money_unit(Base const& base);
/// "US$"
std::string currency_label(Base const& base);

/// "central, of low, central and high for 3 numbers"; empty where the scenario has no readings.
std::string reading_text(Scenario const& scenario);

}  // namespace desvio::text
