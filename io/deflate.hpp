#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct libdeflate_compressor;

namespace desvio {

/// Packs doubles as HDF5's shuffle and deflate filters would, several times faster.
///
/// Shuffling puts the first bytes of all numbers together, then all second bytes, and so on: eight planes. The low
/// planes of computed numbers are noise that deflate only copies, slowly; a plane whose sample does not shrink is
/// stored as it is, and the rest is compressed. The stream is an ordinary zlib stream (RFC 1950, RFC 1951).
/// \pre there are values   \tests unit/store_test.cpp (read back by HDF5's own filters)
class ShuffleDeflate {
  public:
    ShuffleDeflate();

    /// The packed bytes, valid until the next call.
    std::span<std::byte const> pack(std::span<double const> values);

  private:
    struct Release {
        void operator()(libdeflate_compressor* compressor) const noexcept;
    };
    /// How many of the leading planes are noise.
    [[nodiscard]] std::size_t count_noisy_planes();
    std::unique_ptr<libdeflate_compressor, Release> compressor_;
    std::vector<std::byte> shuffled_, packed_;
};

}  // namespace desvio
