#pragma once

#include "desvio/engine/run.hpp"

/// Parts of a result's tables that have files of their own.
namespace desvio {

/// A result's tables but for what it was made of, under /input.
LabelledFile answer_tables(RunResult const& result, std::string const& command_line);

/// The regions in focus taken together, under /focus, and their codes in the attribute `focus`.
void add_focus(LabelledFile& file, RunResult const& result);

}  // namespace desvio
