#include "io/deflate.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>

namespace desvio {

namespace {

static_assert(std::endian::native == std::endian::little, "planes are laid out for little-endian doubles");

constexpr std::size_t n_planes = sizeof(double);
constexpr int fastest_level = 1;
constexpr std::size_t sample_size = 4096;
/// A plane that shrinks by less than a tenth costs more time than it saves space.
constexpr std::size_t sample_target = sample_size * 9 / 10;

constexpr std::size_t max_stored_block = 65535;  // its length has 16 bits
constexpr std::size_t stored_header = 5;
constexpr std::size_t zlib_header = 2;
constexpr std::size_t zlib_trailer = 4;

void shuffle_bytes(std::span<double const> values, std::byte* out) {
    auto const bytes = std::as_bytes(values);
    for (std::size_t plane = 0; plane < n_planes; ++plane)
        for (std::size_t k = 0; k < values.size(); ++k) out[plane * values.size() + k] = bytes[k * n_planes + plane];
}

/// Deflate blocks of type 0: a header and the bytes as they are. \return the end of what was written
std::byte* append_stored(std::byte* out, std::span<std::byte const> bytes, bool is_last) {
    while (!bytes.empty()) {
        std::size_t const length = std::min(bytes.size(), max_stored_block);
        auto const low = static_cast<std::byte>(length & 0xFFU);
        auto const high = static_cast<std::byte>(length >> 8U);
        bool const ends_stream = is_last && length == bytes.size();
        std::array const header{static_cast<std::byte>(ends_stream ? 1 : 0), low, high, ~low, ~high};
        out = std::copy(header.begin(), header.end(), out);
        out = std::copy_n(bytes.data(), length, out);
        bytes = bytes.subspan(length);
    }
    return out;
}

}  // namespace

void ShuffleDeflate::Release::operator()(libdeflate_compressor* compressor) const noexcept {
    libdeflate_free_compressor(compressor);
}

ShuffleDeflate::ShuffleDeflate() : compressor_(libdeflate_alloc_compressor(fastest_level)) {
    if (!compressor_) throw std::bad_alloc();
}

std::size_t ShuffleDeflate::count_noisy_planes() {
    std::size_t const plane_size = shuffled_.size() / n_planes;
    std::size_t const length = std::min(plane_size, sample_size);
    std::array<std::byte, sample_size> packed{};
    std::size_t const target = std::min(sample_target, length * sample_target / sample_size);
    for (std::size_t plane = 0; plane < n_planes; ++plane) {
        std::byte const* const middle = shuffled_.data() + plane * plane_size + (plane_size - length) / 2;
        if (libdeflate_deflate_compress(compressor_.get(), middle, length, packed.data(), target) > 0) return plane;
    }
    return n_planes;
}

std::span<std::byte const> ShuffleDeflate::pack(std::span<double const> values) {
    shuffled_.resize(values.size_bytes());
    shuffle_bytes(values, shuffled_.data());
    std::size_t const size = shuffled_.size();
    std::size_t const noise = count_noisy_planes() * values.size();

    std::size_t const stored_bound = noise + (noise / max_stored_block + 1) * stored_header;
    packed_.resize(zlib_header + stored_bound + libdeflate_deflate_compress_bound(compressor_.get(), size - noise) +
                   zlib_trailer);
    // Deflate with a 32 KiB window, fastest level.
    packed_[0] = std::byte{0x78};
    packed_[1] = std::byte{0x01};
    std::span<std::byte const> const all(shuffled_);
    std::byte* end = append_stored(packed_.data() + zlib_header, all.first(noise), noise == size);
    if (noise < size) {
        auto const room = static_cast<std::size_t>(packed_.data() + packed_.size() - end);
        end += libdeflate_deflate_compress(compressor_.get(), shuffled_.data() + noise, size - noise, end, room);
    }
    std::uint32_t const checksum = libdeflate_adler32(1, shuffled_.data(), size);
    for (int shift = 24; shift >= 0; shift -= 8) *end++ = static_cast<std::byte>((checksum >> shift) & 0xFFU);
    return {packed_.data(), end};
}

}  // namespace desvio
