#pragma once

#include "app/command.hpp"

#include <string>

namespace desvio::app {

/// What the program does, its commands, where to start.
std::string overview();

/// Summary, usage, options and examples of one command.
std::string help_page(Command const& command);

/// Help pages of all commands that start with a word ("base"), one line each.
std::string family_page(std::string const& first_word);

/// "desvio 0.1.0 (commit ..., compiler ...)"
std::string version_text();

}  // namespace desvio::app
