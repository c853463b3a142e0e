#pragma once

#include <string>
#include <string_view>

namespace desvio {

/// Bytes as base64 (RFC 4648), in one line.
std::string base64_text(std::string_view bytes);

/// SHA-256 of the bytes, as base64: how a page's security policy names its script.
std::string sha256_base64(std::string_view bytes);

}  // namespace desvio
