#include "io/atomic_write.hpp"

#include "desvio/core/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

namespace desvio {

namespace {

namespace fs = std::filesystem;

constexpr int max_name_attempts = 100;

/// What to do about an error of the system, where there is something to say.
std::string remedy_of(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return "Free space or write elsewhere.";
        case EACCES:
        case EPERM:
        case EROFS:
            return "Choose a place you may write to, or change its permissions.";
        case ENOENT:
            return "Check the path; folders are not made.";
        default:
            return {};
    }
}

[[noreturn]] void fail(fs::path const& path, std::string const& what, int error) {
    throw FileError({{path.string()}, what + ": " + std::generic_category().message(error), {}, remedy_of(error)});
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    [[nodiscard]] int get() const noexcept { return number_; }
    [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }
    /// close() may be the first to say that the disk is full. \return 0 or the error
    int close_now() { return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno; }

  private:
    int number_;
};

/// \return 0 or the error
int write_all(int descriptor, std::span<std::byte const> content) {
    while (!content.empty()) {
        auto const written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

/// \return 0 or the error
int write_and_sync(int descriptor, std::span<std::byte const> content) {
    if (int const error = write_all(descriptor, content)) return error;
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

fs::path folder_of(fs::path const& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/// A rename is on disk when its folder is. File systems that cannot sync a folder have nothing to lose by it.
void sync_folder(fs::path const& folder) {
    Descriptor const descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.is_open() && ::fsync(descriptor.get()) != 0 && errno == EIO) fail(folder, "cannot be synced", errno);
}

fs::path temporary_name(fs::path const& target, std::random_device& random) {
    return folder_of(target) / fmt::format(".{}.{:08x}.tmp", target.filename().string(), random());
}

/// Where a write through a symbolic link ends up: the link stays, what it points at is replaced.
fs::path resolve_target(fs::path const& path) {
    std::error_code error;
    if (!fs::is_symlink(path, error)) return path;
    fs::path resolved = fs::weakly_canonical(path, error);
    return error ? path : resolved;
}

void require_folder(fs::path const& target) {
    std::error_code error;
    if (!fs::is_directory(folder_of(target), error))
        throw FileError({{target.string()},
                         fmt::format("cannot be written: there is no folder '{}'", folder_of(target).string()),
                         {},
                         "Make it first."});
}

/// Where a file of this name ends up. \throws FileError when it may not be replaced there, or there is no folder
fs::path require_replaceable(fs::path const& path) {
    fs::path target = resolve_target(path);
    std::error_code status_error;
    auto const status = fs::status(target, status_error);
    if (fs::is_directory(status))
        throw FileError({{path.string()}, "cannot be written: it is a folder", {}, "Name a file in it."});
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw FileError({{path.string()},
                         "cannot be written: it is not a regular file",
                         "a file is written beside it and takes its place",
                         "Name a file."});
    require_folder(target);
    return target;
}

/// An empty file of a name beside the target that nothing had.
Descriptor make_temporary(fs::path const& path, fs::path const& target, fs::path& temporary) {
    std::random_device random;
    for (int attempt = 1;; ++attempt) {
        temporary = temporary_name(target, random);
        int const number = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (number >= 0) return Descriptor(number);
        if (errno != EEXIST || attempt == max_name_attempts) fail(path, "cannot be written", errno);
    }
}

}  // namespace

std::string read_text_file(fs::path const& path) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) fail(path, "cannot be opened", errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) fail(path, "cannot be read", errno);
    if (S_ISDIR(status.st_mode)) fail(path, "cannot be read", EISDIR);

    std::string content(static_cast<std::size_t>(status.st_size) + 1, '\0');
    std::size_t size = 0;
    for (;;) {
        if (size == content.size()) content.resize(2 * size);
        auto const got = ::read(file.get(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(path, "cannot be read", errno);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    content.resize(size);
    return content;
}

void write_file_atomically(fs::path const& path, std::span<std::byte const> content) {
    fs::path const target = require_replaceable(path);
    fs::path temporary;
    Descriptor file = make_temporary(path, target, temporary);

    int error = write_and_sync(file.get(), content);
    if (int const closing = file.close_now(); error == 0) error = closing;
    if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
    if (error != 0) {
        ::unlink(temporary.c_str());
        fail(path, "cannot be written", error);
    }
    sync_folder(folder_of(target));
}

StagedFile::StagedFile(fs::path const& path) : path_(path), target_(require_replaceable(path)) {
    Descriptor const file = make_temporary(path_, target_, staged_);
}

StagedFile::~StagedFile() {
    if (!is_committed_) ::unlink(staged_.c_str());
}

void StagedFile::commit() {
    Descriptor file(::open(staged_.c_str(), O_RDONLY | O_CLOEXEC));
    int error = file.is_open() && ::fsync(file.get()) == 0 ? 0 : errno;
    if (error == 0 && ::rename(staged_.c_str(), target_.c_str()) != 0) error = errno;
    if (error != 0) fail(path_, "cannot be written", error);
    is_committed_ = true;
    sync_folder(folder_of(target_));
}

StagedFolder::StagedFolder(fs::path target) : target_(std::move(target)) {
    // "out/" names the folder "out".
    if (!target_.has_filename()) target_ = target_.parent_path();
    std::error_code error;
    if (fs::exists(target_, error) && !(fs::is_directory(target_, error) && fs::is_empty(target_, error)))
        throw FileError({{target_.string()},
                         "cannot be written: it exists and is not an empty folder",
                         "nothing that is there is overwritten",
                         "Name a new folder, or empty this one."});
    require_folder(target_);
    std::random_device random;
    for (int attempt = 1;; ++attempt) {
        staged_ = temporary_name(target_, random);
        if (::mkdir(staged_.c_str(), 0777) == 0) return;
        if (errno != EEXIST || attempt == max_name_attempts) fail(target_, "cannot be made", errno);
    }
}

StagedFolder::~StagedFolder() {
    std::error_code ignored;
    if (!is_committed_) fs::remove_all(staged_, ignored);
}

void StagedFolder::write(std::string const& name, std::string_view content) {
    fs::path const path = staged_ / name;
    if (::mkdir(folder_of(path).c_str(), 0777) != 0 && errno != EEXIST)
        fail(target_ / name, "cannot be written", errno);
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.is_open()) fail(target_ / name, "cannot be written", errno);
    int error = write_and_sync(file.get(), std::as_bytes(std::span(content)));
    if (int const closing = file.close_now(); error == 0) error = closing;
    if (error != 0) fail(target_ / name, "cannot be written", error);
}

void StagedFolder::commit() {
    std::error_code error;
    fs::directory_iterator inside(staged_, error);
    for (; !error && inside != fs::directory_iterator(); inside.increment(error)) {
        std::error_code ignored;
        if (inside->is_directory(ignored)) sync_folder(inside->path());
    }
    sync_folder(staged_);
    if (::rename(staged_.c_str(), target_.c_str()) != 0) fail(target_, "cannot be written", errno);
    is_committed_ = true;
    sync_folder(folder_of(target_));
}

}  // namespace desvio
