#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

/// Positions and encoding of a text.
namespace desvio {

/// Where the first byte stands that is not well-formed UTF-8; npos when all is.
std::size_t find_invalid_utf8(std::string_view text);

/// Line and column of a byte, from 1, the column counted in characters.
std::pair<int, int> line_and_column(std::string_view text, std::size_t offset);

}  // namespace desvio
