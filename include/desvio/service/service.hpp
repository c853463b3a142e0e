#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The model behind a web page on this machine: pages, questions and answers over HTTP (docs/guide/serve.md).
namespace desvio {

/// What a service does for others is bounded, each bound by a number here.
struct ServiceOptions {
    std::string address = "127.0.0.1";  ///< where it listens; a loopback address is reached from this machine only
    int port = 8080;                    ///< 0: any that is free
    std::vector<std::string> bases;     ///< names or paths; the first is shown first; the built-in ones are there too

    int solves = 0;                             ///< answers made at once; 0: as many as there are processors
    std::size_t waiting_solves = 256;           ///< further ones wait, and beyond these are refused (503)
    double longest_wait = 10.0;                 ///< s that one waits
    double longest_file = 30.0;                 ///< s that a result file may take; one is made at a time
    int most_draws = 200;                       ///< elasticity draws of a result file
    std::size_t connections = 64;               ///< served at once
    std::size_t waiting_connections = 1024;     ///< further ones wait, and beyond these are refused (503)
    std::size_t largest_body = 64 * 1024;       ///< bytes (413)
    double request_seconds = 10.0;              ///< a request that has not come whole by then is dropped (408)
    double response_seconds = 30.0;             ///< an answer that has not been taken by then is dropped
    std::function<void(std::string_view)> log;  ///< one line a request; from any thread, one at a time
    /// \throws InputError naming every bound that is none
    void validate() const;
};

/// Listens from its construction on. Keeps nothing between requests but bases ready to be asked.
/// \tests service/service_test.py, service/hostile_test.py
class Service {
  public:
    /// Reads the first base, so that a mistake is told before anybody asks.
    /// \throws InputError for options and bases that cannot be used; FileError when the port is taken or not allowed
    explicit Service(ServiceOptions options);
    ~Service();
    Service(Service const&) = delete;
    Service& operator=(Service const&) = delete;

    [[nodiscard]] int port() const noexcept;
    [[nodiscard]] std::string url() const;  ///< "http://127.0.0.1:8080/"
    /// Serves until `is_stopped` says so, asked ten times a second; requests that have come are answered first.
    void run(std::function<bool()> const& is_stopped);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Whether only this machine reaches that address: "127.0.0.1", "::1", "localhost".
bool is_loopback(std::string const& address);

}  // namespace desvio
