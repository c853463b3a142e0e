#pragma once

#include <string>

namespace desvio {

/// "/input/trade/value" -> "/input/trade"; "/value" -> "".
inline std::string group_of(std::string const& path) {
    auto const slash = path.rfind('/');
    return slash == std::string::npos ? std::string{} : path.substr(0, slash);
}

/// "/input/trade/value" -> "value"
inline std::string leaf_of(std::string const& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace desvio
