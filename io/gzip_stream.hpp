#pragma once

#include "io/table_source.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace desvio {

/// Whether a file is packed by gzip, by its ending.
bool is_gzip_name(std::filesystem::path const& path);

/// What the last bytes of a gzip file say its content is long, modulo 4 GiB; 0 when it cannot be read.
std::uint64_t gzip_content_size(std::filesystem::path const& path);

/// The content of a gzip file. Progress is told in packed bytes.
/// \param place  what messages call it \throws FileError when it cannot be opened; read() when it is damaged, cut off,
///        or inflates beyond the limits
std::unique_ptr<ByteStream> open_gzip(std::filesystem::path const& path, std::string place, SourceLimits const& limits,
                                      ByteMonitor const& monitor);

}  // namespace desvio
