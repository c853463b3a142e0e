#include "io/zip_archive.hpp"

#include "desvio/core/error.hpp"

#include <zip.h>

#include <algorithm>
#include <utility>

namespace desvio {

namespace {

constexpr std::uint64_t free_inflation = std::uint64_t{64} << 20U;  // a ratio says nothing about small files

struct CloseEntry {
    void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};

[[noreturn]] void refuse_zip(std::string const& place, zip_error_t& reason) {
    std::string const text = zip_error_strerror(&reason);
    zip_error_fini(&reason);
    throw FileError(
        {{place}, "is no readable zip: " + text, "it is damaged, cut off or something else", "Fetch it again."});
}

class ZippedStream final : public ByteStream {
  public:
    ZippedStream(zip_file_t* file, std::string place, std::uint64_t total, std::uint64_t most, ByteMonitor monitor)
        : place_(std::move(place)), total_(total), most_(most), monitor_(std::move(monitor)), file_(file) {}
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
    ByteMonitor monitor_;
    std::unique_ptr<zip_file_t, CloseEntry> file_;
};

}  // namespace

struct ZipArchive::Handle {
    zip_t* archive = nullptr;
    Handle() = default;
    Handle(Handle const&) = delete;
    Handle& operator=(Handle const&) = delete;
    ~Handle() {
        if (archive != nullptr) zip_discard(archive);
    }
};

ZipArchive::ZipArchive(std::filesystem::path const& path, SourceLimits limits)
    : place_(path.string()), limits_(limits), handle_(std::make_unique<Handle>()) {
    int code = 0;
    handle_->archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (handle_->archive == nullptr) {
        zip_error_t reason;
        zip_error_init_with_code(&reason, code);
        refuse_zip(place_, reason);
    }
    list_entries();
}

ZipArchive::ZipArchive(std::string bytes, std::string place, SourceLimits limits)
    : place_(std::move(place)), bytes_(std::move(bytes)), limits_(limits), handle_(std::make_unique<Handle>()) {
    zip_error_t reason;
    zip_error_init(&reason);
    zip_source_t* const source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &reason);
    if (source == nullptr) refuse_zip(place_, reason);
    handle_->archive = zip_open_from_source(source, ZIP_RDONLY, &reason);
    if (handle_->archive == nullptr) {
        zip_source_free(source);  // an archive that was opened would own it
        refuse_zip(place_, reason);
    }
    zip_error_fini(&reason);
    list_entries();
}

ZipArchive::~ZipArchive() = default;

void ZipArchive::list_entries() {
    auto const n_entries = std::max<zip_int64_t>(zip_get_num_entries(handle_->archive, 0), 0);
    for (zip_uint64_t k = 0; k < static_cast<zip_uint64_t>(n_entries); ++k) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(handle_->archive, k, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) continue;
        std::string const name = stat.name;
        if (!name.empty() && name.back() != '/') entries_.push_back({name, stat.size, stat.comp_size, k});
    }
    // A file of no bytes passes for a zip of no files.
    if (entries_.empty())
        throw FileError({{place_}, "holds no files", "it is empty, or was cut off", "Fetch it again."});
    std::sort(entries_.begin(), entries_.end(), [](Entry const& a, Entry const& b) { return a.name < b.name; });
}

ZipArchive::Entry const* ZipArchive::find(std::string const& name) const {
    auto const at = std::lower_bound(entries_.begin(), entries_.end(), name,
                                     [](Entry const& entry, std::string const& wanted) { return entry.name < wanted; });
    return at == entries_.end() || at->name != name ? nullptr : &*at;
}

std::unique_ptr<ByteStream> ZipArchive::open(Entry const& entry, std::string const& place,
                                             ByteMonitor const& monitor) const {
    auto const by_ratio = entry.packed_size > limits_.largest_entry / limits_.largest_ratio
                              ? limits_.largest_entry
                              : entry.packed_size * limits_.largest_ratio;
    auto const most = std::min(limits_.largest_entry, std::max(by_ratio, free_inflation));
    zip_file_t* const file = zip_fopen_index(handle_->archive, entry.number, 0);
    if (file == nullptr)
        throw FileError({{place},
                         fmt::format("cannot be unpacked: {}", zip_strerror(handle_->archive)),
                         "it may be encrypted or packed in an unusual way",
                         "Unpack it by hand."});
    return std::make_unique<ZippedStream>(file, place, entry.size, most, monitor);
}

}  // namespace desvio
