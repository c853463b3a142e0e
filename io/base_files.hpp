#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/base.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// A base as a folder of CSV (docs/formats), wherever its files stand.
namespace desvio {

/// The files of one base: a folder on disk, or the ones inside the binary.
struct BaseFiles {
    std::string origin;                                        ///< path of the folder, or "built-in NAME"
    std::vector<std::string> names;                            ///< of the files in it, sorted
    std::function<std::string(std::string const& name)> read;  ///< content of one of them; throws FileError

    [[nodiscard]] bool has(std::string const& name) const;
    /// What messages call a file: "my_base/trade.csv".
    [[nodiscard]] std::string place(std::string const& name) const { return origin + '/' + name; }
};

/// \throws FileError when the folder cannot be listed
BaseFiles open_base_folder(std::filesystem::path const& folder);
BaseFiles open_builtin_base(std::string const& name);

/// \throws InputError with every fault; FileError
Base read_base_files(BaseFiles const& files, bool with_quality);
/// \throws FileError
void write_base_folder(Base const& base, std::filesystem::path const& folder);

/// Reads manifest.toml into the texts of a base and the titles of its elasticity sets (one entry a set it names).
struct Manifest {
    std::string name, title, currency, unit, source, licence;
    int year = 0;
    struct SetTexts {
        std::string name, title, horizon;
        SourceLocation where;
    };
    std::vector<SetTexts> sets;
    std::vector<ProvenanceStep> provenance;
};
Manifest read_manifest(std::string const& toml, std::string const& file, FaultList& faults);
std::string write_manifest(Base const& base);

/// Names of a base's CSV files.
namespace base_file {
inline constexpr char const* manifest = "manifest.toml";
inline constexpr char const* regions = "regions.csv";
inline constexpr char const* sectors = "sectors.csv";
inline constexpr char const* trade = "trade.csv";
inline constexpr char const* tariffs = "tariffs.csv";
inline constexpr char const* io_coefficients = "io_coefficients.csv";
inline constexpr char const* elasticities = "elasticities.csv";
inline constexpr char const* value_added = "value_added.csv";
inline constexpr char const* final_demand = "final_demand.csv";
inline constexpr char const* trade_quality = "trade_quality.csv";
inline constexpr char const* use = "use.csv";
inline constexpr char const* jobs = "jobs.csv";
/// "" for other files; "default" for elasticities.csv, NAME for elasticities_NAME.csv.
std::string elasticity_set_of(std::string const& file);
std::string elasticity_file_of(std::string const& set);
}  // namespace base_file

/// "a;b" from its parts.
std::string join_groups(std::vector<std::string> const& groups);

}  // namespace desvio
