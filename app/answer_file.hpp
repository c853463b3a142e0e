#pragma once

#include "app/command.hpp"
#include "desvio/io/store.hpp"

#include <optional>
#include <string>

namespace desvio::app {

/// A result or a sweep that a command was given: read from its file, or run where a scenario is named.
struct AnswerFile {
    int code = 0;  ///< an ExitCode; other than ok: there is no file, and standard error says why
    LabelledFile file;
};
AnswerFile answer_file(std::string const& word, bool is_quiet);

/// The answer of a run at other levels of its duty; none for a scenario that has no such level, or a file that is no
/// run.
std::optional<LabelledFile> ladder_of(LabelledFile const& run, bool is_quiet);

}  // namespace desvio::app
