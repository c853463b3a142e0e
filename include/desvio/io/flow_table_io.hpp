#pragma once

#include "desvio/params/flow_table.hpp"

#include <filesystem>
#include <string>

namespace desvio {

/// Reads flows from a long table: CSV (also packed by gzip) with the columns exporter, importer, sector, one of value,
/// flow or flow_tariff_inclusive, and if wanted tariff (a fraction); other columns are passed over. Rows of the same
/// cell are summed.
/// \param has_duty_inside  whether the flows hold the duty, which is then taken out: value / (1 + tariff)
/// \throws InputError with file:line:column; FileError   \tests unit/base_compare_test.cpp
FlowTable read_flow_table(std::filesystem::path const& path, bool has_duty_inside);
FlowTable parse_flow_table(std::string const& text, std::string const& file, bool has_duty_inside);

}  // namespace desvio
