#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"

#include <nlohmann/json.hpp>

/// Labelled tables as JSON. Private to report.
namespace desvio::text {

using Json = nlohmann::ordered_json;

/// The table as nested objects keyed by the labels of its dimensions, slowest first ({"BRA": {"CHN": 1.5}}); axes with
/// numbers for labels become arrays, a scalar its value, NaN null.
Json table_to_json(Table const& table, LabelledFile const& file);

/// Attributes, then every table of at most two dimensions under the parts of its path: "/region/welfare_pct" is
/// ["region"]["welfare_pct"]. Tables of more dimensions (whole matrices of flows) stay in the file, and so do those of
/// the group `left_out`.
Json tables_to_json(LabelledFile const& file, std::string const& left_out);

/// The steps by which a base was made.
Json provenance_json(std::vector<ProvenanceStep> const& steps);

/// What a table was like before it was mended.
Json health_json(TableHealth const& health);

/// Two-space indented text with a newline at the end.
std::string to_text(Json const& json);

}  // namespace desvio::text
