#pragma once

#include "desvio/engine/run.hpp"

/// Parts of a result's tables that have files of their own.
namespace desvio {

/// The regions in focus taken together, under /focus, and their codes in the attribute `focus`.
void add_focus(LabelledFile& file, RunResult const& result);

}  // namespace desvio
