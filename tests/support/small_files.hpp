#pragma once

#include <sys/resource.h>

#include <csignal>

namespace desvio::test {

/// Makes every file of this process fail to grow beyond a size while it lives, as a full disk would.
class SmallFiles {
  public:
    explicit SmallFiles(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &old_limit_);
        rlimit const limit{bytes, old_limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallFiles() {
        setrlimit(RLIMIT_FSIZE, &old_limit_);
        std::signal(SIGXFSZ, old_handler_);
    }
    SmallFiles(SmallFiles const&) = delete;
    SmallFiles& operator=(SmallFiles const&) = delete;

  private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

}  // namespace desvio::test
