#pragma once

#include <filesystem>
#include <string_view>

namespace desvio {

/// Writes a text under a temporary name, synced and renamed: the path holds its old content or all of the new.
/// \throws FileError
void write_text_file(std::filesystem::path const& path, std::string_view text);

}  // namespace desvio
