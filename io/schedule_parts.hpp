#pragma once

#include <string_view>

/// What the parts of a schedule are called. Private to io.
namespace desvio {

inline constexpr char const* heading_part = "schedule.toml";
inline constexpr std::string_view concordance_part = "concordance ";  ///< then its name

}  // namespace desvio
