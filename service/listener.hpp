#pragma once

#include <string>

namespace desvio {

/// A socket that listens; closed when it goes.
class Listener {
  public:
    /// \throws FileError when the address is none of this machine's or the port is taken or not allowed
    Listener(std::string const& address, int port);
    ~Listener();
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;

    [[nodiscard]] int port() const noexcept { return port_; }
    /// The next connection, waited for `milliseconds` at most; -1 when none came.
    [[nodiscard]] int accept_one(int milliseconds) const;

  private:
    int socket_ = -1;
    int port_ = 0;
};

}  // namespace desvio
