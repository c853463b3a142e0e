#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// Bases in and out: the folder of CSV and the one-file HDF5 of FORMATS §1, and the ones inside the binary.
namespace desvio {

struct ReadBaseOptions {
    bool quality = false;  ///< also read trade_quality.csv where there is one
};

/// Reads a base: a built-in name, a folder in the CSV format, a base .h5 or the base inside a result .h5.
/// Reads and checks form only (columns, codes, numbers, signs), and that a full table (use.csv) agrees with flows and
/// input shares; identities are check_base()'s.
/// \throws InputError with file:line:column of every fault; FileError when it cannot be opened or is truncated
Base read_base(std::string const& name_or_path, ReadBaseOptions const& options = {});

/// Writes a base as a folder of CSV (shortest numbers that read back exactly) or, for a path ending in .h5, as one
/// HDF5 file; through a temporary name, synced and renamed. \throws FileError
void write_base(Base const& base, std::filesystem::path const& target);

/// The tables of a base, labels and texts included, added to a file under `prefix`: "" for a file of its own, "/input"
/// for the base inside a result. Numbers keep their bits. Groups: manifest, region, sector, trade, tariff, input_share,
/// elasticity, and value_added, final_demand, quality, use, jobs where the base has them.
void add_base_tables(Base const& base, std::string const& prefix, LabelledFile& file);

/// The base that add_base_tables() put there.
/// \throws FileError when a table is missing or has other dimensions; InputError with every value that no base may
///         have (negative trade, duty or coefficient, duty on own sales, theta <= 0, not finite), each with its labels,
///         and with the sums of a full table that are not its own
Base base_from_tables(LabelledFile const& file, std::string const& prefix);

/// SHA-256 (hex) over the content of a base in a fixed order: codes, groups, kinds, flows, duties, input shares and
/// elasticities. The same for the same figures, whichever format they came from; of declared figures, the full table
/// and jobs too, where there are any.
std::string base_sha256(Base const& base);

/// Names of the bases inside the binary.
std::vector<std::string> builtin_bases();

}  // namespace desvio
