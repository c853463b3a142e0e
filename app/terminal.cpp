#include "app/terminal.hpp"

#include "desvio/core/error.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace desvio::app {
namespace {

// The one thing a signal handler may touch; everything else asks is_interrupted().
volatile std::sig_atomic_t interrupted = 0;

// Whether the last line of the terminal tells progress. The screen is one, whoever writes on it.
std::atomic<bool> has_progress_line = false;

void clear_line() {
    if (has_progress_line.exchange(false)) static_cast<void>(std::fputs("\r\x1b[K", stderr));
}

extern "C" void on_interrupt(int /*signal*/) { interrupted = 1; }

void print_lines(std::string_view start, std::string_view message) {
    std::string text;
    while (!message.empty()) {
        std::size_t const end = std::min(message.find('\n'), message.size());
        if (end > 0) text += fmt::format("{}{}\n", start, message.substr(0, end));
        message.remove_prefix(std::min(end + 1, message.size()));
    }
    clear_line();
    // Nothing can be done about a message that cannot be shown.
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

constexpr int widest = 100, narrowest = 80, narrowest_picture = 30;  // columns

/// Columns of the terminal behind a descriptor; `otherwise` where there is none.
int columns_of(int descriptor, int otherwise) {
    winsize size{};
    bool const is_known = isatty(descriptor) != 0 && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : otherwise;
}

/// POSIX: the first of these that is set and not empty names the locale of characters; none is "C".
bool is_utf8_locale() {
    for (char const* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        char const* const value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        std::string locale(value);
        std::transform(locale.begin(), locale.end(), locale.begin(), [](unsigned char c) { return std::tolower(c); });
        return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
    }
    return false;
}

/// At most the columns there are: a longer line would wrap, and only its last part be cleared by the next.
/// \pre one column a character, which names of scenarios and stages are
std::string cut_to_terminal(std::string_view text) {
    auto const columns = static_cast<std::size_t>(std::max(1, columns_of(STDERR_FILENO, widest) - 1));
    std::size_t taken = 0, end = 0;
    for (; end < text.size(); ++end) {
        bool const begins_character = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        if (begins_character && taken++ == columns) break;
    }
    return std::string(text.substr(0, end));
}

/// One line in the place of the last.
void show_line(std::string_view text) {
    has_progress_line = true;
    fmt::print(stderr, "\r\x1b[K{}", cut_to_terminal(text));
    static_cast<void>(std::fflush(stderr));
}

/// "0.4 s left", "3 min left", from the share done in so many seconds.
std::string time_left(double share, double seconds) {
    constexpr double a_minute = 60.0, minutes_from = 100.0;
    if (!(share > 0.0)) return "time left not known yet";
    double const left = seconds * (1.0 - share) / share;
    return left < minutes_from ? fmt::format("{:.0f} s left", left) : fmt::format("{:.0f} min left", left / a_minute);
}

/// "[######    ]", shorter where the terminal is narrow.
std::string progress_bar(double share) {
    int const columns = std::clamp(columns_of(STDERR_FILENO, widest) / 3, 3, 30);
    auto const filled = static_cast<std::size_t>(share * columns);
    return fmt::format("[{}{}]", std::string(filled, '#'),
                       std::string(static_cast<std::size_t>(columns) - filled, ' '));
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
    clear_line();
    std::size_t const written = std::fwrite(text.data(), 1, text.size(), stdout);
    bool const failed = written != text.size() || std::fflush(stdout) != 0;
    if (!failed || errno == EPIPE) return;
    throw FileError(
        {{"standard output", 0, 0}, std::strerror(errno), "the answer could not be written", "Free some space."});
}

void print_error(std::string_view message) { print_lines("desvio: error: ", message); }
void print_warning(std::string_view message) { print_lines("desvio: warning: ", message); }
void print_note(std::string_view message) { print_lines("", message); }

TextStyle output_style() {
    TextStyle style;
    char const* const no_color = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
    style.colour = isatty(STDOUT_FILENO) != 0 && (no_color == nullptr || *no_color == '\0');
    style.width = std::clamp(columns_of(STDOUT_FILENO, widest), narrowest, widest);
    style.is_utf8 = is_utf8_locale();
    return style;
}

TextStyle picture_style() {
    TextStyle style = output_style();
    style.width = std::clamp(columns_of(STDOUT_FILENO, widest), narrowest_picture, widest);
    return style;
}

bool is_terminal() { return isatty(STDOUT_FILENO) != 0; }

Progress::Progress(bool is_quiet)
    : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0), begin_(std::chrono::steady_clock::now()), last_(begin_) {}

Progress::~Progress() { clear_line(); }

Monitor Progress::monitor() {
    return [this](Iteration const& iteration) {
        using namespace std::chrono_literals;
        if (iteration.evaluation == 1) first_residual_ = iteration.residual;
        auto const now = std::chrono::steady_clock::now();
        if (is_shown_ && now - begin_ > 1s && now - last_ > 100ms) {
            last_ = now;
            show_line(text_of(iteration));
        }
        return !is_interrupted();
    };
}

std::string Progress::text_of(Iteration const& iteration) const {
    if (iteration.of > 0) {
        double const share = std::min(1.0, static_cast<double>(iteration.evaluation) / iteration.of);
        return fmt::format("{} {} of {}, {}; {}", progress_bar(share), iteration.evaluation, iteration.of,
                           time_left(share, iteration.seconds), iteration.method);
    }
    std::string const at =
        fmt::format("evaluation {}, residual {:.1e} ({})", iteration.evaluation, iteration.residual, iteration.method);
    bool const is_measured = iteration.goal > 0.0 && iteration.residual > 0.0 && std::isfinite(iteration.residual) &&
                             first_residual_ > iteration.goal && std::isfinite(first_residual_);
    if (!is_measured) return "solving: " + at;
    double const share = std::clamp(
        std::log(first_residual_ / iteration.residual) / std::log(first_residual_ / iteration.goal), 0.0, 1.0);
    return fmt::format("{} solving, {}; {}", progress_bar(share), time_left(share, iteration.seconds), at);
}

StageProgress::StageProgress(bool is_quiet) : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0) {}

StageProgress::~StageProgress() { clear_line(); }

bool StageProgress::show(std::string_view what) const {
    if (is_shown_ && !what.empty()) {
        show_line(what);
    }
    return !is_interrupted();
}

StepProgress::StepProgress(bool is_quiet) : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0) {}

StepProgress::~StepProgress() { clear_line(); }

bool StepProgress::show(double done, double of, std::string_view what, double seconds) {
    constexpr double first_after = 1.0, every = 0.1;  // seconds
    if (is_shown_ && seconds > first_after && seconds - last_seconds_ > every) {
        last_seconds_ = seconds;
        double const share = of > 0.0 ? std::min(1.0, done / of) : 0.0;
        show_line(
            fmt::format("{} {:.0f} of {:.0f}, {}; {}", progress_bar(share), done, of, time_left(share, seconds), what));
    }
    return !is_interrupted();
}

ByteProgress::ByteProgress(bool is_quiet)
    : is_shown_(!is_quiet && isatty(STDERR_FILENO) != 0), begin_(std::chrono::steady_clock::now()), last_(begin_) {}

ByteProgress::~ByteProgress() { clear_line(); }

ByteMonitor ByteProgress::monitor() {
    return [this](std::uint64_t done, std::uint64_t total) {
        using namespace std::chrono_literals;
        constexpr double mega = 1e6;
        auto const now = std::chrono::steady_clock::now();
        if (is_shown_ && now - begin_ > 1s && now - last_ > 100ms) {
            last_ = now;
            double const share =
                total > 0 ? std::min(1.0, static_cast<double>(done) / static_cast<double>(total)) : 0.0;
            double const seconds = std::chrono::duration<double>(now - begin_).count();
            show_line(fmt::format("{} {:.0f} of {:.0f} MB, {}; reading", progress_bar(share),
                                  static_cast<double>(done) / mega, static_cast<double>(total) / mega,
                                  time_left(share, seconds)));
        }
        return !is_interrupted();
    };
}

}  // namespace desvio::app
