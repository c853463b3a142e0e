#pragma once

#include "desvio/io/store.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Labelled tables as one run of bytes, small and quick to read: what a page carries of a file
/// (docs/formats/pictures.md).
namespace desvio {

/// Every attribute, dimension and table; numbers keep their bits. Tables whose numbers are short decimals, as published
/// figures are, are written as such (significands and powers of ten), which deflates to half.
/// \tests unit/carried_tables_test.cpp
std::vector<std::byte> carry_tables(LabelledFile const& file);

/// What carry_tables() wrote. \param origin  for messages
/// \throws FileError when the bytes are cut off or of another kind
LabelledFile carried_tables(std::span<std::byte const> bytes, std::string const& origin);

/// The bytes as a zlib stream (RFC 1950), as small as libdeflate makes it; slow, 10 MB/s.
std::vector<std::byte> deflate_bytes(std::span<std::byte const> bytes);

}  // namespace desvio
