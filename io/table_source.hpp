#pragma once

#include "desvio/io/table_io.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace desvio {

/// Bytes read from front to back.
class ByteStream {
  public:
    ByteStream() = default;
    ByteStream(ByteStream const&) = delete;
    ByteStream& operator=(ByteStream const&) = delete;
    virtual ~ByteStream() = default;
    /// \return how many bytes were read, 0 at the end. \throws FileError
    virtual std::size_t read(char* into, std::size_t size) = 0;
};

/// What may be taken in; a published table is far below.
struct SourceLimits {
    std::uint64_t largest_entry = std::uint64_t{64} << 30U;  ///< bytes of one file, inflated
    std::uint64_t largest_ratio = 2000;                      ///< inflated over packed, beyond the first 64 MiB
};

class ZipArchive;

/// A file (also packed by gzip), a folder or a .zip, all seen as a set of named files: a lone file is a set of one, a
/// zip is a folder. Names are relative to the folder or the zip's root, with '/', sorted.
class TableSource {
  public:
    /// \throws FileError when there is no such file or folder, or the zip is broken
    explicit TableSource(std::filesystem::path const& path, SourceLimits limits = {});
    TableSource(TableSource const&) = delete;
    TableSource& operator=(TableSource const&) = delete;
    ~TableSource();

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    [[nodiscard]] bool is_single_file() const noexcept { return kind_ == Kind::file || kind_ == Kind::gzip; }
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }
    [[nodiscard]] bool has(std::string const& name) const;
    /// The names whose last part matches: "trade.csv" finds "x/trade.csv".
    [[nodiscard]] std::vector<std::string> find_leaf(std::string const& leaf_name) const;
    /// What messages call a file: "icio.zip/2018_SML.csv".
    [[nodiscard]] std::string place(std::string const& name) const;
    /// Inflated size in bytes.
    [[nodiscard]] std::uint64_t size(std::string const& name) const;

    /// \throws FileError (truncated, damaged, too large). Progress is reported to `monitor`, if there is one; when it
    /// says stop, the stream throws ImportStopped.
    [[nodiscard]] std::unique_ptr<ByteStream> open(std::string const& name) const;
    /// The first bytes of a file, at most `size`; for guessing what it is.
    [[nodiscard]] std::string head(std::string const& name, std::size_t size = std::size_t{1} << 16U) const;
    /// The whole of a small file (up to 256 MiB). \throws FileError when it is larger
    [[nodiscard]] std::string content(std::string const& name) const;

    void set_monitor(ByteMonitor monitor) { monitor_ = std::move(monitor); }
    [[nodiscard]] ByteMonitor const& monitor() const noexcept { return monitor_; }

  private:
    enum class Kind { file, gzip, folder, zip };
    std::filesystem::path path_;
    SourceLimits limits_;
    Kind kind_ = Kind::file;
    std::vector<std::string> names_;
    std::vector<std::uint64_t> sizes_;
    std::unique_ptr<ZipArchive> zip_;
    ByteMonitor monitor_;
};

/// The monitor asked to stop.
struct ImportStopped {};

}  // namespace desvio
