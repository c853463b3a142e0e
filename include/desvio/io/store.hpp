#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Labelled tables in one HDF5 file that h5py, netCDF4 and xarray open as named arrays. Knows nothing of what they
/// mean.
namespace desvio {

using AttributeValue = std::variant<std::string, double, std::int64_t>;

struct Attribute {
    std::string name;
    AttributeValue value;
};

/// A named axis with its coordinate. Stands in every group that uses it, under its own name.
struct Dimension {
    std::string name;  ///< "region", "exporter", ...
    std::variant<std::vector<std::string>, std::vector<double>> labels;
    std::string long_name;
    [[nodiscard]] std::size_t size() const {
        return std::visit([](auto const& values) { return values.size(); }, labels);
    }
};

struct Table {
    std::string path;                                                    ///< "/trade/base"
    std::vector<std::string> dimensions;                                 ///< names, slowest first; empty for a scalar
    std::variant<std::vector<double>, std::vector<std::string>> values;  ///< row-major; NaN where missing
    std::string units;  ///< "million US$", "1", "percent", ...; empty only for text
    std::string long_name;
};

struct LabelledFile {
    std::vector<Attribute> attributes;  ///< of the root group, in order
    /// By name; a key with a group in front ("/input/sector") overrides the plain name in that group and those below
    /// it.
    std::map<std::string, Dimension> dimensions;
    std::vector<Table> tables;  ///< groups appear in the order of first use

    [[nodiscard]] Attribute const* find_attribute(std::string const& name) const;
    [[nodiscard]] Table const* find_table(std::string const& path) const;
    /// The dimension that a name in `table.dimensions` stands for: the nearest group's.
    [[nodiscard]] Dimension const* find_dimension(Table const& table, std::string const& name) const;
    /// \throws FileError naming the file and what is missing
    [[nodiscard]] std::string const& text_attribute(std::string const& name) const;
    [[nodiscard]] std::vector<double> const& numbers(std::string const& path) const;
    [[nodiscard]] std::vector<std::string> const& texts(std::string const& path) const;
    std::string origin;  ///< path it was read from, for messages
};

struct StoreOptions {
    bool compress = true;  ///< shuffle + deflate; off for speed
};

/// Writes to a temporary file beside `path`, syncs it and renames it: `path` holds the old content or all of the new.
/// \throws FileError (no such folder, read-only, disk full, ...); nothing half-written remains
///         std::logic_error when a table does not fit its dimensions (a mistake of the caller)
/// \tests unit/store_test.cpp, formats/test_store.py
void write_store(LabelledFile const& file, std::filesystem::path const& path, StoreOptions const& options = {});

/// The bytes that write_store() would write, for who has no file. HDF5 is not for several threads at once.
std::string store_image(LabelledFile const& file, StoreOptions const& options = {});

/// Reads every table of numbers or text whose axes are named, and the root attributes that are one text or number.
/// \throws FileError when it is missing, truncated or not HDF5, or when an axis has no name
LabelledFile read_store(std::filesystem::path const& path);

/// Every table as tidy CSV in a folder: one file a table (trade_base.csv, ...), columns = dimensions then value.
/// \throws FileError, also when the folder exists and is not empty; nothing is left when it fails
void write_tidy_csv(LabelledFile const& file, std::filesystem::path const& folder);

}  // namespace desvio
