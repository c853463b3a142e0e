#include "app/terminal.hpp"

#include "desvio/core/error.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace desvio::app {
namespace {

// The one thing a signal handler may touch; everything else asks is_interrupted().
volatile std::sig_atomic_t interrupted = 0;

extern "C" void on_interrupt(int /*signal*/) { interrupted = 1; }

void print_lines(std::string_view start, std::string_view message) {
    std::string text;
    while (!message.empty()) {
        std::size_t const end = std::min(message.find('\n'), message.size());
        if (end > 0) text += fmt::format("{}{}\n", start, message.substr(0, end));
        message.remove_prefix(std::min(end + 1, message.size()));
    }
    // Nothing can be done about a message that cannot be shown.
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

int terminal_width() {
    constexpr int widest = 100, narrowest = 80;
    winsize size{};
    if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return widest;
    return std::clamp<int>(size.ws_col, narrowest, widest);
}

}  // namespace

void prepare_signals() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second Ctrl-C meets the default: the end
    sigaction(SIGINT, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

bool is_interrupted() { return interrupted != 0; }

void print(std::string_view text) {
    std::size_t const written = std::fwrite(text.data(), 1, text.size(), stdout);
    bool const failed = written != text.size() || std::fflush(stdout) != 0;
    if (!failed || errno == EPIPE) return;
    throw FileError(
        {{"standard output", 0, 0}, std::strerror(errno), "the answer could not be written", "Free some space."});
}

void print_error(std::string_view message) { print_lines("desvio: error: ", message); }
void print_warning(std::string_view message) { print_lines("desvio: warning: ", message); }

TextStyle output_style() {
    TextStyle style;
    char const* const no_color = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
    style.colour = isatty(STDOUT_FILENO) != 0 && (no_color == nullptr || *no_color == '\0');
    style.width = terminal_width();
    return style;
}

Progress::Progress(bool is_quiet) : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    if (has_line_) static_cast<void>(std::fputs("\r\x1b[K", stderr));
}

Monitor Progress::monitor() {
    return [this](Iteration const& iteration) {
        constexpr double first_after = 1.0, every = 0.1;  // seconds
        if (is_shown_ && iteration.seconds > first_after && iteration.seconds - last_seconds_ > every) {
            last_seconds_ = iteration.seconds;
            has_line_ = true;
            fmt::print(stderr, "\r\x1b[Ksolving: evaluation {}, residual {:.1e} ({})", iteration.evaluation,
                       iteration.residual, iteration.method);
            static_cast<void>(std::fflush(stderr));
        }
        return !is_interrupted();
    };
}

StageProgress::StageProgress(bool is_quiet) : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0) {}

StageProgress::~StageProgress() {
    if (has_line_) static_cast<void>(std::fputs("\r\x1b[K", stderr));
}

bool StageProgress::show(std::string_view what) {
    if (is_shown_ && !what.empty()) {
        has_line_ = true;
        fmt::print(stderr, "\r\x1b[K{}", what);
        static_cast<void>(std::fflush(stderr));
    }
    return !is_interrupted();
}

StepProgress::StepProgress(bool is_quiet) : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0) {}

StepProgress::~StepProgress() {
    if (has_line_) static_cast<void>(std::fputs("\r\x1b[K", stderr));
}

bool StepProgress::show(double done, double of, std::string_view what, double seconds) {
    constexpr double first_after = 1.0, every = 0.1;  // seconds
    constexpr double bar = 30.0;
    if (is_shown_ && seconds > first_after && seconds - last_seconds_ > every) {
        last_seconds_ = seconds;
        has_line_ = true;
        double const share = of > 0.0 ? std::min(1.0, done / of) : 0.0;
        auto const filled = static_cast<std::size_t>(share * bar);
        std::string const left =
            share > 0.0 ? fmt::format("{:.0f} s left", seconds * (1.0 - share) / share) : "time left not known yet";
        fmt::print(stderr, "\r\x1b[K[{}{}] {:.0f} of {:.0f} {}, {}", std::string(filled, '#'),
                   std::string(static_cast<std::size_t>(bar) - filled, ' '), done, of, what, left);
        static_cast<void>(std::fflush(stderr));
    }
    return !is_interrupted();
}

ByteProgress::ByteProgress(bool is_quiet)
    : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0), begin_(std::chrono::steady_clock::now()), last_(begin_) {}

ByteProgress::~ByteProgress() {
    if (has_line_) static_cast<void>(std::fputs("\r\x1b[K", stderr));
}

ByteMonitor ByteProgress::monitor() {
    return [this](std::uint64_t done, std::uint64_t total) {
        using namespace std::chrono_literals;
        constexpr double mega = 1e6;
        constexpr std::size_t bar = 30;
        auto const now = std::chrono::steady_clock::now();
        if (is_shown_ && now - begin_ > 1s && now - last_ > 100ms) {
            last_ = now;
            has_line_ = true;
            double const share =
                total > 0 ? std::min(1.0, static_cast<double>(done) / static_cast<double>(total)) : 0.0;
            auto const filled = static_cast<std::size_t>(share * static_cast<double>(bar));
            double const seconds = std::chrono::duration<double>(now - begin_).count();
            fmt::print(stderr, "\r\x1b[Kreading [{}{}] {:.0f} of {:.0f} MB, {:.0f} s left", std::string(filled, '#'),
                       std::string(bar - filled, ' '), static_cast<double>(done) / mega,
                       static_cast<double>(total) / mega, share > 0.0 ? seconds * (1.0 - share) / share : 0.0);
            static_cast<void>(std::fflush(stderr));
        }
        return !is_interrupted();
    };
}

}  // namespace desvio::app
