#include "service/listener.hpp"

#include "desvio/core/error.hpp"
#include "desvio/service/service.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace desvio {
namespace {

constexpr int backlog = 1024;  // connections that the system keeps until they are taken

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

FileError cannot_listen(std::string const& address, int port, std::string const& why, std::string const& remedy) {
    return FileError({{fmt::format("{}:{}", address, port), 0, 0}, "cannot be listened on", why, remedy});
}

Addresses look_up(std::string const& address, int port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    int const code = getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found);
    if (code != 0) throw cannot_listen(address, port, gai_strerror(code), "Name an address of this machine.");
    return {found, &freeaddrinfo};
}

int port_of(int socket) {
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    if (getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) != 0) return 0;
    return own.ss_family == AF_INET6 ? ntohs(reinterpret_cast<sockaddr_in6*>(&own)->sin6_port)
                                     : ntohs(reinterpret_cast<sockaddr_in*>(&own)->sin_port);
}

}  // namespace

Listener::Listener(std::string const& address, int port) {
    Addresses const found = look_up(address, port);
    socket_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int const yes = 1;
    // Not SO_REUSEPORT: a second service on the same port would take half of the requests in silence.
    bool const is_ready = socket_ >= 0 && setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                          bind(socket_, found->ai_addr, found->ai_addrlen) == 0 && listen(socket_, backlog) == 0;
    if (!is_ready) {
        int const failure = errno;
        if (socket_ >= 0) close(socket_);
        throw cannot_listen(address, port, std::strerror(failure), "Name another port; 0 takes one that is free.");
    }
    port_ = port_of(socket_);
}

Listener::~Listener() { close(socket_); }

int Listener::accept_one(int milliseconds) const {
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, milliseconds) <= 0) return -1;
    int const client = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
        // Out of descriptors: those in work give theirs back soon.
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) poll(nullptr, 0, milliseconds);
        return -1;
    }
    int const yes = 1;  // head and body are written apart: the second must not wait for the first to be acknowledged
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return client;
}

bool is_loopback(std::string const& address) {
    if (address == "localhost" || address == "::1") return true;
    // Written as numbers in full: a name like "127.example.org" may stand for any machine.
    in_addr numbers{};
    return inet_pton(AF_INET, address.c_str(), &numbers) == 1 && address.starts_with("127.");
}

}  // namespace desvio
