#pragma once

#include "app/command.hpp"
#include "desvio/params/base.hpp"

#include <string>

namespace desvio::app {

/// The option -o NEW of a command that makes a base.
void add_base_target(Command& command);

/// What -o names, made sure to be writable before any work is done. \throws UsageError without -o; FileError
std::string base_target(Invocation const& invocation, char const* command);

/// Gives the new base its name (the target's, without ending), says in its source and its provenance how it was made,
/// and writes it.
void write_changed_base(Base& base, std::string const& how, Invocation const& invocation, std::string const& target);

/// Says on standard error that a base lost the full table it was made from.
void warn_of_dropped_use(Base const& before, Base const& after);

}  // namespace desvio::app
