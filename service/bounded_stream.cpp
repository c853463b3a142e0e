#include "service/bounded_stream.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace desvio {
namespace {

constexpr int slice = 100;  // ms between looks at whether the service ends
constexpr double longest_goodbye = 0.5;
constexpr std::size_t most_left_over = 1U << 20U;  // bytes read away after the answer

std::chrono::steady_clock::duration seconds_long(double seconds) {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

BoundedStream::BoundedStream(int socket, StreamBounds const& bounds, std::atomic<bool> const& is_ending)
    : socket_(socket), bounds_(bounds), is_ending_(is_ending) {}

bool BoundedStream::is_readable() const { return next_ < end_; }
bool BoundedStream::is_writable() const { return true; }

bool BoundedStream::wait_for(short event, Clock::time_point deadline) {
    while (true) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd waiting{socket_, event, 0};
        int const ready = poll(&waiting, 1, static_cast<int>(std::min<long>(left, slice)));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
        if (event == POLLIN && is_ending_ && received_ == 0) return false;
    }
}

bool BoundedStream::fill() {
    if (received_ > bounds_.largest_request) return false;
    if (!wait_for(POLLIN, begin_ + seconds_long(bounds_.request_seconds))) {
        is_too_slow_ = true;
        return false;
    }
    ssize_t const got = recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (got <= 0) return false;
    next_ = 0;
    end_ = static_cast<std::size_t>(got);
    received_ += end_;
    return received_ <= bounds_.largest_request;
}

ssize_t BoundedStream::read(char* into, std::size_t size) {
    if (next_ == end_ && !fill()) return -1;
    std::size_t const taken = std::min(size, end_ - next_);
    std::copy_n(buffer_.data() + next_, taken, into);
    next_ += taken;
    return static_cast<ssize_t>(taken);
}

ssize_t BoundedStream::write(char const* text, std::size_t size) {
    auto const deadline = Clock::now() + seconds_long(bounds_.response_seconds);
    std::size_t done = 0;
    while (done < size) {
        ssize_t const put = send(socket_, text + done, size - done, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put > 0) {
            done += static_cast<std::size_t>(put);
            sent_ += static_cast<std::size_t>(put);
            continue;
        }
        bool const is_full = put == 0 || errno == EAGAIN || errno == EINTR;
        if (!is_full || !wait_for(POLLOUT, deadline)) return -1;
    }
    return static_cast<ssize_t>(done);
}

void BoundedStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

void BoundedStream::get_local_ip_and_port(std::string& ip, int& port) const { get_remote_ip_and_port(ip, port); }

void BoundedStream::say_goodbye() {
    shutdown(socket_, SHUT_WR);
    auto const deadline = Clock::now() + seconds_long(longest_goodbye);
    std::size_t left_over = 0;
    while (left_over < most_left_over && wait_for(POLLIN, deadline)) {
        ssize_t const got = recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (got <= 0) return;
        left_over += static_cast<std::size_t>(got);
    }
}

}  // namespace desvio
