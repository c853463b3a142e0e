#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/duty_table.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace desvio {

/// What the columns of a table of duties are called, and what to take of it.
struct DutyTableLayout {
    std::string sector = "sector", exporter = "exporter", importer = "importer", rate = "rate";
    std::string value;                                        ///< column of trade; none when empty
    std::string one_importer;                                 ///< importer of every row, where there is no such column
    std::optional<std::pair<std::string, std::string>> only;  ///< take rows whose column has this text
    bool is_percent = false;                                  ///< rates are divided by 100

    /// Sets columns from "sector=gtap,rate=total_pct". \throws InputError for an unknown word
    void rename(std::string const& pairs);
    /// Sets `only` from "date=2025-08-07". \throws InputError without "="
    void choose(std::string const& pair);
};

/// Reads a table of duties: CSV, also packed by gzip; further columns are passed over, and rows without a rate, which
/// are counted. \throws InputError with file:line:column: form, a rate that is negative or above 20 (2000 %), the same
/// sector,
///         exporter and importer twice, no row left; FileError   \tests unit/base_set_test.cpp
DutyTable read_duty_table(std::filesystem::path const& path, DutyTableLayout const& layout);
DutyTable parse_duty_table(std::string const& text, std::string const& file, DutyTableLayout const& layout);

/// Reads elasticities for a base: CSV with the columns sector, theta and, if wanted, se and source.
/// \throws InputError: form, theta <= 0, unknown or repeated sectors, sectors without one; FileError
ElasticitySet read_elasticity_table(std::filesystem::path const& path, Base const& base);
ElasticitySet parse_elasticity_table(std::string const& text, std::string const& file, Base const& base);

}  // namespace desvio
