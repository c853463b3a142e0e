#include "io/table_source.hpp"

#include "desvio/core/error.hpp"
#include "io/gzip_stream.hpp"
#include "io/table_path.hpp"
#include "io/zip_archive.hpp"

#include <algorithm>
#include <cstdio>
#include <system_error>

namespace fs = std::filesystem;

namespace desvio {

namespace {

constexpr std::size_t content_block = std::size_t{64} << 10U;
constexpr std::uint64_t largest_content = std::uint64_t{256} << 20U;  // of a file that is held whole

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

std::string system_reason() { return std::error_code(errno, std::generic_category()).message(); }

class PlainStream final : public ByteStream {
  public:
    PlainStream(fs::path const& path, std::string place, std::uint64_t total, ByteMonitor const& monitor)
        : place_(std::move(place)), total_(total), monitor_(monitor), file_(std::fopen(path.c_str(), "rb")) {
        if (!file_) throw FileError({{place_}, "cannot be opened: " + system_reason(), {}, {}});
    }
    std::size_t read(char* into, std::size_t size) override {
        std::size_t const n = std::fread(into, 1, size, file_.get());
        if (n == 0 && std::ferror(file_.get()) != 0)
            throw FileError({{place_}, "cannot be read: " + system_reason(), {}, {}});
        done_ += n;
        if (monitor_ && !monitor_(done_, total_)) throw ImportStopped{};
        return n;
    }

  private:
    std::string place_;
    std::uint64_t total_, done_ = 0;
    ByteMonitor const& monitor_;
    std::unique_ptr<std::FILE, CloseFile> file_;
};

/// Spreadsheets are zips too, but one file to their readers.
bool is_archive(fs::path const& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".zip";
}

}  // namespace

TableSource::TableSource(fs::path const& path, SourceLimits limits) : path_(path), limits_(limits) {
    std::error_code error;
    auto const status = fs::status(path, error);
    if (!fs::exists(status))
        throw FileError({{path.string()}, "there is no such file or folder", {}, "Check the path."});
    struct Entry {
        std::string name;
        std::uint64_t size;
    };
    std::vector<Entry> entries;
    if (fs::is_directory(status)) {
        kind_ = Kind::folder;
        fs::recursive_directory_iterator walk(path, error);
        for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
            std::error_code ignored;
            if (!walk->is_regular_file(ignored)) continue;
            auto const size = walk->file_size(ignored);
            entries.push_back({walk->path().lexically_relative(path).generic_string(), ignored ? 0 : size});
        }
        if (error) throw FileError({{path.string()}, "the folder cannot be listed: " + error.message(), {}, {}});
    } else if (is_archive(path)) {
        kind_ = Kind::zip;
        zip_ = std::make_unique<ZipArchive>(path, limits);
        for (ZipArchive::Entry const& entry : zip_->entries()) entries.push_back({entry.name, entry.size});
    } else if (is_gzip_name(path)) {
        kind_ = Kind::gzip;
        entries.push_back({path.stem().string(), gzip_content_size(path)});
    } else {
        auto const size = fs::file_size(path, error);
        entries.push_back({path.filename().string(), error ? 0 : size});
    }
    std::sort(entries.begin(), entries.end(), [](Entry const& a, Entry const& b) { return a.name < b.name; });
    for (Entry const& entry : entries) {
        names_.push_back(entry.name);
        sizes_.push_back(entry.size);
    }
}

TableSource::~TableSource() = default;

bool TableSource::has(std::string const& name) const { return std::binary_search(names_.begin(), names_.end(), name); }

std::vector<std::string> TableSource::find_leaf(std::string const& leaf_name) const {
    std::vector<std::string> found;
    for (std::string const& name : names_)
        if (leaf_of(name) == leaf_name) found.push_back(name);
    return found;
}

std::string TableSource::place(std::string const& name) const {
    return is_single_file() ? path_.string() : path_.string() + '/' + name;
}

std::uint64_t TableSource::size(std::string const& name) const {
    auto const at = std::lower_bound(names_.begin(), names_.end(), name);
    return at == names_.end() || *at != name ? 0 : sizes_[static_cast<std::size_t>(at - names_.begin())];
}

std::unique_ptr<ByteStream> TableSource::open(std::string const& name) const {
    auto const at = std::lower_bound(names_.begin(), names_.end(), name);
    if (at == names_.end() || *at != name)
        throw FileError({{place(name)}, "there is no such file", {}, "Check that the table is complete."});
    auto const k = static_cast<std::size_t>(at - names_.begin());
    if (kind_ == Kind::gzip) return open_gzip(path_, place(name), limits_, monitor_);
    if (kind_ != Kind::zip)
        return std::make_unique<PlainStream>(kind_ == Kind::file ? path_ : path_ / name, place(name), sizes_[k],
                                             monitor_);
    return zip_->open(zip_->entries()[k], place(name), monitor_);
}

std::string TableSource::head(std::string const& name, std::size_t size) const {
    auto const stream = open(name);
    std::string text(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        std::size_t const n = stream->read(text.data() + filled, size - filled);
        if (n == 0) break;
        filled += n;
    }
    text.resize(filled);
    return text;
}

std::string TableSource::content(std::string const& name) const {
    // What a zip says of a size may be wrong: memory is taken as bytes come.
    auto const most = std::min(std::max<std::uint64_t>(size(name), 1), largest_content);
    auto const stream = open(name);
    std::string text;
    std::size_t filled = 0;
    for (;;) {
        if (filled == text.size()) text.resize(std::max(2 * text.size(), content_block));
        std::size_t const n = stream->read(text.data() + filled, text.size() - filled);
        if (n == 0) break;
        filled += n;
        if (filled > most)
            throw FileError({{place(name)}, "is larger than it says or than such a file may be", {}, {}});
    }
    text.resize(filled);
    return text;
}

}  // namespace desvio
