#include "io/gzip_stream.hpp"

#include "desvio/core/error.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <system_error>

namespace desvio {

namespace {

constexpr std::uint64_t free_gzip = std::uint64_t{64} << 20U;  // a ratio says nothing about small files
constexpr unsigned gzip_buffer = 1U << 17U;

struct CloseGzip {
    void operator()(gzFile_s* file) const noexcept { gzclose_r(file); }
};

class GzipStream final : public ByteStream {
  public:
    GzipStream(std::filesystem::path const& path, std::string place, SourceLimits const& limits,
               ByteMonitor const& monitor)
        : place_(std::move(place)), monitor_(monitor), file_(gzopen(path.c_str(), "rb")) {
        if (!file_)
            throw FileError(
                {{place_}, "cannot be opened: " + std::error_code(errno, std::generic_category()).message(), {}, {}});
        gzbuffer(file_.get(), gzip_buffer);
        std::error_code unknown;
        auto const size = std::filesystem::file_size(path, unknown);
        packed_ = unknown ? 0 : size;
        most_ = std::min(limits.largest_entry, std::max(free_gzip, packed_ * limits.largest_ratio));
    }
    std::size_t read(char* into, std::size_t size) override {
        constexpr std::size_t most_at_once = std::numeric_limits<int>::max();
        int const n = gzread(file_.get(), into, static_cast<unsigned>(std::min(size, most_at_once)));
        int state = Z_OK;
        char const* const problem = gzerror(file_.get(), &state);
        // A file cut off ends without an error of read: Z_BUF_ERROR tells.
        if (n < 0 || (n == 0 && state != Z_OK))
            throw FileError({{place_},
                             fmt::format("cannot be inflated: {}", problem),
                             "the gzip file is damaged or was cut off",
                             "Fetch it again."});
        done_ += static_cast<std::uint64_t>(n);
        if (done_ > most_)
            throw FileError({{place_},
                             fmt::format("inflates to more than {} bytes", most_),
                             "no table is packed that densely; the file may be made to exhaust memory or disk",
                             "Unpack it by hand if it is to be trusted."});
        if (monitor_ && !monitor_(static_cast<std::uint64_t>(std::max<z_off_t>(gzoffset(file_.get()), 0)), packed_))
            throw ImportStopped{};
        return static_cast<std::size_t>(n);
    }

  private:
    std::string place_;
    std::uint64_t packed_ = 0, most_ = 0, done_ = 0;
    ByteMonitor monitor_;
    std::unique_ptr<gzFile_s, CloseGzip> file_;
};

}  // namespace

bool is_gzip_name(std::filesystem::path const& path) { return path.extension() == ".gz"; }

std::uint64_t gzip_content_size(std::filesystem::path const& path) {
    constexpr int trailer = 4;  // RFC 1952: ISIZE, little-endian
    std::array<unsigned char, trailer> bytes{};
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return 0;
    bool const is_read = std::fseek(file, -static_cast<long>(trailer), SEEK_END) == 0 &&
                         std::fread(bytes.data(), 1, bytes.size(), file) == bytes.size();
    static_cast<void>(std::fclose(file));
    std::uint64_t size = 0;
    for (std::size_t k = bytes.size(); is_read && k-- > 0;) size = size << 8U | bytes[k];
    return size;
}

std::unique_ptr<ByteStream> open_gzip(std::filesystem::path const& path, std::string place, SourceLimits const& limits,
                                      ByteMonitor const& monitor) {
    return std::make_unique<GzipStream>(path, std::move(place), limits, monitor);
}

}  // namespace desvio
