#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <system_error>

namespace desvio {

/// std::from_chars for a double. The standard library that the page's engine is built with has none for doubles; there
/// it is strtod, which takes more than a number (blanks, a plus sign, hexadecimal digits) and is kept from it.
inline std::from_chars_result read_double(char const* begin, char const* end, double& value) {
#ifdef __cpp_lib_to_chars
    return std::from_chars(begin, end, value);
#else
    std::string text(begin, end);
    text.resize(std::min(text.size(), text.find_first_not_of("+-.0123456789aefintyAEFINTY")));
    if (text.empty() || text.front() == '+') return {begin, std::errc::invalid_argument};
    char* stop = nullptr;
    double const read = std::strtod(text.c_str(), &stop);
    if (stop == text.c_str()) return {begin, std::errc::invalid_argument};
    char const* const after = begin + (stop - text.c_str());
    bool const is_out_of_range = std::isinf(read) && text.find_first_of("iI") == std::string::npos;
    if (is_out_of_range) return {after, std::errc::result_out_of_range};
    value = read;
    return {after, std::errc{}};
#endif
}

}  // namespace desvio
