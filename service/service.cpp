#include "desvio/service/service.hpp"

#include "service/answers.hpp"
#include "service/crew.hpp"
#include "service/http_server.hpp"
#include "service/listener.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>

namespace desvio {
namespace {

constexpr int glance = 100;  // ms between looks at whether to stop
constexpr std::size_t refusing_threads = 4;

}  // namespace

void ServiceOptions::validate() const {
    FaultList faults;
    constexpr int last_port = 65535;
    if (port < 0 || port > last_port) faults.add({}, fmt::format("{} is no port", port), {}, "Name one of 0 to 65535.");
    if (solves < 0) faults.add({}, "the number of solves at once is negative", {}, "0 takes one a processor.");
    if (connections == 0) faults.add({}, "no connection would be served", {}, "Allow at least one.");
    // Written so that NaN is refused too.
    if (!(longest_wait > 0.0 && longest_file > 0.0 && request_seconds > 0.0 && response_seconds > 0.0))
        faults.add({}, "a time is not above 0", {}, "Give seconds.");
    faults.throw_if_any();
}

struct Service::Parts {
    explicit Parts(ServiceOptions given)
        : options((given.validate(), std::move(given))),
          listener(options.address, options.port),
          answers(options),
          http(options, answers) {}

    ServiceOptions options;
    Listener listener;
    Answers answers;
    HttpServer http;
    std::atomic<bool> is_ending{false};
};

Service::Service(ServiceOptions options) : parts_(std::make_unique<Parts>(std::move(options))) {}
Service::~Service() = default;

int Service::port() const noexcept { return parts_->listener.port(); }

std::string Service::url() const {
    std::string const& address = parts_->options.address;
    bool const is_numbers = address.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}/", is_numbers ? "[" : "", address, is_numbers ? "]" : "", port());
}

void Service::run(std::function<bool()> const& is_stopped) {
    Parts& parts = *parts_;
    // Both finish what they hold when they go.
    Crew refusing(refusing_threads, parts.options.waiting_connections,
                  [&](int socket) { parts.http.turn_away(socket, parts.is_ending); });
    Crew serving(parts.options.connections, parts.options.waiting_connections,
                 [&](int socket) { parts.http.serve(socket, parts.is_ending); });
    while (!is_stopped()) {
        int const socket = parts.listener.accept_one(glance);
        if (socket < 0 || serving.take(socket) || refusing.take(socket)) continue;
        close(socket);
    }
    parts.is_ending = true;
}

}  // namespace desvio
