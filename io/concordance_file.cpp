#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/builtin.hpp"
#include "desvio/io/concordance_io.hpp"
#include "io/whole_file.hpp"

#include <filesystem>
#include <system_error>

namespace desvio {

Concordance read_concordance(std::string const& name_or_path) {
    if (auto const text = read_packed(fmt::format("concordances/{}.csv", name_or_path)))
        return parse_concordance(*text, "built-in " + name_or_path);
    std::error_code ignored;
    bool const looks_like_path = name_or_path.find_first_of("./") != std::string::npos;
    if (!looks_like_path && !std::filesystem::exists(name_or_path, ignored))
        throw InputError({{},
                          fmt::format("unknown concordance '{}'", name_or_path),
                          "it is no path and no built-in name",
                          suggest_name(name_or_path, builtin_concordances())});
    return parse_concordance(read_whole_file(name_or_path), name_or_path);
}

}  // namespace desvio
