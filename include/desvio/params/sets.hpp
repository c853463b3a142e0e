#pragma once

#include <cstddef>
#include <span>
#include <string_view>

/// The shipped numbers, as compressed bytes inside the binary. io/builtin.hpp inflates and reads them.
namespace desvio {

struct PackedFile {
    std::string_view path;                  ///< relative to params/sets, e.g. "world-2023/trade.csv"
    std::span<std::byte const> compressed;  ///< one zstd frame that states its content size
};

/// All shipped files, sorted by path. Filled by cmake/desvio_sets.cmake from params/sets.
std::span<PackedFile const> packed_files();

}  // namespace desvio
