#include "page/live/raw_sets.hpp"

#include "desvio/io/builtin.hpp"

// In a page the built-in sets stand as they are, since the page as a whole is compressed: io/builtin.cpp and its inflater
// stay outside.
namespace desvio {

std::optional<std::string> read_packed(std::string_view path) {
    for (RawSet const& set : raw_sets())
        if (set.path == path) return std::string(set.text);
    return std::nullopt;
}

std::vector<std::string> packed_paths(std::string_view prefix) {
    std::vector<std::string> paths;
    for (RawSet const& set : raw_sets())
        if (set.path.starts_with(prefix)) paths.emplace_back(set.path);
    return paths;
}

}  // namespace desvio
