#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

namespace desvio {

struct StreamBounds {
    std::size_t largest_request = 0;  ///< bytes, head and body
    double request_seconds = 0.0;     ///< for the whole of it, however it trickles in
    double response_seconds = 0.0;
};

/// One connection of a client that may be slow, endless or gone. The library bounds single lines and single waits; this
/// bounds the whole.
class BoundedStream : public httplib::Stream {
  public:
    /// \param is_ending  when it turns true, who has sent nothing yet is waited for no longer
    BoundedStream(int socket, StreamBounds const& bounds, std::atomic<bool> const& is_ending);

    [[nodiscard]] bool is_readable() const override;
    [[nodiscard]] bool is_writable() const override;
    using httplib::Stream::write;
    ssize_t read(char* into, std::size_t size) override;
    ssize_t write(char const* text, std::size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    [[nodiscard]] int socket() const override { return socket_; }

    [[nodiscard]] bool has_received() const noexcept { return received_ > 0; }
    [[nodiscard]] bool has_answered() const noexcept { return sent_ > 0; }
    [[nodiscard]] bool is_too_large() const noexcept { return received_ > bounds_.largest_request; }
    [[nodiscard]] bool is_too_slow() const noexcept { return is_too_slow_; }
    /// Tells the client that all was said, and waits a moment for it to have read that: a socket closed over bytes
    /// unread would take the answer back.
    void say_goodbye();

  private:
    using Clock = std::chrono::steady_clock;
    bool wait_for(short event, Clock::time_point deadline);
    bool fill();

    int socket_;
    StreamBounds bounds_;
    std::atomic<bool> const& is_ending_;
    Clock::time_point begin_ = Clock::now();
    std::array<char, 4096> buffer_{};
    std::size_t next_ = 0, end_ = 0, received_ = 0, sent_ = 0;
    bool is_too_slow_ = false;
};

}  // namespace desvio
