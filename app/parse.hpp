#pragma once

#include "app/command.hpp"
#include "desvio/params/date.hpp"

namespace desvio::app {

/// The command that the first words name, and how many words that took.
struct Choice {
    Command const* command = nullptr;
    std::size_t words = 0;
};
/// \throws UsageError with the nearest command for an unknown one
Choice choose_command(std::vector<std::string> const& arguments);

/// Options and positional words of a command. \throws UsageError with the nearest option for an unknown one
Invocation parse_arguments(Command const& command, std::vector<std::string> const& arguments);

/// The day of an option. \throws UsageError when it is none
Date parse_day(std::string const& text);

/// Names that commands start with: "run", "base", ...
std::vector<std::string> first_words();

}  // namespace desvio::app
