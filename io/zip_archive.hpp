#pragma once

#include "io/table_source.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace desvio {

/// A zip, on disk or in memory: its files by name, each read as a stream that is no longer than the limits allow.
/// \tests unit/xlsx_test.cpp, unit/table_source_test.cpp
class ZipArchive {
  public:
    struct Entry {
        std::string name;
        std::uint64_t size = 0, packed_size = 0;  ///< bytes, as the zip says
        std::uint64_t number = 0;                 ///< of the file in the zip
    };

    /// \throws FileError when it cannot be opened or is no zip
    explicit ZipArchive(std::filesystem::path const& path, SourceLimits limits = {});
    /// A zip that stands in memory. \param place  what messages call it
    ZipArchive(std::string bytes, std::string place, SourceLimits limits = {});
    ZipArchive(ZipArchive const&) = delete;
    ZipArchive& operator=(ZipArchive const&) = delete;
    ~ZipArchive();

    /// The files (not the folders), by name.
    [[nodiscard]] std::vector<Entry> const& entries() const noexcept { return entries_; }
    /// \return nothing when there is no such file
    [[nodiscard]] Entry const* find(std::string const& name) const;
    /// What messages call it.
    [[nodiscard]] std::string const& place() const noexcept { return place_; }
    /// \param place  what messages call the file. The archive must outlive the stream. \throws FileError
    [[nodiscard]] std::unique_ptr<ByteStream> open(Entry const& entry, std::string const& place,
                                                   ByteMonitor const& monitor) const;

  private:
    struct Handle;
    void list_entries();
    std::string place_;
    std::string bytes_;  // of a zip in memory
    SourceLimits limits_;
    std::unique_ptr<Handle> handle_;
    std::vector<Entry> entries_;
};

}  // namespace desvio
