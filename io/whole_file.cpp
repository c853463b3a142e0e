#include "io/whole_file.hpp"

#include "desvio/core/error.hpp"
#include "io/atomic_write.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cstddef>
#include <memory>

namespace desvio {
namespace {

constexpr std::string_view gzip_mark = "\x1F\x8B";
constexpr std::size_t largest_text = std::size_t{1} << 30U;
constexpr std::size_t least_text = std::size_t{1} << 16U;
constexpr std::size_t usual_ratio = 8;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const noexcept {
        libdeflate_free_decompressor(decompressor);
    }
};

/// The size is not known beforehand: the room is doubled until the text fits.
std::string inflate(std::string const& packed, std::string const& place) {
    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> const decompressor(libdeflate_alloc_decompressor());
    std::string text(std::max(least_text, packed.size() * usual_ratio), '\0');
    for (;;) {
        std::size_t written = 0;
        auto const outcome = libdeflate_gzip_decompress(decompressor.get(), packed.data(), packed.size(), text.data(),
                                                        text.size(), &written);
        if (outcome == LIBDEFLATE_SUCCESS) {
            text.resize(written);
            return text;
        }
        if (outcome != LIBDEFLATE_INSUFFICIENT_SPACE)
            throw FileError(
                {{place}, "cannot be inflated", "the gzip file is damaged or was cut off", "Fetch it again."});
        if (text.size() >= largest_text)
            throw FileError({{place},
                             fmt::format("inflates to more than {} bytes", text.size()),
                             "it would be held in memory as a whole",
                             "Take the rows that are needed out of it."});
        text.resize(text.size() * 2);
    }
}

}  // namespace

std::string read_whole_file(std::filesystem::path const& path) {
    std::string text = read_text_file(path);
    return text.starts_with(gzip_mark) ? inflate(text, path.string()) : text;
}

}  // namespace desvio
