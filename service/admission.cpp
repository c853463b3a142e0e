#include "service/admission.hpp"

#include "desvio/service/service.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace desvio {
namespace {

std::string small_letters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

bool are_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Refusal refusal(int status, std::string problem, std::string why, std::string remedy) {
    return {status, {{}, std::move(problem), std::move(why), std::move(remedy)}, {}};
}

std::optional<Refusal> refuse_sender(RequestFacts const& request, AdmissionRules const& rules, bool is_question) {
    if (rules.is_local && !is_loopback(host_name(request.host))) {
        return refusal(403, "the request is for another host than this machine",
                       "a page of another site may have been led here", "Open http://localhost with the port.");
    }
    if (!is_question) return std::nullopt;
    bool const is_own =
        request.origin.empty() || small_letters(request.origin) == "http://" + small_letters(request.host);
    bool const is_same_site =
        request.fetch_site.empty() || request.fetch_site == "same-origin" || request.fetch_site == "none";
    if (is_own && is_same_site) return std::nullopt;
    return refusal(403, "the question comes from a page of another site", "only the pages served here may ask",
                   "Open the page that this program serves.");
}

std::optional<Refusal> refuse_body(RequestFacts const& request, AdmissionRules const& rules) {
    if (!request.transfer_encoding.empty() || request.content_length.empty()) {
        return refusal(411, "the body has no length", "it is taken whole or not at all", "Send Content-Length.");
    }
    if (!are_digits(request.content_length))
        return refusal(400, "the length of the body is no number", {}, "Send one Content-Length.");
    std::size_t length = 0;
    char const* const end = request.content_length.data() + request.content_length.size();
    bool const fits = std::from_chars(request.content_length.data(), end, length).ec == std::errc();
    if (!fits || length > rules.largest_body) {
        return refusal(413, fmt::format("the body is larger than {} bytes", rules.largest_body),
                       "no scenario of a few lines is", "Shorten it, or use 'desvio run'.");
    }
    std::string const type = small_letters(request.content_type.substr(0, request.content_type.find(';')));
    if (type != "application/json" || !request.content_encoding.empty())
        return refusal(415, "the body is no plain JSON", {}, "Send application/json, not packed.");
    return std::nullopt;
}

}  // namespace

std::string host_name(std::string const& host) {
    if (host.starts_with('[')) {
        std::size_t const end = host.find(']');
        if (end == std::string::npos) return {};
        std::string const rest = host.substr(end + 1);
        bool const is_port = rest.empty() || (rest.front() == ':' && are_digits(std::string_view(rest).substr(1)));
        return is_port ? small_letters(host.substr(1, end - 1)) : std::string();
    }
    std::size_t const colon = host.find(':');
    if (colon != std::string::npos && !are_digits(std::string_view(host).substr(colon + 1))) return {};
    return small_letters(host.substr(0, colon));
}

std::optional<Refusal> refuse(RequestFacts const& request, AdmissionRules const& rules) {
    bool const is_question = std::find(rules.asks.begin(), rules.asks.end(), request.path) != rules.asks.end();
    if (auto refused = refuse_sender(request, rules, is_question)) return refused;
    bool const is_known = is_question ? request.method == "POST" : request.method == "GET" || request.method == "HEAD";
    if (!is_known) {
        std::string const allow = is_question ? "POST" : "GET, HEAD";
        Refusal refused = refusal(405, "this is not asked by that method", {}, fmt::format("Use {}.", allow));
        refused.allow = allow;
        return refused;
    }
    return is_question ? refuse_body(request, rules) : std::nullopt;
}

}  // namespace desvio
