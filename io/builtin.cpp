#include "desvio/io/builtin.hpp"

#include "desvio/core/error.hpp"

#include <zstd.h>

#include <algorithm>

namespace desvio {

std::optional<std::string> read_packed(std::string_view path) { return read_packed(path, packed_files()); }

std::optional<std::string> read_packed(std::string_view path, std::span<PackedFile const> files) {
    auto const at =
        std::lower_bound(files.begin(), files.end(), path,
                         [](PackedFile const& file, std::string_view wanted) { return file.path < wanted; });
    if (at == files.end() || at->path != path) return std::nullopt;

    auto const size = ZSTD_getFrameContentSize(at->compressed.data(), at->compressed.size());
    bool const is_sized = size != ZSTD_CONTENTSIZE_ERROR && size != ZSTD_CONTENTSIZE_UNKNOWN;
    std::string content(is_sized ? static_cast<std::size_t>(size) : 0, '\0');
    auto const written = ZSTD_decompress(content.data(), content.size(), at->compressed.data(), at->compressed.size());
    if (!is_sized || ZSTD_isError(written) != 0 || written != content.size())
        throw FileError({{"built-in " + std::string(path)},
                         "the packed content does not inflate",
                         "the program file is damaged",
                         "Install desvio again."});
    return content;
}

std::vector<std::string> packed_paths(std::string_view prefix) {
    std::vector<std::string> paths;
    for (PackedFile const& file : packed_files())
        if (file.path.starts_with(prefix)) paths.emplace_back(file.path);
    return paths;
}

}  // namespace desvio
