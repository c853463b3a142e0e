#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

/// Files that are either whole or not there, and texts read in one go.
namespace desvio {

/// The whole content of a file. \throws FileError when it is missing, a folder, or cannot be read
std::string read_text_file(std::filesystem::path const& path);

/// Writes beside the target under a temporary name, syncs, renames and syncs the folder: the path holds its old
/// content or all of the new. \throws FileError; the temporary file is gone then
void write_file_atomically(std::filesystem::path const& path, std::span<std::byte const> content);

/// A file that someone else fills under a temporary name beside its target: commit() syncs and renames it. Gone when
/// never committed.
class StagedFile {
  public:
    /// \throws FileError when the target may not be replaced, or its folder is missing or cannot be written to
    explicit StagedFile(std::filesystem::path const& path);
    ~StagedFile();
    StagedFile(StagedFile const&) = delete;
    StagedFile& operator=(StagedFile const&) = delete;

    [[nodiscard]] std::filesystem::path const& staged() const noexcept { return staged_; }  ///< empty, to be filled
    /// \pre whoever filled it has closed it. \throws FileError
    void commit();

  private:
    std::filesystem::path path_, target_, staged_;
    bool is_committed_ = false;
};

/// A folder filled under a temporary name beside its target; commit() renames it. Gone when never committed.
class StagedFolder {
  public:
    /// \throws FileError when the target exists and is not an empty folder, or its parent cannot be written to
    explicit StagedFolder(std::filesystem::path target);
    ~StagedFolder();
    StagedFolder(StagedFolder const&) = delete;
    StagedFolder& operator=(StagedFolder const&) = delete;

    /// \param name  may begin with a folder, "sub/a.txt", which is then made. \throws FileError
    void write(std::string const& name, std::string_view content);
    /// \throws FileError
    void commit();

  private:
    std::filesystem::path target_;
    std::filesystem::path staged_;
    bool is_committed_ = false;
};

}  // namespace desvio
