#include "app/attempt.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/help.hpp"
#include "app/launch.hpp"
#include "app/parse.hpp"
#include "app/terminal.hpp"

#include <fmt/format.h>

#include <malloc.h>

#include <algorithm>

namespace desvio::app {
namespace {

bool asks_for_help(std::vector<std::string> const& arguments) {
    auto const end = std::find(arguments.begin(), arguments.end(), "--");
    return std::any_of(arguments.begin(), end, [](auto const& word) { return word == "--help" || word == "-h"; });
}

/// `help`, `help COMMAND`, `help base`, `help base check`
int explain(std::vector<std::string> const& words) {
    if (words.empty()) {
        print(overview());
        return ok;
    }
    bool const is_family =
        words.size() == 1 && std::none_of(all_commands().begin(), all_commands().end(),
                                          [&](Command const& command) { return command.name == words[0]; });
    if (is_family) {
        auto const known = first_words();
        if (std::find(known.begin(), known.end(), words[0]) != known.end()) {
            print(family_page(words[0]));
            return ok;
        }
    }
    print(help_page(*choose_command(words).command));
    return ok;
}

/// A word as a shell reads it back.
std::string quote_if_needed(std::string const& word) {
    bool const is_plain = !word.empty() && word.find_first_of(" \t\n'\"\\$`*?;|&<>()#~!{}[]") == std::string::npos;
    if (is_plain) return word;
    std::string quoted = "'";
    for (char const c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

int dispatch(std::vector<std::string> const& arguments) {
    if (arguments.empty()) {
        throw UsageError("what shall be done? 'desvio --help' lists the commands; 'desvio run brics-100' is a start.");
    }
    std::string const& first = arguments.front();
    std::vector<std::string> const rest(arguments.begin() + 1, arguments.end());
    if (first == "--version") {
        print(version_text());
        return ok;
    }
    if (first == "--help" || first == "-h") return explain({});
    if (first == "help") return explain(rest);
    if (rest.size() == 1 && asks_for_help(rest)) return explain({first});

    Choice const choice = choose_command(arguments);
    std::vector<std::string> const own(arguments.begin() + static_cast<std::ptrdiff_t>(choice.words), arguments.end());
    if (asks_for_help(own)) {
        print(help_page(*choice.command));
        return ok;
    }
    Invocation invocation = parse_arguments(*choice.command, own);
    for (Positional const& positional : choice.command->positionals) {
        // Which words are needed can hang on an option (`run --dump-default`), so commands with least = 0 check
        // themselves.
        if (static_cast<int>(invocation.words(positional.name.c_str()).size()) < positional.least) {
            throw UsageError(fmt::format("'{}' needs {}. See 'desvio help {}'.", choice.command->name, positional.shown,
                                         choice.command->name));
        }
    }
    invocation.command_line = "desvio";
    for (std::string const& word : arguments) invocation.command_line += " " + quote_if_needed(word);
    require_one_process_unless_shared(*choice.command, invocation);
    return choice.command->run(invocation);
}

}  // namespace
}  // namespace desvio::app

int main(int argc, char** argv) {
    using namespace desvio;
    app::prepare_signals();
    // Arrays of some megabytes come and go with every solve: kept by the allocator instead of mapped anew and zeroed.
    constexpr int largest_kept = 256 * 1024 * 1024;
    mallopt(M_MMAP_THRESHOLD, largest_kept);
    mallopt(M_TRIM_THRESHOLD, largest_kept);
    app::Attempt const attempt = app::attempt([&] { return app::dispatch({argv + 1, argv + argc}); });
    if (attempt.message.empty()) return attempt.code;
    // Of several processes that fail alike the first tells it, and its exit code is the one that counts.
    if (app::launch().rank > 0) return app::ok;
    app::print_error(attempt.message);
    return attempt.code;
}
