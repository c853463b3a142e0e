#include "desvio/report/page_files.hpp"

#include "desvio/io/builtin.hpp"
#include "report/page_pack.hpp"

namespace desvio {

std::optional<std::string> page_file(std::string_view path) { return read_packed(path, packed_page()); }

std::vector<std::string> page_paths(std::string_view prefix) {
    std::vector<std::string> paths;
    for (PackedFile const& file : packed_page())
        if (file.path.starts_with(prefix)) paths.emplace_back(file.path);
    return paths;
}

}  // namespace desvio
