#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/base.hpp"
#include "io/base_files.hpp"

#include <string>

/// The full table and the jobs of a base in its folder of CSV: use.csv and jobs.csv (docs/formats/base.md). Private to
/// io.
namespace desvio {

/// Reads use.csv into base.use_table where there is one: exporter, input, importer, user, value. A user that is no
/// sector is a final category; they stand in the order in which the file names them first. Faults: form, unknown codes,
/// cells given twice, inputs below 0, and sums that do not agree with flows and input shares (compare_use_table), each
/// with the first line that they were summed from.
/// \pre labels, flows, duties and input shares of the base are there and sound
void read_use(BaseFiles const& files, Base& base, FaultList& faults);

/// use.csv; cells that are 0 are left out, but the first flow lists every final category, which fixes their order.
/// \pre the base keeps a full table
std::string write_use(Base const& base);

/// Reads jobs.csv into base.jobs_per_output where there is one: region, sector, value = persons per million of gross
/// output, at least 0; a cell without row is not known.
void read_jobs(BaseFiles const& files, Base& base, FaultList& faults);

}  // namespace desvio
