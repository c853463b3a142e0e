#pragma once

#include <filesystem>
#include <string>

namespace desvio {

/// The text of a file; one packed by gzip, known by its first bytes, is inflated.
/// \throws FileError when it cannot be opened, is damaged, or inflates to more than 1 GiB
std::string read_whole_file(std::filesystem::path const& path);

}  // namespace desvio
