#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The web room (page/) inside the binary: chart definitions, words, the report, the served page, the model as
/// WebAssembly where it was built.
namespace desvio {

/// The content of one file, e.g. "charts/redirection.js"; nothing when there is no such file.
/// \throws FileError when its bytes do not inflate (a damaged binary)
std::optional<std::string> page_file(std::string_view path);

/// Paths of the files that begin with `prefix`, sorted.
std::vector<std::string> page_paths(std::string_view prefix = {});

}  // namespace desvio
