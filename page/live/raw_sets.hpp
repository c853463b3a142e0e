#pragma once

#include <span>
#include <string_view>

namespace desvio {

/// A file of params/sets as it is, by its path there.
struct RawSet {
    std::string_view path, text;
};

/// Those that a scenario in a page may name; written by cmake/desvio_wasm.cmake.
std::span<RawSet const> raw_sets();

}  // namespace desvio
