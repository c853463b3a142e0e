#pragma once

#include "desvio/core/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Who may ask what, decided before a body is read.
namespace desvio {

/// What a request says of itself. A header that stands twice is joined by ", ".
struct RequestFacts {
    std::string method, path;
    std::string host, origin, fetch_site;
    std::string content_type, content_length, content_encoding, transfer_encoding;
};

struct Refusal {
    int status = 400;
    Fault fault;
    std::string allow;  ///< of 405: the methods there are
};

struct AdmissionRules {
    bool is_local = true;           ///< listens on this machine only, so Host must be one of its names
    std::size_t largest_body = 0;   ///< bytes
    std::vector<std::string> asks;  ///< paths that take a POST with a JSON body; every other path takes GET and HEAD
};

/// Why a request is refused; nothing when it may be answered.
///
/// | status | when                                                                                       |
/// | 400    | the length of the body is no number                                                        |
/// | 403    | Host names another machine (DNS rebinding); Origin or Sec-Fetch-Site is another site's page |
/// | 405    | another method than the path takes                                                         |
/// | 411    | a body without its length                                                                  |
/// | 413    | a body that is too large                                                                   |
/// | 415    | a body that is no JSON, or packed                                                          |
/// \tests unit/admission_test.cpp
std::optional<Refusal> refuse(RequestFacts const& request, AdmissionRules const& rules);

/// "localhost" of "localhost:8080", "::1" of "[::1]:8080", in small letters; empty when it is no host.
std::string host_name(std::string const& host);

}  // namespace desvio
