#pragma once

#include <filesystem>

namespace desvio::app {

/// Makes sure, before any work is done, that a file can be made under this name.
/// \throws FileError when the folder is missing or not writable, or the name is a folder's
void require_writable(std::filesystem::path const& target);

/// The same for a folder that is to be made; an empty one may be there already.
void require_writable_folder(std::filesystem::path const& folder);

/// A folder that results go into: made when it is not there, used as it is when it is. \throws FileError
void make_folder(std::filesystem::path const& folder);

}  // namespace desvio::app
