#include "app/help.hpp"

#include "desvio/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace desvio::app {
namespace {

std::string command_lines(std::string const& start) {
    std::size_t width = 0;
    for (Command const& command : all_commands()) width = std::max(width, command.name.size());
    std::string lines;
    for (Command const& command : all_commands()) {
        if (command.name.starts_with(start))
            lines += fmt::format("  {:<{}}  {}\n", command.name, width, command.summary);
    }
    return lines;
}

}  // namespace

std::string overview() {
    return fmt::format(
        "desvio: where trade goes when tariffs rise\n"
        "\n"
        "Usage: desvio COMMAND [arguments] [options]\n"
        "\n"
        "Commands:\n"
        "{}"
        "  {:<{}}  {}\n"
        "\n"
        "Start here:\n"
        "  desvio run brics-100                  a 100% US tariff on BRICS members: who loses, where sales go\n"
        "  desvio describe scenarios             the built-in questions\n"
        "  desvio run --dump-default > my.toml   a scenario of your own to edit, then: desvio run my.toml\n"
        "\n"
        "'desvio help COMMAND' explains a command. 'desvio --version' names the build.\n"
        "Exit codes: 0 ok, 1 bug, 2 usage, 3 input, 4 not converged, 5 audit failed, 6 disk or file.\n",
        command_lines(""), "help", 11, "explain a command");
}

std::string help_page(Command const& command) {
    std::ostringstream options;
    options << command.options;
    std::string page = fmt::format("desvio {}: {}\n\nUsage: desvio {} {}\n", command.name, command.summary,
                                   command.name, command.usage);
    if (!command.details.empty()) page += "\n" + command.details + "\n";
    if (!command.options.options().empty()) page += "\nOptions:\n" + options.str();
    page += "\nExamples:\n";
    for (std::string const& example : command.examples) page += "  " + example + "\n";
    return page;
}

std::string family_page(std::string const& first_word) {
    return fmt::format(
        "Usage: desvio {} COMMAND [arguments] [options]\n\nCommands:\n{}\n'desvio help {} COMMAND' explains one.\n",
        first_word, command_lines(first_word + " "), first_word);
}

std::string version_text() { return fmt::format("desvio {} (commit {}; {})\n", version, git_commit, compiler); }

}  // namespace desvio::app
