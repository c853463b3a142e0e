#include "app/target.hpp"

#include "desvio/core/error.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace desvio::app {
namespace {

namespace fs = std::filesystem;

void require_usable_parent(fs::path const& target) {
    fs::path const parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
    std::error_code error;
    if (!fs::exists(parent, error)) {
        throw FileError({{target.string(), 0, 0},
                         fmt::format("there is no folder '{}'", parent.string()),
                         "nothing was computed",
                         "Make it first, or name another place."});
    }
    if (!fs::is_directory(parent, error)) {
        throw FileError({{target.string(), 0, 0},
                         fmt::format("'{}' is not a folder", parent.string()),
                         "nothing was computed",
                         "Name another place."});
    }
    // A folder must be searchable as well as writable for a file to be made in it.
    if (access(parent.c_str(), W_OK | X_OK) != 0) {
        throw FileError({{target.string(), 0, 0},
                         fmt::format("the folder '{}' cannot be written to: {}", parent.string(), std::strerror(errno)),
                         "nothing was computed",
                         "Name another place."});
    }
}

}  // namespace

void require_writable(fs::path const& target) {
    std::error_code error;
    if (fs::is_directory(target, error)) {
        throw FileError({{target.string(), 0, 0}, "is a folder", "nothing was computed", "Name a file in it."});
    }
    // A finished file is renamed to its name: that would replace a device such as /dev/null by a file.
    if (fs::exists(target, error) && !fs::is_regular_file(target, error)) {
        throw FileError({{target.string(), 0, 0}, "is not a file", "nothing was computed", "Name a file."});
    }
    require_usable_parent(target);
}

void require_writable_folder(fs::path const& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        throw FileError({{folder.string(), 0, 0}, "is a file, not a folder", "nothing was written", "Name a folder."});
    }
    if (fs::is_directory(folder, error) && !fs::is_empty(folder, error)) {
        throw FileError({{folder.string(), 0, 0},
                         "is not an empty folder",
                         "nothing that is there is overwritten",
                         "Name a new folder, or empty this one."});
    }
    fs::path const trimmed = folder.has_filename() ? folder : folder.parent_path();
    require_usable_parent(trimmed);
}

void make_folder(fs::path const& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        throw FileError({{folder.string(), 0, 0}, "is a file, not a folder", "nothing was computed", "Name a folder."});
    }
    fs::path const trimmed = folder.has_filename() ? folder : folder.parent_path();
    if (!fs::is_directory(folder, error)) require_usable_parent(trimmed);
    // The folder's own permissions, once it is there.
    fs::create_directory(trimmed, error);
    if (error)
        throw FileError({{folder.string(), 0, 0}, error.message(), "nothing was computed", "Name another place."});
    require_usable_parent(trimmed / "file");
}

}  // namespace desvio::app
