#include "io/table_source.hpp"

#include "desvio/core/error.hpp"

#include <zip.h>

#include <algorithm>
#include <cstdio>
#include <system_error>

namespace fs = std::filesystem;

namespace desvio {

namespace {

constexpr std::uint64_t free_inflation = std::uint64_t{64} << 20U;    // a ratio says nothing about small files
constexpr std::uint64_t largest_content = std::uint64_t{256} << 20U;  // of a file that is held whole

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
struct CloseEntry {
    void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
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

class ZippedStream final : public ByteStream {
  public:
    ZippedStream(zip_file_t* file, std::string place, std::uint64_t total, std::uint64_t most,
                 ByteMonitor const& monitor)
        : place_(std::move(place)), total_(total), most_(most), monitor_(monitor), file_(file) {}
    std::size_t read(char* into, std::size_t size) override {
        zip_int64_t const n = zip_fread(file_.get(), into, size);
        if (n < 0)
            throw FileError({{place_},
                             fmt::format("cannot be inflated: {}", zip_error_strerror(zip_file_get_error(file_.get()))),
                             "the zip is damaged or was cut off",
                             "Fetch it again."});
        done_ += static_cast<std::uint64_t>(n);
        if (done_ > most_)
            throw FileError({{place_},
                             fmt::format("inflates to more than {} bytes", most_),
                             "no table is packed that densely; the zip may be made to exhaust memory or disk",
                             "Unpack it by hand if it is to be trusted."});
        if (monitor_ && !monitor_(done_, total_)) throw ImportStopped{};
        return static_cast<std::size_t>(n);
    }

  private:
    std::string place_;
    std::uint64_t total_, most_, done_ = 0;
    ByteMonitor const& monitor_;
    std::unique_ptr<zip_file_t, CloseEntry> file_;
};

/// Spreadsheets are zips too, but one file to their readers.
bool is_archive(fs::path const& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".zip";
}

std::string leaf(std::string const& name) {
    auto const slash = name.rfind('/');
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

}  // namespace

struct TableSource::Zip {
    zip_t* archive = nullptr;
    std::vector<zip_uint64_t> entries;  // in the order of names
    ~Zip() {
        if (archive != nullptr) zip_discard(archive);
    }
};

TableSource::TableSource(fs::path const& path, SourceLimits limits) : path_(path), limits_(limits) {
    std::error_code error;
    auto const status = fs::status(path, error);
    if (!fs::exists(status))
        throw FileError({{path.string()}, "there is no such file or folder", {}, "Check the path."});
    struct Entry {
        std::string name;
        std::uint64_t size, packed;
        zip_uint64_t index;
    };
    std::vector<Entry> entries;
    if (fs::is_directory(status)) {
        kind_ = Kind::folder;
        fs::recursive_directory_iterator walk(path, error);
        for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
            std::error_code ignored;
            if (!walk->is_regular_file(ignored)) continue;
            auto const size = walk->file_size(ignored);
            entries.push_back({walk->path().lexically_relative(path).generic_string(), ignored ? 0 : size, 0, 0});
        }
        if (error) throw FileError({{path.string()}, "the folder cannot be listed: " + error.message(), {}, {}});
    } else if (is_archive(path)) {
        kind_ = Kind::zip;
        zip_ = std::make_unique<Zip>();
        int code = 0;
        zip_->archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
        if (zip_->archive == nullptr) {
            zip_error_t reason;
            zip_error_init_with_code(&reason, code);
            std::string const text = zip_error_strerror(&reason);
            zip_error_fini(&reason);
            throw FileError({{path.string()},
                             "is no readable zip: " + text,
                             "it is damaged, cut off or something else",
                             "Fetch it again."});
        }
        auto const n_entries = zip_get_num_entries(zip_->archive, 0);
        for (zip_uint64_t k = 0; k < static_cast<zip_uint64_t>(std::max<zip_int64_t>(n_entries, 0)); ++k) {
            zip_stat_t stat;
            if (zip_stat_index(zip_->archive, k, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) continue;
            std::string const name = stat.name;
            if (!name.empty() && name.back() != '/') entries.push_back({name, stat.size, stat.comp_size, k});
        }
    } else {
        auto const size = fs::file_size(path, error);
        entries.push_back({path.filename().string(), error ? 0 : size, 0, 0});
    }
    std::sort(entries.begin(), entries.end(), [](Entry const& a, Entry const& b) { return a.name < b.name; });
    for (Entry const& entry : entries) {
        names_.push_back(entry.name);
        sizes_.push_back(entry.size);
        packed_sizes_.push_back(entry.packed);
        if (zip_) zip_->entries.push_back(entry.index);
    }
}

TableSource::~TableSource() = default;

bool TableSource::has(std::string const& name) const { return std::binary_search(names_.begin(), names_.end(), name); }

std::vector<std::string> TableSource::find_leaf(std::string const& wanted) const {
    std::vector<std::string> found;
    for (std::string const& name : names_)
        if (leaf(name) == wanted) found.push_back(name);
    return found;
}

std::string TableSource::place(std::string const& name) const {
    return kind_ == Kind::file ? path_.string() : path_.string() + '/' + name;
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
    if (kind_ != Kind::zip)
        return std::make_unique<PlainStream>(kind_ == Kind::file ? path_ : path_ / name, place(name), sizes_[k],
                                             monitor_);
    auto const by_ratio = packed_sizes_[k] > limits_.largest_entry / limits_.largest_ratio
                              ? limits_.largest_entry
                              : packed_sizes_[k] * limits_.largest_ratio;
    auto const most = std::min(limits_.largest_entry, std::max(by_ratio, free_inflation));
    zip_file_t* const file = zip_fopen_index(zip_->archive, zip_->entries[k], 0);
    if (file == nullptr)
        throw FileError({{place(name)},
                         fmt::format("cannot be unpacked: {}", zip_strerror(zip_->archive)),
                         "it may be encrypted or packed in an unusual way",
                         "Unpack it by hand."});
    return std::make_unique<ZippedStream>(file, place(name), sizes_[k], most, monitor_);
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
    std::string text = head(name, static_cast<std::size_t>(std::min(size(name), largest_content)) + 1);
    if (text.size() > largest_content || text.size() > std::max<std::uint64_t>(size(name), 1))
        throw FileError({{place(name)}, "is larger than it says or than such a file may be", {}, {}});
    return text;
}

}  // namespace desvio
