#pragma once

#include "service/admission.hpp"
#include "service/answers.hpp"
#include "service/bounded_stream.hpp"

#include <httplib.h>

#include <atomic>
#include <mutex>

namespace desvio {

/// The library's parser and writer of HTTP, held to one request a connection and to bounds of our own.
class HttpServer : public httplib::Server {
  public:
    HttpServer(ServiceOptions const& options, Answers& answers);
    /// Serves one connection and closes it. \param is_ending as BoundedStream
    void serve(int socket, std::atomic<bool> const& is_ending);
    /// Tells one connection that there are too many, and closes it.
    void turn_away(int socket, std::atomic<bool> const& is_ending) const;

  private:
    void log(httplib::Request const& request, httplib::Response const& response);

    ServiceOptions const& options_;
    Answers& answers_;
    AdmissionRules rules_;
    std::mutex log_;
};

}  // namespace desvio
