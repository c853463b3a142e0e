#pragma once

#include "desvio/params/sets.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The files inside the binary (params/sets), by their path there.
namespace desvio {

/// The content of one packed file, e.g. "world-2023/trade.csv"; nothing when there is no such file.
/// \throws FileError when its bytes do not inflate (a damaged binary)
std::optional<std::string> read_packed(std::string_view path);
/// The same of files of another room. \pre sorted by path
std::optional<std::string> read_packed(std::string_view path, std::span<PackedFile const> files);

/// Paths of the packed files that begin with `prefix`, sorted.
std::vector<std::string> packed_paths(std::string_view prefix = {});

}  // namespace desvio
