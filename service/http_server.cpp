#include "service/http_server.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

namespace desvio {
namespace {

constexpr std::size_t largest_head = 32 * 1024;
constexpr std::size_t longest_logged = 200;
// No client can send a header of that name.
constexpr char const* begin_header = ":begin";

/// The page may run its own scripts and styles and ask its own server, and nothing else; no other page may hold it.
/// Styles may stand in elements, since the charting library writes some there.
constexpr char const* policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src "
    "'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// All values of a header: what stands twice is told from what stands once.
std::string joined(httplib::Request const& request, char const* name) {
    std::string all;
    auto const [begin, end] = request.headers.equal_range(name);
    for (auto at = begin; at != end; ++at) all += (all.empty() ? "" : ", ") + at->second;
    return all;
}

RequestFacts facts_of(httplib::Request const& request) {
    return {.method = request.method,
            .path = request.path,
            .host = joined(request, "Host"),
            .origin = joined(request, "Origin"),
            .fetch_site = joined(request, "Sec-Fetch-Site"),
            .content_type = joined(request, "Content-Type"),
            .content_length = joined(request, "Content-Length"),
            .content_encoding = joined(request, "Content-Encoding"),
            .transfer_encoding = joined(request, "Transfer-Encoding")};
}

/// What the library itself refuses has no text yet.
Fault fault_of(int status) {
    if (status == 413) return {{}, "the body is too large", {}, {}};
    if (status == 414) return {{}, "the address is too long", {}, {}};
    if (status == 404) return {{}, "there is no such page", {}, "Start at '/'."};
    return {{}, "the request cannot be read", {}, {}};
}

/// A whole answer for a client whose request never became one.
std::string bare_answer(int status, char const* reason, Fault const& fault, std::string const& more = {}) {
    std::string const body = live_faults_json({fault});
    return fmt::format(
        "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}Connection: close\r\n\r\n{}",
        status, reason, body.size(), more, body);
}

/// Letters that could move a terminal are shown as '?'.
std::string printable(std::string const& text) {
    std::string shown = text.substr(0, longest_logged);
    for (char& letter : shown)
        if (letter < ' ' || letter > '~') letter = '?';
    return shown;
}

void say(httplib::Response& response, Reply const& reply) {
    response.status = reply.status;
    response.set_content(reply.body, reply.type);
    if (!reply.file_name.empty())
        response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", reply.file_name));
    constexpr double per_second = 1e3;
    if (reply.solve_seconds >= 0.0)
        response.set_header("Server-Timing", fmt::format("solve;dur={:.3f}", reply.solve_seconds * per_second));
    if (reply.retry_after > 0) response.set_header("Retry-After", std::to_string(reply.retry_after));
}

}  // namespace

HttpServer::HttpServer(ServiceOptions const& options, Answers& answers)
    : options_(options),
      answers_(answers),
      rules_{is_loopback(options.address), options.largest_body, Answers::asks()} {
    set_payload_max_length(options.largest_body);
    set_default_headers({{"Content-Security-Policy", policy},
                         {"X-Content-Type-Options", "nosniff"},
                         {"X-Frame-Options", "DENY"},
                         {"Referrer-Policy", "no-referrer"},
                         {"Cross-Origin-Opener-Policy", "same-origin"},
                         {"Cross-Origin-Resource-Policy", "same-origin"},
                         {"Cache-Control", "no-store"}});
    set_pre_routing_handler([this](httplib::Request const& request, httplib::Response& response) {
        if (auto const refused = refuse(facts_of(request), rules_)) {
            say(response, json_reply(live_faults_json({refused->fault}), refused->status));
            if (!refused->allow.empty()) response.set_header("Allow", refused->allow);
            return HandlerResponse::Handled;
        }
        if (request.method == "POST") return HandlerResponse::Unhandled;
        say(response, answers_.get(request.path, request.get_param_value("name")));
        return HandlerResponse::Handled;
    });
    for (std::string const& path : Answers::asks()) {
        std::string pattern = path;
        if (std::size_t const dot = pattern.find('.'); dot != std::string::npos) pattern.insert(dot, "\\");
        Post(pattern, [this](httplib::Request const& request, httplib::Response& response) {
            say(response, answers_.post(request.path, request.body));
        });
    }
    set_error_handler([](httplib::Request const& /*request*/, httplib::Response& response) {
        if (response.body.empty())
            response.set_content(live_faults_json({fault_of(response.status)}), "application/json");
    });
    if (options_.log) {
        set_logger(
            [this](httplib::Request const& request, httplib::Response const& response) { log(request, response); });
    }
}

void HttpServer::log(httplib::Request const& request, httplib::Response const& response) {
    constexpr double per_second = 1e3;
    std::string const begin = request.get_header_value(begin_header);
    double const took = begin.empty() ? 0.0 : (now() - std::stod(begin)) * per_second;
    std::string const line = fmt::format("{} {} {} {} bytes {:.1f} ms", printable(request.method),
                                         printable(request.path), response.status, response.body.size(), took);
    std::lock_guard const lock(log_);
    options_.log(line);
}

void HttpServer::serve(int socket, std::atomic<bool> const& is_ending) {
    BoundedStream stream(
        socket, {options_.largest_body + largest_head, options_.request_seconds, options_.response_seconds}, is_ending);
    bool is_closed = false;
    // One request a connection: what is left unread of it can never be taken for the next.
    process_request(stream, true, is_closed, [](httplib::Request& request) {
        // Parts of an answer are not asked for here, and many of them would multiply it; answers are not packed, since
        // that takes longer than a solve.
        request.ranges.clear();
        request.headers.erase("Range");
        request.headers.erase("Accept-Encoding");
        request.headers.emplace(begin_header, fmt::format("{:.6f}", now()));
    });
    if (!stream.has_answered() && stream.has_received()) {
        if (stream.is_too_large())
            stream.write(bare_answer(431, "Request Header Fields Too Large", {{}, "the request is too large", {}, {}}));
        else if (stream.is_too_slow())
            stream.write(bare_answer(408, "Request Timeout", {{}, "the request did not come in time", {}, {}}));
    }
    if (stream.has_answered()) stream.say_goodbye();
    close(socket);
}

void HttpServer::turn_away(int socket, std::atomic<bool> const& is_ending) const {
    constexpr double quickly = 1.0;
    BoundedStream stream(socket, {largest_head, quickly, quickly}, is_ending);
    char first = 0;
    static_cast<void>(stream.read(&first, 1));  // an answer before the question would be lost
    stream.write(
        bare_answer(503, "Service Unavailable",
                    {{}, "too many connections at once", "this one was not answered", "Ask again in a second."},
                    "Retry-After: 1\r\n"));
    stream.say_goodbye();
    close(socket);
}

}  // namespace desvio
