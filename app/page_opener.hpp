#pragma once

#include <string>

#include <sys/types.h>

namespace desvio::app {

/// Opens a page in the user's browser by xdg-open, started without a shell, in a session of its own: Ctrl-C ends what
/// serves the page, not the browser. What it prints goes to standard error.
class PageOpener {
  public:
    /// Warns where there is no xdg-open.
    explicit PageOpener(std::string url);
    /// Warns, once, when it has ended without opening anything; never waits for it.
    void look();

  private:
    std::string url_;
    pid_t process_ = 0;  ///< 0: none, or it has ended
};

}  // namespace desvio::app
