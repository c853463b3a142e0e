#pragma once

#include <algorithm>
#include <string_view>

namespace desvio {

/// Codes and group names are what scenarios select by: "@" begins a group, "!" takes out, "*" is everything.
inline bool is_usable_name(std::string_view name) {
    if (name.empty() || name.front() == '@' || name.front() == '!') return false;
    return std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '*' || c == ',' || c == ';' || c == '"' || c == '/';
    });
}

inline constexpr char const* usable_name_rule = "Use letters, digits, _ and -.";

}  // namespace desvio
