#include "app/page_opener.hpp"

#include "app/terminal.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <utility>

namespace desvio::app {

PageOpener::PageOpener(std::string url) : url_(std::move(url)) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t start;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&start);
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    // Signals that this program ignores would be ignored by the browser too.
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigdefault(&start, &usual);
    posix_spawnattr_setflags(&start, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
    std::string program = "xdg-open";
    std::array<char*, 3> const words{program.data(), url_.data(), nullptr};
    int const fault = posix_spawnp(&process_, program.c_str(), &files, &start, words.data(), environ);
    posix_spawnattr_destroy(&start);
    posix_spawn_file_actions_destroy(&files);
    if (fault == 0) return;
    process_ = 0;
    print_warning(fmt::format("no browser was opened: xdg-open cannot be started ({}). Open {} in one yourself.",
                              std::strerror(fault), url_));
}

void PageOpener::look() {
    int state = 0;
    if (process_ == 0 || waitpid(process_, &state, WNOHANG) == 0) return;
    process_ = 0;
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return;
    print_warning(fmt::format("no browser was opened: xdg-open found none. Open {} in one yourself.", url_));
}

}  // namespace desvio::app
